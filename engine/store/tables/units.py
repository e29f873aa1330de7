"""Who there is: units, the groups they belong to, and the people who act for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from engine.store.types import Instant


class Unit(SQLModel, table=True):
    """Who there is; a unit that left stays for the archive.

    `leader`: the person in charge of it, '' for the programme's.
    """

    __table_args__ = (Index("ix_unit_kind", "kind"), Index("ix_unit_leader", "leader"))
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    kind: str
    service: str = ""
    industry: str = ""
    sub_district: str = ""
    leader: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    sample: bool = False
    left_on: date | None = None


class Member(SQLModel, table=True):
    """Who belongs to which group, from when to when; `due_on` is what was agreed with a member who joined late."""

    group: str = Field(primary_key=True)
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    joined_on: date | None = None
    left_on: date | None = None
    due_on: date | None = None


class Person(SQLModel, table=True):
    """Who acts for which unit, and how word reaches them. `last_in`: when they last came in, by whatever door."""

    __table_args__ = (Index("ix_person_unit", "unit_id", "role"),)
    id: str = Field(primary_key=True)
    name: str
    unit_id: str = Field(foreign_key="unit.id")
    role: str
    email: str = ""
    phone: str = ""
    deputy: str = ""
    active: bool = True
    sample: bool = False
    last_in: datetime | None = Field(default=None, sa_type=Instant)
