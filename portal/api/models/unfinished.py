"""What a unit has prepared and not handed in: its fields and files, and files handed in elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from engine.services.work.reuse import Earlier
from engine.services.work.unfinished import PreparedFile, Unfinished
from portal.api.models.value import Answered, Given, Name, NumberOf, Text


class DraftFile(Answered):
    """A file that is in and not handed in. `warning`: a day outside the window, say; `removed`: taken out again."""

    id: int
    requirement: str
    name: str
    sha256: str
    size: int
    media_type: str
    effective_on: date | None
    person: str
    removed: bool
    warning: str

    @classmethod
    def of(cls, file: PreparedFile) -> Self:
        """From a file of the draft."""
        return cls.model_validate(file)


class Draft(Answered):
    """A unit's unfinished form: fields as typed, by name, and files. `refusal`: why nothing can be handed in now."""

    fields: dict[str, str]
    files: tuple[DraftFile, ...]
    refusal: str

    @classmethod
    def of(cls, draft: Unfinished) -> Self:
        """From the unit's draft."""
        return cls(fields=dict(draft.fields), files=tuple(map(DraftFile.of, draft.files)), refusal=draft.refusal)


class EarlierFile(Answered):
    """A file the unit has handed in; `piece` is its number, `title` what it was handed in for."""

    piece: int
    name: str
    title: str
    period: str
    received_on: date
    size: int

    @classmethod
    def of(cls, file: Earlier) -> Self:
        """From a file handed in earlier."""
        return cls.model_validate(file)


class FieldsIn(Given):
    """Fields as typed: `note`, `self_score`, `value.ID`, `on.ID`, `n.MEASURE.SLICE`, `d.MEASURE.SLICE`."""

    fields: Annotated[dict[Name, Text], Field(max_length=500)]


class ChangeIn(Given):
    """What changes about a file: the day it speaks of (null: the day of handing in), or whether it is taken out."""

    effective_on: date | None = None
    removed: bool | None = None


class EarlierIn(Given):
    """Which earlier file is taken again, and for what."""

    requirement: Name
    piece: NumberOf
