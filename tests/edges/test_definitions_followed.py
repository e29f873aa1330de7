"""Prefect follows a change that was applied in the portal: a sweep puts up the timetable of what is in force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from at_the_office import Office
from definitions_folder import definitions_folder
from small_programme import catalog

from engine.catalog.editing.patterns import Answers
from engine.services.drafts import adding, carrying_out
from engine.services.drafts.changing import digest_for, prepare
from engine.settings import Settings
from engine.store.database import Database
from flows.apply import apply_deployments, ours
from flows.surroundings import prefect

ANSWERS = Answers(
    pattern="quarterly",
    title="季度通报",
    requirement="每季度通报一次。",
    category="政府统一组织领导",
    group="组织领导",
    lead=("区创建办",),
    evidence=("通报",),
    id="quarterly-bulletin",
)


def test_a_new_indicator_gets_its_deployment_and_nothing_else_changes(
    harness: Settings, sqlite_database: Database, tmp_path: Path
) -> None:
    few, now = catalog(("joint-meeting", "leading-group")), datetime.now(UTC)
    office = Office.open(sqlite_database, date(2022, 3, 15), of=few)
    folder = definitions_folder(few, tmp_path)
    admin = office.person("qu-chuangjian-ban-administrator")
    with prefect(harness) as client:
        try:
            apply_deployments(office.desk.catalog(), client, at=now)
            adding.add(office.desk, folder, ANSWERS, admin, at=office.now)
            shown = prepare(office.desk, folder, at=office.now)
            carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin, at=office.now)
            followed = apply_deployments(office.desk.catalog(), client, at=now)  # what each sweep does
            assert (followed.created, followed.changed, followed.removed) == (("quarterly-bulletin",), (), ())
        finally:
            for one in ours(client):
                client.delete_deployment(one.id)
