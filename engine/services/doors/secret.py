"""Secret addresses: tokens that only this installation can have made, so that a guess is refused without a question to
the database; what is kept of one is a digest."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, Signer

from engine.errors import Unavailable, cause_of
from engine.wording import N_

LINK: Final = "personal-link"
FEED: Final = "calendar-feed"
"""What a token is for; one made for one purpose is worth nothing for another."""


def read_key(home: Path) -> bytes:
    """The installation's key, made on first use in `home`/secret.key, readable by its owner alone.

    Without the file every secret address given out so far is void. Raises Unavailable when it cannot be read or made.
    """
    file = home / "secret.key"
    try:
        if not file.exists():
            _make(file)
        return file.read_bytes()
    except OSError as error:
        raise Unavailable(
            "no-secret-key",
            N_("The key file {file} can be neither read nor made: {cause}."),
            hint=N_("Let the account that runs Luoshi own the home folder."),
            file=file,
            cause=cause_of(error),
        ) from error


def fresh(key: bytes, purpose: str) -> str:
    """A new token: 128 random bits and their signature, 66 signs that stand in an address as they are."""
    return _signer(key, purpose).sign(secrets.token_urlsafe(16)).decode()


def genuine(key: bytes, purpose: str, token: str) -> bool:
    """Whether this installation made `token` for this purpose."""
    try:
        _signer(key, purpose).unsign(token)
    except (BadSignature, UnicodeError):
        return False
    return True


def digest_of(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _signer(key: bytes, purpose: str) -> Signer:
    return Signer(key, salt=purpose, digest_method=hashlib.sha256)


def _make(file: Path) -> None:
    """Of two processes that start at once one makes the file, whole; both read that one."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(32))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
