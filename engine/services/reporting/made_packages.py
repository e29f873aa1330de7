"""Packages that were made: what the history keeps of each, and whether a file is one of them, unaltered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from engine.domain.actor import Actor
from engine.domain.vocabulary import Verb
from engine.reports.package.verifying import Checked, check_package
from engine.services.desk import Desk
from engine.services.looking import acts
from engine.services.looking.acts import ActEntry, Wanted
from engine.services.seeing import check_sees_all

_NEWEST: Final = 20
_EVER: Final = 1000
"""So many of the newest packages are known again."""


@dataclass(frozen=True, slots=True)
class MadePackage:
    """A package as the history keeps it: who made it when (UTC), how much was in it, and its manifest's digest.

    `indicator` is '' for one of everything.
    """

    act: int
    who: str
    at: datetime
    year: int
    indicator: str
    files: int
    size: int
    gaps: int
    digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a file; `made`: the package that the history knows by this manifest, None for none."""

    checked: Checked
    made: MadePackage | None


def made_packages(desk: Desk, actor: Actor) -> tuple[MadePackage, ...]:
    """The newest packages, newest first. Raises Forbidden for a limited view."""
    return tuple(_made_in(acts.page(desk, actor, Wanted(verb=Verb.PACK), limit=_NEWEST)))


def verify_package(desk: Desk, actor: Actor, stream: IO[bytes], name: str, *, digest: str = "") -> Verified:
    """Check a file that somebody holds, and look its manifest up among the packages made here.

    `digest`: the manifest's as it was told at making, '' when it is not at hand. Raises Invalid for what is no
    package, Forbidden for a limited view.
    """
    check_sees_all(desk, actor)
    checked = check_package(stream, digest, name=name)
    found = acts.page(desk, actor, Wanted(verb=Verb.PACK), limit=_EVER) if checked.digest else ()
    return Verified(checked, next((m for m in _made_in(found) if m.digest == checked.digest), None))


def _made_in(entries: Iterable[ActEntry]) -> Iterator[MadePackage]:
    """Those that were finished; of one whose download was broken off the history knows no digest."""
    return (_made(each) for each in entries if "digest" in each.detail)


def _made(entry: ActEntry) -> MadePackage:
    kept: dict[str, Any] = entry.detail
    return MadePackage(
        entry.id,
        entry.actor,
        entry.at,
        int(kept["year"]),
        str(kept["indicator"]),
        int(kept["files"]),
        int(kept["size"]),
        int(kept["gaps"]),
        str(kept["digest"]),
    )
