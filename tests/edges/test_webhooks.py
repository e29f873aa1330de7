"""Webhooks over a real connection: signed, in order, tried again until taken or given up, and never lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from at_the_office import FUNDS, Office
from receiver import Receiver, dripping, flooding, pointing_to, receiver

from engine.domain.reachable import Reach
from engine.domain.vocabulary import Verb
from engine.errors import NotFound, Refused
from engine.runtime import Runtime
from engine.services.doors import messages, webhooks
from engine.services.work import accept, close_out
from engine.services.work.leave import leave
from engine.settings import Settings
from engine.store.database import Database
from notifiers import webhooks as sender
from notifiers.backoff import TRIES

HEAD, CLERK, SHOP, OFFICER = (
    "qu-caizheng-ju-head",
    "qu-caizheng-ju-clerk",
    "su-00001-clerk",
    "qu-chuangjian-ban-office-1",
)
ADMINISTRATOR, AUDITOR = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-auditor"
LOOPBACK = Reach.of("127.0.0.0/8")
TODAY = date(2022, 6, 15)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as known:
        yield known


class House:
    """A small programme whose acts are told to a receiver."""

    def __init__(self, database: Database, folder: Path, there: Receiver, hosts: str = "127.0.0.1") -> None:
        self.office = Office.open(database, TODAY)
        settings = Settings(home=folder / "home", webhook_hosts=hosts)
        self.runtime, self.there = Runtime(settings, self.office.desk), there
        self.desk = self.office.desk
        self.hook = 0

    def subscribe(self, person: str = HEAD, *events: Verb) -> int:
        actor = self.office.person(person)
        made = webhooks.subscribe(
            self.desk, actor, self.there.address, events, at=self.office.now, reach=Reach.of("127.0.0.1")
        )
        self.there.secret, self.hook = made.secret, made.webhook.id
        return self.hook

    def comment(self, words: str = "收到", work: str = FUNDS, person: str = HEAD) -> None:
        close_out.comment(self.desk, self.office.work(work), self.office.person(person), words, at=self.office.now)

    def tell(self, minutes: float = 0, **more: Any) -> sender.Told:
        at = self.office.now + timedelta(minutes=minutes)
        return sender.tell_due(self.runtime, at=at, owner="test", **more)

    def sent(self, person: str = HEAD) -> list[webhooks.Delivery]:
        """Deliveries, oldest first."""
        return list(reversed(webhooks.sent(self.desk, self.office.person(person), self.hook)[1]))

    def states(self) -> list[tuple[str, int]]:
        return [(str(each.state), each.status) for each in self.sent()]


@pytest.fixture
def house(database: Database, tmp_path: Path, there: Receiver) -> House:
    return House(database, tmp_path, there)


def test_an_act_is_told_once_signed_and_with_what_it_touched(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment("都齐了")
    assert house.tell() == sender.Told(1, 0)
    assert house.tell(1) == sender.Told(0, 0)
    [(name, signature, told)] = there.came
    assert signature == "signed" and name.startswith(f"msg_{house.hook}_")
    assert told["type"] == "comment" and told["data"]["reason"] == "都齐了" and told["data"]["count"] == 1
    assert [each["indicator"] for each in told["data"]["assignments"]] == ["sufficient-funds"]
    assert house.states() == [("sent", 200)]


def test_a_replaced_secret_signs_beside_the_new_one_for_a_day(house: House, there: Receiver) -> None:
    number, owner, old = house.subscribe(), house.office.person(HEAD), there.secret

    def came(minutes: float, secret: str) -> str:
        there.secret = secret
        house.comment()
        house.tell(minutes)
        return there.came[-1][1]

    with pytest.raises(NotFound):
        webhooks.replace_secret(house.desk, house.office.person(SHOP), number, at=house.office.now)
    made = webhooks.replace_secret(house.desk, owner, number, at=house.office.now)
    assert made.secret != old and old not in repr(made)
    assert [came(1, old), came(2, made.secret), came(3, "whsec_bm9uZQ==")] == ["signed", "signed", "forged"]
    assert [came(24 * 60 + 1, old), came(24 * 60 + 2, made.secret)] == ["forged", "signed"]
    again = webhooks.replace_secret(house.desk, owner, number, at=house.office.now, at_once=True)
    assert [came(24 * 60 + 3, made.secret), came(24 * 60 + 4, again.secret)] == ["forged", "signed"]


def test_only_later_acts_of_the_wanted_kinds_that_the_owner_may_see(house: House, there: Receiver) -> None:
    house.comment("以前的")
    house.subscribe(SHOP, Verb.COMMENT)
    house.comment("别家的")
    accept.accept(
        house.desk,
        [accept.Accept(house.office.work("verification-rate/2022/su-00001"), house.office.person(SHOP))],
        at=house.office.now,
    )
    house.comment("自己的", "verification-rate/2022/su-00001", SHOP)
    house.tell()
    assert [told["data"]["reason"] for _, _, told in there.came] == ["自己的"]


def test_an_act_on_many_tells_each_owner_of_their_own_only(house: House, there: Receiver) -> None:
    house.subscribe(SHOP)
    works = [house.office.work(f"verification-rate/2022/{unit}") for unit in ("su-00001", "su-00002")]
    from engine.store import moves
    from engine.store.chain import Act

    with house.desk.database.transaction() as connection:
        from engine.services.cases import cases

        found = cases(house.desk, connection, works, house.office.now)
        act = Act(found[works[0]].row.programme, Verb.REMIND, OFFICER, house.office.now, TODAY, "请抓紧", "", None)
        moves.record(connection, [(act, [case.stays() for case in found.values()])])
    house.tell()
    assert [each["id"] for each in there.came[0][2]["data"]["assignments"]] == [works[0]]
    assert there.came[0][2]["data"]["count"] == 1


def test_what_is_not_taken_is_tried_again_in_order(house: House, there: Receiver) -> None:
    house.subscribe()
    for words in ("一", "二", "三"):
        house.comment(words)
    there.answers = [200, 500]
    assert house.tell() == sender.Told(1, 1)
    assert house.tell(0.2) == sender.Told(0, 0), "a minute has not passed, and the third does not overtake the second"
    assert house.states() == [("sent", 200), ("failed", 500), ("queued", 0)]
    assert house.tell(2) == sender.Told(2, 0)
    assert [told["data"]["reason"] for _, _, told in there.came] == ["一", "二", "二", "三"]
    ids = [name for name, _, _ in there.came]
    assert ids[1] == ids[2] and {signature for _, signature, _ in there.came} == {"signed"}


def test_a_message_that_is_refused_does_not_hold_up_the_others(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment("一")
    house.comment("二")
    there.answers = [422]
    assert house.tell() == sender.Told(1, 1)
    assert house.states() == [("failed", 422), ("sent", 200)]


def test_who_does_not_answer_in_time_is_tried_again(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment()
    there.answers = [lambda _: time.sleep(1.5), dripping]
    for minutes in (0, 3):
        began = time.monotonic()
        assert house.tell(minutes, patience=0.5) == sender.Told(0, 1)
        assert time.monotonic() - began < 1.4
        assert house.states()[0] == ("failed", 0)
    assert house.tell(30) == sender.Told(1, 0)


def test_an_answer_is_read_to_a_bound(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment()
    there.answers = [flooding]
    assert house.tell().failed == 1
    assert len(house.sent()[0].answer) <= 300 and house.states() == [("failed", 500)]


def test_a_redirect_is_not_followed(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment()
    with receiver() as elsewhere:
        there.answers = [pointing_to(elsewhere.address)]
        assert house.tell() == sender.Told(0, 1)
        assert elsewhere.came == []
    assert house.states() == [("failed", 307)] and elsewhere.address in house.sent()[0].answer


def test_who_is_gone_is_asked_no_more_until_switched_on_again(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment("一")
    house.comment("二")
    there.answers = [410]
    assert house.tell() == sender.Told(0, 1)
    [hook] = webhooks.listed(house.desk, house.office.person(HEAD))
    assert (hook.active, hook.gone) == (False, True)
    house.comment("三")
    assert house.tell(60) == sender.Told(0, 0) and len(there.came) == 1
    webhooks.switch(house.desk, house.office.person(HEAD), house.hook, on=True, at=house.office.now)
    assert house.tell(61) == sender.Told(3, 0)
    assert [told["data"]["reason"] for _, _, told in there.came] == ["一", "一", "二", "三"]


def test_what_nobody_takes_is_given_up_after_about_a_day_and_can_be_sent_by_hand(house: House, there: Receiver) -> None:
    house.subscribe()
    house.comment("一")
    house.comment("二")
    there.answers = [500] * TRIES
    minutes = 0.0
    while house.states()[:1] != [("given-up", 500)]:
        house.tell(minutes)
        minutes += 5
        assert minutes < 3 * 24 * 60
    assert minutes > 8 * 60
    assert [told["data"]["reason"] for _, _, told in there.came] == ["一"] * TRIES + ["二"]
    [first, _] = house.sent()
    webhooks.redeliver(house.desk, house.office.person(HEAD), house.hook, first.id, at=house.office.now)
    assert house.tell(minutes) == sender.Told(1, 0)
    assert house.states() == [("sent", 200), ("sent", 200)]


def test_a_deliverer_that_dies_between_sending_and_noting_is_made_good(
    house: House, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: the same message with the same id, after the lease has run out, and then never again."""
    house.subscribe()
    house.comment()

    def dies(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(messages, "taken", dies)
        with pytest.raises(KeyboardInterrupt):
            house.tell()
    assert house.tell(1) == sender.Told(0, 0), "it is leased still"
    assert house.tell(3) == sender.Told(1, 0)
    assert house.tell(30) == sender.Told(0, 0)
    assert len(there.came) == 2 and there.came[0] == there.came[1]


def test_two_deliverers_at_once_share_the_work(house: House, there: Receiver) -> None:
    house.subscribe()
    for n in range(4):
        house.comment(str(n))
    messages.queue(house.desk, at=house.office.now)
    first = messages.lease(house.desk, owner="one", at=house.office.now, limit=2, seconds=120)
    second = messages.lease(house.desk, owner="two", at=house.office.now, limit=9, seconds=120)
    assert len(first) == 2 and second == (), "what is on its way to a receiver is not overtaken"


def test_who_has_left_or_lost_sight_is_told_nothing(house: House, there: Receiver) -> None:
    house.subscribe(CLERK)
    house.comment()
    messages.queue(house.desk, at=house.office.now)
    leave(house.desk, CLERK, house.office.person(OFFICER), at=house.office.now)
    assert house.tell() == sender.Told(0, 0) and there.came == []
    [hook] = webhooks.listed(house.desk, house.office.person(ADMINISTRATOR))
    assert not hook.active


def test_a_webhook_belongs_to_its_owner(house: House) -> None:
    number = house.subscribe()
    stranger, at = house.office.person(SHOP), house.office.now
    assert webhooks.listed(house.desk, stranger) == ()
    for act in (
        lambda: webhooks.sent(house.desk, stranger, number),
        lambda: webhooks.switch(house.desk, stranger, number, on=False, at=at),
        lambda: webhooks.remove(house.desk, stranger, number, at=at),
        lambda: webhooks.redeliver(house.desk, stranger, number, 1, at=at),
        lambda: webhooks.remove(house.desk, house.office.person(AUDITOR), number, at=at),
        lambda: sender.ping(house.runtime, stranger, number, at=at),
    ):
        with pytest.raises(NotFound):
            act()
    assert len(webhooks.listed(house.desk, house.office.person(AUDITOR))) == 1
    assert "whsec_" not in repr(webhooks.listed(house.desk, house.office.person(ADMINISTRATOR)))
    webhooks.remove(house.desk, house.office.person(ADMINISTRATOR), number, at=at)
    assert webhooks.listed(house.desk, house.office.person(HEAD)) == ()
    for _ in range(webhooks.MOST):
        house.subscribe()
    with pytest.raises(Refused):
        house.subscribe()


def test_a_ping_is_answered_at_once(house: House, there: Receiver) -> None:
    number = house.subscribe()
    reply = sender.ping(house.runtime, house.office.person(HEAD), number, at=house.office.now)
    assert (reply.status, reply.words) == (200, "ok")
    assert [(signature, told["type"]) for _, signature, told in there.came] == [("signed", "ping")]
