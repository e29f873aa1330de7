"""How notices would read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Pace
from engine.services.word.preview import preview
from notifiers.composing import composed
from portal.api.door import Who, scoped
from portal.api.models.value import LARGEST, Answered, Name

router = APIRouter(prefix="/notices/preview", tags=["notices"])


class ComposedOut(Answered):
    """A message as a channel gets it; `texts`: how many text messages it would be charged as."""

    subject: str
    body: str
    length: int
    texts: int


class PreviewOut(Answered):
    """A notice as it would read to `reader`, for example; `fault` says why it cannot, and `file` where."""

    notice: str
    pace: Pace
    channel: str
    rungs: tuple[str, ...]
    subject: str
    body: str
    fault: str
    reader: str
    file: str
    assignment: int | None
    messages: tuple[ComposedOut, ...] = ()


class Previews(Answered):
    """Notices as they would read."""

    items: tuple[PreviewOut, ...]


@router.get("")
@scoped(TokenScope.READ)
def previews(
    who: Who,
    notice: Name = "",
    assignment: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    unit: Name = "",
    day: date | None = None,
    lang: Literal["zh", "en"] = "zh",
    channel: Name = "",
) -> Previews:
    """One notice, or every one, about real work, nothing of it sent; `messages` as `channel` would get it, if named."""
    asked = {"assignment": assignment, "unit": unit, "as_of": day, "chosen": lang}
    folder = who.runtime.settings.definitions
    found = preview(who.desk, who.actor, notice, folder=folder, at=who.at, **asked)  # type: ignore[arg-type]
    items = []
    for each in found:
        told = composed(who.runtime, channel, each.subject, each.body) if channel and not each.fault else ()
        messages = tuple(map(ComposedOut.model_validate, told))
        items.append(PreviewOut.model_validate(each).model_copy(update={"messages": messages}))
    return Previews(items=tuple(items))
