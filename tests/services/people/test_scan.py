"""The scan finds every kind of standing fault where it was made, and says nothing of what is well."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_the_office import Office, programme
from small_programme import changed

from engine.domain.standing_faults import WORDS, FaultKind, StandingFault, names_of_nobody, without_evidence
from engine.services.doors import sign_in
from engine.services.people import groups, keep, units
from engine.services.people.scan import scan
from engine.services.work.leave import NOBODY, leave
from engine.store.database import Database
from engine.store.people import who

ADMIN, CLERK, HEAD = "qu-chuangjian-ban-administrator", "qu-shijian-ju-clerk", "qu-shijian-ju-head"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def found(office: Office) -> dict[FaultKind, StandingFault]:
    return {fault.kind: fault for fault in scan(office.desk, at=office.now)}


def places(office: Office, kind: FaultKind) -> set[str]:
    fault = found(office).get(kind)
    return {place.id for place in fault.places} if fault else set()


def test_every_kind_has_its_words() -> None:
    assert list(WORDS) == list(FaultKind)


def test_people_and_units(office: Office) -> None:
    admin, before = office.person(ADMIN), found(office)
    assert FaultKind.UNOWNED_WORK not in before and FaultKind.ROSTER_DIFFERS not in before
    keep.change(office.desk, CLERK, {"email": "", "phone": ""}, admin, at=office.now)
    assert CLERK in places(office, FaultKind.PERSON_WITHOUT_CONTACT)
    assert places(office, FaultKind.ROSTER_DIFFERS) == {CLERK}
    keep.change(office.desk, CLERK, {"deputy": ""}, admin, at=office.now)
    assert CLERK in places(office, FaultKind.DEPUTY_MISSING)
    keep.change(office.desk, CLERK, {"deputy": HEAD}, admin, at=office.now)
    assert CLERK not in places(office, FaultKind.DEPUTY_MISSING)
    assert "qu-shijian-ju" not in places(office, FaultKind.UNIT_WITHOUT_HEAD)
    leave(office.desk, HEAD, admin, at=office.now)
    assert CLERK in places(office, FaultKind.DEPUTY_GONE)
    assert "qu-shijian-ju" in places(office, FaultKind.UNIT_WITHOUT_HEAD)
    leave(office.desk, CLERK, admin, at=office.now, to=NOBODY)
    assert places(office, FaultKind.UNOWNED_WORK) == {"qu-shijian-ju"}


def test_units_without_people_and_without_a_way_in(office: Office) -> None:
    admin = office.person(ADMIN)
    shop = units.add(
        office.desk, {"name": "新店", "kind": "service-unit", "industry": "区商务局"}, admin, at=office.now
    )
    assert shop in places(office, FaultKind.UNIT_WITHOUT_PEOPLE)
    assert shop in places(office, FaultKind.NO_WAY_IN)
    units.close(office.desk, shop, office.today, admin, at=office.now)
    assert shop not in places(office, FaultKind.UNIT_WITHOUT_PEOPLE)


def test_units_that_no_channel_leads_to(office: Office) -> None:
    """By mail and by text message; with the product's own letters only, whoever can come in is reached."""

    def unreached(*channels: frozenset[str]) -> set[str]:
        kinds = {fault.kind: fault for fault in scan(office.desk, at=office.now, channels=channels)}
        fault = kinds.get(FaultKind.NOBODY_REACHED)
        return {place.id for place in fault.places} if fault else set()

    admin, mail, sms = office.person(ADMIN), frozenset({"email"}), frozenset({"phone"})
    unit = "qu-shijian-ju"
    assert unit not in unreached(mail)
    assert unit in unreached()
    for row in people(office, unit):
        keep.change(office.desk, row, {"email": ""}, admin, at=office.now)
    assert unit in unreached(mail)
    assert unit not in unreached(mail, sms)
    assert unit not in unreached(mail, frozenset({"person"}))
    sign_in.open_to_samples(office.desk, "a long sample password", at=office.now)
    assert unit not in unreached()


def people(office: Office, unit: str) -> list[str]:
    with office.desk.database.reading() as connection:
        return [row.id for row in who.colleagues(connection, unit)]


def test_groups_that_lost_everybody(office: Office) -> None:
    admin = office.person(ADMIN)
    assert places(office, FaultKind.GROUP_EMPTY) == set()
    for unit in ("shi-jiliang-suo", "shi-jiliang-xiehui"):
        groups.quit_group(office.desk, unit, "各相关单位", office.today, admin, at=office.now)
    assert places(office, FaultKind.GROUP_EMPTY) == {"各相关单位"}


def test_dates_that_cannot_be(office: Office) -> None:
    from sqlalchemy import update

    from engine.store import tables as t

    assert FaultKind.IMPOSSIBLE_DATE not in found(office)
    number = office.work("free-verification-coverage/2022")
    with office.desk.database.transaction() as connection:
        early = office.today - timedelta(days=900)
        connection.execute(update(t.assignment).where(t.assignment.c.id == number).values(due_on=early))
        row = {"joined_on": office.today, "left_on": early}
        connection.execute(update(t.member).where(t.member.c.unit_id == "su-00001").values(**row))
    assert places(office, FaultKind.IMPOSSIBLE_DATE) == {str(number), "su-00001"}


def test_samples_are_counted(office: Office) -> None:
    fault = found(office)[FaultKind.SAMPLE_IN_USE]
    assert fault.count > 20 and len(fault.places) == 20 and str(fault.count) in fault.sentence and fault.remedy


def test_definitions_that_ask_for_nothing_or_of_nobody() -> None:
    catalog = programme()
    assert without_evidence(catalog.definitions) == []
    known = frozenset(unit.name for unit in catalog.units) | frozenset(catalog.groups)
    assert names_of_nobody(catalog.definitions, known) == []
    gone = known - {"区政府办"}
    assert {place.id for place in names_of_nobody(catalog.definitions, gone)} >= {"leading-group"}
    empty = changed(catalog, "leading-group", evidence=(), measures=())
    assert [place.id for place in without_evidence(empty.definitions)] == ["leading-group"]
