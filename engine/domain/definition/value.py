"""The base of every declared value: frozen, closed to unknown fields, with a canonical form and a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A stable identifier: lower-case latin letters, digits and hyphens."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text a person reads; never empty."""


class Fault(ValueError):
    """A broken rule of a definition value, told so that the catalog can point at the field and translate the sentence.

    `message` and `hint` are English message ids with `{placeholders}`; `at` leads from the value to the faulty field.
    """

    def __init__(self, code: str, message: str, *at: str | int, hint: str = "", **params: object) -> None:
        super().__init__(message.format(**params))
        self.code, self.message, self.at, self.hint, self.params = code, message, at, hint, params


class Value(BaseModel):
    """A frozen, closed definition value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __hash__(self) -> int:
        return hash(self.digest)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with some fields changed; it works out its own canonical form and digest."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("canonical", "digest"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def canonical(self) -> str:
        """Sorted, compact JSON without unset defaults: equal values have equal bytes."""
        body = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hex."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


class Ruled(Value):
    """A value with rules between its fields: it is refused at the first that is broken; `faults` names every one."""

    def faults(self) -> Iterator[Fault]:
        """The broken rules, in the order in which an author would mend them."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for fault in self.faults():
            raise fault
        return self


class Translated(Value):
    """A text in both languages; English falls back to Chinese."""

    zh: Words
    en: str = Field(default="")
