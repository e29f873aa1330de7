"""The columns of rosters: their titles in both languages and other usual words, and a sheet read by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from engine.catalog.sentences import nearest
from engine.catalog.sheets.reading import Sheet
from engine.domain.entries import PERSON, UNIT, Wrong
from engine.errors import Invalid
from engine.reports.harmless import told
from engine.wording import N_, Language, say, use_language

Subject = Literal["people", "units"]

FIELDS: Final[Mapping[Subject, tuple[str, ...]]] = {"people": PERSON, "units": UNIT}
TITLES: Final[Mapping[Subject, Mapping[str, str]]] = {
    "people": {
        "id": N_("Id"),
        "name": N_("Full name"),
        "unit": N_("Unit"),
        "role": N_("Role"),
        "email": N_("E-mail"),
        "phone": N_("Telephone"),
        "deputy": N_("Deputy"),
    },
    "units": {
        "id": N_("Id"),
        "name": N_("Name of the unit"),
        "kind": N_("Kind of unit"),
        "service": N_("Kind of service"),
        "industry": N_("Department in charge"),
        "sub_district": N_("Sub-district"),
        "leader": N_("Leader in charge"),
    },
}
"""What each column is called."""
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("编码", "人员编号", "单位编号", "账号"),
    "name": ("名称", "名字", "人员姓名", "单位", "单位全称"),
    "unit": ("所属单位", "工作单位", "单位名称", "部门"),
    "role": ("职责", "身份", "岗位"),
    "email": ("邮箱", "邮件", "电子邮件"),
    "phone": ("手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式"),
    "deputy": ("代办人", "AB岗", "A/B岗", "替岗人"),
    "kind": ("类别", "类型", "单位类型"),
    "service": ("业态", "服务类别", "经营类型"),
    "industry": ("主管部门", "行业主管部门"),
    "sub_district": ("街道", "所属街道", "镇街"),
    "leader": ("分管领导", "分管区领导", "挂钩领导"),
}
_IGNORED: Final = frozenset({"", "序号", "备注", "说明", "no.", "remark", "remarks", "note", "sample"})
_REQUIRED: Final[Mapping[Subject, tuple[str, ...]]] = {"people": ("name", "unit", "role"), "units": ("name", "kind")}
_SPOKEN: Final[tuple[Language, ...]] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A fault at its cell: `Sheet1!C17`, in CSV `C17`; `row` is its number and `text` what stands there."""

    row: int
    cell: str
    text: str
    wrong: Wrong


class RosterFaults(Invalid):
    """A roster that cannot be taken over; `faults` names everything that is wrong with it, `rows` were looked at."""

    def __init__(self, faults: Sequence[SheetFault], rows: int) -> None:
        super().__init__(
            "roster-faults",
            N_("The roster has {count} faults; nothing was taken over."),
            hint=N_("Mend them in the file, and send it again."),
            count=len(faults),
        )
        self.faults = tuple(faults)
        self.rows = rows


@dataclass(frozen=True)
class Typeset:
    """A sheet by its columns: data rows with their numbers, each field as typed."""

    sheet: Sheet
    at: Mapping[str, int]
    rows: tuple[tuple[int, dict[str, str]], ...]
    faults: list[SheetFault] = field(default_factory=list)

    def fault(self, row: int, wrong: Wrong) -> None:
        """Note a fault at the cell of its field."""
        column = self.at.get(wrong.field, 0)
        text = next((typed.get(wrong.field, "") for number, typed in self.rows if number == row), "")
        self.faults.append(SheetFault(row, self.sheet.cell(row, column), text, wrong))


def typeset(subject: Subject, sheet: Sheet) -> Typeset:
    """The rows by their columns. Raises RosterFaults for a first row that does not say what the columns are."""
    words = _words(subject)
    place = _header(sheet, words)
    number, header = sheet.rows[place]
    at, faults = _columns(subject, sheet, number, header, words)
    if faults:
        raise RosterFaults(faults, len(sheet.rows) - place - 1)
    rows = tuple(
        (line, {name: told(cells[column]) if column < len(cells) else "" for name, column in at.items()})
        for line, cells in sheet.rows[place + 1 :]
    )
    kept = tuple((line, typed) for line, typed in rows if any(typed.values()))
    return Typeset(sheet, at, kept)


def titles(subject: Subject) -> list[str]:
    """The headings in the reader's language, in order."""
    return [say(TITLES[subject][name]) for name in FIELDS[subject]]


def _header(sheet: Sheet, words: Mapping[str, str]) -> int:
    """Which of the first rows names the columns: a title may stand above it."""
    known = [sum(cell.casefold() in words for cell in cells) for _, cells in sheet.rows[:5]]
    return next((place for place, number in enumerate(known) if number >= 2), 0)


def _columns(
    subject: Subject, sheet: Sheet, row: int, header: Sequence[str], words: Mapping[str, str]
) -> tuple[dict[str, int], list[SheetFault]]:
    at: dict[str, int] = {}
    faults = []
    for column, title in enumerate(header):
        name = words.get(title.casefold())
        if title.casefold() in _IGNORED:
            continue
        if name is None or name in at:
            faults.append(SheetFault(row, sheet.cell(row, column), title, _unknown(subject, title, name)))
        else:
            at[name] = column
    for name in _REQUIRED[subject]:
        if name not in at:
            missing = Wrong(name, "no-column", N_("The column “{title}” is missing."), N_("Start from the template."),
                            {"title": say(TITLES[subject][name])})  # fmt: skip
            faults.append(SheetFault(row, sheet.cell(row, 0), "", missing))
    return at, faults


def _unknown(subject: Subject, title: str, name: str | None) -> Wrong:
    if name is not None:
        return Wrong(name, "twice", N_("The column “{title}” stands here twice."), N_("Delete one of the two."),
                     {"title": title})  # fmt: skip
    near = nearest(title, titles(subject))
    if near:
        return Wrong("", "unknown-column", N_("There is no column “{title}”."), N_("Perhaps “{near}” is meant."),
                     {"title": title, "near": near})  # fmt: skip
    return Wrong("", "unknown-column", N_("There is no column “{title}”."), N_("The columns are: {known}."),
                 {"title": title, "known": "、".join(titles(subject))})  # fmt: skip


def _words(subject: Subject) -> dict[str, str]:
    """Every word a column may be called by, in small letters, with the field it stands for."""
    found: dict[str, str] = {}
    for name in FIELDS[subject]:
        found[name] = name
        for spoken in _SPOKEN:
            with use_language(spoken):
                found[say(TITLES[subject][name]).casefold()] = name
    for name in FIELDS[subject]:
        for word in _ALSO[name]:
            found.setdefault(word.casefold(), name)
    return found
