"""An indicator added by a pattern, a workflow after another, either taken out: as drafts, with what goes with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from engine.catalog.draft import SCALES
from engine.catalog.editing.patterns import Answers, begun
from engine.catalog.editing.round_trip import GONE, NotEditable, Setting, with_settings
from engine.catalog.editing.texts import is_indicator, is_workflow, may_be_edited, text_of
from engine.catalog.export import canonical_yaml
from engine.catalog.reading import read_yaml
from engine.domain.actor import Actor
from engine.errors import Invalid, NotFound, Refused
from engine.services.desk import Desk
from engine.services.drafts.keeping import Opened, check_drafts_here, drafts, earlier, opened, save
from engine.wording import N_, say


def add(desk: Desk, folder: Path, answers: Answers, actor: Actor, *, at: datetime) -> str:
    """A new indicator from what was asked, kept as a draft; returns its file.

    Raises Forbidden, Invalid `answer-missing` naming what is still to be said, Refused `id-taken`.
    """
    check_drafts_here(actor)
    _check_answers(answers)
    waiting = {_id_of(file) for file in drafts(desk, folder) if is_indicator(file)}
    made = begun(desk.catalog(), answers, frozenset(waiting))
    known = waiting | set(desk.catalog().definitions)
    if _id_of(made.file) in known or text_of(folder, made.file) is not None:
        raise Refused(
            "id-taken",
            N_("There is an indicator “{id}” already."),
            hint=N_("Choose another id, or leave it empty to have one proposed."),
            id=_id_of(made.file),
        )
    save(desk, folder, made.file, made.text, actor, at=at, seen=_seen(desk, folder, made.file), base="")
    return made.file


def add_workflow(desk: Desk, folder: Path, like: str, name: str, title: str, actor: Actor, *, at: datetime) -> str:
    """A new workflow of the programme's own that begins as another one is, kept as a draft; returns its file.

    Raises Forbidden, NotFound for a `like` that is none, Invalid for an id or title that is none, Refused `id-taken`.
    """
    check_drafts_here(actor)
    known = desk.catalog().workflows
    if like not in known:
        raise NotFound("no-such-workflow", N_("There is no workflow “{id}”."), id=like[:100])
    file = f"workflows/{name.strip()}.yaml"
    if not may_be_edited(file) or not title.strip():
        raise Invalid(
            "answer-missing",
            N_("Still to be said: {names}."),
            hint=N_("An id has lower-case letters, digits and hyphens; the title is what people read."),
            names=say(N_("id and title")),
        )
    if name.strip() in known or any(_id_of(each) == name.strip() for each in drafts(desk, folder) if is_workflow(each)):
        raise Refused(
            "id-taken",
            N_("There is a workflow “{id}” already."),
            hint=N_("Choose another id."),
            id=name.strip(),
        )
    fresh = canonical_yaml(known[like].model_copy(update={"id": name.strip(), "title": title.strip()}))
    save(desk, folder, file, fresh, actor, at=at, seen=_seen(desk, folder, file), base="")
    return file


def take_out(desk: Desk, folder: Path, file: str, actor: Actor, *, at: datetime, seen: int) -> None:
    """Propose to take an indicator or a workflow out: a draft of its removal, and one of the scale without its points.

    A draft of one that was never applied is given up with it. Raises as `save`.
    """
    check_drafts_here(actor)
    if not is_indicator(file) and not is_workflow(file):
        raise Invalid("not-to-be-taken-out", N_("Only an indicator or a workflow can be taken out."))
    found = opened(desk, folder, file)
    save(desk, folder, file, None, actor, at=at, seen=seen, base=found.base)
    if is_workflow(file):
        return
    scale = next((each for each in SCALES if text_of(folder, each) is not None), None)
    if scale is None:
        return
    told = opened(desk, folder, scale)
    text = _without_points(told, _id_of(file))
    if text is not None and not told.moved:
        save(desk, folder, scale, text, actor, at=at, seen=told.seen, base=told.base)


def _without_points(told: Opened, name: str) -> str | None:
    """The scale's text without the points of an indicator; None where it names none or cannot be read."""
    text = told.text or ""
    value = read_yaml(told.file, text.encode()).value
    points = value.get("points") if isinstance(value, dict) else None
    gone = [key for key in points if str(key).split("/")[0] == name] if isinstance(points, dict) else []
    if not gone:
        return None
    try:
        return with_settings(text, [Setting(("points", key), GONE) for key in gone])
    except NotEditable:
        return None


def _check_answers(answers: Answers) -> None:
    wanted = [
        (answers.title, N_("title")),
        (answers.requirement, N_("requirement")),
        (answers.category, N_("category")),
        (answers.group, N_("group")),
        (answers.lead, N_("responsible")),
        (answers.evidence, N_("evidence")),
    ]
    if answers.pattern in ("deadline", "milestones"):
        wanted.append((answers.day, N_("day")))
    if answers.pattern == "milestones":
        wanted += [(answers.second_day, N_("second day")), (answers.second_title, N_("second step"))]
    missing = [say(words) for value, words in wanted if not value]
    if missing:
        raise Invalid(
            "answer-missing",
            N_("Still to be said: {names}."),
            hint=N_("Fill it in; what you have typed is still here."),
            names="、".join(missing),
        )


def _seen(desk: Desk, folder: Path, file: str) -> int:
    """The newest text of a file that was given up or taken out earlier; its id may be used again."""
    return next((each.number for each in earlier(desk, file)), 0)


def _id_of(file: str) -> str:
    return file.rsplit("/", 1)[-1].removesuffix(".yaml")
