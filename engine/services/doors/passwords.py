"""Passwords: what a good one is, and how they are kept: argon2id hashes, never the words themselves."""

from __future__ import annotations

import secrets
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import Invalid
from engine.wording import N_

SHORTEST: Final = 10
_LONGEST: Final = 256
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody confuses when reading them from a printed line."""

_hasher = PasswordHasher()
_AT_ONCE: Final = threading.BoundedSemaphore(4)
"""Each look at a password takes 64 MiB: whoever sends a thousand at once makes a queue and does not fill the memory."""
_NOBODY: Final = _hasher.hash("nobody")


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its own salt."""
    return _hasher.hash(password)


def fits(password: str, known: str) -> bool:
    """Whether a password is the one that was hashed.

    An empty hash fits nothing, and takes as long to say so: who waits longer does not learn that somebody exists.
    """
    try:
        with _AT_ONCE:
            return _hasher.verify(known or _NOBODY, password) and bool(known)
    except (VerificationError, InvalidHashError):
        return False


def outdated(known: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(known)


def printed_once() -> str:
    """A fresh random password in three readable groups, about 59 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


def check_new(password: str, *names: str) -> None:
    """A new password is long and is not a name of its owner (NIST SP 800-63B: length, no rules of composition).

    Raises Invalid saying what is wanted.
    """
    if not SHORTEST <= len(password) <= _LONGEST:
        raise Invalid(
            "password-length",
            N_("A password has from {least} to {most} signs."),
            hint=N_("A short sentence is easy to remember and hard to guess."),
            least=SHORTEST,
            most=_LONGEST,
        )
    plain = password.casefold()
    if len(set(plain)) < 4 or any(name and (plain in name.casefold() or name.casefold() == plain) for name in names):
        raise Invalid(
            "password-guessable",
            N_("This password is too easy to guess."),
            hint=N_("Take one that is not a name and not one sign repeated."),
        )
