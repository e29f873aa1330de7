"""Signing in through an identity provider: a real one on loopback, honest and otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from portal_house import Door, House

from engine.settings import Settings

OFFICER = "qu-chuangjian-ban-office-1"
MAIL = f"{OFFICER}@example.invalid"


@dataclass
class Provider:
    """An identity provider in a thread. `claims` are what it says of whoever comes; `key` is what it signs with."""

    claims: dict[str, Any] = field(default_factory=lambda: {"email": MAIL})
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signing: RSAKey | None = None
    issuer: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    challenge: str = ""

    def token(self, nonce: str, now: int) -> str:
        told = {"iss": self.issuer, "aud": "luoshi", "sub": "1", "nonce": nonce, "iat": now, "exp": now + 300}
        return jwt.encode({"alg": "RS256", "kid": "one"}, told | self.claims, self.signing or self.key)


@pytest.fixture
def provider(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, body: dict[str, Any], status: int = 200) -> None:
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def do_GET(self) -> None:
            if self.path.endswith("/openid-configuration"):
                where = {
                    name: f"{made.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
                }
                self._answer({"issuer": made.issuer, **where})
            else:
                self._answer({"keys": [made.key.as_dict(private=False)]})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            made.asked.append(form)
            proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest())
            if proof.rstrip(b"=").decode() != made.challenge:
                self._answer({"error": "invalid_grant"}, 400)
                return
            now = int(house.clock.now().timestamp())
            self._answer({"access_token": "x", "token_type": "Bearer", "id_token": made.token(form["code"][0], now)})

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    more = {"oidc_issuer": made.issuer, "oidc_client": "luoshi", "oidc_secret": "secret"}
    settings = Settings(home=house.runtime.settings.home, **more)  # type: ignore[arg-type]
    monkeypatch.setattr(house.app.state, "runtime", type(house.runtime)(settings, house.office.desk, house.clock))
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def _come(client: Door, provider: Provider, next: str = "/history") -> Any:
    """Out to the provider, which sends the browser straight back; its code is the nonce, so that it can say it."""
    away = client.get("/oidc/out", params={"next": next}, follow_redirects=False)
    assert away.status_code == 303, away.text
    query = parse_qs(urlsplit(away.headers["location"]).query)
    provider.challenge = query["code_challenge"][0]
    assert query["code_challenge_method"] == ["S256"] and query["redirect_uri"][0].endswith("/oidc/back")
    return client.get(
        "/oidc/back", params={"state": query["state"][0], "code": query["nonce"][0]}, follow_redirects=False
    )


def test_whom_the_provider_names_is_in(door: Callable[[str], Door], provider: Provider) -> None:
    client = door("")
    assert "统一身份认证" in client.get("/sign-in").text
    answer = _come(client, provider, "/inbox?a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox?a=1")
    assert client.get("/inbox", follow_redirects=False).status_code == 200
    assert provider.asked[0]["grant_type"] == ["authorization_code"]


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"email": "nobody@example.invalid"}, "没有对应的人员"),
        ({"email": ""}, "没有对应的人员"),
        ({"nonce": "another"}, "不属于在此发起的登录"),
        ({"aud": "somebody-else"}, "不属于在此发起的登录"),
        ({"iss": "http://elsewhere.invalid"}, "不属于在此发起的登录"),
        ({"exp": 1}, "不属于在此发起的登录"),
    ],
)
def test_who_is_not_named_well_stays_out(
    door: Callable[[str], Door], provider: Provider, claims: dict[str, Any], says: str
) -> None:
    provider.claims |= claims
    client = door("")
    answer = _come(client, provider)
    assert answer.status_code == 403 and says in answer.text
    assert client.get("/inbox", follow_redirects=False).status_code == 303


def test_a_token_of_a_strangers_key_is_none(door: Callable[[str], Door], provider: Provider) -> None:
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    assert _come(door(""), provider).status_code == 403


def test_an_answer_to_no_question_is_refused(door: Callable[[str], Door], provider: Provider) -> None:
    client = door("")
    assert client.get("/oidc/back", params={"state": "x", "code": "y"}).status_code == 403
    client.get("/oidc/out", follow_redirects=False)
    assert client.get("/oidc/back", params={"state": "x", "code": "y"}).status_code == 403
    other = door("")
    away = other.get("/oidc/out", follow_redirects=False)
    state = parse_qs(urlsplit(away.headers["location"]).query)["state"][0]
    assert client.get("/oidc/back", params={"state": state, "code": "y"}).status_code == 403
    answer = other.get("/oidc/back", params={"state": state, "error": "access_denied"})
    assert answer.status_code == 403 and "access_denied" in answer.text


def test_a_silent_provider_leaves_the_password(house: House, door: Callable[[str], Door]) -> None:
    client = door("")
    silent = Settings(home=house.runtime.settings.home, oidc_issuer="http://127.0.0.1:9")
    house.app.state.runtime = type(house.runtime)(silent, house.office.desk, house.clock)
    answer = client.get("/oidc/out")
    assert answer.status_code == 503 and "请先用口令登录" in answer.text


def test_without_a_provider_there_is_no_such_door(door: Callable[[str], Door]) -> None:
    client = door("")
    assert client.get("/oidc/out").status_code == 404
    assert "统一身份认证" not in client.get("/sign-in").text
