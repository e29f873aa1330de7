"""Changing the kept sums in the transaction that changes what they count; only engine/store/moves.py moves rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from engine.domain.vocabulary import StageKind
from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import inserting
from engine.store.tallies.alike import ALWAYS, FACTS, KEYS, Alike, Where, alike, groups, share, unit_sums

_T, _A = t.tally.c, t.assignment.c
_UNIT_COLUMNS = ("year", "unit_id", "earned", "possible", "number", "vetoes")
_CHUNK = 500


class Leaving:
    """Assignments of any number on their way from one group to another: made before their rows change.

    `where` selects them before and after; `sets` are the columns they get, `stage` among them with kind and day.
    """

    def __init__(self, connection: Connection, where: Where, sets: Mapping[str, Any]) -> None:
        self._connection, self._where = connection, where
        foretold = _FORETOLD.issuperset(sets.keys() & set(FACTS)) and sets.get("score", 0) is not None
        whole = _whole_groups(connection, where) if foretold else None
        self._left = groups(connection, where) if whole is None else whole
        # Groups that go as a whole go where their columns say: nobody needs to be looked at again.
        self._now = None if whole is None else _after(whole, sets)
        if any(group.counts for group in self._left):
            add_to_units(connection, where, -1)

    def arrived(self) -> bool:
        """Their rows have changed: count them where they stand now.

        Whether some of them are in their units' sums, to which `add_to_units` has to add them yet.
        """
        now = self._now or groups(self._connection, self._where)
        changes = Counter(now)
        changes.subtract(self._left)
        _write(self._connection, changes)
        return any(group.counts for group in now)


_FORETOLD = frozenset({"stage", "stage_kind", "stage_since", "score", "settled"})
"""Columns whose new values say by themselves which group follows; the SQL of a score never gives NULL."""


def _whole_groups(connection: Connection, where: Where) -> Counter[Alike] | None:
    """The groups of these assignments, if they are all there are of their periods, definitions and stages."""
    at = (_A.period_id, _A.definition_id, _A.stage)
    chosen = connection.execute(select(*at, func.count()).where(*where).group_by(*at)).tuples()
    numbers = {(period, definition, stage): int(number) for period, definition, stage, number in chosen}
    periods = sorted({period for period, _, _ in numbers})
    found: Counter[Alike] = Counter()
    for start in range(0, len(periods), _CHUNK):
        kept = select(*_KEPT).where(_T.period_id.in_(periods[start : start + _CHUNK]))
        for *key, number in connection.execute(kept).tuples():
            group = Alike(*key)
            if (group.period_id, group.definition_id, group.stage) in numbers:
                found[group] = number
    held = Counter[tuple[int, int, str]]()
    for group, number in found.items():
        held[group.period_id, group.definition_id, group.stage] += number
    return found if held == numbers else None


def _after(groups_before: Counter[Alike], sets: Mapping[str, Any]) -> Counter[Alike]:
    now: Counter[Alike] = Counter()
    changed: dict[str, Any] = {name: sets[name] for name in ("stage", "stage_kind", "stage_since") if name in sets}
    changed |= {"scored": 1} if "score" in sets else {}
    changed |= {"settled": int(sets["settled"])} if "settled" in sets else {}
    if changed.get("stage_kind") == StageKind.DONE:
        changed["stage_since"] = ALWAYS
    for group, number in groups_before.items():
        now[group._replace(**changed)] += number
    return now


def issued(connection: Connection, where: Where) -> None:
    """Count what one act has just issued: it is alike but for its due dates, and those mostly too."""
    ends = [each(column) for column in (_A.period_id, _A.due_on) for each in (func.min, func.max)]
    found = connection.execute(select(func.min(_A.id), func.count(), func.count(_A.due_on), *ends).where(*where)).one()
    first, number, dated, period, last_period, due_on, last_due_on = found
    numbers = {int(first): int(number)}
    if period != last_period or due_on != last_due_on or dated not in (0, number):
        examples = select(func.min(_A.id), func.count()).where(*where).group_by(_A.period_id, _A.due_on)
        numbers = {int(example): int(number) for example, number in connection.execute(examples).tuples()}
    rows = _facts(connection, sorted(numbers))
    now = Counter({alike(rows[example]): number for example, number in numbers.items()})
    _write(connection, now)
    if any(group.counts for group in now):
        add_to_units(connection, where, 1)


class Stamping:
    """Assignments that are about to be changed one by one: what each act sets is noted first, then the rows change."""

    def __init__(self, connection: Connection, ids: Sequence[int]) -> None:
        self._connection = connection
        self._rows = _facts(connection, ids)
        self._changes: Counter[Alike] = Counter()
        self._units: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._periods: dict[int, Any] = {}

    def note(self, assignment: int, sets: Mapping[str, Any]) -> None:
        """An act sets these columns; those that no sum rests on may be among them."""
        before = self._rows.get(assignment)
        changed = {name: value for name, value in sets.items() if name in FACTS}
        if before is None or not changed:
            return
        after = self._rows[assignment] = {**before, **changed}
        left, came = alike(before), alike(after)
        if left != came:
            self._changes[left] -= 1
            self._changes[came] += 1
        for sign, group, row in ((-1, left, before), (1, came, after)):
            if group.counts:
                self._add(sign, group, row)

    def _add(self, sign: int, group: Alike, row: Mapping[str, Any]) -> None:
        number = group.period_id
        if number not in self._periods:
            self._periods[number] = _PERIOD.one(self._connection, {"wanted": number})
        period = self._periods[number]
        sums = self._units[period.year, row["unit_id"]]
        for place, more in enumerate(share(row, period.points)):
            sums[place] += sign * more

    def arrived(self) -> None:
        """The rows have changed: change the sums as noted."""
        units = [dict(zip(_UNIT_COLUMNS, (*key, *sums), strict=True)) for key, sums in self._units.items() if any(sums)]
        _adding_to_unit(self._connection.dialect.name).many(self._connection, units)
        _write(self._connection, self._changes)


def _facts(connection: Connection, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    if len(ids) == 1:
        row = _ONE.one(connection, {"wanted": ids[0]})
        return {ids[0]: row._asdict()} if row else {}
    found: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = connection.execute(_MANY, {"wanted": list(ids[start : start + _CHUNK])})
        found |= {row["id"]: row for row in rows.mappings()}
    return found


_PERIOD = Prepared(select(t.period.c.year, t.period.c.points).where(t.period.c.id == bindparam("wanted")))
_COLUMNS = [_A[name] for name in FACTS]
_ONE = Prepared(select(*_COLUMNS).where(_A.id == bindparam("wanted")))
_MANY = select(*_COLUMNS).where(_A.id.in_(bindparam("wanted", expanding=True)))


def add_to_units(connection: Connection, where: Where, sign: int) -> None:
    """Put assignments into their units' sums (`sign` 1) or take them out (-1)."""
    connection.execute(_adding_to_units(connection.dialect.name).from_select(_UNIT_COLUMNS, unit_sums(where, sign)))


def recount(connection: Connection) -> None:
    """Count everything anew from the rows themselves."""
    for table in (t.tally, t.unit_tally):
        connection.execute(delete(table))
    _write(connection, groups(connection, []))
    add_to_units(connection, [], 1)


def differences(connection: Connection) -> list[str]:
    """Which sums are not what a recount of the rows gives, as `period 3, collect: 5, counted 4`; empty when all are."""
    kept = {Alike(*row[:-1]): row[-1] for row in connection.execute(select(*_KEPT)).tuples()}
    counted = groups(connection, [])
    found = [
        f"period {group.period_id}, {group.stage}: {kept.get(group, 0)}, counted {counted[group]}"
        for group in sorted({*kept, *counted})
        if kept.get(group, 0) != counted[group]
    ]
    u = t.unit_tally.c
    told = select(*(u[name] for name in _UNIT_COLUMNS)).where(u.number != 0)
    sums = {row[:2]: row[2:] for row in connection.execute(told).tuples()}
    truly = {row[:2]: tuple(map(int, row[2:])) for row in connection.execute(unit_sums([])).tuples()}
    for key in sorted({*sums, *truly}):
        if sums.get(key) != truly.get(key):
            found.append(f"{key[1]} in {key[0]}: {sums.get(key)}, counted {truly.get(key)}")
    return found


_KEPT = [*(_T[name] for name in (*KEYS, "stage_kind")), _T.number]


def _write(connection: Connection, changes: Mapping[Alike, int]) -> None:
    for group, number in changes.items():
        values = {**group._asdict(), "number": number}
        if number > 0:
            _adding(connection.dialect.name).run(connection, values)
        # Nobody is left in a group whose number would come to nothing: its row goes.
        elif number < 0 and not _TAKING.run(connection, values):
            _ENDING.run(connection, values)


_SAME = and_(*(_T[name] == bindparam(name, type_=_T[name].type) for name in KEYS))
_DELTA = bindparam("number", type_=_T.number.type)
_TAKING = Prepared(update(t.tally).where(_SAME, _T.number > -_DELTA).values(number=_T.number + _DELTA))
_ENDING = Prepared(delete(t.tally).where(_SAME))


@cache
def _adding(dialect: str) -> Prepared:
    statement = inserting(dialect, t.tally)
    values = {name: bindparam(name, type_=_T[name].type) for name in (*KEYS, "stage_kind", "number")}
    more = {"number": _T.number + statement.excluded.number}
    return Prepared(statement.values(values).inline().on_conflict_do_update(index_elements=list(KEYS), set_=more))


@cache
def _adding_to_units(dialect: str) -> Any:
    statement, u = inserting(dialect, t.unit_tally), t.unit_tally.c
    more = {name: u[name] + statement.excluded[name] for name in _UNIT_COLUMNS[2:]}
    return statement.on_conflict_do_update(index_elements=list(_UNIT_COLUMNS[:2]), set_=more)


@cache
def _adding_to_unit(dialect: str) -> Prepared:
    u = t.unit_tally.c
    values = {name: bindparam(name, type_=u[name].type) for name in _UNIT_COLUMNS}
    return Prepared(_adding_to_units(dialect).values(values).inline())
