"""The corpus of broken definitions: one fault each, made by one edit of the sound programme under sound/.

`‸` in the new text marks where the fault must be reported; where it is reported elsewhere, `at` (and `where`) say so.
"""

from __future__ import annotations

from dataclasses import dataclass

P = "programme/"
JOINT, COVERAGE, COUNTED, FILING = (
    P + "indicators/leading/joint-meeting.yaml",
    P + "indicators/supervising/coverage.yaml",
    P + "indicators/supervising/inspections.yaml",
    P + "indicators/supervising/filing.yaml",
)
PROGRAMME, UNITS, CHASING, SCALE = (P + f"{name}.yaml" for name in ("programme", "units", "chasing", "scale.sample"))
STREETS, PEOPLE = P + "rosters/streets.csv", P + "rosters/people.csv"
REMIND, RED, STANDARD = P + "notices/remind.yaml", P + "notices/red-sheet.yaml", "workflows/standard.yaml"


@dataclass(frozen=True)
class Broken:
    """One edit and what must be said about it: code, a piece of the Chinese message and of the remedy."""

    name: str
    file: str
    old: str
    new: str
    code: str
    message: str
    hint: str
    at: tuple[int, int] | None = None
    where: str = ""
    severity: str = "error"


EDITS = (
    # Words misspelt, missing, of the wrong kind.
    Broken("field-misspelt", JOINT, "title: 联席会议", "‸titel: 联席会议", "unknown-field", "没有“titel”", "“title”"),
    Broken("field-unknown", JOINT, "source: {row: 1}", "source: {row: 1, ‸zzz: 1}", "unknown-field", "没有“zzz”", "row"),
    Broken("field-missing", JOINT, "requirement: 每季度召开一次会议。\n", "", "missing", "缺少“requirement”",
           "补上一行 requirement", (1, 1)),
    Broken("field-missing-inside", FILING, "      - {id: archive, title: 归档说明}", "      - ‸{id: archive}", "missing",
           "缺少“title”", "补上一行 title"),
    Broken("field-in-union", COVERAGE, "open: 03-01}", "‸opne: 03-01}", "unknown-field", "没有“opne”", "“open”"),
    Broken("field-in-rule", COVERAGE, "rule: proportional, measure: rate", "rule: proportional, ‸mesure: rate",
           "unknown-field", "没有“mesure”", "“measure”"),
    Broken("number-as-title", JOINT, "title: 联席会议", "title: ‸2022", "text", "应是文字", "加上引号"),
    Broken("title-empty", JOINT, "title: 联席会议", "title: ‸\"\"", "empty-text", "是空的", "写上内容"),
    Broken("title-absent", JOINT, "title: 联席会议", "title:‸", "text", "应是文字", "引号"),
    Broken("list-wanted", JOINT, "lead: [区创建办]", "lead: ‸区创建办", "list", "应是列表", "[…]"),
    Broken("list-empty", JOINT, "lead: [区创建办]", "lead: ‸[]", "empty-list", "至少要有1项", "补上"),
    Broken("mapping-wanted", JOINT, "source: {row: 1}", "source: ‸1", "mapping", "名称: 值", ""),
    Broken("whole-number", JOINT, "row: 1}", "row: ‸一}", "number", "整数", ""),
    Broken("row-zero", JOINT, "row: 1}", "row: ‸0}", "range", "小于1", "不小于1"),
    Broken("yes-no", PROGRAMME, "year: 2022\n", "year: 2022\ncontinues: ‸perhaps\n", "yes-no", "true 或 false", ""),
    Broken("id-form", JOINT, "id: joint-meeting\n", "id: ‸Joint_Meeting\n", "form", "小写字母", "joint-meeting"),
    Broken("number-form", JOINT, 'number: "1.1.1"', 'number: ‸"1.1"', "form", "类别.指标.项", "2.3.1"),
    Broken("remind-form", COVERAGE, "remind: [30d, 7d, 1d]", "remind: [30d, ‸7 days]", "form", "几天或几小时", "7d"),
    Broken("file-type-form", JOINT, "accept: [pdf, docx]", "accept: [pdf, ‸.docx]", "form", "不带点", "pdf"),
    Broken("evidence-kind", JOINT, "kind: table", "kind: ‸tabel", "unknown-word", "不能写“tabel”", "“table”"),
    Broken("score-rule", COUNTED, "rule: count", "rule: ‸cuont", "unknown-word", "不能写“cuont”", "“count”"),
    Broken("score-without-rule", COUNTED, "score: {rule: count}", "‸score: {points: 2}", "missing", "缺少“rule”", "rule"),
    Broken("accept-of-number", JOINT, "kind: table, accept: [xlsx]", "kind: number, accept: ‸[xlsx]", "accept", "文件类", ""),
    Broken("proportion-words", COVERAGE, "    at_least: 100%\n", "    at_least: ‸全部\n", "amount", "百分比", ""),
    Broken("proportion-over", COVERAGE, "    at_least: 100%\n", "    at_least: ‸100\n", "rate", "0%到100%", "95%"),
    Broken("rate-without-parts", COVERAGE, "    denominator: 应检定\n", "", "rate", "分母", "", (15, 5)),
    Broken("two-thresholds", COVERAGE, "    at_least: 100%\n", "    at_least: 100%\n    exactly: ‸100%\n",
           "two-thresholds", "只能写一个", ""),
    Broken("points-negative", COVERAGE, "points: 3", "points: ‸-3", "range", "小于0", "不小于0"),
    Broken("points-huge", COVERAGE, "points: 3", "points: ‸\"1e999999999\"", "amount", "离谱", ""),
    # Times.
    Broken("no-such-day", COVERAGE, "by: 08-31", "by: ‸02-30", "day", "没有这一天", "29日"),
    Broken("no-such-date", COVERAGE, "by: 08-31", "by: ‸2022-02-29", "day", "没有这一天", "28日"),
    Broken("no-such-month", COVERAGE, "by: 08-31", "by: ‸13-01", "day", "01到12", "08-31"),
    Broken("day-form", COVERAGE, "by: 08-31", "by: ‸8月底", "day", "MM-DD", "08-end"),
    Broken("opens-late", COVERAGE, "open: 03-01", "open: ‸09-01", "order", "开始日晚于截止日", ""),
    Broken("window-backwards", COVERAGE, "open: 03-01", "window: ‸[08-01, 03-01]", "order", "结束早于开始", ""),
    Broken("window-after-due", COVERAGE, "open: 03-01", "window: ‸[09-01, 09-30]", "order", "晚于截止日", ""),
    Broken("when-two-ways", COVERAGE, "when: {by: 08-31,", "when: ‸{by: 08-31, every: year,", "when-shape", "中的一个", "by: 08-31"),
    Broken("when-no-way", COVERAGE, "when: {by: 08-31,", "when: ‸{before: 08-31,", "when-shape", "中的一个", "by: 08-31"),
    Broken("when-missing", COVERAGE, "when: {by: 08-31, open: 03-01}\n", "", "no-time", "when 或 milestones",
           "continuous: unstated", (1, 1)),
    Broken("when-and-milestones", FILING, "lead: [区市监局]\nmilestones:\n  -", "lead: [区市监局]\nwhen: {by: 07-31}\nmilestones:\n  ‸-",
           "two-times", "只能写一个", ""),
    Broken("every-unknown", JOINT, "every: quarter", "every: ‸quater", "unknown-word", "不能写“quater”", "“quarter”"),
    Broken("due-unknown", JOINT, "due: period-end", "due: ‸period-ende", "unknown-word", "period-ende", "“period-end”"),
    Broken("due-days", JOINT, "due: period-end", "due: {days_after: ‸120}", "range", "大于90", "不大于90"),
    Broken("occasion-both", FILING, "month: 8}", "by: 08-31, month: ‸8}", "occasion", "by 或 month", "month: 6"),
    Broken("occasion-opens-late", FILING, "by: 10-15}", "by: 10-15, open: ‸11-01}", "order", "开始日晚于截止日", ""),
    Broken("occasion-twice", FILING, "{id: second,", "{id: ‸first,", "twice", "同一个标识“first”", ""),
    Broken("milestone-twice", FILING, "- id: report", "- id: ‸verify", "twice", "同一个标识“verify”", ""),
    Broken("count-zero", COUNTED, "at_least: 4", "at_least: ‸0", "range", "小于1", "不小于1"),
    # Between the parts of one indicator.
    Broken("measure-unknown", COVERAGE, "measure: rate", "measure: ‸rat", "unknown-measure", "量化目标", "“rate”"),
    Broken("measure-without-threshold", COVERAGE, "    at_least: 100%\n", "", "no-threshold", "没有目标值", "at_least", (21, 46)),
    Broken("threshold-without-measure", COUNTED, "rule: count", "rule: ‸threshold", "no-measure", "需要量化目标", "measures"),
    Broken("count-without-count", JOINT, "evidence:\n", "score: {rule: ‸count}\nevidence:\n", "no-count", "count", "at_least: 4"),
    Broken("count-without-events", COUNTED, "kind: event", "kind: document", "count-events", "活动记录", "kind: event", (9, 14)),
    Broken("checklist-without-evidence", COVERAGE,
           "evidence:\n  - {id: register, title: 免费检定台账, kind: table, accept: [xlsx, csv]}\n", "", "no-evidence",
           "需要佐证材料", "evidence", (19, 27)),
    Broken("evidence-twice", JOINT, "{id: attendance,", "{id: ‸minutes,", "twice", "“minutes”", "不要重复"),
    Broken("slice-twice", COVERAGE, "      - {id: markets,", "      - {id: markets, title: 甲, at_least: 90%}\n      - {id: ‸markets,",
           "twice", "“markets”", ""),
    Broken("tiers-ascending", COVERAGE, "rule: proportional, measure: rate,",
           "rule: tiers, measure: rate, tiers: [{from: 80%, share: 50%}, {from: ‸90%, share: 1}],", "order", "从高到低", ""),
    Broken("only-nobody", COUNTED, "score: {rule: count}", "score: {rule: count}\nonly: ‸{service: [加油站]}", "only-nobody",
           "无人承担", "名册"),
    # Between files.
    Broken("lead-unknown", COVERAGE, "lead: [区市监局]", "lead: [‸区市监所]", "unknown-unit", "“区市监所”", "“区市监局”"),
    Broken("helper-unknown", JOINT, "cooperating: [各成员单位]", "cooperating: [‸各成员]", "unknown-unit", "“各成员”", "“各成员单位”"),
    Broken("lead-twice", COUNTED, "lead: [区市监局, 各街道]", "lead: [区市监局, 各街道, ‸区市监局]", "twice", "出现了两次", "删去"),
    Broken("workflow-unknown", COVERAGE, "workflow: standard", "workflow: ‸standrad", "unknown-workflow", "“standrad”", "“standard”"),
    Broken("category-unknown", JOINT, "category: 统一领导", "category: ‸统一领到", "unknown-category", "“统一领到”", "“统一领导”"),
    Broken("folder-of-another", JOINT, 'number: "1.1.1"\ntitle: 联席会议\ncategory: 统一领导\ngroup: 组织领导',
           'number: "2.3.1"\ntitle: 联席会议\ncategory: ‸监督管理\ngroup: 会议', "folder", "supervising", "indicators/supervising/"),
    Broken("number-of-another", JOINT, 'number: "1.1.1"', 'number: ‸"2.3.1"', "number-category", "第1类", "“1.”"),
    Broken("number-twice", COUNTED, 'number: "2.1.2"', 'number: ‸"2.1.1"', "duplicate-number", "2.1.1", "改正其中一处",
           where=COUNTED),
    Broken("row-twice", COUNTED, "source: {row: 3}", "source: {row: ‸2}", "duplicate-row", "第2行", "改正其中一处"),
    Broken("group-renamed", COUNTED, "group: 免费检定", "group: ‸免费检测", "group-name", "“免费检定”", "同样的名称"),
    Broken("number-gap", FILING, 'number: "2.2.1"', 'number: ‸"2.3.1"', "gap", "跳到了2.3.1", "补上", severity="warning"),
    Broken("fixed-year", COVERAGE, "by: 08-31, open: 03-01", "by: ‸2023-08-31, open: 03-01", "fixed-year", "不在2022年", "08-31",
           severity="warning"),
    Broken("id-not-file", COUNTED, "id: inspections", "id: ‸inspection", "file-name", "文件名“inspections”", "inspections",
           where=COUNTED),
    # The programme.
    Broken("reviewer-unknown", PROGRAMME, "own_work: 区政府办", "own_work: ‸区府办", "unknown-unit", "“区府办”", "“区政府办”"),
    Broken("zone-unknown", PROGRAMME, "Asia/Shanghai", "‸Asia/Shangai", "unknown-zone", "时区", "“Asia/Shanghai”"),
    Broken("closing-time", PROGRAMME, '"24:00"', '‸"25:00"', "form", "HH:MM", "24:00"),
    Broken("default-workflow", PROGRAMME, "defaults:\n", "defaults:\n  workflow: ‸standart\n", "unknown-workflow", "“standart”",
           "“standard”"),
    Broken("watched-unknown", PROGRAMME, "indicators: [coverage]", "indicators: [‸covrage]", "unknown-indicator", "“covrage”", "“coverage”"),
    Broken("meeting-unknown", PROGRAMME, "indicator: joint-meeting", "indicator: ‸join-meeting", "unknown-indicator", "join-meeting",
           "“joint-meeting”"),
    Broken("ranked-unknown", PROGRAMME, "among: [各街道]", "among: [‸各街]", "unknown-unit", "“各街”", "“各街道”"),
    Broken("countdown-late", PROGRAMME, "countdown_from: 08-01", "countdown_from: ‸09-01", "order", "晚于截止日", ""),
    Broken("category-twice", PROGRAMME, "name: 监督管理, slug: supervising}", "name: 监督管理, slug: supervising}\n  - {name: 三, slug: ‸leading}",
           "twice", "“leading”", "不要重复"),
    Broken("bare-on", PROGRAMME, "recognition: {day: 11-18,", "recognition: {day: 11-18, ‸on: 11-18,", "unknown-field", "“on”", ""),
    Broken("unpublished-year", PROGRAMME, "year: 2022", "year: ‸2090", "holidays", "尚未公布", "holidays", severity="warning"),
    # Units, groups, rosters, people.
    Broken("unit-kind", UNITS, "name: 区创建办, kind: office", "name: 区创建办, kind: ‸ofice", "unknown-word", "“ofice”", "“office”"),
    Broken("unit-id-twice", UNITS, "{id: health,", "{id: ‸office,", "duplicate-id", "“office”", "不要重复"),
    Broken("unit-name-twice", UNITS, "{id: health, name: 区卫健委, kind: department}",
           "{id: health, name: 区卫健委, kind: department}\n  - {id: more, name: ‸区卫健委, kind: department}", "duplicate-name", "“区卫健委”", ""),
    Broken("group-named-as-unit", UNITS, "groups:\n", "groups:\n  - {name: 区卫健委, members: [区市监局]}\n", "duplicate-name",
           "“区卫健委”", "不要重复", (5, 24)),
    Broken("member-unknown", UNITS, "members: [区市监局, 区卫健委]", "members: [区市监局, ‸区卫生委]", "unknown-unit", "“区卫生委”", "“区卫健委”"),
    Broken("joined-unknown", UNITS, "unit: 区政府办, day", "unit: ‸政府办, day", "unknown-unit", "“政府办”", "“区政府办”"),
    Broken("joined-day", UNITS, "day: 2022-06-01", "day: ‸2022-06-31", "day", "带年份的日期", "2022-06-01"),
    Broken("group-both-ways", UNITS, "where: {kind: [sub-district]}", "where: ‸{kind: [sub-district]}\n    members: [区市监局]",
           "group", "members 或 where", ""),
    Broken("group-empty", UNITS, "  - name: 各成员单位", "  - name: ‸各研究所\n    where: {kind: [institute]}\n  - name: 各成员单位",
           "no-members", "“各研究所”没有成员", "where"),
    Broken("roster-absent", UNITS, "rosters/streets.csv", "‸rosters/street.csv", "no-file", "rosters/street.csv", "rosters/streets.csv"),
    Broken("roster-outside", UNITS, "rosters/streets.csv", "‸../streets.csv", "outside", "文件夹内", "rosters/units.csv"),
    Broken("roster-kind", STREETS, "east,东街道,sub-district,", "east,东街道,‸street,", "unknown-word", "“street”", "sub-district"),
    Broken("roster-reference", STREETS, "service-unit,东街道", "service-unit,‸西街道", "unknown-unit", "“西街道”", "“东街道”"),
    Broken("roster-cells", STREETS, "sub-district,\n", "sub-district,,‸x\n", "cells", "5格", "双引号"),
    Broken("roster-column", STREETS, "id,name,kind,sub_district", "id,name,kind,‸sub-district", "unknown-column", "“sub-district”",
           "“sub_district”"),
    Broken("roster-id-twice", STREETS, "market,东集贸市场", "‸east,东集贸市场", "duplicate-id", "“east”", "不要重复"),
    Broken("roster-cell-empty", STREETS, "east,东街道", "‸,东街道", "missing", "缺少“id”", "填上这一格"),
    Broken("person-unit", PEOPLE, "张平,东街道", "张平,‸东街", "unknown-unit", "“东街”", "“东街道”"),
    Broken("person-role", PEOPLE, "区市监局,head", "区市监局,‸haed", "unknown-word", "“haed”", "“head”"),
    Broken("person-deputy", PEOPLE, "wang@example.invalid,li", "wang@example.invalid,‸lee", "unknown-person", "“lee”", "li"),
    # The ladder, the notices, the scale, the workflow.
    Broken("rung-notice", CHASING, "notice: remind}", "notice: ‸remaind}", "unknown-notice", "“remaind”", "“remind”"),
    Broken("rung-two-triggers", CHASING, "before: remind,", "before: remind, overdue: 1,", "rung", "中的一个", "", (2, 5)),
    Broken("rung-trigger-word", CHASING, "before: remind,", "before: ‸remnid,", "unknown-word", "“remnid”", "“remind”"),
    Broken("rung-twice", CHASING, "{id: red-sheet,", "{id: ‸remind,", "twice", "“remind”", "不要重复"),
    Broken("rung-role", CHASING, "to: [clerk, head]", "to: [clerk, ‸chief]", "unknown-word", "“chief”", ""),
    Broken("notice-channel", RED, "channel: inbox", "channel: ‸mail", "unknown-channel", "“mail”", "inbox"),
    Broken("notice-variable", REMIND, "{{ days_left }}", "{{ ‸day_left }}", "unknown-variable", "“day_left”", "“days_left”"),
    Broken("notice-attribute", REMIND, "{{ unit.name }}", "{{ ‸unit.nam }}", "unknown-variable", "“unit.nam”", "“name”"),
    Broken("notice-syntax", REMIND, "    {% if link %}{{ link }}{% endif %}\n", "    ‸{% if link %}{{ link }}\n", "template", "无法生成", "双花括号"),
    Broken("notice-call", RED, "已逾期{{ days_late }}天", "已逾期‸{{ range(9) }}天", "template", "无法生成", "双花括号"),
    Broken("notice-file-name", RED, "id: red-sheet", "id: ‸red-sheets", "file-name", "文件名", "red-sheet"),
    Broken("scale-unknown", SCALE, "joint-meeting: 2\n", "joint-meeting: 2\n  ‸joint-meetings: 2\n", "unknown-indicator", "joint-meetings", "“joint-meeting”"),
    Broken("scale-milestone", SCALE, "filing/report: 1\n", "filing/report: 1\n  ‸filing/reprot: 1\n", "unknown-milestone", "filing/reprot", "“filing/report”"),
    Broken("scale-left-out", SCALE, "\npoints:\n  joint-meeting: 2\n", "\n‸points:\n", "no-points", "“joint-meeting”", "joint-meeting",
           severity="warning"),
    Broken("scale-amount", SCALE, "inspections: 2", "inspections: ‸two", "amount", "百分比", ""),
    Broken("quorum", STANDARD, "reviewers: 3, quorum: {at_least: 2}", "reviewers: 3, quorum: ‸{at_least: 4}", "quorum", "4人同意", "reviewers"),
    Broken("quorum-word", STANDARD, "quorum: {at_least: 2}", "quorum: ‸al", "unknown-word", "“al”", "“all”"),
    Broken("returns-forward", STANDARD, "returns_to: collect", "returns_to: ‸score", "returns-to", "不是前面的环节", "assign, collect"),
    Broken("stage-order", STANDARD,
           "  - {id: assign, title: 下达签收, kind: assign, within: 3}\n  - {id: collect, title: 佐证报送, kind: collect}\n",
           "  - {id: collect, title: 佐证报送, kind: collect}\n  - {id: assign, title: 下达签收, kind: ‸assign, within: 3}\n",
           "order", "顺序", ""),
    Broken("stage-missing", STANDARD, "  - {id: score, title: 评分, kind: score, who: office, within: 5}\n", "", "stages", "score环节", "", (4, 3)),
    Broken("stage-twice", STANDARD, "id: collect,", "id: ‸assign,", "twice", "“assign”", ""),
    Broken("stage-end", STANDARD, "{id: score,", "{id: ‸scored,", "end", "结束状态", ""),
    Broken("review-own", STANDARD, "kind: review, who: office", "kind: review, who: ‸lead", "own-review", "自己的工作", "office"),
    # The form of a file.
    Broken("key-twice", JOINT, "group: 组织领导", "group: 组织领导\n‸group: 组织", "duplicate-key", "“group”", "删去其中一个"),
    Broken("colon-in-text", JOINT, "title: 联席会议", "title: 联席会议‸: 每季度", "colon", "冒号", "引号"),
    Broken("colon-forgotten", JOINT, "title: 联席会议", "title 联席会议", "colon", "缺少冒号", "名称: 值", (4, 9)),
    Broken("tab", JOINT, "evidence:\n  -", "evidence:\n‸\t-", "character", "这个字符开头", "制表符"),
    Broken("quote-open", JOINT, "title: 联席会议", 'title: ‸"联席会议', "unclosed", "引号没有结束", "右引号"),
    Broken("bracket-open", JOINT, "lead: [区创建办]", "lead: ‸[区创建办", "unclosed", "括号没有结束", "]"),
    Broken("indentation", JOINT, "title: 联席会议", " ‸title: 联席会议", "indentation", "缩进", ""),
    Broken("tag", JOINT, "title: 联席会议", "title: ‸!!python/object:os.system 联席会议", "tag", "标签", "删去"),
    Broken("alias", JOINT, "lead: [区创建办]\ncooperating: [各成员单位]", "lead: &l [区创建办]\ncooperating: ‸*l", "alias", "别名", "完整写出"),
    Broken("two-documents", JOINT, "lead: [区创建办]", "‸---\nlead: [区创建办]", "documents", "一份内容", "---"),
    Broken("at-sign", JOINT, "title: 联席会议", "title: ‸@联席会议", "character", "这个字符开头", "引号"),
)

CONTENTS: tuple[tuple[str, str, bytes | None, str, str, tuple[int, int]], ...] = (
    ("empty", JOINT, b"", "empty", "文件是空的", (1, 1)),
    ("only-comments", JOINT, "# 什么也没有\n".encode(), "empty", "文件是空的", (1, 1)),
    ("a-list", JOINT, b"- 1\n- 2\n", "mapping", "名称: 值", (1, 1)),
    ("a-word", JOINT, "会议\n".encode(), "mapping", "名称: 值", (1, 1)),
    ("gbk", JOINT, "id: joint-meeting\ntitle: 联席会议\n".encode("gbk"), "not-utf8", "不是UTF-8", (2, 8)),
    ("binary", JOINT, b"\x00\x01\x02\x03", "character", "不应有的字符", (1, 1)),
    ("deep-flow", JOINT, b"a: " + b"[" * 50_000, "too-deep", "嵌套超过", (1, 1)),
    ("deep-block", JOINT, b"- " * 50_000, "too-deep", "嵌套超过", (1, 1)),
    ("deep-indentation", JOINT, b"\n".join(b" " * i + b"a:" for i in range(900)), "too-deep", "嵌套超过", (1, 1)),
    ("too-large", JOINT, b"a: " + b"b" * 1_000_001, "too-large", "超过1000000字节", (1, 1)),
    ("bomb", JOINT, b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "alias", "别名", (2, 8)),
    ("itself", JOINT, b"&a [*a]\n", "alias", "别名", (1, 5)),
    ("roster-gbk", STREETS, "id,name,kind\neast,东街道,sub-district\n".encode("gbk"), "not-utf8", "不是UTF-8", (2, 6)),
    ("roster-empty", STREETS, b"", "empty", "文件是空的", (1, 1)),
    ("no-programme", PROGRAMME, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-units", UNITS, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-chasing", CHASING, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-scale", SCALE, None, "no-file", "缺少这个文件", (1, 1)),
)
"""A whole file replaced, or taken away (None)."""
