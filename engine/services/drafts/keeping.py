"""Definitions worked on by administrators: texts kept as drafts, given up, brought back; nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from engine.catalog.editing.texts import digest_of, may_be_edited, text_of
from engine.domain.actor import Actor, not_yours
from engine.domain.vocabulary import Role
from engine.errors import Invalid, NotFound, Refused
from engine.services.desk import Desk
from engine.store.database import Connection
from engine.store.programme import definition_texts as store
from engine.wording import N_, say

State = Literal["saved", "discarded", "applied", "folder", ""]
KEPT: Final = 60
"""How many earlier texts of a file can be looked at and brought back."""
LARGEST: Final = 200_000
"""Characters of a text that is worked on."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as somebody opens it to work on: `text` is the draft's where there is one, else the folder's.

    `text` None: it is (to be) taken away. `seen` and `base` go back with what is saved: by them it is known whether
    anybody, here or by hand in the folder, came in between. `moved`: the folder's text is another than the draft was
    begun from. `by`, `at`: whose draft, and since when.
    """

    file: str
    text: str | None
    folder: str | None
    seen: int
    base: str
    draft: bool
    moved: bool
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that waits to be applied; `kind` says what it does to the folder's."""

    file: str
    number: int
    text: str | None
    kind: Literal["added", "changed", "removed"]
    moved: bool
    by: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text that a file had; `text` None where it was taken away."""

    number: int
    state: State
    text: str | None
    by: str
    at: datetime


def drafts_here(actor: Actor) -> bool:
    """Whether `actor` works on definitions: administrators do."""
    return actor.role in (Role.ADMINISTRATOR, Role.SYSTEM)


def check_drafts_here(actor: Actor) -> None:
    """Raise Forbidden for whoever does not work on definitions."""
    if not drafts_here(actor):
        raise not_yours(actor, say(N_("the administrators")))


def drafts(desk: Desk, folder: Path) -> dict[str, Draft]:
    """Every text that waits to be applied, by file."""
    with desk.database.reading() as connection:
        return drafts_in(desk, connection, folder)


def drafts_in(desk: Desk, connection: Connection, folder: Path) -> dict[str, Draft]:
    """The same within a transaction."""
    programme = desk.book.office(connection).catalog.programme.id
    rows = store.newest(connection, programme)
    return {file: _draft(row, text_of(folder, file)) for file, row in rows.items() if row.state == "saved"}


def opened(desk: Desk, folder: Path, file: str) -> Opened:
    """A file to work on. Raises NotFound for one that neither lies in the folder nor has a draft."""
    _check_file(file)
    with desk.database.reading() as connection:
        programme = desk.book.office(connection).catalog.programme.id
        row = store.newest_of(connection, programme, file)
    there = text_of(folder, file)
    if there is None and (row is None or row.state != "saved"):
        raise NotFound(
            "no-such-definition",
            N_("There is no definition “{file}” here."),
            hint=N_("Look for it in the list of definitions; it may have been taken out."),
            file=file,
        )
    seen, base = (row.id if row is not None else 0), digest_of(there)
    if row is None or row.state != "saved":
        return Opened(file, there, there, seen, base, draft=False, moved=False)
    moved = row.base != base and digest_of(row.body) != base
    return Opened(file, row.body, there, seen, base, True, moved, row.person_name or row.person, row.at)


def save(
    desk: Desk, folder: Path, file: str, text: str | None, actor: Actor, *, at: datetime, seen: int, base: str
) -> int:
    """Keep a text as a draft, faulty or not; None proposes to take the file away. Returns its number.

    `seen` and `base` as `opened` gave them (0 and '' for a new file). A text equal to the folder's ends the draft.
    Raises Forbidden, Invalid for a file that is none or a text that no file can hold, and Refused `text-between` or
    `folder-between` when somebody's text stands in between: nothing is overwritten unseen.
    """
    check_drafts_here(actor)
    _check_file(file)
    text = _sound(text)
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme.id
        row = store.newest_of(connection, programme, file)
        there = text_of(folder, file)
        if row is not None and row.id != seen:
            if row.state == "saved" and row.body == text:
                return int(row.id)
            raise _between(row)
        if base != digest_of(there) and text != there:
            raise Refused(
                "folder-between",
                N_("The folder's text of {file} has been changed by hand since you opened it."),
                hint=N_("Compare the two; saving once more puts yours in its place."),
                file=file,
            )
        return _keep(connection, row, there, text, {"programme": programme, "file": file, "person": actor.id, "at": at})


def lay(desk: Desk, folder: Path, texts: Mapping[str, str], actor: Actor, *, at: datetime) -> tuple[str, ...]:
    """Keep several texts as drafts, all or none; the files in which something changes.

    Raises Forbidden, Invalid as `save`, and Refused `draft-waits` where somebody's draft stands in the way: it is
    named, and not overwritten.
    """
    check_drafts_here(actor)
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme.id
        newest = store.newest(connection, programme)
        waiting = [file for file in texts if file in newest and newest[file].state == "saved"]
        if waiting:
            raise Refused(
                "draft-waits",
                N_("A draft of {files} is waiting already."),
                hint=N_("Apply it or give it up first: nothing of it is overwritten."),
                files="、".join(waiting[:5]) + ("…" if len(waiting) > 5 else ""),
            )
        for file, text in texts.items():
            _check_file(file)
            shared = {"programme": programme, "file": file, "person": actor.id, "at": at}
            _keep(connection, newest.get(file), text_of(folder, file), _sound(text), shared)
    return tuple(file for file, text in texts.items() if text_of(folder, file) != text)


def discard(desk: Desk, folder: Path, file: str, actor: Actor, *, at: datetime, seen: int) -> int:
    """Give up a draft: the folder's text holds again. Returns the number of the text given up, for `bring_back`.

    Raises Forbidden, NotFound when there is no draft, Refused `text-between` when it is not the one that was seen.
    """
    check_drafts_here(actor)
    _check_file(file)
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme.id
        row = store.newest_of(connection, programme, file)
        if row is None or row.state != "saved":
            raise NotFound("no-draft", N_("There is no draft of {file}."), file=file)
        if row.id != seen:
            raise _between(row)
        there = text_of(folder, file)
        fields = {"programme": programme, "file": file, "person": actor.id, "at": at, "base": digest_of(there)}
        store.keep(connection, {**fields, "state": "discarded", "body": there}, KEPT)
        return int(row.id)


def bring_back(desk: Desk, folder: Path, number: int, actor: Actor, *, at: datetime, seen: int) -> str:
    """Make an earlier text the draft again; returns its file. Raises as `save`, NotFound for a number of none."""
    check_drafts_here(actor)
    with desk.database.reading() as connection:
        row = store.text(connection, desk.book.office(connection).catalog.programme.id, number)
    if row is None:
        raise NotFound("no-such-text", N_("This earlier text is not kept any more."))
    file = str(row.file)
    save(desk, folder, file, row.body, actor, at=at, seen=seen, base=digest_of(text_of(folder, file)))
    return file


def earlier(desk: Desk, file: str) -> tuple[Earlier, ...]:
    """Who had which text of a file when, newest first."""
    _check_file(file)
    with desk.database.reading() as connection:
        rows = store.texts(connection, desk.book.office(connection).catalog.programme.id, file)
    return tuple(Earlier(row.id, row.state, row.body, row.person_name or row.person, row.at) for row in rows)


def _keep(connection: Connection, row: Any, there: str | None, text: str | None, about: Mapping[str, Any]) -> int:
    """A text beside the newest `row` of its file and what lies in the folder; nothing is kept twice."""
    shared = {**about, "base": digest_of(there)}
    standing = row.body if row is not None and row.state == "saved" else there
    if text == standing:
        return int(row.id) if row is not None else 0
    if there is not None and (row is None or row.body != there):
        store.keep(connection, {**shared, "state": "folder", "body": there}, KEPT)
    state = "discarded" if text == there else "saved"
    return store.keep(connection, {**shared, "state": state, "body": text}, KEPT)


def laid_over(found: Mapping[str, Draft]) -> dict[str, str | None]:
    """Drafts as texts to be laid over the folder."""
    return {file: draft.text for file, draft in found.items()}


def _draft(row: Any, there: str | None) -> Draft:
    kind: Literal["added", "changed", "removed"] = "changed"
    if row.body is None:
        kind = "removed"
    elif there is None:
        kind = "added"
    base = digest_of(there)
    moved = row.base != base and digest_of(row.body) != base
    return Draft(row.file, row.id, row.body, kind, moved, row.person_name or row.person, row.person, row.at)


def _check_file(file: str) -> None:
    if not may_be_edited(file):
        raise Invalid(
            "not-a-definition",
            N_("“{file}” is no place for a definition that is worked on here."),
            hint=N_(
                "Indicators lie in indicators/<category>/<id>.yaml; an id has lower-case letters, digits, hyphens."
            ),
            file=file[:200],
        )


def _sound(text: str | None) -> str | None:
    """A text with plain line ends. Raises Invalid for one that no file can hold."""
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST:
        raise Invalid("text-too-long", N_("This text is too long to be kept as a definition."))
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Invalid("unwritable-text", N_("This text holds a character that no file can hold."))
    return text if text.endswith("\n") or not text else f"{text}\n"


def _between(row: Any) -> Refused:
    return Refused(
        "text-between",
        N_("{name} has changed {file} since you opened it."),
        hint=N_("Compare the two texts; yours is still here and has not been saved."),
        name=row.person_name or row.person,
        file=row.file,
    )
