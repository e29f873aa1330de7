"""The package holds exactly what the record holds, says what is missing, and stands in the table's order."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from at_the_office import FUNDS, GROUP, Office

from engine.domain.actor import SYSTEM
from engine.errors import Forbidden, NotFound
from engine.reports.package.manifest import MANIFEST, parse
from engine.reports.package.verifying import check_package
from engine.services.looking import ask, remember
from engine.services.reporting.made_packages import made_packages
from engine.services.reporting.package import Package, make_package
from engine.services.work import submit
from engine.store.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def packed(office: Office, indicator: str = "") -> tuple[Package, zipfile.ZipFile]:
    stream = io.BytesIO()
    made = make_package(office.desk, SYSTEM, stream, at=office.now, indicator=indicator)
    return made, zipfile.ZipFile(stream)


def files_of(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name not in (MANIFEST, "index.html")]


def test_every_file_handed_in_is_there_as_it_was(office: Office, tmp_path: Path) -> None:
    same = submit.Item("document", b"%PDF-1.4 x", "../../批复<script>.pdf")
    wanted = office.case(GROUP).milestone.evidence[0].id
    items = (*office.everything(GROUP), submit.Item(wanted, same.content, same.name))
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk", items=items)
    office.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    made, archive = packed(office)
    known = {name: ask.card(office.desk, office.work(name), at=office.now).evidence for name in (GROUP, FUNDS)}
    rows = [row for each in known.values() for row in each if row["sha256"]]
    paths = files_of(archive)
    assert made.files == len(paths) == len(rows)
    assert [archive.read(path) for path in paths] == [office.desk.files.get(row["sha256"]) for row in rows]
    assert [int(path.rpartition("/")[2][:3]) for path in paths] == list(range(1, len(paths) + 1))
    page = archive.read("index.html").decode()
    linked = [unquote(each) for each in re.findall(r'href="([^#"]+)"', page)]
    assert linked == paths and "<script" not in page and "http" not in page.replace("http-equiv", "")
    numbers = re.findall(r'<h3 id="i([\d.]+)"', page)
    assert numbers == sorted(numbers, key=lambda each: [int(part) for part in each.split(".")]) and len(numbers) > 5
    manifest = parse(archive.read(MANIFEST))
    assert manifest and (manifest.head_act, manifest.head_digest) == (made.head_act, made.head_digest)
    out = tmp_path / "包.zip"
    assert archive.fp
    archive.fp.seek(0)
    out.write_bytes(archive.fp.read())
    assert check_package(out, made.digest).sound


def test_gaps_are_what_is_missing(office: Office) -> None:
    made, archive = packed(office, "leading-group")
    assert made.indicators == 1 and files_of(archive) == []
    page = archive.read("index.html").decode()
    card = ask.card(office.desk, office.work(GROUP), at=office.now)
    assert made.gaps == len(card.missing) > 0 and all(each in page for each in card.missing)
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    made, archive = packed(office, "leading-group")
    assert made.gaps == 0 and "没有缺项" in archive.read("index.html").decode()


def test_a_file_that_is_gone_is_a_gap_and_the_rest_is_packed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    lost = next(r["sha256"] for r in ask.card(office.desk, office.work(GROUP), at=office.now).evidence if r["sha256"])
    whole = type(office.desk.files).get

    def get(self: object, sha256: str) -> bytes:
        if sha256 == lost:
            raise NotFound(
                "evidence-gone", "The stored file {sha256} is missing or has been altered.", sha256=lost[:12]
            )
        return whole(self, sha256)  # type: ignore[arg-type]

    monkeypatch.setattr(type(office.desk.files), "get", get)
    made, archive = packed(office, "leading-group")
    assert made.gaps == 1 and lost[:12] in archive.read("index.html").decode()


def test_who_sees_their_own_side_only_makes_none(office: Office) -> None:
    with pytest.raises(Forbidden):
        make_package(office.desk, office.person("qu-caizheng-ju-clerk"), io.BytesIO(), at=office.now)
    with pytest.raises(NotFound):
        packed(office, "no-such-indicator")


class _Gone(io.RawIOBase):
    """A reader that goes away after some pieces."""

    def writable(self) -> bool:
        return True

    def write(self, _content: object) -> int:
        raise BrokenPipeError


def test_a_download_that_is_broken_off_is_in_the_history_and_is_no_package(office: Office) -> None:
    with pytest.raises(BrokenPipeError):
        make_package(office.desk, SYSTEM, _Gone(), at=office.now)  # type: ignore[arg-type]
    [act] = remember.history(office.desk, limit=1)
    assert act.verb == "pack" and act.reason and "digest" not in act.detail
    assert made_packages(office.desk, SYSTEM) == ()
    whole, _ = packed(office)
    assert [each.digest for each in made_packages(office.desk, SYSTEM)] == [whole.digest]
