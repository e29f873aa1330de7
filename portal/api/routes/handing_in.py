"""What a unit hands in: evidence and figures, whole work, a part of another unit's; and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Json

from engine.domain.token_scope import TokenScope
from engine.errors import Invalid
from engine.services.work import submit
from engine.wording import N_
from portal.api.door import Caller, Who, scoped
from portal.api.models import order
from portal.api.models.assignment import AssignmentPage
from portal.api.models.value import Answered, Number
from portal.api.repeating import Repeatable
from portal.api.routes.assignments import shown

router = APIRouter(prefix="/assignments/{number}", tags=["handing in"], route_class=Repeatable)

Order = Annotated[Json[order.HandIn], Form(description="HandIn as JSON; `files` in the order of the uploads.")]
Files = Annotated[list[UploadFile], File(description="The files, in the order of `order.files`.")]


class Received(Answered):
    """The assignment as it is now; `warnings` tell what somebody should look at, a date outside the window say."""

    assignment: AssignmentPage
    warnings: tuple[str, ...] = ()


@router.post("/evidence")
@scoped(TokenScope.SUBMIT)
def keep(who: Who, number: Number, order: Order, files: Files = []) -> Received:  # noqa: B006 - FastAPI copies it
    """Keep evidence and figures without handing in yet."""
    return _taken(who, number, order, files, submit.attach)


@router.post("/submit")
@scoped(TokenScope.SUBMIT)
def hand_in(who: Who, number: Number, order: Order, files: Files = []) -> Received:  # noqa: B006
    """报送, with what is given here and what was kept before."""
    return _taken(who, number, order, files, submit.submit)


@router.post("/take-back")
@scoped(TokenScope.SUBMIT)
def take_back(who: Who, number: Number, given: order.Reason) -> AssignmentPage:
    """撤回, while the reviewer has not opened it."""
    submit.take_back(who.desk, [submit.TakeBack(number, who.actor, given.reason)], at=who.at)
    return shown(who, number)


@router.post("/part")
@scoped(TokenScope.SUBMIT)
def part_in(who: Who, number: Number, order: Order, files: Files = []) -> AssignmentPage:  # noqa: B006
    """A cooperating unit hands in its part."""
    part = submit.PartIn(number, who.actor, _items(order, files), order.note, _prepared(order))
    submit.part_in(who.desk, [part], at=who.at)
    return shown(who, number)


@router.post("/parts/{unit}/waive")
@scoped(TokenScope.SUBMIT)
def waive(who: Who, number: Number, unit: str, given: order.Reason) -> AssignmentPage:
    """Do without a cooperating unit's part."""
    submit.waive_part(who.desk, submit.WaivePart(number, unit, who.actor, given.reason), at=who.at)
    return shown(who, number)


def _taken(
    who: Caller,
    number: int,
    given: order.HandIn,
    files: Sequence[UploadFile],
    verb: Callable[..., list[submit.Submitted]],
) -> Received:
    figures = tuple(submit.FigureIn(f.measure, f.numerator, f.denominator, f.slice) for f in given.figures)
    items, prepared = _items(given, files), _prepared(given)
    wanted = submit.Submission(number, who.actor, items, figures, given.self_score, given.note, prepared)
    [taken] = verb(who.desk, [wanted], at=who.at)
    return Received(assignment=shown(who, number), warnings=taken.warnings)


def _prepared(given: order.HandIn) -> submit.Prepared | None:
    return submit.Prepared(given.draft_files) if given.draft_files else None


def _items(given: order.HandIn, files: Sequence[UploadFile]) -> tuple[submit.Item, ...]:
    """Files and values as pieces. Raises Invalid when it is not told of every file what it is for."""
    if len(files) != len(given.files):
        raise Invalid(
            "files-not-told",
            N_("{files} files came, and of {told} it was told what they are for."),
            hint=N_("Name one requirement in `order.files` for each file, in the same order."),
            files=len(files),
            told=len(given.files),
        )
    uploaded = (
        submit.Item(f.requirement, up.file.read(), up.filename or "", "", f.effective_on, f.replaces)
        for f, up in zip(given.files, files, strict=True)
    )
    written = (submit.Item(v.requirement, value=v.value, effective_on=v.effective_on) for v in given.values)
    return (*uploaded, *written)
