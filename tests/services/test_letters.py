"""Letters carry their facts in the reader's language and reach somebody; one fault stops one letter."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from post_office import AT, DAY, open_office, post, served
from sqlalchemy import update

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.runtime import Runtime
from engine.services.word import delivering, letters, reading
from engine.services.word.delivering import Report
from engine.services.word.letters import Letter
from engine.store import tables as t
from engine.store.database import Database
from engine.store.programme import adopted
from engine.wording import use_language


@pytest.fixture
def runtime(sqlite_database: Database, tmp_path: Path) -> Runtime:
    return open_office(sqlite_database, tmp_path)


def lease(runtime: Runtime, minutes: int = 0) -> list[Letter]:
    return letters.lease(runtime.desk, owner="test", at=AT + timedelta(minutes=minutes))


def letters_after(runtime: Runtime) -> list[Letter]:
    letters.expand(runtime.desk, at=AT)
    return lease(runtime)


def test_facts_and_language(database: Database, tmp_path: Path) -> None:
    runtime = open_office(database, tmp_path)
    post(runtime, "a")
    [letter] = lease(runtime)
    definition = served().definitions["free-verification-coverage"]
    assert letter.subject == f"催办提醒：{definition.number} {definition.title}"
    assert "区市监局" in letter.body
    assert "（2022年）8月31日到期，还有22个工作日" in letter.body
    assert (letter.person, letter.email, letter.unit, letter.channel) == (
        "sjj-1",
        "sjj-1@example.com",
        "qu-shijian-ju",
        "inbox",
    )
    with use_language("en"):
        [again] = lease(runtime, 5)
    assert "is due on 31 August, in 22 working days" in again.body


def test_every_notice_of_the_programme_renders_in_both_languages(runtime: Runtime) -> None:
    for notice in served().notices:
        post(runtime, f"{notice}/about", notice=notice, params={"reason": "缺少证书"})
        post(runtime, f"{notice}/alone", notice=notice, assignment_id=None)
    with use_language("en"):
        english = lease(runtime)
    chinese = lease(runtime, 5)
    assert letters.troubled(runtime.desk) == []
    assert len(english) == len(chinese) == 2 * len(served().notices)
    for letter in (*english, *chinese):
        assert letter.subject
        assert "None" not in letter.body
        assert "2022-08" not in letter.body


def test_dates_in_params_read_as_dates_and_a_decision_in_words(runtime: Runtime) -> None:
    moved = {"number": "2.3.1", "title": "覆盖率", "period": "2022Q3", "due_on": date(2022, 8, 25)}
    post(runtime, "changed", notice="changed", assignment_id=None, params={"reason": "调整", "rows": [moved]})
    post(runtime, "decided", notice="extension-decided", params={"reason": "理由充分", "decision": "granted"})
    post(runtime, "asked", notice="requested", params={"reason": "设备送检", "due_on": date(2022, 9, 5)})
    post(runtime, "moved", notice="changed", params={"reason": "调整"})
    changed, decided, asked, moved_itself = lease(runtime)
    assert "（2022年第三季度），现于8月25日到期" in changed.body
    assert moved_itself.body.count("现于8月31日到期") == 1
    assert "理由充分" in decided.body
    assert decided.body.splitlines()[2] != "理由充分"
    assert "申请延期到：9月5日" in asked.body


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("2022Q1", "2022年第一季度", "Quarter 1 of 2022"),
        ("季度推进 · 2022Q1", "季度推进 · 2022年第一季度", "季度推进 · Quarter 1 of 2022"),
        ("建立台账", "2022年 · 建立台账", "Year 2022 · 建立台账"),
    ],
)
def test_periods_are_named_in_words(runtime: Runtime, title: str, zh: str, en: str) -> None:
    with runtime.desk.database.transaction() as connection:
        connection.execute(update(t.period).values(title=title))
    post(runtime, "a")
    assert f"（{zh}）" in lease(runtime)[0].body
    with use_language("en"):
        assert f"({en})" in lease(runtime, 5)[0].body


def test_what_was_returned_names_the_day_to_resubmit(runtime: Runtime) -> None:
    post(runtime, "r", notice="returned", params={"reason": "缺少证书"})
    [letter] = lease(runtime)
    assert "请于8月8日前重新报送" in letter.body


def test_lateness_is_of_the_day_the_letter_speaks_of(runtime: Runtime) -> None:
    post(runtime, "red", notice="red-sheet", as_of=date(2022, 9, 2))
    [letter] = lease(runtime)
    assert "已逾期2天" in letter.body


def test_a_cooperating_unit_is_asked_in_its_own_name(runtime: Runtime) -> None:
    post(runtime, "part", notice="part-asked", person="wjw-1", unit_id="qu-weijian-wei")
    [letter] = lease(runtime)
    assert letter.body.startswith("区卫健委")


def test_a_reader_who_left_is_stood_in_for(runtime: Runtime) -> None:
    post(runtime, "a")
    post(runtime, "b", person="wjw-1", unit_id="qu-weijian-wei", assignment_id=2)
    post(runtime, "c", person=None, unit_id="qu-caizheng-ju", assignment_id=3)
    with runtime.desk.database.transaction() as connection:
        adopted.deactivate(connection, "sjj-1")
        adopted.deactivate(connection, "wjw-1")
    first, second, third = lease(runtime)
    assert first.person == "sjj-h"
    assert (second.person, second.unit_name) == ("", "区卫健委")
    assert (third.person, third.unit_name) == ("", "区财政局")
    with runtime.desk.database.transaction() as connection:
        connection.execute(update(t.person).where(t.person.c.id == "cjb-1").values(unit_id="qu-weijian-wei"))
    assert [line.id for line in letters.inbox(runtime.desk, "cjb-1")] == [second.id]
    assert [line.id for line in letters.inbox(runtime.desk, "sjj-h")] == [first.id]


def test_a_template_that_fails_stops_only_its_own_letter(runtime: Runtime) -> None:
    post(runtime, "good")
    post(runtime, "bad", notice="no-such-notice")
    post(runtime, "worse", notice="countdown", assignment_id=None, params={"rows": [{"unit": "甲"}]})
    post(runtime, "fine")
    found = lease(runtime)
    assert len(found) == 2
    faults = letters.troubled(runtime.desk)
    [told] = [letter for letter in letters_after(runtime) if letter.notice == "not-reached"]
    assert (told.person, told.unit_name) == ("cjb-1", "区创建办")
    assert {fault.state for fault in faults} == {NoticeState.GIVEN_UP}
    assert any("no-such-notice" in fault.answer for fault in faults)
    assert any("countdown" in fault.answer and "title" in fault.answer for fault in faults)


def test_sent_failed_and_released(runtime: Runtime) -> None:
    post(runtime, "a", "b", "c")
    one, two, three = lease(runtime)
    told = {"person": "sjj-1", "channel": "mail", "at": AT}
    delivering.record(runtime.desk, Report(one.id, outcome=AttemptOutcome.ACCEPTED, words="250 OK", **told))
    again = AT + timedelta(minutes=9)
    delivering.record(
        runtime.desk, Report(two.id, outcome=AttemptOutcome.UNAVAILABLE, words="451", next_at=again, **told)
    )
    delivering.release(runtime.desk, [three.id], owner="somebody-else")
    assert lease(runtime) == []
    delivering.release(runtime.desk, [three.id], owner="test")
    assert [(letter.id, letter.attempts) for letter in lease(runtime)] == [(three.id, 0)]
    kept = {line.id: line for line in letters.inbox(runtime.desk, "sjj-1")}
    assert (kept[one.id].state, kept[one.id].answer, kept[one.id].sent_at) == (NoticeState.SENT, "250 OK", AT)
    assert kept[one.id].as_of == DAY
    assert letters.counts(runtime.desk)[NoticeState.FAILED] == 1


def test_a_letter_that_is_opened_has_arrived(runtime: Runtime) -> None:
    post(runtime, "a", "b")
    one, two = lease(runtime)
    reader = runtime.desk.person("sjj-1")
    reading.open_letter(runtime.desk, one.id, reader, at=AT)
    reading.open_letter(runtime.desk, one.id, reader, at=AT + timedelta(hours=1))
    kept = {line.id: line for line in letters.inbox(runtime.desk, "sjj-1")}
    assert (kept[one.id].state, kept[one.id].read_at) == (NoticeState.DELIVERED, AT)
    assert (kept[two.id].state, kept[two.id].read_at) == (NoticeState.LEASED, None)
    late = Report(one.id, "sjj-1", "mail", AttemptOutcome.REFUSED, "550", AT)
    delivering.record(runtime.desk, late)
    assert letters.counts(runtime.desk)[NoticeState.DELIVERED] == 1


def test_nothing_adopted_and_nothing_waiting_is_no_fault(sqlite_database: Database, tmp_path: Path) -> None:
    from engine.evidence import EvidenceFiles
    from engine.services.desk import Desk

    desk = Desk(sqlite_database, EvidenceFiles(str(tmp_path)))
    assert letters.lease(desk, owner="test", at=AT) == []
