"""One's own account: its password and its visits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from portal.api.models.value import Answered, Given, Text


class PasswordIn(Given):
    """The present password and the new one."""

    old: Annotated[Text, Field(min_length=1, max_length=1000)]
    new: Annotated[Text, Field(min_length=1, max_length=1000)]


class Contacts(Given):
    """My telephone and e-mail; an empty text takes one away."""

    phone: Text
    email: Text


class Visit(Answered):
    """Somewhere I am signed in. `via`: password, link or oidc; `here`: the visit that asks."""

    via: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    here: bool


class Visits(Answered):
    """Where I am signed in, newest first."""

    items: tuple[Visit, ...]


class Ended(Answered):
    """How many visits ended."""

    ended: int
