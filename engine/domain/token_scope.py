"""What a token may be used for; what its person may not do, no token does either."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class TokenScope(StrEnum):
    """`read`: look. `submit`: what a unit does with its own work. `review`: what reviewers and the office decide.
    `administer`: definitions, people, tokens, webhooks and flows."""

    READ = "read"
    SUBMIT = "submit"
    REVIEW = "review"
    ADMINISTER = "administer"


EVERYTHING: Final = frozenset(TokenScope)
"""What somebody does who is signed in on a page."""


def in_order(scopes: Iterable[TokenScope]) -> tuple[TokenScope, ...]:
    """The scopes from the least to the most, each once."""
    given = set(scopes)
    return tuple(scope for scope in TokenScope if scope in given)
