"""Every failure a person may meet: a stable code, a kind for the edges, and a sentence that says what would help."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Final

from engine.wording import N_, Unsaid, say

_CAUSES: Final[Mapping[int, str]] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.EEXIST: N_("a file of this name is there already"),
    errno.EACCES: N_("this account may not do that there"),
    errno.EPERM: N_("this account may not do that there"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the space this account may use is full"),
    errno.EFBIG: N_("it is larger than this account may write"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("the links of this path lead round in a circle"),
    errno.EIO: N_("the disk does not answer properly"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
}


class Kind(StrEnum):
    """How an edge answers a failure; each edge maps the kinds once (exit codes, HTTP status)."""

    INVALID = "invalid"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    UNAVAILABLE = "unavailable"


class LuoshiError(Exception):
    """Base of all errors shown to people.

    `code` is stable and documented; `message` and `hint` are English message ids with `{placeholders}`
    filled from `params` and translated only when the error is shown.
    """

    kind: ClassVar[Kind]

    def __init__(self, code: str, message: str, /, *, hint: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.params = params

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return say(self.message, **self.params)

    @property
    def remedy(self) -> str:
        """What would be needed, in the reader's language; empty when the sentence already says it."""
        return say(self.hint, **self.params)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class Invalid(LuoshiError):
    """The input is wrong in itself: a bad date, an unknown unit, a file that cannot be read."""

    kind = Kind.INVALID


class Refused(LuoshiError):
    """The input is well formed but the state or the rules do not allow it now."""

    kind = Kind.REFUSED


class Forbidden(LuoshiError):
    """This person may not do it; somebody else may, and the sentence says who."""

    kind = Kind.FORBIDDEN


class NotFound(LuoshiError):
    """There is no such thing, or none this person may see."""

    kind = Kind.NOT_FOUND


class Unavailable(LuoshiError):
    """Something outside (database, Prefect, a channel, a disk) does not answer; trying again may help."""

    kind = Kind.UNAVAILABLE


def cause_of(error: OSError) -> object:
    """Why a disk or the system refused, for a `{cause}` in a sentence: in the reader's language, with no full stop.

    What has no words here is given as the system says it.
    """
    known = _CAUSES.get(error.errno or 0)
    return Unsaid(known) if known else error.strerror or str(error)
