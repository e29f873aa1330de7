"""Adoption: a catalog comes into force, exactly as planned, and live work is moved or left as the change allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.catalog import Catalog
from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.definition import Definition
from engine.domain.lifecycle import kind_of
from engine.domain.periods import Period, find_period
from engine.domain.vocabulary import StageKind, Terminal, Verb
from engine.errors import Refused
from engine.services.desk import Desk
from engine.services.programme.planning import Choice, Plan, SavedPlan, plan_in
from engine.services.programme.taking_over import TakingOver
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.programme import adopted, adopting
from engine.store.word import outbox
from engine.wording import N_

_TAKEN_OUT: Final = N_("The requirement was taken out of the definitions.")


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adoption did: changes taken over, assignments moved to the new definitions, withdrawn or restarted."""

    changes: int = 0
    moved: int = 0
    withdrawn: int = 0
    restarted: int = 0


def adopt(
    desk: Desk,
    catalog: Catalog,
    *,
    actor: Actor,
    at: datetime,
    plan: Plan | SavedPlan | None = None,
    choice: Choice | None = None,
    since: date | None = None,
) -> Adopted:
    """Bring a catalog into force; adopting the same again changes nothing.

    With a saved `plan`, do exactly that: raises Refused `stale-plan` when definitions or live work have changed since.
    Where answered work is affected by an incompatible change a `choice` is wanted: keep it under the old definition,
    carry it over, or restart it (evidence stays). `since`: periods already due before that day are not opened; by
    default the first day of the catalog's year at the first adoption, and what it was before at later ones.
    """
    with desk.book.unless_undone(), desk.database.transaction() as connection:
        now = plan_in(desk, connection, catalog, at)
        if plan is not None and plan.digest != now.digest:
            raise stale_plan()
        return adopt_in(desk, connection, catalog, now, actor=actor, at=at, choice=choice, since=since)


def adopt_in(
    desk: Desk,
    connection: Connection,
    catalog: Catalog,
    now: Plan,
    *,
    actor: Actor,
    at: datetime,
    choice: Choice | None = None,
    since: date | None = None,
    reason: str = "",
) -> Adopted:
    """The same within a transaction, as the plan made in it says; `reason` goes into the history."""
    if not now.changes:
        return Adopted()
    if now.choice_wanted and choice is None:
        raise Refused(
            "choice-wanted",
            N_("{count} answered assignments are affected by an incompatible change."),
            hint=N_("Say what becomes of them: --choice keep, carry or restart."),
            count=now.choice_wanted,
        )
    return _Adoption(desk, connection, catalog, actor, at, choice or "keep", now, reason).run(since)


def stale_plan() -> Refused:
    """The refusal of a plan that no longer fits."""
    return Refused(
        "stale-plan",
        N_("The plan no longer fits: definitions or live work have changed since it was made."),
        hint=N_("Run `luoshi plan` again and look at what it says now."),
    )


@dataclass(frozen=True)
class _Adoption:
    """One adoption in its transaction."""

    desk: Desk
    connection: Connection
    catalog: Catalog
    actor: Actor
    at: datetime
    choice: Choice
    plan: Plan
    reason: str = ""

    @property
    def today(self) -> date:
        return day_of(self.at, self.catalog.programme)

    def run(self, since: date | None) -> Adopted:
        programme = self.catalog.programme
        before = adopted.in_force(self.connection)
        detail = {
            "catalog": self.catalog.digest,
            "changes": [
                f"{c.kind} {c.subject} {c.id}" for c in self.plan.changes if c.subject not in ("units", "people")
            ],
        }
        digest = self.catalog.digest
        act = Act(programme.id, Verb.ADOPT, self.actor.id, self.at, self.today, self.reason, digest, detail)
        [act_id] = moves.record(self.connection, [(act, [])])
        adopted.save_catalog(
            self.connection,
            {
                "digest": self.catalog.digest,
                "programme": programme.id,
                "body": self.catalog.dump(),
                "act_id": act_id,
            },
        )
        adopted.save_programme(
            self.connection,
            {
                "id": programme.id,
                "title": programme.title,
                "year": before.year if before else self.catalog.year,
                "since": since or (before.since if before else date(self.catalog.year, 1, 1)),
                "swept_on": before.swept_on if before else None,
                "catalog": self.catalog.digest,
                "sample": self.catalog.scale.sample,
            },
        )
        self.desk.book.keep(self.catalog)
        TakingOver(self.desk, self.connection, self.catalog, self._earlier(), self.actor, self.at).run(act_id)
        bodies = {d.digest: (d.id, d.canonical) for d in self.catalog.definitions.values()}
        numbers = adopted.save_definitions(self.connection, bodies)
        total = Adopted(len(self.plan.changes))
        touched = sorted({*self.plan.touched, *self.plan.added})
        for row in adopting.live_periods(self.connection, touched, programme.year):
            definition = self.catalog.definitions.get(row.indicator)
            period = find_period(definition, programme, row.key) if definition else None
            if definition is None or period is None:
                total = self._withdraw(row.id, row.indicator, total)
                continue
            if numbers[definition.digest] != row.definition_id:
                total = self._carry(row, definition, period, numbers[definition.digest], total)
            total = self._put_back(row.id, definition, period, numbers[definition.digest], total)
        return total

    def _earlier(self) -> Catalog | None:
        """The catalog that this one replaces."""
        return Catalog.parse(adopted.catalog_body(self.connection, self.plan.before)) if self.plan.before else None

    def _withdraw(self, period_id: int, indicator: str, total: Adopted) -> Adopted:
        """The requirement is gone: what nobody has answered is withdrawn, answered work keeps its definition."""
        act = Act(
            self.catalog.programme.id,
            Verb.TERMINATE,
            self.actor.id,
            self.at,
            self.today,
            _TAKEN_OUT,
            "",
            {"indicator": indicator},
        )
        act_id, count = moves.sweep(
            self.connection, act, adopting.free_in(period_id), target=Terminal.WITHDRAWN, kind=StageKind.DONE
        )
        self._tell("withdrawn", act_id, _TAKEN_OUT)
        return Adopted(total.changes, total.moved, total.withdrawn + count, total.restarted)

    def _put_back(self, period_id: int, definition: Definition, period: Period, number: int, total: Adopted) -> Adopted:
        """The requirement is there again: what was withdrawn with it, and nothing else, is issued once more."""
        first = definition.workflow.stages[0]
        detail = {"indicator": definition.id, "period": period.key}
        programme = self.catalog.programme.id
        act = Act(programme, Verb.ISSUE, self.actor.id, self.at, self.today, "", definition.digest, detail)
        act_id, count = moves.sweep(
            self.connection,
            act,
            adopting.withdrawn_with(period_id, _TAKEN_OUT),
            target=first.id,
            kind=StageKind(first.kind),
            sets={"definition_id": number, "due_on": period.due_on, "first_due_on": period.due_on},
        )
        self._tell("issued", act_id, "")
        return Adopted(total.changes, total.moved + count, total.withdrawn, total.restarted)

    def _carry(self, row: object, definition: Definition, period: Period, number: int, total: Adopted) -> Adopted:
        """Move a period and its free assignments to the new definition, answered ones as chosen."""
        period_id, was = row.id, row.due_on  # type: ignore[attr-defined]
        incompatible = row.indicator in self.plan.incompatible  # type: ignore[attr-defined]
        moves_answered = incompatible and self.choice != "keep"
        self._keep_facts(row, definition, period, answered=not moves_answered)
        adopting.change_period(
            self.connection,
            period_id,
            {
                "definition_id": number,
                "due_on": period.due_on,
                "assess_on": period.assess_on,
                "window_from": period.window[0],
                "window_to": period.window[1],
                "points": int(period.points * 100),
                "title": period.title,
            },
        )
        act = Act(
            self.catalog.programme.id,
            Verb.CARRY_OVER,
            self.actor.id,
            self.at,
            self.today,
            "",
            definition.digest,
            {"indicator": definition.id, "period": period.key, "due": [was, period.due_on]},
        )
        sets = {
            "definition_id": number,
            **dict.fromkeys(adopting.OWN_FACTS),
            **(adopting.moved_due(was, period.due_on) if was != period.due_on else {}),
        }
        restarted = 0
        act_id, moved = moves.sweep(self.connection, act, adopting.free_in(period_id), sets=sets)
        if was != period.due_on:
            self._tell("changed", act_id, "")
        if moves_answered:
            restarted = self._answered(period_id, definition, number, act)
        return Adopted(total.changes, total.moved + moved, total.withdrawn, total.restarted + restarted)

    def _keep_facts(self, row: Any, definition: Definition, period: Period, *, answered: bool) -> None:
        """What is done, and answered work that stays under its definition, keeps its points and its window."""
        becomes = (int(period.points * 100), *period.window)
        if becomes == (row.points, row.window_from, row.window_to):
            return
        programme = self.catalog.programme.id
        detail = {"indicator": definition.id, "period": period.key, "keeps": list(adopting.OWN_FACTS)}
        act = Act(programme, Verb.CARRY_OVER, self.actor.id, self.at, self.today, "", "", detail)
        moves.sweep(self.connection, act, adopting.touched_in(row.id, answered=answered), sets=adopting.kept_facts())

    def _answered(self, period_id: int, definition: Definition, number: int, act: Act) -> int:
        """Carry answered assignments to the stage of the same kind in the new workflow, or back to collecting."""
        done = 0
        collect = definition.workflow.first(StageKind.COLLECT)
        assert collect is not None
        for stage in adopting.stages_at(self.connection, period_id):
            target = collect.id if self.choice == "restart" or definition.workflow.stage(stage) is None else stage
            kind = kind_of(definition.workflow, target)
            sets: dict[str, object] = {"definition_id": number, **dict.fromkeys(adopting.OWN_FACTS)}
            if self.choice == "restart":
                sets |= {"received_on": None, "returned": True, "returned_from": None}
            where = [*adopting.answered_in(period_id), adopting.at_stage(stage)]
            done += moves.sweep(self.connection, act, where, target=target, kind=kind, sets=sets)[1]
        return done

    def _tell(self, notice: str, act_id: int, reason: str) -> None:
        if act_id:
            more = {"audience": f"act:{act_id}", "params": {"reason": reason} if reason else None}
            outbox.enqueue(
                self.connection,
                [outbox.letter(notice, act_id, self.catalog.programme.id, self.today, self.at, more)],
            )
