"""个人链接: whom one lets in, how far, until when, who gives it, and what the history says of it."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from at_the_office import Office

from engine.domain.actor import Actor
from engine.domain.vocabulary import Role
from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused
from engine.services.doors import links, secret, sign_in
from engine.services.looking import remember
from engine.services.work.leave import leave
from engine.store.database import Database
from engine.store.doors.personal_links import Wanted

KEY = b"k" * 32
SHOP, OTHER = "su-00001", "su-00002"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 15))


def by(office: Office) -> Actor:
    return office.person("office-1")


def given(office: Office, *units: str, days: int = links.DAYS) -> list[str]:
    return [one.token for one in links.issue(office.desk, KEY, units, by(office), at=office.now, days=days)]


def refusal(office: Office, token: str, *, later: timedelta = timedelta(0)) -> str:
    with pytest.raises(LuoshiError) as caught:
        links.enter(office.desk, KEY, token, at=office.now + later)
    return caught.value.code


def test_a_link_lets_its_person_in_as_a_clerk_of_the_unit_for_its_time(office: Office) -> None:
    [token] = given(office, SHOP)
    guest = links.look(office.desk, KEY, token, at=office.now)
    entered = links.enter(office.desk, KEY, token, at=office.now)
    visitor = sign_in.who_is(office.desk, entered.token, at=office.now)
    assert visitor is not None
    assert (visitor.actor.unit, visitor.actor.id, visitor.via) == (SHOP, guest.person, "link")
    assert links.enter(office.desk, KEY, token, at=office.now + timedelta(days=89)).actor.unit == SHOP
    assert refusal(office, token, later=timedelta(days=90)) == "link-expired"


def test_a_visit_never_outlasts_its_link(office: Office) -> None:
    [token] = given(office, SHOP, days=1)
    late = office.now + timedelta(hours=23, minutes=50)
    entered = links.enter(office.desk, KEY, token, at=late)
    assert sign_in.who_is(office.desk, entered.token, at=late + timedelta(minutes=9)) is not None
    assert sign_in.who_is(office.desk, entered.token, at=late + timedelta(minutes=10)) is None


def test_whatever_else_the_person_is_a_link_makes_a_clerk(office: Office) -> None:
    [token] = given(office, SHOP)
    entered = links.enter(office.desk, KEY, token, at=office.now)
    _sql(office, "UPDATE person SET role = 'administrator' WHERE unit_id = 'su-00001'")
    visitor = sign_in.who_is(office.desk, entered.token, at=office.now)
    assert visitor is not None and visitor.actor.role is Role.CLERK
    _sql(office, "UPDATE unit SET kind = 'department' WHERE id = 'su-00001'")
    assert sign_in.who_is(office.desk, entered.token, at=office.now) is None
    assert refusal(office, token) == "link-revoked"


def test_issuing_again_and_revoking_close_the_link_and_the_visits_by_it(office: Office) -> None:
    [first] = given(office, SHOP)
    in_by_first = links.enter(office.desk, KEY, first, at=office.now)
    [second] = given(office, SHOP)
    assert refusal(office, first) == "link-revoked"
    assert sign_in.who_is(office.desk, in_by_first.token, at=office.now) is None
    in_by_second = links.enter(office.desk, KEY, second, at=office.now)
    by_password = sign_in.enter(office.desk, in_by_second.actor.id, via=sign_in.BY_PASSWORD, at=office.now)
    assert links.revoke(office.desk, [SHOP], by(office), at=office.now, reason="丢失") == (_name(office, SHOP),)
    assert refusal(office, second) == "link-revoked"
    assert sign_in.who_is(office.desk, in_by_second.token, at=office.now) is None
    assert sign_in.who_is(office.desk, by_password.token, at=office.now) is not None
    with pytest.raises(Refused, match="没有链接"):
        links.revoke(office.desk, [SHOP], by(office), at=office.now)


def test_one_unit_s_link_is_not_another_s(office: Office) -> None:
    mine, others = given(office, SHOP, OTHER)
    assert links.look(office.desk, KEY, mine, at=office.now).unit_name == _name(office, SHOP)
    assert links.look(office.desk, KEY, others, at=office.now).unit_name == _name(office, OTHER)
    links.revoke(office.desk, [SHOP], by(office), at=office.now)
    assert links.look(office.desk, KEY, others, at=office.now).unit_name == _name(office, OTHER)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "a" + t, lambda t: t.swapcase(), lambda _: "ü.ü"])
def test_a_guess_is_refused_without_a_question_to_the_database(office: Office, change: object) -> None:
    [token] = given(office, SHOP)
    asked: list[str] = []
    office.desk.database.engine.dispose()
    guess = change(token)  # type: ignore[operator]
    from sqlalchemy import event

    event.listen(office.desk.database.engine, "connect", lambda *_: asked.append("connected"))
    assert refusal(office, guess) == "no-such-link"
    assert asked == []


def test_a_token_of_another_key_or_purpose_opens_nothing(office: Office) -> None:
    given(office, SHOP)
    assert refusal(office, secret.fresh(b"another" * 5, secret.LINK)) == "no-such-link"
    assert refusal(office, secret.fresh(KEY, secret.FEED)) == "no-such-link"
    assert refusal(office, secret.fresh(KEY, secret.LINK)) == "no-such-link"


def test_only_a_digest_is_kept(office: Office) -> None:
    [token] = given(office, SHOP)
    rows = _sql(office, "SELECT * FROM personal_link") + _sql(office, "SELECT detail FROM act")
    assert token not in str(rows) and token.split(".")[0] not in str(rows)


def test_a_unit_with_nobody_gets_a_contact(office: Office) -> None:
    for person in [row[0] for row in _sql(office, "SELECT id FROM person WHERE unit_id = 'su-00001'")]:
        leave(office.desk, person, by(office), at=office.now)
    [token] = given(office, SHOP)
    guest = links.look(office.desk, KEY, token, at=office.now)
    assert (guest.person, guest.person_name) == (f"{SHOP}-contact", f"{_name(office, SHOP)}联系人")
    [again] = given(office, SHOP)
    assert links.look(office.desk, KEY, again, at=office.now).person == guest.person
    leave(office.desk, guest.person, by(office), at=office.now)
    assert refusal(office, again) == "link-revoked"
    assert links.look(office.desk, KEY, given(office, SHOP)[0], at=office.now).person == guest.person


def test_who_may_issue_and_for_whom(office: Office) -> None:
    industry, place = _sql(office, "SELECT industry, sub_district FROM unit WHERE id = 'su-00001'")[0]
    _sql(office, "UPDATE unit SET sub_district = '某街道' WHERE id = 'su-00001'")
    _sql(office, "UPDATE unit SET industry = '别的局', sub_district = '' WHERE id = 'su-00002'")
    assert industry and place is not None
    department = Actor("x", "某人", "some-id", industry, Role.CLERK)
    street = Actor("y", "某人", "other-id", "某街道", Role.HEAD)
    for actor in (department, street):
        listed = links.units(office.desk, actor, Wanted(), at=office.now)
        assert SHOP in {line.id for line in listed.lines} and OTHER not in {line.id for line in listed.lines}
        with pytest.raises(NotFound):
            links.issue(office.desk, KEY, [SHOP, OTHER], actor, at=office.now)
        with pytest.raises(NotFound):
            links.revoke(office.desk, [OTHER], actor, at=office.now)
    auditor = office.person("qu-chuangjian-ban-auditor")
    for act in (
        lambda: links.issue(office.desk, KEY, [SHOP], auditor, at=office.now),
        lambda: links.units(office.desk, auditor, Wanted(), at=office.now),
        lambda: links.chosen(office.desk, auditor, at=office.now, ids=[SHOP]),
    ):
        with pytest.raises(Forbidden):
            act()


def test_other_units_get_none(office: Office) -> None:
    for unit in ("区创建办", "qu-shangwu-ju", "nobody"):
        with pytest.raises(NotFound):
            links.issue(office.desk, KEY, [unit], by(office), at=office.now)
    for days in (0, 367, -1):
        with pytest.raises(Invalid):
            links.issue(office.desk, KEY, [SHOP], by(office), at=office.now, days=days)
    with pytest.raises(Invalid):
        links.issue(office.desk, KEY, [], by(office), at=office.now)


def test_the_list_is_narrowed_by_state_group_and_words(office: Office) -> None:
    given(office, SHOP, days=10)
    given(office, OTHER, days=30)

    def ids(later: timedelta = timedelta(0), **more: object) -> list[str]:
        found = links.units(office.desk, by(office), Wanted(**more), at=office.now + later)  # type: ignore[arg-type]
        assert found.number == len(found.lines)
        return sorted(line.id for line in found.lines)

    assert ids(state="open") == [SHOP, OTHER]
    assert ids(timedelta(days=10), state="open") == [OTHER]
    assert ids(timedelta(days=10), state="expired") == [SHOP]
    assert ids(state="none") == ["su-00003"]
    assert ids(words=SHOP) == [SHOP]
    assert ids(words="%") == []
    assert ids(group="各服务单位") == [SHOP, OTHER, "su-00003"] and ids(group="各街道") == []


def test_the_history_says_who_gave_and_took_what(office: Office) -> None:
    given(office, SHOP, OTHER)
    links.revoke(office.desk, [OTHER], by(office), at=office.now, reason="关店")
    unlink, link = remember.history(office.desk, limit=2)
    assert (link.verb, link.actor) == ("link", by(office).name)
    assert set(link.detail["units"]) == {SHOP, OTHER}
    assert (unlink.verb, unlink.reason, unlink.detail["units"]) == ("unlink", "关店", [OTHER])
    assert remember.verify(office.desk).fault is None


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = secret.read_key(tmp_path)
    assert len(key) == 32 and secret.read_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    with pytest.raises(LuoshiError, match="无法读取或创建"):
        secret.read_key(tmp_path / "nowhere")


def _sql(office: Office, statement: str) -> list[tuple[object, ...]]:
    with office.desk.database.transaction() as connection:
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


def _name(office: Office, unit: str) -> str:
    return str(_sql(office, f"SELECT name FROM unit WHERE id = '{unit}'")[0][0])
