"""Reading a responsibility table in the portal: looked at beside its doubts, taken away as drafts; and by program."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from portal_house import DESKTOP, PHONE, Api, Site
from table_files import as_docx, as_xlsx, seed_lines

from engine.catalog import examine

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_table_is_looked_at_and_its_drafts_taken_away(site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    page, file = site.page(ADMIN, size), tmp_path / "责任分解表.docx"
    page.goto("/tables")
    assert site.faults(page) == []
    file.write_bytes(b"PK\x03\x04 no table")
    page.get_by_label("收到的原文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    assert page.get_by_role("alert").is_visible() and site.faults(page) == []
    file.write_bytes(as_docx(seed_lines()))
    page.get_by_label("收到的原文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/tables/*")
    assert page.get_by_text("共55项要求").is_visible() and site.faults(page) == []
    doubtful = page.locator("#ambiguous").inner_text()
    assert "2022年8月中旬前" in doubtful and "第18行第4列" in doubtful
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载初稿").click()
    with zipfile.ZipFile(taken.value.path()) as pack:
        pack.extractall(tmp_path / "out")
    [home] = (tmp_path / "out").iterdir()
    seen = examine(home)
    assert seen.catalog is not None and len(seen.catalog.definitions) == 55 and not seen.errors
    page.get_by_role("button", name="放弃").click()
    page.wait_for_url("**/tables")
    assert page.get_by_text("责任分解表.docx").count() == 0


def test_the_same_by_program(api: Api) -> None:
    admin = api(ADMIN)
    sent = admin.post("tables", files={"file": ("表.xlsx", as_xlsx(seed_lines()))})
    assert sent.status_code == 200, sent.text
    told = sent.json()
    assert (told["counts"]["rows"], told["year"]) == (55, 2022)
    assert {each["kind"] for each in told["doubts"]} >= {"ambiguous", "assumed"}
    assert admin.get(f"tables/{told['number']}").json() == told
    assert [each["id"] for each in admin.get("tables").json()["items"]] == [told["number"]]
    pack = admin.get(f"tables/{told['number']}/drafts.zip")
    assert any(name.endswith("doubts.md") for name in zipfile.ZipFile(io.BytesIO(pack.content)).namelist())
    assert admin.delete(f"tables/{told['number']}").status_code == 204
    assert admin.get(f"tables/{told['number']}").status_code == 404


def test_a_table_is_its_senders_alone_and_only_administrators_read(api: Api) -> None:
    refused = api(OFFICER).post("tables", files={"file": ("表.xlsx", as_xlsx(seed_lines()))})
    assert refused.status_code == 403
    sent = api(ADMIN).post("tables", files={"file": ("表.xlsx", as_xlsx(seed_lines()))}).json()["number"]
    colleague = {"name": "周敏", "unit": "区创建办", "role": "administrator"}
    other = api(api(ADMIN).post("people", json=colleague).json()["id"])
    for answer in (other.get(f"tables/{sent}"), other.get(f"tables/{sent}/drafts.zip"), other.delete(f"tables/{sent}")):
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-table")
    assert other.get("tables").json()["items"] == [] and api(ADMIN).get(f"tables/{sent}").status_code == 200
    big = api(ADMIN).post("tables", files={"file": ("表.txt", b"x" * 10_000_001)})
    assert (big.status_code, big.json()["code"]) == (422, "file-too-large")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_table_is_taken_into_the_definitions(site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    page, file = site.page(ADMIN, size), tmp_path / "责任分解表.docx"
    file.write_bytes(as_docx(seed_lines()))
    page.goto("/tables")
    page.get_by_label("收到的原文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/tables/*")
    table = page.url
    assert page.get_by_text("可直接纳入45项").is_visible() and site.faults(page) == []
    page.get_by_text("查看明细").click()
    assert page.get_by_role("link", name="1.1.1 成立领导小组").is_visible()
    page.get_by_role("button", name="存为草稿，查看影响").click()
    page.wait_for_url("**/definitions/plan?done=some")
    assert page.get_by_role("button", name="按此生效").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.goto(table)
    assert page.get_by_text("有55项已在定义或草稿中").is_visible() and site.faults(page) == []
    page.get_by_role("button", name="存为草稿，查看影响").click()
    assert page.get_by_role("alert").filter(has_text="没有可纳入的内容").is_visible()


def test_taken_in_by_program(api: Api) -> None:
    admin = api(ADMIN)
    number = admin.post("tables", files={"file": ("表.xlsx", as_xlsx(seed_lines()))}).json()["number"]
    assert admin.get(f"tables/{number}/fitting").json()["fresh"] == 45
    taken = admin.post(f"tables/{number}/take-in", json={})
    assert taken.status_code == 201
    assert {each["there"] for each in taken.json()["left"]} >= {"leading-group", "joint-meeting"}
    assert set(admin.get("definitions/plan").json()["files"]) <= set(taken.json()["files"])
    fits = admin.get(f"tables/{number}/fitting").json()
    assert fits["fresh"] == 0 and len([each for each in fits["clashing"] if each["drafted"]]) == 45
    assert admin.post(f"tables/{number}/take-in", json={"clash": "leave"}).json()["code"] == "nothing-to-take"
    more = admin.post(f"tables/{number}/take-in", json={"clash": "add"}).json()["files"]
    assert any(each.endswith("-2.yaml") for each in more)
