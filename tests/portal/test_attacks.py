"""As an attacker would: every route without its token, by HEAD and OPTIONS, with odd signs, hosts, sites and sizes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from permission_table import OFFICE, ROLES, Scene, lines, routes, scene
from portal_house import PASSWORD, Api, Door, House

from engine.services.doors import passwords
from engine.store.database import Database
from portal import bounds
from portal.app import create_app
from portal.downloading import download
from portal.visit import COOKIE, CSRF_HEADER

HEAD, OFFICER = "qu-caizheng-ju-head", "qu-chuangjian-ban-office-1"
TABLE = lines()
CHANGING = sorted(route for route in TABLE if not route.startswith(("GET ", "ANY ")))
DOORS = {"POST /sign-in", "POST /language", "POST /enter/{token}"}
"""Where nobody is in yet: they ask instead that the form is of our own site."""


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("attacks")
    shutil.copy(sqlite_template, folder / "luoshi.db")
    database = Database(f"sqlite:///{folder / 'luoshi.db'}", durable=False)
    yield scene(database, folder)
    database.close()


def _contents(database: Database) -> dict[str, Any]:
    """Everything that is kept, but for when a visit was last seen."""
    with database.reading() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{table}"')))
            for table in tables
            if table != "visit"
        }


def _address(stage: Scene, route: str) -> str:
    path = route.split(" ", 1)[1]
    return path.format_map({**stage.places[OFFICE], **TABLE[route].places})


@pytest.mark.parametrize("given", [{}, {CSRF_HEADER: "0" * 64}, {CSRF_HEADER: ""}], ids=["none", "wrong", "empty"])
def test_nothing_changes_by_any_route_without_the_visits_token(stage: Scene, given: dict[str, str]) -> None:
    stage.put_back()
    before, wrong = _contents(stage.database), []
    with Door(stage.app, raise_server_exceptions=False) as client:
        for route in CHANGING:
            if route in DOORS:
                continue
            client.cookies.clear()
            client.cookies.set(COOKIE, stage.tokens["office"])
            line, method = TABLE[route], route.split(" ")[0]
            body: dict[str, Any] = {"json": line.json} if line.json is not None else {"data": {"x": "1", **line.form}}
            answer = client.request(method, _address(stage, route), headers=given, follow_redirects=False, **body)
            if answer.status_code not in (403, 422):
                wrong.append(f"{route}: {answer.status_code}")
    assert wrong == []
    assert _contents(stage.database) == before


@pytest.mark.parametrize("route", sorted(route for route in CHANGING if " /api/" not in route))
def test_no_page_takes_what_another_site_sends(stage: Scene, route: str) -> None:
    with Door(stage.app, raise_server_exceptions=False) as client:
        client.cookies.set(COOKIE, stage.tokens["office"])
        for site in ("cross-site", "same-site"):
            headers = {"sec-fetch-site": site}
            answer = client.post(_address(stage, route), headers=headers, data=dict(TABLE[route].form))
            assert answer.status_code == 403, site
            assert "set-cookie" not in answer.headers


def test_every_answer_to_head_and_options_changes_and_tells_nothing(stage: Scene) -> None:
    stage.put_back()
    before, wrong = _contents(stage.database), []
    with Door(stage.app, raise_server_exceptions=False) as client:
        client.cookies.set(COOKIE, stage.tokens["office"])
        for route in sorted(TABLE):
            for method in ("HEAD", "OPTIONS", "TRACE"):
                answer = client.request(method, _address(stage, route), follow_redirects=False)
                if answer.status_code >= 500 or answer.headers.get("access-control-allow-origin"):
                    wrong.append(f"{method} {route}: {answer.status_code}")
                if method == "HEAD" and answer.content:
                    wrong.append(f"{method} {route} has a body")
    assert wrong == []
    assert _contents(stage.database) == before


def test_no_route_falls_over_signs_that_no_name_has(stage: Scene) -> None:
    wrong = []
    with Door(stage.app, raise_server_exceptions=False) as client:
        client.cookies.set(COOKIE, stage.tokens["office"])
        for route in sorted(TABLE):
            if "{" not in route or not route.startswith("GET "):
                continue
            head = route.split(" ", 1)[1].split("{")[0]
            for odd in (
                "%00",
                "..%2f..%2fetc%2fpasswd",
                "%ff",
                "-1",
                "9" * 30,
                "a%0d%0aset-cookie:%20x=1",
                "%F0%9F%98%80",
            ):
                answer = client.get(head + odd, follow_redirects=False)
                if answer.status_code >= 500 or "x" in answer.cookies:
                    wrong.append(f"{head}{odd}: {answer.status_code}")
    assert wrong == []


def test_a_nul_in_a_form_or_an_address_is_refused(door: Callable[[str], Door], api: Api) -> None:
    client = door(HEAD)
    assert client.get("/board?words=%00").status_code == 422
    assert client.get("/api/v1/board?words=a%00b").status_code == 422
    answer = client.post_form("/password", {"old": "a\x00b", "new": "x" * 12, "again": "x" * 12})
    assert answer.status_code == 422 and "old" in answer.text
    assert api(HEAD).post("tokens", json={"name": "a\x00b", "scopes": ["read"]}).status_code == 422


@pytest.mark.parametrize(
    "next",
    [
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "/\t/example.org",
        "\t//example.org",
        "/\n/example.org",
        "///example.org",
        "/%5Cexample.org/../\\example.org\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "data:text/html,x",
        "\x00//example.org",
    ],
)
def test_nobody_is_led_elsewhere_after_the_door(door: Callable[[str], Door], next: str) -> None:
    data = {"name": HEAD, "password": PASSWORD, "next": next}
    answer = door("").post("/sign-in", data=data, follow_redirects=False)
    place = answer.headers.get("location", "/")
    assert place.startswith("/") and not place.startswith(("//", "/\\")) and "a" not in answer.cookies
    assert "\n" not in place and "\t" not in place
    answer = door(HEAD).get("/sign-in", params={"next": next}, follow_redirects=False)
    place = answer.headers.get("location", "/")
    assert place.startswith("/") and "//example" not in place


def test_the_host_that_is_claimed_is_never_repeated(door: Callable[[str], Door]) -> None:
    client, evil = door(HEAD), {"host": "evil.example", "x-forwarded-host": "evil.example"}
    for address in ("/sign-in", "/inbox", "/inbox/", "/nowhere", "/api/v1/docs", "/api/v1/openapi.json", "/"):
        answer = client.get(address, headers=evil, follow_redirects=False)
        assert "evil" not in answer.text + str(answer.headers), address


def test_cookies_behind_https_travel_over_https_only(house: House) -> None:
    settings = house.runtime.settings.model_copy(update={"portal_url": "https://luoshi.example.gov.cn"})
    object.__setattr__(house.runtime, "settings", settings)
    client = TestClient(create_app(house.runtime), base_url="https://luoshi.example.gov.cn")
    answer = client.post("/sign-in", data={"name": HEAD, "password": PASSWORD}, follow_redirects=False)
    flags = answer.headers["set-cookie"].lower()
    assert "secure" in flags and "httponly" in flags and "samesite=lax" in flags
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert (
        "secure"
        in client.post("/language", data={"language": "en"}, follow_redirects=False).headers["set-cookie"].lower()
    )


def test_a_visit_that_was_planted_is_not_the_one_that_begins(door: Callable[[str], Door]) -> None:
    client = door("")
    client.cookies.set(COOKIE, "planted")
    answer = client.post("/sign-in", data={"name": HEAD, "password": PASSWORD}, follow_redirects=False)
    assert "planted" not in answer.headers["set-cookie"]
    assert TestClient(client.app, cookies={COOKIE: "planted"}).get("/inbox", follow_redirects=False).status_code == 303


def test_what_goes_wrong_carries_the_headers_too(house: House) -> None:
    def fails() -> None:
        raise RuntimeError("a secret of ours")

    house.app.add_api_route("/fails", fails)
    answer = TestClient(house.app, raise_server_exceptions=False).get("/fails")
    assert answer.status_code == 500 and "secret of ours" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_strangers_send_no_more_than_a_form(door: Callable[[str], Door]) -> None:
    much = b"x" * (bounds.OF_STRANGERS + 1)
    nobody = door("")
    for address in ("/sign-in", "/assignments/1/hand-in", "/api/v1/assignments/1/evidence", "/enter/x.y"):
        answer = nobody.post(address, files={"file": ("a.pdf", much)}, follow_redirects=False)
        assert answer.status_code in (303, 401, 404, 413), address
    assert nobody.post("/sign-in", content=much, headers={"content-type": "text/plain"}).status_code in (413, 422)
    assert nobody.post("/sign-in", data={"name": "x", "password": "y" * 70_000}).status_code == 413


def test_whose_visit_has_ended_is_led_to_the_door_and_back(door: Callable[[str], Door]) -> None:
    nobody, much = door(""), {"words": "长" * 40_000}
    came_from = {"referer": "http://testserver/assignments/1"}
    answer = nobody.post("/assignments/1/comment", data=much, headers=came_from)
    assert answer.status_code == 413 and 'name="password"' in answer.text
    assert "您已退出登录" in answer.text and 'name="next" value="/assignments/1"' in answer.text


def test_a_request_that_is_too_large_is_refused_told_or_untold(house: House, api: Api) -> None:
    settings = house.runtime.settings.model_copy(update={"upload_megabytes": 1})
    object.__setattr__(house.runtime, "settings", settings)
    app: FastAPI = create_app(house.runtime)
    secret = api(HEAD).headers["authorization"]
    program = TestClient(app, headers={"authorization": secret}, raise_server_exceptions=False)
    address = f"/api/v1/assignments/{house.office.work('sufficient-funds/2022')}/comments"

    def pieces() -> Iterator[bytes]:
        yield b'{"words": "'
        for _ in range(2000):
            yield b"x" * 1024
        yield b'"}'

    headers = {"content-type": "application/json"}
    for content in (b'{"words": "' + b"x" * 2_000_000 + b'"}', pieces()):
        answer = program.post(address, content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "http-413")
    assert program.post(address, json={"words": "好"}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript"]
)
def test_what_could_run_is_saved_and_never_shown(kind: str) -> None:
    answer = download(b"<svg onload='alert(1)'/>", "图 1.svg", kind)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "name", ['a".html', "a\r\nset-cookie: x=1", "../../etc/passwd", "\u202efdp.exe", "", "证明 (1)；.pdf", "😀.png"]
)
def test_the_name_of_a_file_stays_a_name(name: str) -> None:
    said = download(b"x", name, "application/pdf").headers["content-disposition"]
    plain = said.split('filename="', 1)[1].split('"', 1)[0]
    assert plain.isascii() and not set(plain) & set('/\\\r\n";') and plain
    assert "\n" not in said and said.isascii()


def test_a_page_that_is_uploaded_as_evidence_is_never_one_of_ours(house: House, door: Callable[[str], Door]) -> None:
    office, name = house.office, "sufficient-funds/2022"
    office.hand_in(name, HEAD)
    pieces, number = office.pieces(name), office.work(name)
    with office.desk.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE evidence SET name = 'x.html'")
        connection.exec_driver_sql("UPDATE blob SET media_type = 'text/html'")
    for piece in pieces.values():
        for prefix in ("", "/api/v1"):
            answer = door(OFFICER).get(f"{prefix}/assignments/{number}/files/{piece}")
            assert answer.headers["content-disposition"].startswith("attachment;")
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_many_tries_at_once_do_not_fill_the_memory() -> None:
    """Each look takes 64 MiB; the others wait."""
    import threading

    held = [passwords._AT_ONCE.acquire(blocking=False) for _ in range(10)]
    try:
        assert held.count(True) == 4
        waiting = threading.Thread(target=passwords.fits, args=("x", ""))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
    finally:
        for _ in range(held.count(True)):
            passwords._AT_ONCE.release()
    waiting.join(10)
    assert not waiting.is_alive()


def test_whoever_came_by_a_link_reaches_no_directory(stage: Scene) -> None:
    stage.put_back()
    with Door(stage.app, raise_server_exceptions=False) as client:
        client.cookies.set(COOKIE, stage.tokens["link"])
        for address in ("units", "people", "board", "ranking", "indicators", "review-queue", "tokens", "webhooks"):
            answer = client.get(f"/api/v1/{address}")
            assert answer.status_code == 403, address
        assert client.get("/api/v1/inbox").status_code == 200
    assert ROLES["link"].via == "link" and set(routes(stage.app)) == set(TABLE)
