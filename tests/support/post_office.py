"""An installation with the real definitions, three units with people, one without, and an assignment each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from engine import catalog as catalogs
from engine.catalog import Catalog
from engine.domain.definition import Definition
from engine.evidence import EvidenceFiles
from engine.runtime import Runtime
from engine.services.desk import Desk
from engine.settings import Settings
from engine.store import tables as t
from engine.store.database import Database
from engine.store.programme import adopted
from engine.store.word import outbox

AT = datetime(2022, 8, 1, 1, tzinfo=UTC)
DAY = date(2022, 8, 1)
DUE = date(2022, 8, 31)
PEOPLE = (
    ("sjj-1", "张三", "qu-shijian-ju", "clerk", "sjj-1@example.com", "sjj-h"),
    ("sjj-h", "王五", "qu-shijian-ju", "head", "sjj-h@example.com", ""),
    ("wjw-1", "钱七", "qu-weijian-wei", "clerk", "", ""),
    ("cjb-1", "孙八", "qu-chuangjian-ban", "office", "office@example.com", ""),
)
UNITS = ("qu-shijian-ju", "qu-weijian-wei", "qu-caizheng-ju")


@cache
def served() -> Catalog:
    """The definitions of the repository."""
    return catalogs.load(Path(__file__).parents[2] / "definitions" / "chongchuan-2022")


@cache
def served_at_any_hour() -> Catalog:
    """The same where nothing waits for office hours or a digest."""
    body = json.loads(served().dump())
    for notice in body["notices"]:
        notice["pace"] = "at-once"
    return Catalog.parse(json.dumps(body))


def open_office(database: Database, home: Path, *, waits: bool = False, **settings: Any) -> Runtime:
    """An installation whose definitions are in force, with assignments 1, 2 and 3 of the coverage indicator.

    `waits`: notices keep to the hours and the digest of the definitions.
    """
    catalog = served() if waits else served_at_any_hour()
    definition = catalog.definitions["free-verification-coverage"]
    with database.transaction() as connection:
        connection.execute(insert(t.act), [_act()])
        adopted.save_catalog(
            connection, {"digest": catalog.digest, "programme": "chongchuan", "body": catalog.dump(), "act_id": 1}
        )
        adopted.save_programme(
            connection,
            {"id": "chongchuan", "title": "t", "year": 2022, "since": DAY, "catalog": catalog.digest, "sample": True},
        )
        known = [{"id": unit.id, "name": unit.name, "kind": str(unit.kind)} for unit in catalog.units]
        connection.execute(insert(t.unit), known)
        named = ("id", "name", "unit_id", "role", "email", "deputy")
        connection.execute(insert(t.person), [dict(zip(named, row, strict=True)) | {"active": True} for row in PEOPLE])
        body = {definition.digest: (definition.id, definition.canonical)}
        number = adopted.save_definitions(connection, body)[definition.digest]
        _issue(connection, definition, number)
    desk = Desk(database, EvidenceFiles(str(home / "evidence")))
    return Runtime(Settings(home=home, _env_file=None, **settings), desk)


def _issue(connection: Any, definition: Definition, number: int) -> None:
    period = {"id": 3, "programme": "chongchuan", "indicator": definition.id, "key": "2022", "year": 2022}
    dates = {"open_on": DAY, "due_on": DUE, "assess_on": DUE, "window_from": DAY, "window_to": DUE}
    words = {"title": "2022年", "milestone": "", "points": 300, "definition_id": number}
    connection.execute(insert(t.period), [{**period, **dates, **words}])
    stage = definition.workflow.stages[0]
    facts = {"period_id": 3, "definition_id": number, "stage": stage.id, "stage_kind": str(stage.kind), "act_id": 1}
    flags = {"returned": False, "vetoed": False, "settled": False, "stage_since": DAY}
    moments = {"due_on": DUE, "first_due_on": DUE, "resubmit_by": date(2022, 8, 8)}
    rows = [{"id": at, "unit_id": unit, **facts, **flags, **moments} for at, unit in enumerate(UNITS, 1)]
    connection.execute(insert(t.assignment), rows)


def _act() -> dict[str, Any]:
    named = {"id": 1, "programme": "chongchuan", "verb": "issue", "actor": "system", "at": AT, "as_of": DAY}
    return {**named, "reason": "", "definition": "", "prev": "", "digest": ""}


def post(runtime: Runtime, *keys: str, **more: Any) -> int:
    """Put one notice per key into the outbox, to 张三 about assignment 1 unless said otherwise."""
    shared = {"programme": "chongchuan", "notice": "remind", "act_id": 1, "as_of": DAY, "next_at": AT}
    about = {"person": "sjj-1", "unit_id": "qu-shijian-ju", "assignment_id": 1}
    with runtime.desk.database.transaction() as connection:
        return outbox.enqueue(connection, [{**shared, **about, "dedupe_key": key, **more} for key in keys])


def in_channel(runtime: Runtime, **urls: str) -> Runtime:
    """The same installation with these channels."""
    given = {**runtime.settings.model_dump(), "channels": urls}
    return replace(runtime, settings=Settings(_env_file=None, **given))
