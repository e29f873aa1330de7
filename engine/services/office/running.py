"""Running a flow now: what it would do, found out by doing it and taking it all back, and then asking for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.actor import Actor, not_yours
from engine.domain.clockwork import Clockwork, Run, deeds, flow_of, stage_to_run
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.vocabulary import NoticeState, Role, Verb
from engine.errors import LuoshiError, NotFound
from engine.services.desk import Desk, Office
from engine.services.office import chase, meet, recognise
from engine.services.scoring.score import score_due
from engine.services.seeing import check_sees_all
from engine.services.sweep import sweep
from engine.services.word import letters
from engine.services.work.issue import issue
from engine.store import moves
from engine.store.chain import Act
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class WouldDo:
    """What a run would do now, line by line (none: nothing), or why it would fail."""

    name: str
    stage: str
    lines: tuple[str, ...]
    refusal: str


def would_do(desk: Desk, name: str, stage: str, actor: Actor, *, at: datetime) -> WouldDo:
    """What a flow would do if it ran now: everything is done in one transaction, counted, and taken back.

    Raises Forbidden for a limited view, NotFound for an unknown flow, Invalid for a stage it does not have.
    """
    check_sees_all(desk, actor)
    stage = _known(desk, name, stage)
    rungs = {rung.id: rung.title for rung in desk.catalog().chasing.ladder}
    try:
        with desk.trying() as trial:
            counts = _does(trial, name, stage, at)
    except LuoshiError as refusal:
        return WouldDo(name, stage, (), str(refusal))
    return WouldDo(name, stage, tuple(deeds(counts, rungs)), "")


def run_now(desk: Desk, clockwork: Clockwork, name: str, stage: str, actor: Actor, *, at: datetime) -> Run:
    """Have a flow run now; it does what is due and has not been done, so that asking twice does nothing twice.

    The history keeps who asked. Raises Forbidden for who is neither of the office nor an administrator, NotFound,
    Invalid, and Unavailable when Prefect does not answer.
    """
    office = desk.office()
    check_runs(office, actor)
    stage = _known(desk, name, stage)
    run = clockwork.ask(name, stage)
    programme = office.catalog.programme
    detail = {"flow": name, "stage": stage, "run": run.id}
    with desk.database.transaction() as connection:
        act = Act(programme.id, Verb.RUN, actor.id, at, day_of(at, programme), "", "", detail)
        moves.record(connection, [(act, [])])
    return run


def check_runs(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` acts for the creation office or is an administrator."""
    of_office = actor.role in OFFICE_ROLES and actor.unit == office.office
    if not of_office and actor.role is not Role.ADMINISTRATOR:
        raise not_yours(actor, office.names[office.office])


def _known(desk: Desk, name: str, stage: str) -> str:
    """The stage to run, the first one when none is named."""
    if flow_of(name) == "run-indicator" and name not in desk.catalog().definitions:
        raise NotFound("unknown-flow", N_("There is no flow “{name}”."), name=name[:100])
    return stage_to_run(name, stage)


def _does(desk: Desk, name: str, stage: str, at: datetime) -> Mapping[str, int]:
    """The counts of what a run does, as flows report them."""
    steps: Mapping[tuple[str, str], Callable[[], Mapping[str, int]]] = {
        ("run-indicator", "open"): lambda: _issued(desk, name, at),
        ("run-indicator", "remind"): lambda: _chased(desk, at),
        ("run-indicator", "due"): lambda: _chased(desk, at),
        ("run-indicator", "close"): lambda: (
            {"missed": chase.miss_due(desk, at=at)} | {"scored": score_due(desk, at=at)} | _chased(desk, at)
        ),
        ("sweep", ""): lambda: _swept(desk, at),
        ("deliver", ""): lambda: {"waiting": _waiting(desk, at)},
        ("quarterly-meeting", ""): lambda: {"packets": int(meet.packet(desk, at=at).fresh)},
        ("free-verification", ""): lambda: {"countdowns": meet.countdown(desk, at=at).sent} | _chased(desk, at),
        ("recognition", "propose"): lambda: {"ranked": len(recognise.propose(desk, at=at).rows)},
        ("recognition", "publish"): lambda: _published(desk, at),
    }
    return steps[flow_of(name), stage]()


def _issued(desk: Desk, indicator: str, at: datetime) -> Mapping[str, int]:
    done = issue(desk, at=at, indicator=indicator)
    return {"periods": done.periods, "assignments": done.assignments, "parts": done.parts}


def _chased(desk: Desk, at: datetime) -> dict[str, int]:
    return {f"rung:{rung}": count for rung, count in chase.chase(desk, at=at).rungs.items()}


def _swept(desk: Desk, at: datetime) -> Mapping[str, int]:
    done = sweep(desk, at=at)
    return {
        "assignments": done.issued.assignments,
        "missed": done.missed,
        "chased": done.chased,
        "scored": done.scored,
        "settled": done.settled,
        "office": done.office,
        "days": len(done.days) - 1,
    }


def _waiting(desk: Desk, at: datetime) -> int:
    letters.expand(desk, at=at)
    counts = letters.counts(desk)
    return counts[NoticeState.QUEUED] + counts[NoticeState.FAILED]


def _published(desk: Desk, at: datetime) -> Mapping[str, int]:
    bulletin = recognise.publish(desk, desk.today(at).year, at=at)
    return {"published": len(bulletin.rows) if bulletin.fresh else 0}
