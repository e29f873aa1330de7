"""Who keeps people and units, and which roles each may grant: nobody grants more than they keep."""

from __future__ import annotations

from typing import Final

from engine.domain.actor import Actor
from engine.domain.vocabulary import Role

OFFICE_ROLES: Final = frozenset({Role.OFFICE, Role.REVIEWER, Role.HEAD})
"""Roles that act for the creation office when their unit is it."""
ALL_ROLES: Final = tuple(role for role in Role if role is not Role.SYSTEM)
"""Every role a person can have."""
_OF_A_UNIT: Final = (Role.REVIEWER, Role.HEAD, Role.CLERK)


def keeps_all(actor: Actor, office: str) -> bool:
    """Whether `actor` keeps people and units everywhere. `office` is the creation office's unit id."""
    return actor.role in (Role.ADMINISTRATOR, Role.SYSTEM) or (actor.unit == office and actor.role in OFFICE_ROLES)


def grantable(actor: Actor, unit: str, office: str) -> tuple[Role, ...]:
    """The roles `actor` may give to, and take from, people of a unit; none: they do not keep its people.

    An administrator grants every role; the creation office those of other units; a unit's head those below their own.
    """
    if actor.role in (Role.ADMINISTRATOR, Role.SYSTEM):
        return ALL_ROLES
    if keeps_all(actor, office):
        return _OF_A_UNIT if unit != office else ()
    if actor.role is Role.HEAD and actor.unit == unit:
        return (Role.REVIEWER, Role.CLERK)
    return ()
