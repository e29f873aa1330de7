"""Which programme runs here, and every catalog it ever had."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class Programme(SQLModel, table=True):
    """Which programme runs here, from which year, under which catalog.

    Periods already due before `since` are not opened: a programme applied in November asks nothing for March.
    `units_act`: the act that last changed units, so that readers know when to look again.
    """

    id: str = Field(primary_key=True)
    title: str
    year: int
    since: date
    swept_on: date | None = None
    catalog: str
    sample: bool = False
    units_act: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class CatalogVersion(SQLModel, table=True):
    """Every catalog ever applied, whole, by digest."""

    __tablename__ = "catalog_version"
    digest: str = Field(primary_key=True)
    programme: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    act_id: int
