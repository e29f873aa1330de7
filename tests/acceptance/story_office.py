"""What the office and the clockwork do in a story: definitions, the sweep, reviews, dates, the post."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import postman
from story_scene import Scene, asked, standings

from engine.domain.actor import SYSTEM
from engine.services.desk import Desk
from engine.services.office import meet, recognise
from engine.services.programme import adopt, planning
from engine.services.reviewing import review
from engine.services.sweep import sweep
from engine.services.word import letters
from engine.services.work import close_out, extend, leave
from engine.services.work.issue import issue
from engine.store.database import Database


def do_apply(
    scene: Scene,
    at: datetime,
    *,
    by: str = "",
    version: str = "table",
    saved: bool = False,
    choice: Any = None,
    since: date | None = None,
) -> None:
    """Bring a version of the definitions into force, with the saved plan if the step says so; `since` a day."""
    actor = scene.desk.person(by) if by else SYSTEM
    plan = planning.SavedPlan.parse(scene.saved) if saved else None
    catalog = scene.story.catalog(version)
    adopt.adopt(scene.desk, catalog, actor=actor, at=at, plan=plan, choice=choice, since=since)


def do_plan(scene: Scene, at: datetime, *, version: str) -> None:
    """Say what applying a version would do, and save it."""
    scene.plan = planning.plan(scene.desk, scene.story.catalog(version), at=at)
    scene.saved = scene.plan.to_json()


def do_sweep(scene: Scene, at: datetime, *, times: int = 1) -> None:
    """The clockwork: everything due up to now, as often as the step says."""
    for _ in range(times):
        sweep(scene.desk, at=at)


def do_restart(scene: Scene, at: datetime) -> None:
    """Everything starts anew on the same database and files."""
    before = scene.desk
    scene.desk = Desk(Database(before.database.url.render_as_string(hide_password=False)), before.files)
    before.database.close()


def do_issue(scene: Scene, at: datetime, *, indicator: str, at_once: int = 1) -> None:
    """Open an indicator's periods, several times at the same moment if the step says so."""
    faults: list[BaseException] = []
    together = threading.Barrier(at_once)

    def one() -> None:
        try:
            together.wait(30)
            issue(scene.desk, at=at, indicator=indicator)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults


def do_approve(
    scene: Scene, at: datetime, *, work: str, by: str, note: str = "", points: Any = None, veto: str | None = None
) -> None:
    """复核通过."""
    rubric = None if points is None else Decimal(str(points))
    review.approve(
        scene.desk, [review.Approval(scene.work(work), scene.desk.person(by), note, rubric, None, veto)], at=at
    )


def do_return(scene: Scene, at: datetime, *, work: str, by: str, reason: str, items: Sequence[str] = ()) -> None:
    """退回, whole or item by item."""
    number = scene.work(work)
    pieces = tuple(scene.piece(number, item, at) for item in items)
    review.send_back(scene.desk, [review.Return(number, scene.desk.person(by), reason, pieces)], at=at)


def do_decide(scene: Scene, at: datetime, *, by: str, granted: bool, reason: str = "", until: Any = None) -> None:
    """The last request is decided."""
    order = extend.Decision(scene.request, scene.desk.person(by), granted, reason, until)
    extend.decide(scene.desk, order, at=at)


def do_close(scene: Scene, at: datetime, *, work: str, by: str) -> None:
    """销号."""
    close_out.close_out(scene.desk, [close_out.CloseOut(scene.work(work), scene.desk.person(by))], at=at)


def do_leave(scene: Scene, at: datetime, *, who: str, by: str) -> None:
    """Somebody leaves their post."""
    leave.leave(scene.desk, who, scene.desk.person(by), at=at)


def do_countdown(scene: Scene, at: datetime, *, times: int = 1) -> None:
    """The August countdown."""
    for _ in range(times):
        scene.remembered["countdown"] = meet.countdown(scene.desk, at=at)


def do_countdown_daily(scene: Scene, at: datetime, *, until: date) -> None:
    """The clockwork and the countdown once a day, rest days too, up to a day."""
    while at.date() <= until:
        sweep(scene.desk, at=at)
        do_countdown(scene, at)
        at += timedelta(days=1)


def do_all_approve(scene: Scene, at: datetime, *, work: str, by: str, besides: Sequence[str] = ()) -> None:
    """Everything handed in is approved, all but the units named."""
    for unit_name in asked(scene, at, work, waiting=True):
        if unit_name not in besides:
            do_approve(scene, at, work=f"{work}/{unit_name}", by=by)


def do_deliver(scene: Scene, at: datetime) -> None:
    """The post goes round: letters are written out for their readers and count as delivered."""
    letters.expand(scene.desk, at=at)
    while leased := letters.lease(scene.desk, owner="story", at=at):
        postman.went_out(scene.desk, [letter.id for letter in leased], at=at)


def do_propose(scene: Scene, at: datetime, *, by: str = "") -> None:
    """The recognition list is laid before the office."""
    more = {"actor": scene.desk.person(by)} if by else {}
    scene.remembered["list"] = recognise.propose(scene.desk, at=at, **more)


def do_endorse(scene: Scene, at: datetime, *, by: str, year: int) -> None:
    """The recognition list is approved."""
    recognise.approve_list(scene.desk, year, scene.desk.person(by), at=at)


def do_publish(scene: Scene, at: datetime, *, year: int) -> None:
    """The bulletin goes out."""
    recognise.publish(scene.desk, year, at=at)


def do_remember(scene: Scene, at: datetime, *, indicator: str, besides: str = "") -> None:
    """Keep in mind how an indicator's assignments stand, all but one unit's."""
    scene.remembered[indicator] = standings(scene, at, indicator, besides)
