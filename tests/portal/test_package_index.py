"""The index page of an unpacked package, opened from the disk: it leads to every file, offline, at both sizes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from at_the_office import GROUP
from portal_house import DESKTOP, PHONE, Site

from engine.domain.actor import SYSTEM
from engine.services.reporting.package import make_package


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_opened_from_the_disk(site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    office = site.house.office
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    stream = io.BytesIO()
    made = make_package(office.desk, SYSTEM, stream, at=office.now)
    with zipfile.ZipFile(stream) as archive:
        archive.extractall(tmp_path)
    page = site.page(size=size)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    assert site.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.get_by_role("link", name=f"缺项清单（{made.gaps}项）").click()
    assert page.evaluate("location.hash") == "#gaps"
    page.get_by_role("link", name="成立领导小组", exact=True).first.click()
    files = page.locator("section.duty a").evaluate_all("links => links.map(link => decodeURI(link.pathname))")
    assert len(files) == made.files > 0 and all(Path(each).is_file() for each in files)
    assert all(each.startswith("file:") for each in asked)
