"""What can be done in a story: a small closed vocabulary, each word carried out by the service it stands for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from story_book import Story

from engine.domain.actor import SYSTEM
from engine.domain.definition import Milestone
from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.vocabulary import EvidenceKind, ItemState, PartState, RequestKind
from engine.evidence import EvidenceFiles
from engine.services import (
    adopt,
    ask,
    close_out,
    extend,
    leave,
    letters,
    meet,
    planning,
    recognise,
    remember,
    review,
    submit,
)
from engine.services.accept import Accept, Delegate, accept, delegate
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.issue import issue
from engine.services.rehearsal.specimens import specimen
from engine.services.sweep import sweep
from engine.store.database import Database

_PREFERRED = ("pdf", "xlsx", "jpg", "docx", "csv", "png")


@dataclass
class Scene:
    """A story under way: the desk it plays at and what it remembers from step to step."""

    story: Story
    desk: Desk
    warnings: tuple[str, ...] = ()
    request: int = 0
    saved: str = ""
    plan: planning.Plan | None = None
    remembered: dict[str, Any] = field(default_factory=dict)

    def work(self, name: str) -> int:
        """The number of `indicator/period` or `indicator/period/unit`; without a unit there must be only one."""
        indicator, period, *unit = name.split("/")
        if unit:
            return ask.find(self.desk, indicator, period, unit[0])
        catalog = self.desk.catalog()
        definition = catalog.definitions[indicator]
        [one] = catalog.fan_out(definition.lead)
        return ask.find(self.desk, indicator, period, one.id)

    def milestone(self, number: int, at: datetime) -> Milestone:
        """What the assignment wants."""
        with self.desk.database.reading() as connection:
            return cases(self.desk, connection, [number], at)[number].milestone

    def evidence(self, number: int, at: datetime) -> Sequence[Mapping[str, Any]]:
        """Its evidence, replaced pieces too."""
        return ask.card(self.desk, number, at=at).evidence

    def piece(self, number: int, requirement: str, at: datetime) -> int:
        """The number of the standing piece of that requirement."""
        standing = [
            row["id"]
            for row in self.evidence(number, at)
            if row["requirement"] == requirement and row["state"] != ItemState.REPLACED
        ]
        assert len(standing) == 1, f"{len(standing)} standing pieces of {requirement}"
        return int(standing[0])


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


def do_accept(scene: Scene, at: datetime, *, work: str, by: str) -> None:
    """签收."""
    accept(scene.desk, [Accept(scene.work(work), scene.desk.person(by))], at=at)


def do_delegate(scene: Scene, at: datetime, *, work: str, by: str, to: str) -> None:
    """委派."""
    delegate(scene.desk, Delegate(scene.work(work), scene.desk.person(by), to), at=at)


def do_hand_in(scene: Scene, at: datetime, **order: Any) -> None:
    """报送: everything obligatory in specimens, unless the step lists the evidence."""
    _give(submit.submit, scene, at, **order)


def do_attach(scene: Scene, at: datetime, **order: Any) -> None:
    """Evidence and figures, not handed in yet; nothing obligatory is added."""
    _give(submit.attach, scene, at, **{"evidence": [], **order})


def _give(
    verb: Callable[..., list[submit.Submitted]],
    scene: Scene,
    at: datetime,
    *,
    work: str,
    by: str,
    evidence: Sequence[Mapping[str, Any]] | None = None,
    figures: Mapping[str, Any] | None = None,
) -> None:
    number = scene.work(work)
    milestone = scene.milestone(number, at)
    items = _everything(milestone) if evidence is None else [_item(scene, number, at, milestone, e) for e in evidence]
    given = [_figure(name, value) for name, value in (figures or {}).items()]
    order = submit.Submission(number, scene.desk.person(by), tuple(items), tuple(given))
    scene.warnings = verb(scene.desk, [order], at=at)[0].warnings


def _everything(milestone: Milestone) -> list[submit.Item]:
    return [_specimen(wanted, f"{wanted.id} {n}", None) for wanted in milestone.evidence for n in range(wanted.min)]


def _item(scene: Scene, number: int, at: datetime, milestone: Milestone, given: Mapping[str, Any]) -> submit.Item:
    stray = set(given) - {"item", "dated", "copy", "replaces"}
    assert not stray, f"unknown {stray}"
    wanted = milestone.wanted(given["item"]) or EvidenceWanted(id=given["item"], title=given["item"])
    replaces = scene.piece(number, given["item"], at) if given.get("replaces") else None
    words = f"{given['item']} {given.get('copy', at.isoformat())}"
    return _specimen(wanted, words, given.get("dated"), replaces)


def _specimen(wanted: EvidenceWanted, words: str, dated: date | None, replaces: int | None = None) -> submit.Item:
    if wanted.kind is EvidenceKind.LINK:
        return submit.Item(wanted.id, value="https://example.invalid/entrance", effective_on=dated)
    accepted = wanted.accept or ("pdf",)
    extension = next(known for known in _PREFERRED if known in accepted)
    content, name = specimen(extension, words), f"{wanted.title}.{extension}"
    return submit.Item(wanted.id, content, name, effective_on=dated, replaces=replaces)


def _figure(name: str, value: Any) -> submit.FigureIn:
    """`coverage: 1940/2000`, `meetings: 1`, `following.demonstration-units: 8/100`."""
    measure, _, part = name.partition(".")
    numerator, _, denominator = str(value).partition("/")
    return submit.FigureIn(measure, int(numerator), int(denominator or 1), part)


def do_take_back(scene: Scene, at: datetime, *, work: str, by: str, reason: str = "") -> None:
    """撤回."""
    submit.take_back(scene.desk, [submit.TakeBack(scene.work(work), scene.desk.person(by), reason)], at=at)


def do_gather_parts(scene: Scene, at: datetime, *, work: str) -> None:
    """Every cooperating unit asked hands in its part, by its clerk."""
    number = scene.work(work)
    asked = [part for part in ask.card(scene.desk, number, at=at).parts if part["state"] == PartState.ASKED]
    item = submit.Item("part", specimen("pdf", "part"), "配合情况.pdf")
    orders = [submit.PartIn(number, scene.desk.person(f"{part['unit_id']}-clerk"), (item,)) for part in asked]
    submit.part_in(scene.desk, orders, at=at)


def do_waive_part(scene: Scene, at: datetime, *, work: str, unit: str, by: str, reason: str) -> None:
    """The part of a cooperating unit is not waited for."""
    submit.waive_part(scene.desk, submit.WaivePart(scene.work(work), unit, scene.desk.person(by), reason), at=at)


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


def do_ask(
    scene: Scene, at: datetime, *, work: str, by: str, wanting: str, reason: str, until: Any = None, unit: Any = None
) -> None:
    """延期, 转办, 不适用 are asked for."""
    order = extend.Ask(scene.work(work), scene.desk.person(by), RequestKind(wanting), reason, until, unit)
    scene.request = extend.ask_for(scene.desk, order, at=at)


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


def do_all_hand_in(scene: Scene, at: datetime, *, work: str, besides: Sequence[str] = (), evidence: Any = None) -> None:
    """Every unit asked hands in, by its own clerk, all but those named."""
    for unit_name, unit in _asked(scene, at, work).items():
        if unit_name not in besides:
            do_hand_in(scene, at, work=f"{work}/{unit_name}", by=f"{unit}-clerk", evidence=evidence)


def do_all_approve(scene: Scene, at: datetime, *, work: str, by: str, besides: Sequence[str] = ()) -> None:
    """Everything handed in is approved, all but the units named."""
    for unit_name in _asked(scene, at, work, waiting=True):
        if unit_name not in besides:
            do_approve(scene, at, work=f"{work}/{unit_name}", by=by)


def _asked(scene: Scene, at: datetime, work: str, *, waiting: bool = False) -> dict[str, str]:
    indicator, period = work.split("/")
    found = {}
    for row in ask.assignments(scene.desk, at=at, indicator=indicator):
        if ask.find(scene.desk, indicator, period, row.unit) == row.id and (not waiting or row.stage == "review"):
            found[row.unit_name] = row.unit
    return found


def do_deliver(scene: Scene, at: datetime) -> None:
    """The post goes round: letters are written out for their readers and count as delivered."""
    letters.expand(scene.desk, at=at)
    while leased := letters.lease(scene.desk, owner="story", at=at):
        letters.sent(scene.desk, [letter.id for letter in leased], at=at)


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


def standings(scene: Scene, at: datetime, indicator: str, besides: str) -> dict[str, object]:
    """How the assignments of an indicator stand and how much has happened to each."""
    return {
        row.unit_name: (
            row.id,
            row.stage,
            row.due_on,
            row.received_on,
            len(remember.history(scene.desk, assignment=row.id)),
        )
        for row in ask.assignments(scene.desk, at=at, indicator=indicator)
        if row.unit_name != besides
    }


def files(folder: Any) -> EvidenceFiles:
    """A place for the evidence of one story."""
    return EvidenceFiles(str(folder))


DOING: Mapping[str, Callable[..., None]] = {
    name.removeprefix("do_").replace("_", " "): verb for name, verb in list(globals().items()) if name.startswith("do_")
}
"""The whole vocabulary, by the words the files use."""
