"""The plan: what a change of definitions would do to live work, said before it is done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Self

from engine.catalog import Catalog, Change, compare
from engine.domain.days import day_of
from engine.domain.periods import find_period
from engine.errors import Invalid, Refused
from engine.services.desk import Desk
from engine.services.programme.overlooked import Staying, Unopened, left_behind, never_issued, unopened
from engine.store.database import Connection
from engine.store.programme import adopted, adopting
from engine.wording import N_

Choice = Literal["keep", "carry", "restart"]
"""What becomes of answered work under an incompatible change."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens to one live period: how many of its assignments move and how many answered ones keep theirs."""

    indicator: str
    period: str
    due_was: date | None
    due_becomes: date | None
    moves: int
    answered: int
    done: int
    withdrawn: bool


@dataclass(frozen=True)
class Plan:
    """Changes and their impact. Equal plans have equal digests; a saved plan is refused when it no longer fits.

    `unopened` and `staying`: what the change itself leaves behind, and somebody should know of. `year`: the
    programme's own.
    """

    catalog: str
    before: str
    changes: tuple[Change, ...]
    impacts: tuple[Impact, ...]
    unopened: tuple[Unopened, ...] = ()
    staying: tuple[Staying, ...] = ()
    year: int = 0

    @property
    def exit_code(self) -> int:
        """0: nothing would change; 2: something would."""
        return 2 if self.changes else 0

    @property
    def touched(self) -> list[str]:
        """Indicators whose live work is looked at."""
        return sorted({impact.indicator for impact in self.impacts})

    @property
    def added(self) -> list[str]:
        """Indicators that are new, or there again."""
        return sorted({c.id for c in self.changes if c.subject == "indicator" and c.kind == "added"})

    @property
    def incompatible(self) -> frozenset[str]:
        """Indicators changed in a way that answered work cannot simply follow."""
        return frozenset(c.id for c in self.changes if c.subject == "indicator" and c.effect == "incompatible")

    @property
    def choice_wanted(self) -> int:
        """How many answered assignments need a choice."""
        return sum(i.answered for i in self.impacts if i.indicator in self.incompatible and not i.withdrawn)

    @property
    def moves(self) -> int:
        """How many open assignments would move or be withdrawn."""
        return sum(impact.moves for impact in self.impacts)

    @property
    def notices(self) -> int:
        """How many units would be told, one letter each."""
        return sum(i.moves for i in self.impacts if i.withdrawn or i.due_was != i.due_becomes)

    @property
    def overlooked(self) -> tuple[str, ...]:
        """What the change leaves behind, as sentences with the remedy."""
        never = never_issued(self.unopened, self.year)
        return (*((never,) if never else ()), *(each.sentence for each in self.staying))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the plan says."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Canonical JSON: what `luoshi plan --out` saves."""
        body = {
            "catalog": self.catalog,
            "before": self.before,
            "changes": [_told(change) for change in self.changes],
            "impacts": [_impact(impact) for impact in self.impacts],
            "unopened": [asdict(each) for each in self.unopened],
            "staying": [asdict(each) for each in self.staying],
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1, default=str)


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan read back from its file: enough to refuse a stale one."""

    digest: str
    catalog: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a saved plan. Raises Invalid when the file is none."""
        try:
            body = json.loads(text)
            catalog = str(body["catalog"])
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid(
                "not-a-plan", N_("This file is not a plan."), hint=N_("Make one with `luoshi plan DIR --out FILE`.")
            ) from error
        canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)
        return cls(hashlib.sha256(canonical.encode()).hexdigest(), catalog)


def plan(desk: Desk, catalog: Catalog, *, at: datetime) -> Plan:
    """What adopting `catalog` would do now. Raises Refused for another programme than the one in force."""
    with desk.database.reading() as connection:
        return plan_in(desk, connection, catalog, at)


def plan_in(desk: Desk, connection: Connection, catalog: Catalog, at: datetime) -> Plan:
    """The same within a transaction, so that adoption does exactly what it said.

    Raises Refused for another programme than the one that is in force: its year, units and work are of that one.
    """
    row = adopted.in_force(connection)
    if row is not None and row.id != catalog.programme.id:
        raise Refused(
            "another-programme",
            N_("“{programme}” ({id}) is in force here; these definitions are of another programme, {other}."),
            hint=N_(
                "Write `id: {id}` in programme.yaml if it is the same one; another one wants a LUOSHI_HOME of its own."
            ),
            programme=row.title,
            id=row.id,
            other=catalog.programme.id,
        )
    old = desk.book.office(connection).catalog if row is not None else None
    changes = tuple(compare(old, catalog))
    changed = sorted({c.id for c in changes if c.subject == "indicator" and c.kind != "added"})
    impacts = []
    for live in adopting.live_periods(connection, changed, catalog.programme.year) if changed else []:
        definition = catalog.definitions.get(live.indicator)
        period = find_period(definition, catalog.programme, live.key) if definition else None
        becomes = period.due_on if period else None
        impacts.append(
            Impact(
                live.indicator,
                live.key,
                live.due_on,
                becomes,
                int(live.free),
                int(live.answered),
                int(live.done),
                period is None,
            )
        )
    made = Plan(catalog.digest, row.catalog if row is not None else "", changes, tuple(impacts))
    if old is None:
        return made
    today = day_of(at, catalog.programme)
    staying = left_behind(connection, old, catalog, changes, today)
    return replace(made, unopened=unopened(old, catalog, today), staying=staying, year=catalog.programme.year)


def _impact(impact: Impact) -> dict[str, object]:
    return {
        "indicator": impact.indicator,
        "period": impact.period,
        "due_was": impact.due_was,
        "due_becomes": impact.due_becomes,
        "moves": impact.moves,
        "answered": impact.answered,
        "done": impact.done,
        "withdrawn": impact.withdrawn,
    }


def _told(change: Change) -> dict[str, object]:
    """A change without the reader's language: a plan made in English fits one made in Chinese."""
    return {**{k: v for k, v in change.as_dict().items() if k != "reason"}, "because": change.reason_id}
