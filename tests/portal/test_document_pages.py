"""Documents on their page: looked at, taken out, and a package made, kept and checked; the API does the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_office import GROUP, Office
from docx import Document
from openpyxl import load_workbook
from portal_house import DESKTOP, PHONE, Api, Door, Site

from engine.reports.package.manifest import MANIFEST, digest_of
from engine.services.office import recognise
from engine.services.scoring.score import score_due

OFFICER = "qu-chuangjian-ban-office-1"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_in_a_browser(site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    site.house.office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    page = site.page(OFFICER, size)
    page.goto("/documents")
    bulletin = page.locator("section", has=page.locator("#bulletin"))
    bulletin.get_by_role("button", name="预览").click()
    page.wait_for_url("**/documents/bulletin?of=2022-06")
    assert "2022年6月进展情况的通报" in page.locator("article").inner_text() and site.faults(page) == []
    assert page.locator(".chart svg").count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").click()
    assert download.value.suggested_filename == "通报 2022-06.docx"
    page.goto("/documents")
    with page.expect_download() as download:
        page.get_by_role("button", name="生成并下载").click()
    package = tmp_path / "包.zip"
    download.value.save_as(package)
    page.goto("/documents")
    made = page.locator("#package").locator("xpath=ancestor::section").locator("tbody tr")
    with zipfile.ZipFile(package) as archive:
        assert digest_of(archive.read(MANIFEST)) in made.inner_text() and site.faults(page) == []
        files = {name: archive.read(name) for name in archive.namelist()}
    page.get_by_role("link", name="核验材料包").click()
    page.get_by_label("材料包（.zip").set_input_files(package)
    page.get_by_role("button", name="开始核验").click()
    page.get_by_role("heading", name="未改动").wait_for()
    assert "清单与本系统中" in page.locator("main").inner_text() and site.faults(page) == []
    altered = next(name for name in files if name.endswith(".pdf"))
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in (files | {altered: b"%PDF-other"}).items():
            archive.writestr(name, content)
    page.get_by_label("材料包（.zip").set_input_files(package)
    page.get_by_role("button", name="开始核验").click()
    page.get_by_role("heading", name="与生成时不一致").wait_for()
    assert altered in page.locator("main").inner_text() and site.faults(page) == []


def test_every_kind_is_taken_out(door: Callable[[str], Door], office: Office) -> None:
    client = door(OFFICER)
    for address in ("bulletin/file?of=2022-05", "packet/file", "self-assessment/file", "year-end/file", "table.docx"):
        answer = client.get(f"/documents/{address}")
        assert answer.status_code == 200 and Document(io.BytesIO(answer.content)).tables, address
    for address, rows in (("table.xlsx", 5), ("ledger.xlsx?year=2022", 5)):
        assert load_workbook(io.BytesIO(client.get(f"/documents/{address}").content)).worksheets[0].max_row > rows
    for address in ("bulletin?of=2022-13", "year-end?of=2030", "packet?of=1999Q1"):
        assert client.get(f"/documents/{address}").status_code in (409, 422), address
    assert client.get("/documents/nothing").status_code == 422


def test_certificates_are_for_a_published_list(door: Callable[[str], Door], office: Office) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    office.approve(GROUP, "office-1")
    score_due(office.desk, at=office.now)
    draft = recognise.propose(office.desk, at=office.now)
    client = door(OFFICER)
    assert client.get("/documents/recognition.xlsx").status_code == 200
    assert "尚未公布" in client.get("/documents/certificates.csv").text
    recognise.approve_list(office.desk, 2022, office.person("office-1"), at=office.now)
    recognise.publish(office.desk, 2022, at=office.now)
    heading, *lines = client.get("/documents/certificates.csv").content.decode("utf-8-sig").splitlines()
    assert heading == "证书编号,单位,荣誉名称,年度,颁发单位,日期"
    assert [line.split(",")[:2] for line in lines] == [
        [f"2022-{number:03d}", row.unit_name] for number, row in enumerate(draft.rows, start=1)
    ]
    sheet = load_workbook(io.BytesIO(client.get("/documents/certificates.xlsx").content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == heading.split(",") and sheet.max_row == len(lines) + 1


def test_the_api_makes_and_checks_a_package(api: Api, office: Office) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    program = api(OFFICER)
    raw = program.post("packages", params={"indicator": "leading-group"}).content
    [made] = program.get("packages").json()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert made["digest"] == digest_of(archive.read(MANIFEST)) and made["indicator"] == "leading-group"
        assert made["files"] == len(archive.namelist()) - 2
    found = program.post("packages/verify", files={"file": ("包.zip", raw)}).json()
    assert found["sound"] and found["made"]["act"] == made["act"] and found["altered"] == []
    wrong = program.post("packages/verify", files={"file": ("包.zip", raw)}, data={"digest": "0" * 64}).json()
    assert wrong["expected"] is False and not wrong["sound"]
    refused = program.post("packages/verify", files={"file": ("包.zip", b"PK nothing")})
    assert (refused.status_code, refused.json()["code"]) == (422, "no-package")
    assert program.post("packages", params={"indicator": "no-such"}).status_code == 404
    shelf = program.get("reports").json()
    assert shelf["months"][0] == "2022-06" and shelf["files"] == made["files"] and len(shelf["made"]) == 1
    assert Document(io.BytesIO(program.get("reports/bulletin", params={"of": "2022-06"}).content)).tables


def test_who_sees_their_own_side_checks_none(door: Callable[[str], Door]) -> None:
    client = door("qu-caizheng-ju-clerk")
    assert client.post_form("/documents/package").status_code == 403
    assert client.get("/documents").status_code == 403
