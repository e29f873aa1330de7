"""What a letter may say: the facts behind a lease of notices, read set by set, and who reads each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.domain.chasing import allowed_until
from engine.domain.definition import Definition, Notice
from engine.domain.periods import called, spoken
from engine.domain.vocabulary import Role
from engine.errors import NotFound
from engine.services.desk import Desk, Office
from engine.store.database import Connection, Row
from engine.store.word import preferences, readers
from engine.store.work import standing
from engine.wording import N_, Language, say, use_language

_STAND_IN: Final = (Role.CLERK, Role.HEAD, Role.OFFICE, Role.REVIEWER, Role.LEADER)
"""Who of a unit reads a letter whose reader has left, in this order."""

_DECISIONS: Final = {
    "granted": N_("Granted."),
    "refused": N_("Refused."),
    "extended": N_("The due date has been extended."),
}
TO_ITS_UNIT: Final = frozenset({"part-asked", "changed", "withdrawn"})
"""Notices that speak to the unit written to, a cooperating one too; the others speak of the unit whose work it is."""


@dataclass(frozen=True)
class Correspondence:
    """Everything the letters of one lease are about, read in a constant number of statements."""

    office: Office
    assignments: Mapping[int, Row[Any]]
    definitions: Mapping[int, Definition]
    people: Mapping[str, Row[Any]]
    names: Mapping[str, str]
    wishes: Mapping[str, Row[Any]]
    address: str = ""

    @classmethod
    def read(cls, desk: Desk, connection: Connection, rows: Sequence[Row[Any]]) -> Correspondence:
        """Read what these outbox rows are about."""
        assignments = standing.standings(connection, sorted({row.assignment_id for row in rows if row.assignment_id}))
        numbers = {each.definition_id for each in assignments.values()}
        units = {row.unit_id for row in rows if row.unit_id}
        people = readers.people(connection, {each for r in rows for each in (r.person, r.passed_to) if each}, units)
        return cls(
            desk.book.office(connection),
            assignments,
            {number: desk.book.definition(connection, number) for number in numbers},
            people,
            readers.unit_names(connection, units),
            preferences.of_people(connection, people),
            desk.address,
        )

    def notice(self, notice_id: str) -> Notice:
        """The template in force. Raises NotFound when the definitions have none of that id."""
        found = self.office.catalog.notices.get(notice_id)
        if found is None:
            raise NotFound(
                "unknown-notice",
                N_("The definitions have no notice `{notice}`."),
                hint=N_("Add it to the notices folder and apply."),
                notice=notice_id,
            )
        return found

    def reader(self, row: Row[Any]) -> Row[Any] | None:
        """Who reads it: whom it was passed on to, or the person written to, or who stands in for them, or nobody."""
        for person in (row.passed_to, row.person):
            found = self.people.get(person) if person else None
            if found is not None and found.active:
                return found
        return next(iter(self.stand_ins(row)), None)

    def stand_ins(self, row: Row[Any]) -> list[Row[Any]]:
        """Who may read it in place of the person written to: their deputy first, then their unit by role."""
        person = self.people.get(row.person) if row.person else None
        deputy = self.people.get(person.deputy) if person is not None and person.deputy else None
        colleagues = [each for each in self.people.values() if each.unit_id == row.unit_id and each.role in _STAND_IN]
        ranked = sorted(colleagues, key=lambda each: (_STAND_IN.index(Role(each.role)), each.id))
        chosen = {each.id: each for each in (*([deputy] if deputy is not None else []), *ranked) if each.active}
        return [each for each in chosen.values() if each.id != row.person]

    def facts(self, row: Row[Any], reader: Row[Any] | None, chosen: Language) -> dict[str, Any]:
        """The variables of the row's template: every documented name is there, empty where it does not apply."""
        programme = self.office.catalog.programme
        facts: dict[str, Any] = {
            "programme": {"id": programme.id, "title": programme.title},
            "unit": {"id": row.unit_id or "", "name": self.names.get(row.unit_id, "")},
            "indicator": {"id": "", "number": "", "title": "", "requirement": "", "time_text": ""},
            "period": "",
            "as_of": row.as_of,
            "due_on": None,
            "days_left": None,
            "days_late": None,
            "person": {"id": reader.id if reader else "", "name": reader.name if reader else ""},
            "reason": "",
            "link": "",
            "rows": [],
        }
        with use_language(chosen):
            assignment = self.assignments.get(row.assignment_id)
            if assignment is not None:
                facts |= self._about(assignment, row)
            given = _revived(row.params or {})
            facts |= given
            if "due_on" in given and facts["due_on"]:
                facts |= self._days(row.as_of, facts["due_on"])
            if decision := _DECISIONS.get(str(given.get("decision", ""))):
                facts["reason"] = f"{say(decision)} {facts['reason']}".strip()
        return facts

    def _about(self, assignment: Row[Any], row: Row[Any]) -> dict[str, Any]:
        definition = self.definitions[assignment.definition_id]
        due_on = _due(assignment, row.notice)
        about: dict[str, Any] = {
            "indicator": {
                "id": definition.id,
                "number": definition.number,
                "title": definition.title,
                "requirement": definition.requirement,
                "time_text": definition.time_text,
            },
            "period": called(assignment.period_title, assignment.year),
            "due_on": due_on,
        }
        if row.notice == "changed":  # one letter per assignment moved: it is the whole list
            about["rows"] = [{**about["indicator"], "period": about["period"], "due_on": due_on}]
        if row.notice not in TO_ITS_UNIT:
            about["unit"] = {"id": assignment.unit_id, "name": assignment.unit_name}
        if self.address:
            about["link"] = f"{self.address}/assignments/{assignment.id}"
        if due_on is not None:
            about |= self._days(row.as_of, due_on)
        if row.notice == "unreviewed":
            stage = definition.workflow.stage(assignment.stage)
            calendar = self.office.calendar
            until = allowed_until(assignment.stage_since, (stage.within if stage else None) or 0, calendar)
            about["days_late"] = max(0, calendar.between(until, row.as_of))
        return about

    def _days(self, as_of: date, due_on: date) -> dict[str, int]:
        """Working days left, and calendar days late, on the day the letter speaks of."""
        return {
            "days_left": max(0, self.office.calendar.between(as_of, due_on)),
            "days_late": max(0, (as_of - due_on).days),
        }


def _due(assignment: Row[Any], notice: str) -> date | None:
    """The date the notice means: what was returned has a day to resubmit by; a request names its own."""
    match notice:
        case "returned":
            found: date | None = assignment.resubmit_by
        case "requested":
            found = None
        case _:
            found = assignment.due_on
    return found


def _revived(value: Any) -> Any:
    """Params as they were before they became JSON: `…_on` is a date again, and a `period` is said in words."""
    match value:
        case dict():
            return {key: _revived_field(key, item) for key, item in value.items()}
        case list():
            return [_revived(item) for item in value]
        case _:
            return value


def _revived_field(key: str, value: Any) -> Any:
    if key == "period" and isinstance(value, str):
        return spoken(value)
    return _day(value) if key.endswith("_on") else _revived(value)


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
