"""Where webhooks may be sent: outside over https, and inside only what is named."""

from __future__ import annotations

import pytest

from engine.domain.reachable import Reach
from engine.errors import Forbidden, Invalid


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "http://127.0.0.1:4200/api",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::a00:1]/x",
        "https://0.0.0.0/x",
    ],
)
def test_nothing_inside_this_network_is_sent_to(url: str) -> None:
    with pytest.raises(Forbidden):
        Reach().target(url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org",
        "https://",
        "https://a:b@example.org/",
        "https://example.org/#x",
        "javascript:1",
        "",
        "https://x:y",
        "https://exa mple.org/",
        "https://例.org/",
        "https://example.org/" + "x" * 500,
        "https://example.org/\n",
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(Invalid):
        Reach().target(url)


def test_named_hosts_and_networks_are_sent_to() -> None:
    reach = Reach.of("hooks.intranet, 127.0.0.1:9000, 10.8.0.0/16")
    for url in ("http://hooks.intranet/x", "http://127.0.0.1:9000/x", "https://10.8.3.4/x", "https://example.org/x"):
        reach.target(url)
    for url in ("http://127.0.0.1:9001/x", "https://10.9.0.1/x"):
        with pytest.raises(Forbidden):
            reach.target(url)
    with pytest.raises(Invalid):
        Reach.of("10.8.0.0/99")
