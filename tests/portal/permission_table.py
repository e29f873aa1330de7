"""The permission table as its files say it, the scene it is tried on, and the routes the application really has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from typing import Any

import yaml
from at_the_office import Office
from definitions_folder import definitions_folder
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from portal_house import Door, MovableClock
from small_programme import at
from starlette.routing import Mount

from engine.domain.vocabulary import RequestKind
from engine.evidence import EvidenceFiles
from engine.runtime import Runtime
from engine.services.doors import sign_in
from engine.services.work import extend
from engine.settings import Settings
from engine.store.database import Database
from portal.app import create_app
from portal.visit import COOKIE, CSRF_HEADER, csrf_of

TODAY = date(2022, 6, 15)
FOLDER = Path(__file__).parent / "permissions"
FILLED = ("form", "json", "query", "files", "places", "api", "no_api")
ANSWERS = ("ok", "forbidden", "unknown", "refused", "wrong", "door")

OFFICE, STATE, LICENSING, FUNDS = "qu-chuangjian-ban", "qu-zhengfu-ban", "qu-shijian-ju", "qu-caizheng-ju"
SHOP, OTHER_SHOP = "su-00001", "su-00002"
WORK = {
    OFFICE: "joint-meeting/2022Q2",
    STATE: "leading-group/2022",
    LICENSING: "lawful-licensing/2022",
    FUNDS: "sufficient-funds/2022",
    SHOP: "rules-carried-out/2022.records/su-00001",
    OTHER_SHOP: "rules-carried-out/2022.records/su-00002",
}
"""One piece of work of each unit that is played here."""


@dataclass(frozen=True)
class Role:
    """Somebody who asks: the person (nobody: ''), how they came in, their unit and a unit that is foreign to them."""

    person: str
    unit: str
    foreign: str = FUNDS
    via: str = sign_in.BY_PASSWORD


ROLES: Mapping[str, Role] = {
    "office": Role("qu-chuangjian-ban-office-1", OFFICE),
    "reviewer": Role("qu-shijian-ju-reviewer", LICENSING),
    "head": Role("qu-caizheng-ju-head", FUNDS, LICENSING),
    "clerk": Role("qu-caizheng-ju-clerk", FUNDS, LICENSING),
    "leader": Role("qu-zhengfu-ban-leader", STATE),
    "administrator": Role("qu-chuangjian-ban-administrator", OFFICE),
    "auditor": Role("qu-chuangjian-ban-auditor", OFFICE),
    "link": Role("su-00001-clerk", SHOP, OTHER_SHOP, via="link"),
    "nobody": Role("", FUNDS, LICENSING),
}
"""`reviewer` sits in the department that is in charge of the shops of `link`; `administrator` and `auditor` in the
creation office."""


@dataclass(frozen=True)
class Line:
    """What one route answers: by side (own, foreign) and role. `form`, `json`, `query` and `places` fill the request,
    `files` names files that are sent along as a multipart form, by field.

    A page's line also says `api`, the routes of the API that do the same, or `no_api`, why there is none.
    """

    file: str
    answers: Mapping[str, Mapping[str, str]]
    form: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Any] = field(default_factory=dict)
    api: str | list[str] = ""
    no_api: str = ""


def lines() -> dict[str, Line]:
    """The table by `METHOD /path`. Raises ValueError naming the line that is not understood."""
    found: dict[str, Line] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for route, said in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            if route in found:
                raise ValueError(f"{file.name}: {route} stands in {found[route].file} too")
            more = {key: said[key] for key in FILLED if key in said}
            whole = {key: value for key, value in said.items() if key in ANSWERS}
            sides = {"own": said.get("own", whole), "foreign": said.get("foreign", whole)}
            answers = {side: _by_role(f"{file.name}: {route} ({side})", row) for side, row in sides.items()}
            if unknown := set(said) - {*more, *ANSWERS, "own", "foreign"}:
                raise ValueError(f"{file.name}: {route} says {sorted(unknown)}, which is no answer")
            found[route] = Line(file.name, answers, **more)
    return found


def _by_role(place: str, row: Mapping[str, str]) -> dict[str, str]:
    """`{ok: office head, forbidden: rest}` turned round: each role with its answer, none twice, none left out."""
    found: dict[str, str] = {}
    rest = ""
    for answer, roles in row.items():
        for role in str(roles).split():
            if role == "rest":
                rest = answer
            elif role not in ROLES or role in found or answer not in ANSWERS:
                raise ValueError(f"{place}: “{answer}: {role}” is unknown or said twice")
            else:
                found[role] = answer
    if missing := [role for role in ROLES if role not in found and not rest]:
        raise ValueError(f"{place}: nothing is said of {missing}")
    return {role: found.get(role, rest) for role in ROLES}


def routes(app: FastAPI, prefix: str = "") -> Iterator[str]:
    """`METHOD /path` of everything the application answers, those of mounted applications too; files are no routes."""
    for route in iter_route_contexts(app.routes):
        mounted = route.original_route
        if isinstance(mounted, Mount):
            if isinstance(mounted.app, FastAPI):
                yield from routes(mounted.app, prefix + mounted.path)
            elif mounted.name != "static":
                yield f"ANY {prefix}{mounted.path}"
            continue
        for method in sorted((route.methods or {"ANY"}) - {"HEAD"}):
            yield f"{method} {prefix}{route.path}"


@dataclass
class Scene:
    """A small programme in which everybody of the table is in; it is put back before each try."""

    app: FastAPI
    database: Database
    kept: Path
    tokens: Mapping[str, str]
    places: Mapping[str, Mapping[str, Any]]

    def put_back(self) -> None:
        """Everything as it was."""
        self.database.engine.dispose()
        file = Path(str(self.database.url.database))
        for left in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            left.unlink(missing_ok=True)
        shutil.copy(self.kept, file)

    def ask(self, client: Door, role: str, side: str, route: str, line: Line) -> str:
        """What `role` is answered at their own or a foreign unit's place, in the words of the table."""
        method, path = route.split(" ", 1)
        who = ROLES[role]
        unit = who.unit if side == "own" else who.foreign
        places = {**self.places[unit], **line.places}
        address = path.format_map(places) if "{" in path else path
        form, json = _filled(line.form, places), _filled(line.json, places)
        client.cookies.clear()
        headers = {}
        if token := self.tokens[role]:
            client.cookies.set(COOKIE, token)
            headers[CSRF_HEADER] = csrf_of(token)
        if path.startswith("/api/") or json is not None:
            body: dict[str, Any] = {"json": json if json is not None else {}} if method != "GET" else {}
            body = {"data": form} if form else body
            body = {"data": form, "files": _sent(line.files)} if line.files else body
        elif line.files:
            body = {"data": form, "files": _sent(line.files)}
        else:
            body = {"data": form} if method != "GET" else {}
        query = _filled(line.query, places)
        answer = client.request(method, address, params=query, headers=headers, follow_redirects=False, **body)
        return _word(answer.status_code, answer.headers.get("location", ""))


def _sent(files: Mapping[str, str]) -> dict[str, tuple[str, bytes]]:
    """Files by field; what is in them is what their name promises, as far as a first look goes."""
    contents = {
        "pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        "csv": b"a,b\n1,2\n",
        "zip": b"PK\x05\x06" + bytes(18),
    }
    return {name: (file, contents[file.rsplit(".", 1)[-1]]) for name, file in files.items()}


def _filled(said: Any, places: Mapping[str, Any]) -> Any:
    """What a line sends, with the place a string like “{number}” names."""
    match said:
        case str() if said.startswith("{") and said[1:-1] in places:
            return places[said[1:-1]]
        case Mapping():
            return {key: _filled(value, places) for key, value in said.items()}
        case list():
            return [_filled(value, places) for value in said]
    return said


def _word(status: int, location: str) -> str:
    if status == 401 or (status in (302, 303, 307) and location.startswith("/sign-in?")):
        return "door"
    if status < 400:
        return "ok"
    return {403: "forbidden", 404: "unknown", 409: "refused", 422: "wrong"}.get(status, str(status))


def _requirement(office: Office, work: str) -> str:
    """A piece of evidence that this work wants as a document."""
    name, _, period = work.partition("/")
    definition = office.desk.catalog().definitions[name]
    milestone = period.partition("/")[0].partition(".")[2]
    part = next(each for each in definition.milestones if not milestone or each.id == milestone)
    return next(each.id for each in part.evidence if each.kind == "document" and "pdf" in (*each.accept, "pdf"))


def scene(database: Database, folder: Path) -> Scene:
    """Open the small programme and let everybody in."""
    office = Office.open(database, TODAY)
    now = at(TODAY).astimezone(UTC)
    places: dict[str, dict[str, Any]] = {
        unit: {"number": office.work(name), "requirement": _requirement(office, name)} for unit, name in WORK.items()
    }
    for unit, known in places.items():
        head = "clerk" if unit in (SHOP, OTHER_SHOP) else "head"
        asked = extend.Ask(known["number"], office.person(f"{unit}-{head}"), RequestKind.NOT_APPLICABLE, "不适用")
        known["request"] = extend.ask_for(office.desk, asked, at=now)
    sign_in.open_to_samples(office.desk, "a long sample password", at=now)
    tokens = {
        role: sign_in.enter(office.desk, who.person, via=who.via, at=now).token if who.person else ""
        for role, who in ROLES.items()
    }
    home = folder / "home"
    home.mkdir()
    settings = Settings(
        home=home,
        database=str(database.url),
        evidence=str(folder / "evidence"),
        definitions=definitions_folder(office.desk.catalog(), folder / "definitions"),
    )
    desk = type(office.desk)(database, EvidenceFiles(settings.evidence_url), office.desk.book)
    app = create_app(Runtime(settings, desk, MovableClock(now)))
    app.state.stopping = lambda: True  # what stays open, /live, ends at once
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    kept = folder / "kept.db"
    shutil.copy(str(database.url.database), kept)
    return Scene(app, database, kept, tokens, places)
