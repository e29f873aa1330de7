"""The way that works with nothing configured: the product's own inbox, and a file of what would have been sent."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.domain.vocabulary import AttemptOutcome
from engine.errors import cause_of
from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers.sender import Answer


@dataclass(frozen=True, slots=True)
class InboxSender:
    """Leaves a letter in the inbox, where its outbox row already is, and notes it in `folder`/YYYY-MM-DD.jsonl.

    `day` names the file, in the programme's time zone. A line is on the disk before the answer says so; a letter that
    is tried again after a crash is not noted twice.
    """

    folder: Path
    day: date

    @property
    def file(self) -> Path:
        """The file of the day, one letter a line."""
        return self.folder / f"{self.day.isoformat()}.jsonl"

    @property
    def per_minute(self) -> int:
        """A file takes what it is given."""
        return 0

    @property
    def room(self) -> int:
        """A file has room for any letter."""
        return 0

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        """Note the letter. A full or missing disk is an answer that may be tried again."""
        try:
            if letter.attempts == 0 or letter.id not in noted(self.file):
                _append(self.file, _line(letter, at))
        except OSError as error:
            return Answer(AttemptOutcome.UNAVAILABLE, f"{self.file.name}: {cause_of(error)}", at)
        words = N_("In the inbox.") if letter.person else N_("In the unit's inbox: it has nobody to write to.")
        return Answer(AttemptOutcome.ACCEPTED, say(words), at)


def noted(file: Path) -> set[int]:
    """The letters noted in a file; a line that a crash cut short does not count."""
    if not file.exists():
        return set()
    found: set[int] = set()
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found.add(int(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _line(letter: Letter, at: datetime) -> str:
    body: dict[str, Any] = {
        "id": letter.id,
        "at": at.isoformat(timespec="seconds"),
        "notice": letter.notice,
        "to": letter.person_name or letter.unit_name,
        "person": letter.person,
        "unit": letter.unit_name,
        "assignment": letter.assignment,
        "as_of": letter.as_of.isoformat(),
        "urgent": letter.urgent,
        "subject": letter.subject,
        "body": letter.body,
    }
    return json.dumps(body, ensure_ascii=False)


def _append(file: Path, line: str) -> None:
    """Append one line in one write and wait for the disk; begin a new line after one that was cut short."""
    fresh = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        cut_short = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (("\n" if cut_short else "") + line + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
