"""What docs/upstream.md tells Apprise's authors is still so; when one of these fails, a plugin of ours may go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from apprise import NotifyFormat
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark
from apprise.plugins.serverchan import NotifyServerChan
from apprise.plugins.wechat import NotifyWeChat
from apprise.plugins.wecombot import NotifyWeComBot
from providers import SECRETS, Provider, certificates, provider


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    papers = certificates(tmp_path_factory.mktemp("papers"))
    with pytest.MonkeyPatch.context() as patch, provider(papers.good) as running:
        patch.setenv("REQUESTS_CA_BUNDLE", str(papers.ca))
        yield running


def at(base: type[Any], **more: Any) -> type[Any]:
    """Apprise's own plugin at our address, without its pause."""
    return type("Moved", (base,), {"request_rate_per_sec": 0, **more})


def dingtalk(there: Provider, **more: Any) -> Any:
    moved = at(NotifyDingTalk, notify_url=f"{there.base}/robot/send?access_token={{token}}")
    return moved(token="TOKEN", secret=SECRETS["dingtalk"], **more)


def test_an_error_code_in_a_success_is_called_a_success(there: Provider) -> None:
    there.answer = "errcode"
    hook = f"{there.base}/open-apis/bot/v2/hook/"
    services = [
        dingtalk(there),
        at(NotifyWeComBot, notify_url=f"{there.base}/cgi-bin/webhook/send?key={{key}}")(key="KEY"),
        at(NotifyFeishu, notify_url=f"{hook}{{token}}")(token="TOKEN"),
        at(NotifyLark, notify_url=hook)(token="TOKEN"),
        at(NotifyServerChan, notify_url=f"{there.base}/{{token}}.send")(token="TOKEN"),
    ]
    assert [service.notify("hello") for service in services] == [True] * 5
    assert there.taken == []


def test_whom_wecom_calls_invalid_is_passed_over(there: Provider) -> None:
    there.answer = "invaliduser"
    urls = {"token_url": f"{there.base}/cgi-bin/gettoken", "notify_url": f"{there.base}/cgi-bin/message/send"}
    service = at(NotifyWeChat, **urls)(corpid="c", corpsecret="s", agentid="1", targets=["@nobody"])
    assert service.notify("hello")
    assert there.taken == []


def test_dingtalk_markdown_is_sent_as_text_without_text(there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def keep(*_: object, data: str, **__: object) -> None:
        sent.append(data)
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "post", keep)
    assert not dingtalk(there, format=NotifyFormat.MARKDOWN).send("hello", "title")
    assert '"msgtype": "text"' in sent[0]
    assert '"content"' not in sent[0]


def test_serverchan_cuts_a_token_short() -> None:
    assert NotifyServerChan.parse_url("schan://abc-def/?verify=no")["token"] != "abc-def"


def test_two_messages_to_one_robot_sleep_in_the_caller() -> None:
    assert NotifyDingTalk.request_rate_per_sec == NotifyWeComBot.request_rate_per_sec == 5.5
