"""Units named in a cell, each with its place: 区市监局牵头，区卫健委配合; 各部门：甲、乙（详见目标责任状）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from engine.reading.unit_notes import masked

Role = Literal["", "lead", "cooperating"]
Span = tuple[int, int]


@dataclass(frozen=True)
class Mention:
    """One unit or group as a cell names it; `start` and `end` are offsets in characters of the cell.

    `role`: what the cell itself says of it, '' where only the column says. `group`: 各…, 有关…: many units under one
    name; `members`: those that the cell lists. `see`: what it refers to (详见目标责任状). `note`: what is open.
    """

    name: str
    start: int
    end: int
    role: Role = ""
    group: bool = False
    members: tuple[str, ...] = ()
    see: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; what is not said is left out."""
        told: dict[str, Any] = {"name": self.name, "place": [self.start, self.end]}
        more = {"role": self.role, "group": self.group, "members": list(self.members), "see": self.see}
        return told | {name: value for name, value in (more | {"note": self.note}).items() if value}


_SUFFIX: Final = (
    r"(?:局|委|办|部|厅|院|所|队|站|处|科|室|公司|集团|银行|街道|镇|乡|区|园|会|协会|商会|学会|单位|部门|政府|机构|中心|企业|"
    r"学校|医院|联社|残联|侨联|文联|社科联|工商联|科协|工会|妇联|团委|专班|组|党委|委员会|街办|市|县|旗|社区|村|人员|\)|）)"
)
_PREFIX: Final = r"(?:各|有关|相关|其他|市|区|县|省|州|旗|镇|街道|国家|中共|团|总工会|崇川)"
_PARTY: Final = re.compile(r"(?:区|县|市|省|镇|州|党)委$")
_OF_PARTY: Final = re.compile(r"^(?:组织部|宣传部|统战部|政法委|办公室|编办|网信办|社工部|老干部局|党校|督查室)")
_LEAD: Final = r"牵头(?:负责|组织|实施|抓总)?|主办|负责(?!人)"
_HELP: Final = r"(?:积极|协同|具体)?(?:配合|协助|协办|参与|参加|支持)(?:实施|落实|做好|完成)?"
_AFTER: Final = re.compile(rf"(?:(?P<lead>(?:分别|共同)?(?:{_LEAD}))|(?P<help>{_HELP}))[。.]?$")
_HEAD: Final = re.compile(
    r"^(?:(?P<lead>(?:牵头|主办|主要责任|牵头责任|承办|第一责任)(?:单位|部门|科室|处室)?|牵头)|(?P<plain>责任(?:单位|部门|科室|处室)?)|"
    r"(?P<other>(?:责任|分管|牵头|包保|联系|主管)[市县区]?(?:级)?(?:领导|人)|(?:完成|办理|整改)?(?:时限|时间|期限))|"
    r"(?P<help>(?:(?:配合|协办|协助|参与|参加|协同|协作)(?:责任)?|(?:其他|其它|相关)责任)(?:单位|部门|科室|处室)?))[:：]"
)
_STRONG: Final = re.compile(r"(?:牵头|主办|主要责任|第一责任)(?:责任)?(?:单位|部门)?[:：]")
_WITH: Final = "会同"
_HELD: Final = re.compile(
    r"[(（](?=(?:配合|协办|协助|参与)(?:单位|部门)?[:：]|[^()（）]{3,}(?:配合|协办|协助|参与)[)）])[^()（）]+[)）]"
)
"""Those who help, in brackets after who leads."""
_PERSON: Final = re.compile(r"[(（](?:局长|主任|书记|镇长|联系|负责人|责任人|分管|组长|电话)[^()（）]*[)）]")
_ONE_GROUP: Final = re.compile(r"^\s*各[市县区镇乡]$")
_ONE_GROUP_ON: Final = re.compile(r"[市县区乡镇](?:人民政府|政府|街道|$|[，。；、）)\s])|街道")
"""各市、区人民政府 is one group, not two."""
_CIRCLED: Final = re.compile(r"[①-⑳]")
_NUMBER: Final = re.compile(r"(?:\d{1,2}[.．)）]|[①-⑳])\s*")
_STARS: Final = "★☆▲△*＊"
_SHARED: Final = re.compile(
    r"(?:等)?(?:有关单位|各单位|各部门)?(?:根据|按照?|依据)?(?:各自)?(?:职责|职能)(?:分工|分别)?(?:各负其责|负责|落实|抓好落实|做好工作)?[。.]?$"
)
_OPEN: Final = re.compile(
    r"等(?P<kind>(?:有关|相关|区级|市级|县级)?(?:部门|单位|成员单位|地|\d+个?(?:部门|单位)|[一二三四五六七八九十]+个?(?:部门|单位))?)[。.]?$"
)
_OF_OTHERS: Final = re.compile(r"(?<=[一-龥]{2})等(?:有关|相关)?(?:部门|单位)$")
_SEE: Final = re.compile(
    r"[(（](?P<see>(?:详见|具体见|见|名单见|另见|附)[^()（）]*)[)）]|(?P<bare>(?:详见|名单见|具体见|^见)[^，。；;、()（）\n]*)"
)
_MARK: Final = re.compile(
    r"[(（【\[](?:(?P<lead>牵头|主办|负责|牵头单位|主要责任单位|牵头负责)|(?P<help>配合|协办|协助|参与|配合单位|协办单位))[)）】\]]"
)
_GROUP: Final = re.compile(
    r"^(?:[一-龥]{0,8}各(?!自)|有关|相关|其他|其它|全体|所有|全[市区县省]各?)|(?:有关|相关|成员)(?:单位|部门)$"
)
_NEAR: Final = 32
"""No unit's name is longer: so far is looked to either side."""
_NOBODY: Final = re.compile(r"^(?:[\-—–/\\无—\s.。]*|\d{1,2}|分别)$")


def read_units(cell: str) -> tuple[Mention, ...]:
    """Every unit that a cell names, in order of the words."""
    cell = masked(cell)
    found: list[Mention] = []
    named = bool(_STRONG.search(cell))
    for start, end in _sentences(cell):
        found += _sentence(cell, start, end, named)
    known: dict[tuple[str, str], Mention] = {}
    for mention in found:
        known.setdefault((mention.name, mention.role), mention)
    return tuple(known.values())


def _sentences(cell: str) -> Iterator[Span]:
    """Stretches that can have one role: up to a stop, or to a comma or line break after 牵头 or 配合."""
    start, depth = 0, 0
    held = {match.start(): match.end() for match in _HELD.finditer(cell)}
    for at, sign in enumerate(cell):
        if at < start:
            continue
        if at in held:
            yield start, at
            yield at + 1, held[at] - 1
            start = held[at]
            continue
        if not depth and cell.startswith(_WITH, at):
            yield start, at
            start = at + len(_WITH)
            continue
        depth = max(0, depth + (sign in "(（") - (sign in ")）"))
        if depth:
            continue
        ends = sign in "；;。" or (
            sign in "，,、\n \u3000"
            and (
                _AFTER.search(cell[max(start, at - _NEAR) : at].rstrip())
                or _HEAD.match(cell[at + 1 : at + _NEAR].lstrip())
            )
        )
        if ends:
            yield start, at
            start = at + 1
    yield start, len(cell)


def _sentence(cell: str, start: int, end: int, named: bool) -> list[Mention]:
    """`named`: the cell says elsewhere who leads, so that 责任单位 in it are the others."""
    role: Role = "cooperating" if cell.endswith(_WITH, 0, start) else ""
    start, end = _trimmed(cell, start, end)
    if head := _HEAD.match(cell[start:end]):
        if head["other"]:
            return []
        role = "lead" if head["lead"] or (head["plain"] and not named) else "cooperating"
        start += head.end()
    opened = ""
    if (shared := _SHARED.search(cell[start:end])) and shared.group():
        opened = "open" if shared.group().startswith("等") else ""
        end = start + shared.start()
    elif after := _AFTER.search(cell[start:end]):
        role = role or ("lead" if after["lead"] else "cooperating")
        end = start + after.start()
        start += cell.startswith("由", start)
    start, end = _trimmed(cell, start, end)
    group, members, see = _listed(cell, start, end)
    if group is not None:
        return [replace(group, role=role, members=members, see=see)]
    if more := _OPEN.search(cell[start:end]):
        end = start + more.start()
        opened = "open"
    found = [each for first, last in _names(cell, start, end) if (each := _mention(cell, first, last, role))]
    if opened and found:
        found[-1] = replace(found[-1], note=opened)
    if any(each.role == "lead" for each in found) and not role:
        found = [each if each.role else replace(each, role="cooperating") for each in found]
    return found


def _listed(cell: str, start: int, end: int) -> tuple[Mention | None, tuple[str, ...], str]:
    """各行业主管部门：甲、乙、丙 — a group and its members; or the same in brackets."""
    text = cell[start:end]
    match = re.match(r"^(?P<name>[^:：、，,()（）]{2,24})[:：](?P<rest>.+)$", text, re.S)
    if not match:
        match = re.match(r"^(?P<name>[^:：、，,()（）]{2,24})[(（](?P<rest>[^()（）]*、[^()（）]*)[)）]$", text, re.S)
        if match and not _GROUP.search(_joined(match["name"])):
            match = None
    if not match:
        return None, (), ""
    name = _joined(match["name"])
    rest = _SEE.search(match["rest"])
    see = (rest["see"] or rest["bare"] or "") if rest else ""
    first = start + match.start("rest")
    last = first + (rest.start() if rest else len(match["rest"]))
    members = tuple(
        each.name
        for begun, ended in _names(cell, *_trimmed(cell, first, last))
        if (each := _mention(cell, begun, ended, ""))
    )
    return Mention(name, start, start + len(match["name"].rstrip()), group=True), members, see


def _names(cell: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between separators outside brackets; a line break parts only where a name can end."""
    begun, depth = start, 0
    for at in range(start, end):
        sign = cell[at]
        depth = max(0, depth + (sign in "(（") - (sign in ")）"))
        if depth or not _parts(cell, begun, at, end):
            continue
        yield begun, at
        begun = at + 1
    yield begun, end


def _parts(cell: str, begun: int, at: int, end: int) -> bool:
    sign = cell[at]
    if sign == "、" and _ONE_GROUP.search(cell[begun:at]) and _ONE_GROUP_ON.match(cell, at + 1):
        return False
    if sign in "、，,；;/／|" or _CIRCLED.match(cell, at):
        return True
    before, after = _joined(cell[max(begun, at - _NEAR) : at]), cell[at + 1 : min(end, at + _NEAR)].lstrip()
    if sign in "\n \t\u3000" and before and after:
        if _PARTY.search(before) and _OF_PARTY.match(after):
            return False
        return bool(re.search(rf"{_SUFFIX}[{_STARS}]?$", before)) and bool(re.match(_PREFIX, after) or len(before) >= 3)
    if sign in "和及与":
        if after.startswith("各") and len(before) > 2:
            return True
        return bool(re.search(_SUFFIX + "$", before)) and bool(re.match(_PREFIX, after)) and len(before) > 2
    return False


def _mention(cell: str, start: int, end: int, role: Role) -> Mention | None:
    start, end = _trimmed(cell, start, end)
    text = cell[start:end]
    see = ""
    if found := _SEE.search(text):
        see = found["see"] or found["bare"] or ""
        text = text[: found.start()] + text[found.end() :]
        end = start + found.start() if found.end() == len(cell[start:end]) else end
    text = _PERSON.sub("", text)
    note = ""
    if more := _OF_OTHERS.search(text):
        text, note = text[: more.start()], "open"
    if text.strip(_STARS) != text:
        role, text = role or "lead", text.strip(_STARS)
    if mark := _MARK.search(text):
        role = "lead" if mark["lead"] else "cooperating"
        text = text[: mark.start()] + text[mark.end() :]
    name = _joined(text).strip("。.:：")
    if not name or _NOBODY.match(name):
        return None
    start, end = _trimmed(cell, start, end)
    return Mention(name, start, end, role, bool(_GROUP.search(name)), see=see, note=note)


def _joined(text: str) -> str:
    """A name without the line breaks and spaces of its cell."""
    return "".join(text.split())


def _trimmed(cell: str, start: int, end: int) -> Span:
    while start < end and cell[start] in " \t\n\u3000、，,；;。\xa0":
        start += 1
    if (number := _NUMBER.match(cell, start)) and number.end() < end:
        start = number.end()
    while end > start and cell[end - 1] in " \t\n\u3000、，,；;。\xa0":
        end -= 1
    return start, end
