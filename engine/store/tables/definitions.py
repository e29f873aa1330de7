"""The tables of definitions: those ever in force, and those that are being worked on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from engine.store.types import Instant, Json


class DefinitionVersion(SQLModel, table=True):
    """Every resolved definition ever in force, by digest; assignments point at theirs."""

    __tablename__ = "definition_version"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    indicator: str = Field(index=True)
    body: str = Field(sa_column=Column(Text, nullable=False))


class DefinitionText(SQLModel, table=True):
    """Every text that a definition file has had here; the newest row of a file says how it stands.

    `state`: `folder` (as it lay in the folder before somebody worked on it), `saved` (a draft), `discarded` (the draft
    was given up: the folder's text holds), `applied` (the text now lies in the folder). `body` is NULL for a file that
    is not there. `base` is the digest of the folder's text that the draft was begun from, empty for none.
    """

    __tablename__ = "definition_text"
    __table_args__ = (Index("ix_definition_text_file", "programme", "file", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    programme: str
    file: str
    state: str
    body: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    base: str = ""
    person: str
    at: datetime = Field(sa_type=Instant)


class ReceivedTable(SQLModel, table=True):
    """A responsibility table that somebody sent in and looks at: the file itself, read again at every look.

    `year` NULL: the one that the table names.
    """

    __tablename__ = "received_table"
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    file: str
    year: int | None = None
    raw: bytes
    made_at: datetime = Field(sa_type=Instant)


class Proposal(SQLModel, table=True):
    """A plan that wants a second person: who laid it before whom, and what became of it.

    `plan` is the plan's digest: another plan is another proposal. `texts`: the number of the text that it puts in
    place by file. `state`: proposed, withdrawn, refused (by somebody else, `answer` says why) or applied.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme: str
    plan: str
    catalog: str
    choice: str = ""
    note: str = ""
    texts: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    state: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Instant)
    approved_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str | None = None
