"""From the names in the cells to units.yaml: units by name, groups with the members the table lists or a stand-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.domain.definition import Unit, UnitGroup, Units
from engine.domain.vocabulary import UnitKind
from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.table import Row
from engine.reading.units import Mention
from engine.wording import N_, say

_KINDS: Final = (
    (r"创建办|(?:领导|工作)小组办公室|工作专班|指挥部办公室", UnitKind.OFFICE),
    (r"街道|(?:镇|乡)(?:人民政府|政府)?$|办事处$|园区|开发区|管委会$", UnitKind.SUB_DISTRICT),
    (r"协会$|商会$|学会$|联合会$|促进会$", UnitKind.ASSOCIATION),
    (r"(?:研究|检测|检验|计量|测试).*(?:所|院|中心|站)$|研究院$|大学$|学院$", UnitKind.INSTITUTE),
    (r"公司$|企业$|超市$|市场$|医院$|学校$|银行$|商场$", UnitKind.SERVICE_UNIT),
)
_DEPARTMENTS: Final = re.compile(r"成员单位|部门|相关单位|有关单位|各单位|责任单位")
_INDUSTRY: Final = re.compile(r"服务|企业|街道|镇|乡|园区|社区|村")


class Whom:
    """Collects everybody that the rows name."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []
        self._units: dict[str, UnitKind] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._first: dict[str, tuple[int, str]] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Everybody in the rows, in the order of the table."""
        for row in rows:
            for field, mentions in (("lead", row.lead), ("cooperating", row.cooperating)):
                for mention in mentions:
                    self._one(mention, row.line, row.spots.get(field, ""))

    def lead_of(self, row: Row) -> tuple[str, ...]:
        """The leads by name; a stand-in where the row names none."""
        return tuple(each.name for each in row.lead) or (self.nobody,)

    @property
    def nobody(self) -> str:
        """The unit that stands where none is named."""
        name = say(N_("Unit to be named"))
        self._units.setdefault(name, UnitKind.DEPARTMENT)
        return name

    @property
    def office(self) -> str:
        """Who reviews: the creation office if it is named, else the unit that leads most."""
        named = [name for name, kind in self._units.items() if kind is UnitKind.OFFICE]
        if named:
            return named[0]
        name = say(N_("Creation office"))
        self._units[name] = UnitKind.OFFICE
        return name

    @property
    def government(self) -> str:
        """Who stands above: the government's own office if it is named, else another department, else the office."""
        office = self.office
        above = [name for name in self._units if re.search(r"(?:政府办|府办|政府)(?:公室)?$", name)]
        others = [name for name, kind in self._units.items() if kind is UnitKind.DEPARTMENT and name != office]
        return (above or others or [office])[0]

    def units(self) -> Units:
        """units.yaml as far as the table says it."""
        groups = [self._group(name, members) for name, members in self._groups.items()]
        known = [
            Unit(id=f"u{at:03}", name=name, kind=kind, sample=name in self._stand_ins)
            for at, (name, kind) in enumerate(self._units.items(), start=1)
        ]
        return Units(units=tuple(known), groups=tuple(groups))

    @property
    def _stand_ins(self) -> set[str]:
        return {_stand_in(name) for name in self._groups}

    def _one(self, mention: Mention, line: int, spot: str) -> None:
        if not mention.group:
            if mention.name not in self._groups:
                self._units.setdefault(mention.name, _kind(mention.name))
            return
        self._units.pop(mention.name, None)
        self._first.setdefault(mention.name, (line, spot))
        members = tuple(name for name in dict.fromkeys(mention.members) if name != mention.name)
        for name in members:
            if name not in self._groups:
                self._units.setdefault(name, _kind(name))
        known = self._groups.get(mention.name, ())
        if known and members and set(known) != set(members):
            message = N_("“{text}” is listed twice with other members.")
            params: dict[str, object] = {"text": mention.name}
            taken = N_("all of both lists")
            self.doubts.append(Doubt("ambiguous", "two-lists", message, taken, line, spot, mention.name, params=params))
        self._groups[mention.name] = tuple(dict.fromkeys((*known, *members)))

    def _group(self, name: str, members: tuple[str, ...]) -> UnitGroup:
        members = tuple(each for each in members if each in self._units)
        if members:
            return UnitGroup(name=name, members=members)
        line, spot = self._first[name]
        departments = tuple(each for each, kind in self._units.items() if kind is UnitKind.DEPARTMENT)
        broad = _DEPARTMENTS.search(name) and not _INDUSTRY.search(name) and len(departments) > 1
        message = N_("The table does not list who belongs to “{text}”.")
        taken = N_("all departments that it names") if broad else N_("one stand-in, to be replaced by a roster")
        self.doubts.append(Doubt("assumed", "no-list", message, taken, line, spot, name, params={"text": name}))
        if broad:
            assumed = say(N_("Not listed in the table; all departments that it names."))
            return UnitGroup(name=name, members=departments, assumed=assumed)
        stand_in = _stand_in(name)
        self._units[stand_in] = _kind(name)
        assumed = say(N_("Not listed in the table; a stand-in until the roster is there."))
        return UnitGroup(name=name, members=(stand_in,), assumed=assumed)


def _stand_in(name: str) -> str:
    return say(N_("{name} (list to follow)"), name=name)


def _kind(name: str) -> UnitKind:
    if re.search(r"服务单位|企业|经营", name):
        return UnitKind.SERVICE_UNIT
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), UnitKind.DEPARTMENT)
