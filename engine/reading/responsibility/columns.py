"""The heading of a responsibility table: which rows it is, and what each column holds under whatever name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.reading.tables.grid import Grid

Field = Literal["number", "category", "group", "requirement", "time", "lead", "cooperating", "points", "aside"]

_CALLED: Final[Mapping[Field, Sequence[str]]] = {
    "number": ("序号", "编号", "条目", "项号", "序"),
    "category": (
        *("类别", "类型", "领域", "板块", "大类", "一级指标", "工作类别", "项目类别", "分类", "方面", "工作领域"),
        *("考核类别", "任务类别", "指标类别"),
    ),
    "group": (
        *(
            "二级指标",
            "考核指标",
            "指标名称",
            "指标",
            "工作项目",
            "考核项目",
            "项目名称",
            "项目",
            "任务名称",
            "事项",
            "要点",
        ),
        *("工作重点", "测评项目", "评价项目", "考评项目"),
    ),
    "requirement": (
        *(
            "目标任务",
            "工作任务",
            "考核内容",
            "考核要求",
            "指标内容",
            "任务内容",
            "工作内容",
            "重点任务",
            "重点工作",
            "具体任务",
        ),
        *(
            "主要任务",
            "工作要求",
            "具体要求",
            "评价内容",
            "三级指标",
            "工作措施",
            "具体措施",
            "工作举措",
            "创建任务",
            "测评内容",
        ),
        *(
            "测评标准",
            "考核标准",
            "评价标准",
            "评分标准",
            "具体内容",
            "主要内容",
            "任务要求",
            "工作目标",
            "年度目标",
            "目标要求",
        ),
        *(
            "任务分解",
            "任务清单",
            "创建标准",
            "创建内容",
            "整改措施",
            "整改任务",
            "主要措施",
            "重点内容",
            "实施内容",
            "考评内容",
        ),
        *("工作事项", "任务", "内容", "措施", "要求", "目标", "标准", "举措"),
    ),
    "time": (
        *(
            "完成时限",
            "时间要求",
            "时间节点",
            "具体时间",
            "完成时间",
            "时间安排",
            "工作时限",
            "办结时限",
            "完成期限",
            "时限要求",
        ),
        *(
            "进度要求",
            "时间进度",
            "进度安排",
            "实施时间",
            "整改时限",
            "办理时限",
            "序时进度",
            "推进时限",
            "时限",
            "时间",
            "期限",
        ),
    ),
    "lead": (
        *(
            "责任单位",
            "牵头单位",
            "主办单位",
            "责任部门",
            "牵头部门",
            "责任主体",
            "承办单位",
            "牵头责任单位",
            "主要责任单位",
        ),
        *(
            "责任科室",
            "责任处室",
            "牵头科室",
            "实施单位",
            "落实单位",
            "主责单位",
            "主体责任单位",
            "承办部门",
            "牵头",
            "主办",
            "责任分工",
        ),
    ),
    "cooperating": (
        *(
            "配合单位",
            "协办单位",
            "参与单位",
            "协助单位",
            "配合部门",
            "协同单位",
            "参加单位",
            "协作单位",
            "协办部门",
            "参与部门",
        ),
        *("配合责任单位", "协同部门", "配合科室", "配合", "协办"),
    ),
    "points": ("分值", "分数", "权重", "标准分", "满分", "考核分值", "计分", "基准分", "基础分"),
    "aside": (
        *(
            "备注",
            "说明",
            "责任人",
            "联系人",
            "责任领导",
            "分管领导",
            "牵头领导",
            "联系电话",
            "得分",
            "自评",
            "完成情况",
            "进展",
        ),
        *(
            "责任科室负责人",
            "自评分",
            "考核得分",
            "落实情况",
            "资料",
            "佐证",
            "证明材料",
            "评分办法",
            "扣分",
            "数据来源",
        ),
    ),
}
_NAMES: Final = sorted(
    ((name, field) for field, names in _CALLED.items() for name in names), key=lambda each: -len(each[0])
)
_LONGEST: Final = 24
_KEY: Final = frozenset({"requirement", "lead", "time"})


@dataclass(frozen=True)
class Heading:
    """Rows `first` to `last` (included) head the table; `fields`: what each column holds; `labels`: its own words.

    `more`: columns that also call themselves requirement, from left to right, without the one that was taken.
    """

    first: int
    last: int
    fields: Mapping[int, Field]
    labels: tuple[str, ...]
    more: tuple[int, ...] = ()

    def column(self, field: Field) -> int | None:
        """The column of a field, the first where there are several."""
        return next((column for column, name in sorted(self.fields.items()) if name == field), None)

    def columns(self, field: Field) -> list[int]:
        """All columns of a field."""
        return [column for column, name in sorted(self.fields.items()) if name == field]


def named(label: str) -> Field | None:
    """What a column of this name holds; the longest name that it contains decides."""
    bare = re.sub(r"[\s\W_]+", "", label)
    if not bare or len(bare) > _LONGEST:
        return None
    if re.search(r"(?:配合|协办|协同|协助|协作|参与|参加)", bare) and not re.search(r"牵头|主办|主责", bare):
        return "cooperating" if re.search(r"单位|部门|科室|处室|配合$|协办$", bare) else None
    if re.search(r"(?:牵头|责任|主办|承办)(?:及|和|与)?(?:配合|协办|参与)?(?:责任)?(?:单位|部门|科室|处室)", bare):
        return "lead"
    return next((field for name, field in _NAMES if name in bare), None)


def find_heading(grid: Grid, start: int = 0) -> Heading | None:
    """The first heading from row `start` on."""
    for row in range(start, len(grid.lines)):
        found = heading_at(grid, row)
        if found is not None:
            return found
    return None


def heading_at(grid: Grid, row: int) -> Heading | None:
    """The heading that begins in this row, with the rows that go on with it."""
    cells = grid.own(row)
    if not _heads(grid, row):
        return None
    last = max([row, *(cell.row + cell.rows - 1 for cell in cells if cell.rows < 5)])
    while last + 1 < len(grid.lines) and _goes_on(grid, last + 1):
        last += 1
    labels = [_label(grid, row, last, column) for column in range(grid.width)]
    return _settled(grid, row, last, labels)


def _heads(grid: Grid, row: int) -> bool:
    cells = grid.own(row)
    found = {field for cell in cells if (field := named(cell.text))}
    if len(found) < 2 or not found & _KEY or any(len(cell.text.strip()) > 40 for cell in cells):
        return False
    return (len(cells) >= 3 and sum(named(cell.text) is not None for cell in cells) * 2 >= len(cells)) or len(
        cells
    ) == 2


def _goes_on(grid: Grid, row: int) -> bool:
    """A second row of heading: short words, at least one of them a column's name, none a sentence."""
    cells = grid.own(row)
    short = all(len(re.sub(r"\s", "", cell.text)) <= 12 and not re.search(r"[。；\d]", cell.text) for cell in cells)
    known = [named(cell.text) for cell in cells]
    return bool(cells) and short and any(known) and sum(map(bool, known)) * 2 >= len(known) and len(cells) <= grid.width


def _label(grid: Grid, first: int, last: int, column: int) -> str:
    """The words of a column from top to bottom, each cell once."""
    cells = dict.fromkeys(grid.at(row, column) for row in range(first, last + 1))
    return "\n".join(cell.text.strip() for cell in cells if cell and not cell.blank)


def _settled(grid: Grid, first: int, last: int, labels: list[str]) -> Heading:
    fields: dict[int, Field] = {}
    for column, label in enumerate(labels):
        lines = label.split("\n")
        above = named(label.replace("\n", ""))
        # 责任单位 over 牵头 and 配合: the lowest words say most, the words above help where they say nothing.
        own = named(lines[-1]) if len(lines) > 1 else None
        found = own or above
        if found is not None:
            fields[column] = found
    if "requirement" not in fields.values():
        groups = [column for column, field in fields.items() if field == "group"]
        if groups:
            fields[groups[-1]] = "requirement"
    wanted = [column for column, field in fields.items() if field == "requirement"]
    more = tuple(wanted[:-1])
    if len(wanted) > 1:
        for column in more:
            free = next((each for each in ("group", "category") if each not in fields.values()), "aside")
            fields[column] = free  # type: ignore[assignment]
    leads = [column for column, field in fields.items() if field == "lead"]
    if len(leads) > 1:
        first_lead = next((each for each in leads if re.search("牵头|主办|主责", labels[each])), leads[0])
        for column in leads:
            if column != first_lead:
                fields[column] = "cooperating"
    return Heading(first, last, fields, tuple(labels), more)
