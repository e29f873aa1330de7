"""Units named in a cell, each with its place: 区市监局牵头，区卫健委配合; 各部门：甲、乙（详见目标责任状）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.reading.unit_notes import masked
from engine.reading.unit_words import (
    AFTER,
    APART,
    CIRCLED,
    DONE,
    GROUP,
    HEAD,
    HELD,
    MARK,
    NEAR,
    NOBODY,
    NUMBER,
    OF_OTHERS,
    OF_PARTY,
    ONE_GROUP,
    ONE_GROUP_ON,
    OPEN,
    PARTY,
    PERSON,
    PREFIX,
    SEE,
    SHARED,
    STARS,
    STRONG,
    SUFFIX,
    WITH,
)

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


def read_units(cell: str) -> tuple[Mention, ...]:
    """Every unit that a cell names, in order of the words."""
    cell = masked(cell)
    found: list[Mention] = []
    named = bool(STRONG.search(cell))
    for start, end in _sentences(cell):
        found += _sentence(cell, start, end, named)
    if not any(each.role == "lead" for each in found) and (apart := APART.fullmatch(cell)):
        found = [
            *_sentence(cell, 0, apart.end("first"), named),
            *_sentence(cell, apart.start("rest"), len(cell), named),
        ]
    known: dict[tuple[str, str], Mention] = {}
    for mention in found:
        known.setdefault((mention.name, mention.role), mention)
    return tuple(known.values())


def _sentences(cell: str) -> Iterator[Span]:
    """Stretches that can have one role: up to a stop, or to a comma or line break after 牵头 or 配合."""
    start, depth = 0, 0
    held = {match.start(): match.end() for match in HELD.finditer(cell)}
    for at, sign in enumerate(cell):
        if at < start:
            continue
        if at in held:
            yield start, at
            yield at + 1, held[at] - 1
            start = held[at]
            continue
        if not depth and cell.startswith(WITH, at):
            yield start, at
            start = at + len(WITH)
            continue
        depth = max(0, depth + (sign in "(（") - (sign in ")）"))
        if depth:
            continue
        ends = sign in "；;。" or (
            sign in "，,、\n \u3000"
            and (
                AFTER.search(cell[max(start, at - NEAR) : at].rstrip()) or HEAD.match(cell[at + 1 : at + NEAR].lstrip())
            )
        )
        if ends:
            yield start, at
            start = at + 1
    yield start, len(cell)


def _sentence(cell: str, start: int, end: int, named: bool) -> list[Mention]:
    """`named`: the cell says elsewhere who leads, so that 责任单位 in it are the others."""
    role: Role = "cooperating" if cell.endswith(WITH, 0, start) else ""
    start, end = _trimmed(cell, start, end)
    if head := HEAD.match(cell[start:end]):
        if head["other"]:
            return []
        role = "lead" if head["lead"] or (head["plain"] and not named) else "cooperating"
        start += head.end()
    opened = ""
    if (shared := SHARED.search(cell[start:end])) and shared.group():
        opened = "open" if shared.group().startswith("等") else ""
        end = start + shared.start()
    elif after := AFTER.search(cell[start:end]):
        role = role or ("lead" if after["lead"] else "cooperating")
        end = start + after.start()
    start, end = _trimmed(cell, start, end)
    if cell.startswith("由", start):
        start += 1
    if (done := DONE.search(cell[start:end])) and done.start() > 1:
        end = start + done.start()
    group, members, see = _listed(cell, start, end)
    if group is not None:
        return [replace(group, role=role, members=members, see=see)]
    if more := OPEN.search(cell[start:end]):
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
        if match and not GROUP.search(_joined(match["name"])):
            match = None
    if not match:
        return None, (), ""
    name = _joined(match["name"])
    rest = SEE.search(match["rest"])
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
    if sign == "、" and ONE_GROUP.search(cell[begun:at]) and ONE_GROUP_ON.match(cell, at + 1):
        return False
    if sign in "、，,；;/／|" or CIRCLED.match(cell, at):
        return True
    before, after = _joined(cell[max(begun, at - NEAR) : at]), cell[at + 1 : min(end, at + NEAR)].lstrip()
    if sign in "\n \t\u3000" and before and after:
        if PARTY.search(before) and OF_PARTY.match(after):
            return False
        return bool(re.search(rf"{SUFFIX}[{STARS}]?$", before)) and bool(re.match(PREFIX, after) or len(before) >= 3)
    if sign in "和及与":
        if after.startswith("各") and len(before) > 2:
            return True
        return bool(re.search(SUFFIX + "$", before)) and bool(re.match(PREFIX, after)) and len(before) > 2
    return False


def _mention(cell: str, start: int, end: int, role: Role) -> Mention | None:
    start, end = _trimmed(cell, start, end)
    text = cell[start:end]
    see = ""
    if found := SEE.search(text):
        see = found["see"] or found["bare"] or ""
        text = text[: found.start()] + text[found.end() :]
        end = start + found.start() if found.end() == len(cell[start:end]) else end
    text = PERSON.sub("", text)
    note = ""
    if more := OF_OTHERS.search(text):
        text, note = text[: more.start()], "open"
    if text.strip(STARS) != text:
        role, text = role or "lead", text.strip(STARS)
    if mark := MARK.search(text):
        role = "lead" if mark["lead"] else "cooperating"
        text = text[: mark.start()] + text[mark.end() :]
    name = _joined(text).strip("。.:：")
    if not name or NOBODY.match(name):
        return None
    start, end = _trimmed(cell, start, end)
    return Mention(name, start, end, role, bool(GROUP.search(name)), see=see, note=note)


def _joined(text: str) -> str:
    """A name without the line breaks and spaces of its cell."""
    return "".join(text.split())


def _trimmed(cell: str, start: int, end: int) -> Span:
    while start < end and cell[start] in " \t\n\u3000、，,；;。\xa0":
        start += 1
    if (number := NUMBER.match(cell, start)) and number.end() < end:
        start = number.end()
    while end > start and cell[end - 1] in " \t\n\u3000、，,；;。\xa0":
        end -= 1
    return start, end
