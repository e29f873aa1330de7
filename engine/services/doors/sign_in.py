"""登录: who comes in by a password, who is in, and who goes out; too many wrong tries are held back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from engine.domain.actor import Actor
from engine.domain.vocabulary import Role, UnitKind
from engine.errors import Forbidden, Refused
from engine.services.desk import Desk
from engine.services.doors import origins, passwords
from engine.services.doors.secret import digest_of
from engine.store.database import Connection
from engine.store.doors import access
from engine.store.programme import adopted
from engine.wording import N_

IDLE: Final = timedelta(hours=2)
"""A visit ends after so long without a request."""
LONGEST: Final = timedelta(hours=12)
"""And after so long in any case."""
_NOTED: Final = timedelta(minutes=5)
_FREE: Final = 5
_FIRST_PAUSE: Final = timedelta(seconds=30)
_LONGEST_PAUSE: Final = timedelta(minutes=30)
_REMEMBERED: Final = timedelta(days=1)
"""So long tries at a name that nobody has are remembered."""

BY_PASSWORD: Final = "password"
BY_LINK: Final = "link"
"""The doors: an account's password, and a personal link, which is worth a service unit's clerk and nothing more."""
BY_PROVIDER: Final = "oidc"


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody was let in. `token` is the secret of the visit, told once; `must_change`: a new password is due."""

    token: str
    actor: Actor
    must_change: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is behind a token: the person, the door they came by, and whether a new password is due first."""

    actor: Actor
    via: str
    must_change: bool
    unit_kind: str


def sign_in(desk: Desk, name: str, password: str, *, at: datetime, origin: str = "", tries: int = 0) -> Entered:
    """Let a person in by their id, e-mail address or telephone and their password.

    Raises Forbidden `wrong-password` (also for a name nobody has), Refused `locked` while tries are held back: after
    five wrong ones for half a minute, doubled with each further one up to half an hour. `origin`: the network this
    comes from, '' when unknown; after `tries` wrong ones from there, at whatever accounts, Refused `origin-locked`.
    """
    origin = origin if tries else ""
    with desk.database.reading() as connection:
        origins.check_origin(connection, origin, at)
        found = access.by_name(connection, name.strip())
        row = found[0] if len(found) == 1 else None
        known = (row.password or "") if row is not None else ""
        # A name without an account is held back alike: the door does not tell which names there are.
        tried = row if known else access.wrong_name(connection, digest_of(name.strip()))
    if tried is not None:
        check_not_locked(tried.locked_until, at)
    if not passwords.fits(password, known) or row is None:
        failed = int(tried.failed) + 1 if tried is not None else 1
        if row is not None and known:
            count_failure(desk, row.id, failed, at)
        else:
            _count_wrong_name(desk, name.strip(), failed, at)
        if origin:
            origins.count_origin(desk, origin, tries, at)
        raise Forbidden(
            "wrong-password",
            N_("This name and this password do not belong together."),
            hint=N_("Check both; after {free} wrong tries the account waits a little."),
            free=_FREE,
        )
    fields: dict[str, object] = {"failed": 0, "locked_until": None}
    if passwords.outdated(known):
        fields["password"] = passwords.hashed(password)
    with desk.database.transaction() as connection:
        access.change_account(connection, row.id, fields)
        access.forget_visits(connection, at)
    return enter(desk, row.id, via=BY_PASSWORD, at=at, must_change=bool(row.must_change))


def sign_in_as(desk: Desk, name: str, *, at: datetime) -> Entered:
    """Let a person in whom an identity provider has named by id, e-mail address or telephone.

    Raises Forbidden `nobody-by-that-name` when nobody, or more than one person, goes by it here.
    """
    with desk.database.reading() as connection:
        found = access.by_name(connection, name.strip()) if name.strip() else []
    if len(found) != 1:
        raise Forbidden(
            "nobody-by-that-name",
            N_("The identity provider calls you “{name}”; nobody goes by that name here."),
            hint=N_("Ask an administrator to enter it with your person."),
            name=name,
        )
    return enter(desk, found[0].id, via=BY_PROVIDER, at=at)


def enter(
    desk: Desk, person: str, *, via: str, at: datetime, must_change: bool = False, lasts: timedelta = LONGEST
) -> Entered:
    """Let a person in who has shown who they are at the door `via`. Raises what Desk.person raises."""
    actor, token = desk.person(person), secrets.token_urlsafe(32)
    with desk.database.transaction() as connection:
        access.begin_visit(
            connection,
            {
                "digest": digest_of(token),
                "person_id": actor.id,
                "via": via,
                "began_at": at,
                "seen_at": at,
                "ends_at": at + lasts,
            },
        )
    return Entered(token, actor, must_change)


def who_is(desk: Desk, token: str, *, at: datetime, quiet: bool = False) -> Visitor | None:
    """Who is behind a visit's token; None when it is unknown, has ended, or its person has left.

    `quiet`: nobody touched anything, a page only refreshes itself; the visit runs out all the same.
    """
    digest = digest_of(token)
    with desk.database.reading() as connection:
        row = access.visit(connection, digest)
    if row is None or not row.active or at >= row.ends_at or at >= row.seen_at + IDLE:
        return None
    if row.via == BY_LINK and row.unit_kind != UnitKind.SERVICE_UNIT:
        return None
    if at >= row.seen_at + _NOTED and not quiet:
        with desk.database.transaction() as connection:
            access.seen(connection, digest, at)
    role = Role.CLERK if row.via == BY_LINK else Role(row.role)
    actor = Actor(row.person_id, row.name, row.unit_id, row.unit_name, role)
    return Visitor(actor, row.via, bool(row.must_change) and row.via == BY_PASSWORD, row.unit_kind)


def sign_out(desk: Desk, token: str) -> None:
    """End a visit; an unknown one is ended already."""
    with desk.database.transaction() as connection:
        access.end_visit(connection, digest_of(token))


def never_used(desk: Desk) -> str:
    """The first administrator's name while its printed password still waits to be changed; '' otherwise."""
    with desk.database.reading() as connection:
        account = access.account(connection, ADMINISTRATOR)
    return ADMINISTRATOR if account is not None and account.must_change else ""


def first_administrator(desk: Desk, *, at: datetime) -> tuple[str, str] | None:
    """On the first start: an administrator of the creation office with a password to be printed once.

    Returns name and password; None when an administrator can sign in already. A forgotten password is set anew by
    `reset` (`luoshi reset-password`).
    """
    with desk.database.transaction() as connection:
        if access.any_account_of(connection, Role.ADMINISTRATOR):
            return None
        office = desk.book.office(connection)
        password = passwords.printed_once()
        person = {
            "id": ADMINISTRATOR,
            "name": "管理员",
            "unit_id": office.office,
            "role": str(Role.ADMINISTRATOR),
            "email": "",
            "phone": "",
            "deputy": "",
            "active": True,
            "sample": False,
        }
        adopted.save_people(connection, [person])
        access.save_accounts(connection, [_account(ADMINISTRATOR, passwords.hashed(password), True, at)])
    return ADMINISTRATOR, password


ADMINISTRATOR: Final = "admin"


def open_to_samples(desk: Desk, password: str, *, at: datetime) -> int:
    """Let the people of sample rosters in by one shared password: for trying things out, nowhere else.

    Returns how many; real people are never touched.
    """
    known = passwords.hashed(password)
    with desk.database.transaction() as connection:
        people = access.sample_people(connection)
        access.save_accounts(connection, [_account(person, known, False, at) for person in people])
    return len(people)


def reset(desk: Desk, person: str, *, at: datetime) -> str:
    """A new password to be told to the person once, to be changed at the next sign-in; every visit of theirs ends.

    Raises NotFound or Refused for somebody who is not here.
    """
    actor = desk.person(person)
    with desk.database.transaction() as connection:
        return new_password(connection, actor.id, at=at)


def new_password(connection: Connection, person: str, *, at: datetime) -> str:
    """The same in an open transaction, for somebody who is known to be here."""
    password = passwords.printed_once()
    access.save_accounts(connection, [_account(person, passwords.hashed(password), True, at)])
    access.end_visits(connection, person)
    return password


def _account(person: str, password: str, must_change: bool, at: datetime) -> dict[str, object]:
    return {
        "person_id": person,
        "password": password,
        "must_change": must_change,
        "failed": 0,
        "locked_until": None,
        "changed_at": at,
    }


def check_not_locked(until: datetime | None, at: datetime) -> None:
    """Raise Refused `locked` while an account waits after too many wrong tries."""
    if until is not None and until > at:
        raise Refused(
            "locked",
            N_("Too many wrong passwords: this account waits {seconds} seconds."),
            hint=N_("Try again then, or ask an administrator for a new password."),
            seconds=ceil((until - at).total_seconds()),
        )


def count_failure(desk: Desk, person: str, failed: int, at: datetime) -> None:
    """Note the `failed`-th wrong password in a row; from the fifth on the account waits, longer each time."""
    with desk.database.transaction() as connection:
        access.change_account(connection, person, {"failed": failed, "locked_until": _waits_until(failed, at)})


def _count_wrong_name(desk: Desk, name: str, failed: int, at: datetime) -> None:
    row = {"digest": digest_of(name), "failed": failed, "locked_until": _waits_until(failed, at), "at": at}
    with desk.database.transaction() as connection:
        access.note_wrong_name(connection, row, older=at - _REMEMBERED)


def _waits_until(failed: int, at: datetime) -> datetime | None:
    """Until when nothing is looked at after so many wrong tries in a row; None while there are few."""
    return at + min(_FIRST_PAUSE * 2 ** min(failed - _FREE, 10), _LONGEST_PAUSE) if failed >= _FREE else None
