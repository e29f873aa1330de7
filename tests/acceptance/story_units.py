"""What units do in a story: take work on, hand in, help one another, ask for more time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from story_scene import Scene, asked

from engine.domain.definition import Milestone
from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.vocabulary import EvidenceKind, PartState, RequestKind
from engine.services.looking import ask
from engine.services.rehearsal.specimen_files import specimen
from engine.services.work import extend, submit
from engine.services.work.accept import Accept, Delegate, accept, delegate

_PREFERRED = ("pdf", "xlsx", "jpg", "docx", "csv", "png")


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


def do_ask(
    scene: Scene, at: datetime, *, work: str, by: str, wanting: str, reason: str, until: Any = None, unit: Any = None
) -> None:
    """延期, 转办, 不适用 are asked for."""
    order = extend.Ask(scene.work(work), scene.desk.person(by), RequestKind(wanting), reason, until, unit)
    scene.request = extend.ask_for(scene.desk, order, at=at)


def do_all_hand_in(scene: Scene, at: datetime, *, work: str, besides: Sequence[str] = (), evidence: Any = None) -> None:
    """Every unit asked hands in, by its own clerk, all but those named."""
    for unit_name, unit in asked(scene, at, work).items():
        if unit_name not in besides:
            do_hand_in(scene, at, work=f"{work}/{unit_name}", by=f"{unit}-clerk", evidence=evidence)
