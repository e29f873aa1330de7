"""What every verb works at: the database, the files, and the book of what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from engine.catalog import Catalog
from engine.domain.actor import Actor
from engine.domain.calendar import WorkingCalendar, china
from engine.domain.days import day_of
from engine.domain.definition import Definition, Unit
from engine.domain.periods import Period, periods_of
from engine.domain.vocabulary import Role, UnitKind
from engine.errors import Invalid, NotFound, Refused
from engine.evidence import EvidenceFiles
from engine.services.answers import Answers
from engine.services.rules import Rules
from engine.store.database import Connection, Database
from engine.store.programme import adopted
from engine.wording import N_


@dataclass(frozen=True)
class Office:
    """The catalog in force with the names and ids that decisions need, worked out once.

    `units`: who there is, those added in the portal and those that left too. `newest`: the number of the newest
    definition that assignments may be under.
    """

    catalog: Catalog
    digest: str
    year: int
    units: tuple[Unit, ...]
    newest: int = 0

    @cached_property
    def ids(self) -> dict[str, str]:
        """Unit ids by name."""
        return {unit.name: unit.id for unit in self.units}

    @cached_property
    def names(self) -> dict[str, str]:
        """Unit names by id."""
        return {unit.id: unit.name for unit in self.units}

    @cached_property
    def office(self) -> str:
        """The creation office's unit id."""
        return self.ids[self.catalog.programme.reviewers.office]

    @cached_property
    def own_work(self) -> str:
        """The unit that reviews what the creation office itself handed in."""
        return self.ids[self.catalog.programme.reviewers.own_work]

    @cached_property
    def leader(self) -> str:
        """The unit of the leader in charge."""
        return self.ids[self.catalog.programme.reviewers.leader]

    @cached_property
    def industries(self) -> frozenset[str]:
        """Names of the departments in charge of service units."""
        return frozenset(unit.industry for unit in self.units if unit.industry)

    @cached_property
    def sub_districts(self) -> tuple[str, ...]:
        """Names of the sub-districts that units lie in, in order."""
        return tuple(sorted({unit.sub_district for unit in self.units if unit.sub_district}))

    def unit_named(self, wanted: str) -> str:
        """The id of the unit of that id or whole name, of one that left too. Raises Invalid."""
        found = self.ids.get(wanted.strip(), wanted.strip())
        if found not in self.names:
            raise no_such_unit(wanted)
        return found

    def periods(self, definition: Definition, year: int) -> tuple[Period, ...]:
        """The periods of a definition in force in a year; they never change under one catalog."""
        key = (definition.id, year)
        if key not in self._periods:
            self._periods[key] = periods_of(definition, self.catalog.programme, year, self.calendar)
        return self._periods[key]

    @cached_property
    def _periods(self) -> dict[tuple[str, int], tuple[Period, ...]]:
        return {}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working-day calendar with 调休."""
        return china()


def no_such_unit(wanted: str) -> Invalid:
    """What was typed is neither name nor id of a unit."""
    return Invalid(
        "no-unit-of-that-name",
        N_("“{unit}” is no unit of this programme."),
        hint=N_("Write its whole name, or its id."),
        unit=wanted.strip()[:100],
    )


def no_such_indicator(wanted: str) -> NotFound:
    """What was typed is no id of an indicator in force."""
    return NotFound("no-such-indicator", N_("There is no indicator “{indicator}”."), indicator=wanted.strip()[:100])


@dataclass
class Book:
    """Catalogs and definitions by digest, read once and kept: they never change under one digest."""

    _catalogs: dict[str, Catalog] = field(default_factory=dict)
    _offices: dict[tuple[str, int, int, int], Office] = field(default_factory=dict)
    _definitions: dict[int, Definition] = field(default_factory=dict)
    _rules: dict[int, Rules] = field(default_factory=dict)

    def office(self, connection: Connection) -> Office:
        """The catalog in force. Raises Refused `nothing-adopted` before the first adoption."""
        row = adopted.in_force(connection)
        if row is None:
            raise Refused(
                "nothing-adopted",
                N_("No programme has been applied here yet."),
                hint=N_("Run `luoshi apply definitions/chongchuan-2022` first."),
            )
        key = (str(row.catalog), int(row.year), int(row.units_act), int(row.newest or 0))
        if key not in self._offices:
            catalog = self._catalogs.get(row.catalog)
            if catalog is None:
                catalog = Catalog.parse(adopted.catalog_body(connection, row.catalog))
                self._catalogs[row.catalog] = catalog
            units = units_of(adopted.units(connection))
            self._offices[key] = Office(catalog, row.catalog, int(row.year), units, key[-1])
        return self._offices[key]

    def keep(self, catalog: Catalog) -> None:
        """Keep a catalog that has just been adopted, so that it need not be read back."""
        self._catalogs.setdefault(catalog.digest, catalog)

    def definition(self, connection: Connection, number: int) -> Definition:
        """A definition by its number in the database."""
        if number not in self._definitions:
            self._definitions[number] = Definition.model_validate_json(adopted.definition_body(connection, number))
        return self._definitions[number]

    def rules(self, connection: Connection, office: Office) -> Rules:
        """What the definitions that assignments may be under say together."""
        if office.newest not in self._rules:
            numbers = adopted.numbers(connection).values()
            self._rules[office.newest] = Rules({each: self.definition(connection, each) for each in numbers})
        return self._rules[office.newest]

    @contextmanager
    def unless_undone(self) -> Iterator[None]:
        """Around an adoption: what was read of it is forgotten when it is undone, for its numbers are given again."""
        try:
            yield
        except BaseException:
            for kept in (self._offices, self._definitions, self._rules):
                kept.clear()
            raise

    def apart(self) -> Book:
        """What is in it now, for a trial whose acts get numbers that will be given again."""
        return Book(dict(self._catalogs), dict(self._offices), dict(self._definitions), dict(self._rules))


def units_of(rows: Iterable[Mapping[str, object]]) -> tuple[Unit, ...]:
    """Rows of units as the definitions' own values; whoever left is among them when the rows say so."""
    return tuple(
        Unit.model_construct(**{name: row[name] for name in _UNIT} | {"kind": UnitKind(str(row["kind"]))})  # type: ignore[arg-type]
        for row in rows
    )


_UNIT = ("id", "name", "kind", "service", "industry", "sub_district", "leader", "sample")


@dataclass(frozen=True)
class Desk:
    """What every verb works at. Verbs take it first, then their orders, then `at`.

    `address`: the portal's, for ways back to it in what is sent; '' where it was not said.
    """

    database: Database
    files: EvidenceFiles
    book: Book = field(default_factory=Book)
    answers: Answers = field(default_factory=Answers)
    address: str = ""

    def office(self) -> Office:
        """The catalog in force, read in a transaction of its own."""
        with self.database.reading() as connection:
            return self.book.office(connection)

    @contextmanager
    def trying(self) -> Iterator[Desk]:
        """This desk for a trial: what is done at it is taken back at the end, and what was read of it goes with it."""
        with self.database.trying() as database:
            yield replace(self, database=database, book=self.book.apart(), answers=Answers())

    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self.office().catalog

    def today(self, at: datetime) -> date:
        """The programme's day of an instant."""
        return day_of(at, self.catalog().programme)

    def person(self, person_id: str) -> Actor:
        """The person of that id as somebody who acts. Raises NotFound, or Refused when they have left."""
        with self.database.reading() as connection:
            row = adopted.person_row(connection, person_id)
        if row is None:
            raise NotFound(
                "unknown-person",
                N_("There is no person “{person}” here."),
                hint=N_("Look at the list of people in the programme's rosters."),
                person=person_id,
            )
        if not row.active:
            raise Refused("person-left", N_("{name} has left and can no longer act."), name=row.name)
        return Actor(row.id, row.name, row.unit_id, row.unit_name, Role(row.role))
