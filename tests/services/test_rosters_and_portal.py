"""An apply follows the rosters and leaves alone what was added or changed in the portal (ADR 0013)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from at_the_office import Office, programme

from engine.catalog import Catalog
from engine.domain.definition import Person, Unit
from engine.domain.vocabulary import Role, UnitKind
from engine.errors import Refused
from engine.services.programme.adopt import adopt
from engine.services.work.leave import leave
from engine.store.database import Database
from engine.store.programme import adopted

PEOPLE, SHOPS = "rosters/people.sample.csv", "rosters/service-units.sample.csv"
CLERK = "qu-shijian-ju-clerk"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


def people(*, without: tuple[str, ...] = (), change: dict[str, dict[str, str]] | None = None) -> Catalog:
    """The programme with a changed roster of people."""
    record = programme().record
    rows = tuple(
        each.model_copy(update=(change or {}).get(each.id, {}))
        for each in record.people[PEOPLE]
        if each.id not in without
    )
    return Catalog.of(record.model_copy(update={"people": {**record.people, PEOPLE: rows}}))


def apply(office: Office, wanted: Catalog) -> None:
    adopt(office.desk, wanted, actor=office.person("office-1"), at=office.now)


def person(office: Office, who: str) -> Any:
    with office.desk.database.reading() as connection:
        return adopted.person_row(connection, who)


def written(office: Office, who: str, **fields: object) -> None:
    """What the portal writes."""
    with office.desk.database.transaction() as connection:
        known = adopted.person_row(connection, who)
        row = {name: value for name, value in known._mapping.items() if name != "unit_name"} if known else {"id": who}
        adopted.save_people(connection, [{**row, **fields}])


def test_a_changed_telephone_stays_and_the_rest_follows_the_roster(office: Office) -> None:
    written(office, CLERK, phone="0513-1")
    apply(office, people(change={CLERK: {"phone": "0513-2", "email": "new@example.invalid"}}))
    assert (person(office, CLERK).phone, person(office, CLERK).email) == ("0513-1", "new@example.invalid")


def test_who_was_added_in_the_portal_stays(office: Office) -> None:
    added = {"name": "新人", "unit_id": "qu-shijian-ju", "role": "clerk", "email": "", "phone": "1", "deputy": ""}
    written(office, "new-clerk", **added, active=True, sample=False)
    apply(office, people(without=("qu-weijian-wei-clerk",)))
    assert person(office, "new-clerk").active
    assert not person(office, "qu-weijian-wei-clerk").active
    apply(office, people())
    assert person(office, "new-clerk").active
    assert person(office, "qu-weijian-wei-clerk").active, "a roster without them, and then one with them"


def test_who_left_here_stays_away(office: Office) -> None:
    leave(office.desk, CLERK, office.person("office-1"), at=office.now)
    apply(office, people(change={CLERK: {"phone": "5"}}))
    assert (person(office, CLERK).active, person(office, CLERK).phone) == (False, "5")


def test_a_roster_that_names_somebody_added_here_keeps_what_stands(office: Office) -> None:
    added = {"name": "新人", "unit_id": "qu-shijian-ju", "role": "clerk", "email": "", "phone": "1", "deputy": ""}
    written(office, "new-clerk", **added, active=True, sample=False)
    record = programme().record
    named = Person(id="new-clerk", name="新人", unit="区市监局", role=Role.CLERK, phone="2")
    rows = (*record.people[PEOPLE], named)
    apply(office, Catalog.of(record.model_copy(update={"people": {**record.people, PEOPLE: rows}})))
    assert person(office, "new-clerk").phone == "1"


def test_units_of_the_portal_stay_with_their_groups(office: Office) -> None:
    unit = {
        "id": "shop-new",
        "name": "新超市",
        "kind": "service-unit",
        "service": "商店（超市）",
        "industry": "区商务局",
    }
    with office.desk.database.transaction() as connection:
        adopted.save_units(connection, [{**unit, "sub_district": "", "sample": False, "left_on": None}])
        members = adopted.members(connection)
        agreed = {
            "group": "各服务单位",
            "unit_id": "shop-new",
            "joined_on": office.today,
            "left_on": None,
            "due_on": None,
        }
        adopted.save_members(connection, [*members, agreed])
    apply(office, people(change={CLERK: {"phone": "5"}}))
    with office.desk.database.reading() as connection:
        assert next(row for row in adopted.units(connection) if row["id"] == "shop-new")["left_on"] is None
        assert agreed in adopted.members(connection)
    assert office.desk.office().names["shop-new"] == "新超市"


def test_a_name_under_another_id_is_refused_with_both(office: Office) -> None:
    unit = {
        "id": "shop-new",
        "name": "新超市",
        "kind": "service-unit",
        "service": "",
        "industry": "",
        "sub_district": "",
    }
    with office.desk.database.transaction() as connection:
        adopted.save_units(connection, [{**unit, "sample": False, "left_on": None}])
    record = programme().record
    named = Unit(id="shop-99", name="新超市", kind=UnitKind.SERVICE_UNIT, industry="区商务局")
    rows = {**record.rosters, SHOPS: (*record.rosters.get(SHOPS, ()), named)}
    with pytest.raises(Refused) as caught:
        apply(office, Catalog.of(record.model_copy(update={"rosters": rows})))
    assert caught.value.code == "unit-name-taken"
    assert "shop-new" in caught.value.sentence and "shop-99" in caught.value.sentence
