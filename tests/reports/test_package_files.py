"""A package tells of everything done to it: altered, removed, added, renamed, doubled, the manifest itself."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from engine.errors import Invalid
from engine.reports.package.making import package_into
from engine.reports.package.manifest import MANIFEST, Manifest
from engine.reports.package.names import is_safe_path, numbered, safe_name
from engine.reports.package.verifying import check_package

FILES = {"政府/1.1.1/001 通知.pdf": b"%PDF-1", "政府/1.1.1/002 照片.jpg": b"\xff\xd8" * 9, "index.html": b"<p>"}
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def package(tmp_path: Path) -> tuple[Path, str]:
    out = tmp_path / "包.zip"
    with out.open("wb") as stream, package_into(stream, date(2022, 6, 15)) as writer:
        for path, content in FILES.items():
            writer.add(path, content)
        digest = writer.close(Manifest("chongchuan", 2022, "2022-06-15", "x", 7, "ab", tuple(writer.files)))
    return out, digest


def again(file: Path, change: Change) -> None:
    """The same archive with its files changed, as somebody with an archiver would."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def test_an_untouched_one_is_sound(package: tuple[Path, str]) -> None:
    file, digest = package
    found = check_package(file, digest)
    assert found.sound and found.digest == digest and found.expected and found.manifest
    assert (found.manifest.head_act, [each.path for each in found.manifest.files]) == (7, list(FILES))
    again(file, lambda files: None)  # packed anew, nothing changed
    assert check_package(file).sound


PHOTO, NOTICE = "政府/1.1.1/002 照片.jpg", "政府/1.1.1/001 通知.pdf"


def test_altered_missing_added_and_renamed_are_named(package: tuple[Path, str]) -> None:
    file, _ = package
    again(file, lambda files: files.update({PHOTO: b"\xff\xd8" * 8 + b"\xff\xd9"}))
    found = check_package(file)
    assert (found.altered, found.missing, found.added, found.sound) == ((PHOTO,), (), (), False)
    again(file, lambda files: files.update({"政府/夹带.txt": b"x", NOTICE + "2": files.pop(NOTICE)}))
    found = check_package(file)
    assert (found.altered, found.added, found.renamed) == ((PHOTO,), ("政府/夹带.txt",), ((NOTICE, NOTICE + "2"),))
    again(file, lambda files: files.pop(NOTICE + "2") and None)
    assert check_package(file).missing == (NOTICE,)


def test_each_added_file_is_read_once_however_many_are_missing(
    package: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = package
    strange = {f"夹带/{number}": FILES[NOTICE][::-1] for number in range(30)}
    again(file, lambda files: files.update({**strange, "别处": files.pop(NOTICE) + files.pop(PHOTO)}))
    read: list[str] = []
    opened = zipfile.ZipFile.open

    def counted(archive: zipfile.ZipFile, name: str) -> object:
        read.append(name)
        return opened(archive, name)

    monkeypatch.setattr(zipfile.ZipFile, "open", counted)
    found = check_package(file)
    assert set(found.added) == {*strange, "别处"} and set(found.missing) == {NOTICE, PHOTO}
    assert sorted(name for name in read if name.startswith("夹带/")) == sorted(strange)


def test_the_manifest_itself(package: tuple[Path, str]) -> None:
    file, digest = package
    again(file, lambda files: files.update({MANIFEST: files[MANIFEST].replace(b'"head_act": 7', b'"head_act": 8')}))
    found = check_package(file)
    assert found.sound and found.digest != digest  # alone it cannot tell
    assert not check_package(file, digest).sound and check_package(file, digest).expected is False
    again(file, lambda files: files.update({MANIFEST: b'{"format": "luoshi-package/1", "files": [{"path": "../x"}]}'}))
    assert check_package(file).manifest is None
    again(file, lambda files: files.pop(MANIFEST) and None)
    assert not check_package(file).sound


def test_one_name_twice_is_no_way_around(package: tuple[Path, str]) -> None:
    file, _ = package
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(NOTICE, b"another")
    assert check_package(file).altered == (NOTICE,)


def test_what_leaves_the_package_is_named_and_never_unpacked(package: tuple[Path, str], tmp_path: Path) -> None:
    file, digest = package
    slips = ("../../夹带.sh", "/etc/夹带", "C:\\夹带.exe", "..\\夹带.bat")
    with zipfile.ZipFile(file, "a") as archive:
        for name in slips:
            archive.writestr(name, b"x")
    found = check_package(file, digest)
    assert set(found.added) == {zipfile.ZipInfo(name).filename for name in slips} and not found.sound
    assert sorted(each.name for each in tmp_path.rglob("*")) == [file.name]


def test_a_second_manifest_is_a_fault(package: tuple[Path, str]) -> None:
    file, digest = package
    with zipfile.ZipFile(file) as archive:
        content = archive.read(MANIFEST)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(MANIFEST, content)
    assert not check_package(file, digest).sound and check_package(file, digest).added == (MANIFEST,)


def test_a_stream_is_checked_like_a_file(package: tuple[Path, str]) -> None:
    file, digest = package
    assert check_package(io.BytesIO(file.read_bytes()), digest, name="包.zip").sound
    with pytest.raises(Invalid, match=r"包\.zip"):
        check_package(io.BytesIO(b"PK\x03\x04"), name="包.zip")


@pytest.mark.parametrize("cut", [0, 30, 200, -30])
def test_a_broken_file_is_told_and_never_a_traceback(package: tuple[Path, str], cut: int) -> None:
    file, _ = package
    content = file.read_bytes()
    file.write_bytes(content[:cut])
    with pytest.raises(Invalid):
        check_package(file)


def test_every_flipped_byte_of_a_file_is_noticed_or_harmless(package: tuple[Path, str]) -> None:
    file, digest = package
    content = file.read_bytes()
    for at in range(0, len(content), 3):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            found = check_package(file, digest)
        except Invalid:
            continue
        if found.sound:
            with zipfile.ZipFile(file) as archive:
                assert {name: archive.read(name) for name in FILES} == FILES


def test_a_bomb_is_not_unpacked(package: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    file, _ = package
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | {PHOTO: bytes(50_000_000)}).items():
            archive.writestr(name, content)
    read = 0
    whole = zipfile.ZipExtFile.read

    def counting(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        nonlocal read
        piece = whole(self, n)
        read += len(piece)
        return piece

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counting)
    assert check_package(file).altered == (PHOTO,) and read < 10_000


def overlapping(file: Path, entries: int, size: int) -> None:
    """An archive of one packed piece that is listed again and again, so that its files lie over each other."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(size))
        [first] = archive.infolist()
        for number in range(1, entries):
            again = copy.copy(first)
            again.filename = str(number)
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again


def test_an_archive_that_swells_is_refused_before_anything_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "包.zip"
    overlapping(file, 50, 30_000_000)
    assert file.stat().st_size < 50_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(Invalid, match=r"包\.zip.*1\.5 GB") as refusal:
        check_package(file)
    assert refusal.value.code == "package-swells" and refusal.value.remedy


def test_files_that_grow_a_great_deal_and_stay_small_are_examined(tmp_path: Path) -> None:
    file = tmp_path / "包.zip"
    with file.open("wb") as stream, package_into(stream, date(2022, 6, 15)) as writer:
        writer.add("台账.csv", b"," * 30_000_000)
        writer.close(Manifest("chongchuan", 2022, "2022-06-15", "x", 7, "ab", tuple(writer.files)))
    assert file.stat().st_size < 50_000 and check_package(file).sound


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "001 _.._etc_passwd"),
        ("会议纪要.pdf", "001 会议纪要.pdf"),
        ("a\u202efdp.exe", "001 afdp.exe"),
        ("x" * 300 + ".docx", "001 " + "x" * 36 + ".docx"),
        ("报告.pdf ", "001 报告.pdf"),
        ("", "001 _"),
        ('一:二*三?"<>|.xlsx', "001 一_二_三_____.xlsx"),
    ],
)
def test_names(typed: str, kept: str) -> None:
    assert numbered(1, typed) == kept and is_safe_path(kept)


def test_names_of_devices_and_dots() -> None:
    assert [safe_name(each) for each in ("CON", "nul.txt", "..", " . ", "\x00")] == ["_CON", "_nul.txt", "_", "_", "_"]
    assert not any(map(is_safe_path, ("", "/x", "a/../b", "a//b", "a\\b", "C:/x", "./x")))


def test_a_path_that_leaves_or_is_taken_is_not_written() -> None:
    with package_into(io.BytesIO(), date(2022, 6, 15)) as writer:
        writer.add("a/B.txt", b"")
        for path in ("../a", "a/b.TXT", MANIFEST):
            with pytest.raises(ValueError):
                writer.add(path, b"")
