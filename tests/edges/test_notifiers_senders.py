"""Letters really arrive, providers' answers are read, and no secret leaves the room."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sinks import MailSink, WebSink, free_port, mail_sink, web_sink

from engine.domain.delivering import Tried
from engine.domain.vocabulary import AttemptOutcome
from engine.services.word.letters import Letter
from notifiers.apprise_sender import AppriseSender
from notifiers.channels import Channels, Route, probe
from notifiers.inbox import InboxSender, noted
from notifiers.masking import MASK, Masked, scheme_of

AT = datetime(2022, 8, 1, 1, tzinfo=UTC)
LETTER = Letter(
    id=7,
    notice="remind",
    person="sjj-1",
    person_name="张三",
    email="zhangsan@example.com",
    phone="",
    unit="sjj",
    unit_name="区市监局",
    assignment=1,
    as_of=date(2022, 8, 1),
    urgent=False,
    channel="mail",
    attempts=0,
    subject="催办提醒：2.3.1 免费检定覆盖率",
    body="区市监局：\n8月31日到期，还有22个工作日。\n请 <b>及时</b> 报送 & 签收。",
)


@pytest.fixture
def mail() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def web() -> Iterator[WebSink]:
    with web_sink() as sink:
        yield sink


def mailer(port: int) -> AppriseSender:
    url = f"mailto://example.com:{port}?smtp=127.0.0.1&mode=insecure&from=office@example.com&to={{email}}&format=text"
    return AppriseSender("mail", SecretStr(url))


def poster(port: int, rest: str = "/hook") -> AppriseSender:
    return AppriseSender("hook", SecretStr(f"json://127.0.0.1:{port}{rest}"))


def test_a_mail_arrives_at_the_reader(mail: MailSink) -> None:
    answer = mailer(mail.port).send(LETTER, at=AT)
    assert answer.ok, answer.words
    [message], [recipients] = mail.mails, mail.recipients
    assert recipients == ["zhangsan@example.com"]
    assert message["Subject"] == LETTER.subject
    text = message.get_body(("plain",))
    assert text is not None
    assert [line.strip() for line in text.get_content().splitlines() if line.strip()] == LETTER.body.splitlines()


def test_a_hook_is_called(web: WebSink) -> None:
    answer = poster(web.port).send(replace(LETTER, urgent=True), at=AT)
    assert answer.ok, answer.words
    [(path, payload)] = web.posted
    assert path == "/hook"
    assert (payload["title"], payload["message"], payload["type"]) == (LETTER.subject, LETTER.body, "warning")


REFUSED, UNAVAILABLE, MISCONFIGURED = (
    AttemptOutcome.REFUSED,
    AttemptOutcome.UNAVAILABLE,
    AttemptOutcome.MISCONFIGURED,
)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, UNAVAILABLE),
        (503, UNAVAILABLE),
        (429, UNAVAILABLE),
        (408, UNAVAILABLE),
        (401, MISCONFIGURED),
        (404, REFUSED),
        (400, REFUSED),
    ],
)
def test_what_a_hook_answers_decides_whether_to_try_again(web: WebSink, status: int, outcome: AttemptOutcome) -> None:
    web.status = status
    answer = poster(web.port).send(LETTER, at=AT)
    assert answer.outcome is outcome
    assert f"error={status}" in answer.words


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        ("550 no such user here", REFUSED),
        ("451 try again later", UNAVAILABLE),
        ("530 who are you", MISCONFIGURED),
    ],
)
def test_what_a_mail_server_answers_decides_whether_to_try_again(
    mail: MailSink, refusal: str, outcome: AttemptOutcome
) -> None:
    mail.refusing = refusal
    answer = mailer(mail.port).send(LETTER, at=AT)
    assert answer.outcome is outcome
    assert refusal[4:] in answer.words
    assert mail.mails == []


def test_nobody_listening_is_worth_another_try() -> None:
    for sender in (mailer(free_port()), poster(free_port())):
        answer = sender.send(LETTER, at=AT)
        assert answer.outcome is UNAVAILABLE
        assert "refused" in answer.words


def test_no_secret_shows_anywhere(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(1)
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(1)
    secrets = ("hunter2secret", "T0kenInPath", "T0kenInQuery", "oper@tor")
    rest = "/T0kenInPath/x?+X-Key=T0kenInQuery"
    url = f"json://oper%40tor:hunter2secret@127.0.0.1:{free_port()}{rest}"
    sender = AppriseSender("hook", SecretStr(url))
    answer = sender.send(LETTER, at=AT)
    assert not answer.ok
    broken = AppriseSender("hook", SecretStr("nonsense://hunter2secret@T0kenInPath/T0kenInQuery"))
    unread = broken.send(LETTER, at=AT)
    found = probe("hook", SecretStr(url))
    channels = Channels.read({"hook": sender.url, "bad": broken.url}, InboxSender(Path("x"), AT.date()))
    assert channels.broken == {"bad"}
    said = [answer.words, repr(answer), repr(sender), repr(unread), repr(found), repr(channels), caplog.text]
    said += capfd.readouterr()
    for secret in (*secrets, "oper%40tor"):
        assert not [words for words in said if secret in words], secret
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_plugin_that_breaks_is_an_answer_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object, **__: object) -> bool:
        raise RuntimeError("cannot post to json://u:hunter2secret@127.0.0.1/T0ken")

    monkeypatch.setattr("apprise.Apprise.notify", explode)
    answer = AppriseSender("hook", SecretStr("json://u:hunter2secret@127.0.0.1/T0ken")).send(LETTER, at=AT)
    assert answer.outcome is UNAVAILABLE
    assert "RuntimeError" in answer.words
    assert "hunter2secret" not in answer.words
    assert "T0ken" not in answer.words


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("slack://TokenAAAA/TokenBBBB/TokenCCCC", "POST /services/TokenAAAA/TokenBBBB/TokenCCCC"),
        ("mailto://user:p%40ss@example.com", "login user with p@ss failed"),
        ("tgram://123456:ABCdef/99887766", "https://api.telegram.org/bot123456:ABCdef/sendMessage 99887766"),
        ("jsons://x:y@h/?token=a%2Fbcdef", "token a/bcdef and a%2Fbcdef"),
    ],
)
def test_masking(url: str, text: str) -> None:
    masked = Masked(url)(text)
    for part in ("Token", "p@ss", "ABCdef", "99887766", "bcdef"):
        assert part not in masked
    assert MASK in masked


def test_a_host_may_show_where_it_is_no_token() -> None:
    url = "mailto://user:secret@mail.example.com:25"
    assert Masked(url)("mail.example.com refused secret") == f"mail.example.com refused {MASK}"
    assert scheme_of(url) == f"mailto://{MASK}"
    assert scheme_of("hunter2") == MASK
    assert Masked("")("nothing") == "nothing"


def test_the_inbox_notes_each_letter_once_and_survives_a_torn_line(tmp_path: Path) -> None:
    sender = InboxSender(tmp_path / "outbox", date(2022, 8, 1))
    assert sender.send(LETTER, at=AT).ok
    assert sender.send(replace(LETTER, attempts=1), at=AT).ok
    assert sender.file.name == "2022-08-01.jsonl"
    assert sender.file.stat().st_mode & 0o077 == 0
    assert noted(sender.file) == {7}
    assert len(sender.file.read_text(encoding="utf-8").splitlines()) == 1
    with sender.file.open("a", encoding="utf-8") as stream:
        stream.write('{"id": 8, "subj')
    assert sender.send(replace(LETTER, id=8, attempts=1, person="", person_name=""), at=AT).ok
    assert noted(sender.file) == {7, 8}
    last = json.loads(sender.file.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["to"], last["subject"], last["as_of"]) == ("区市监局", LETTER.subject, "2022-08-01")


def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")
    answer = InboxSender(tmp_path / "outbox", date(2022, 8, 1)).send(LETTER, at=AT)
    assert answer.outcome is UNAVAILABLE


def way(channels: Channels, letter: Letter) -> Route:
    found = channels.route(letter)
    assert found is not None
    return found


def test_letters_are_routed_or_left_in_the_inbox_with_a_remark(tmp_path: Path) -> None:
    inbox = InboxSender(tmp_path, date(2022, 8, 1))
    urls = {
        "mail": SecretStr("mailto://example.com?from=a@example.com&to={email}"),
        "text": SecretStr("nonsense://{phone}"),
        "hook": SecretStr("json://127.0.0.1/x"),
    }
    channels = Channels.read(urls, inbox)
    assert way(channels, LETTER).channel == "mail"
    quiet = way(channels, replace(LETTER, channel="inbox"))
    assert (quiet.sender, quiet.remark) == (inbox, "")
    for letter, named in (
        (replace(LETTER, email=""), "mail"),
        (replace(LETTER, channel="pigeon"), "pigeon"),
    ):
        route = way(channels, letter)
        assert route.sender is inbox
        assert f"“{named}”" in route.remark


def test_the_readers_other_channels_come_after_the_letters_own_and_groups_are_none_of_them(tmp_path: Path) -> None:
    urls = {
        "group": SecretStr("wecombot://key"),
        "mail": SecretStr("mailto://example.com?from=a@example.com&to={email}"),
        "work": SecretStr("wechat://corp:secret@1/@{person}"),
        "text": SecretStr("smsgate://k:s@127.0.0.1/?to={phone}"),
    }
    channels = Channels.read(urls, InboxSender(tmp_path, AT.date()))
    tried: tuple[Tried, ...] = ()
    ways = []
    while (found := channels.route(replace(LETTER, channel="group", tried=tried))) is not None:
        ways.append(found.channel)
        tried = (*tried, Tried(found.channel, "sjj-1", AttemptOutcome.REFUSED))
    assert ways == ["group", "mail", "work"]
    spared = way(channels, replace(LETTER, channel="text"))
    assert spared.channel == "mail"
    assert "“text”" in spared.remark


def test_a_url_for_the_inbox_sends_there_too() -> None:
    channels = Channels.read({"inbox": SecretStr("json://127.0.0.1/x")}, InboxSender(Path("x"), AT.date()))
    assert isinstance(way(channels, replace(LETTER, channel="inbox")).sender, AppriseSender)


def test_doctor_probes_without_sending(mail: MailSink, web: WebSink) -> None:
    assert probe("mail", mailer(mail.port).url).ok
    assert probe("hook", poster(web.port).url).ok
    assert (mail.mails, web.posted) == ([], [])
    dead = probe("hook", poster(free_port()).url)
    assert not dead.ok
    assert dead.remedy
    unread = probe("odd", SecretStr("hunter2"))
    assert (unread.ok, unread.url) == (False, MASK)
    assert probe("slack", SecretStr("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")).ok
