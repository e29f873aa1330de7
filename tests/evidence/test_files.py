"""Files are kept once by their content, checked when read, written whole or not at all, wherever they are kept."""

from __future__ import annotations

import hashlib
import itertools
import os
import threading
from pathlib import Path

import pytest

from engine.errors import Kind, NotFound, Unavailable
from engine.evidence import EvidenceFiles
from engine.evidence.files import Stored

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
_numbers = itertools.count(1)


@pytest.fixture(params=["folder", "file-url", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "folder":
            return str(tmp_path / "evidence")
        case "file-url":
            return (tmp_path / "evidence").as_uri()
        case _:
            return f"memory://evidence-{next(_numbers)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def all_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def where(folder: Path, sha256: str) -> Path:
    [found] = [path for path in all_files(folder) if path.parent.name + path.name == sha256]
    return found


def test_what_is_put_can_be_read_by_its_digest(url: str) -> None:
    files = EvidenceFiles(url)
    stored = files.put(PDF, "纪要.pdf")
    assert stored == Stored(hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf")
    assert files.get(stored.sha256) == PDF
    assert EvidenceFiles(url).get(stored.sha256) == PDF, "after a restart too"


def test_the_same_content_is_kept_once_whoever_hands_it_in(folder: Path) -> None:
    one, other = EvidenceFiles(str(folder)), EvidenceFiles(str(folder))
    digests = {files.put(PDF, name).sha256 for files in (one, other) for name in ("甲.pdf", "乙.pdf", "甲.pdf")}
    assert len(digests) == 1
    assert len(all_files(folder)) == 1
    one.put(JPG, "现场.jpg")
    assert len(all_files(folder)) == 2


def test_names_and_languages_do_not_reach_the_disk(folder: Path) -> None:
    EvidenceFiles(str(folder)).put(PDF, "../../../etc/passwd")
    [path] = all_files(folder)
    assert path.relative_to(folder).as_posix().replace("/", "") == hashlib.sha256(PDF).hexdigest()


def test_a_million_bytes_and_none_survive(url: str) -> None:
    files = EvidenceFiles(url)
    for content in (b"", b"\0", os.urandom(1_000_000)):
        assert files.get(files.put(content).sha256) == content


@pytest.mark.parametrize("damage", [b"", PDF + b" ", JPG])
def test_an_altered_file_is_found(folder: Path, damage: bytes) -> None:
    files = EvidenceFiles(str(folder))
    sha256 = files.put(PDF).sha256
    where(folder, sha256).write_bytes(damage)
    with pytest.raises(NotFound) as caught:
        files.get(sha256)
    assert caught.value.code == "evidence-gone"
    assert sha256[:12] in caught.value.sentence
    assert caught.value.remedy


@pytest.mark.parametrize("sha256", ["0" * 64, "", "nonsense", "../../etc/passwd"])
def test_what_was_never_there_is_not_found(url: str, sha256: str) -> None:
    with pytest.raises(NotFound):
        EvidenceFiles(url).get(sha256)


@pytest.mark.parametrize("damage", [None, b"", PDF[:-1]])
@pytest.mark.parametrize("again", ["the same process", "another"])
def test_handing_in_again_mends_what_was_lost_or_altered(folder: Path, damage: bytes | None, again: str) -> None:
    files = EvidenceFiles(str(folder))
    sha256 = files.put(PDF).sha256
    path = where(folder, sha256)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    (files if again == "the same process" else EvidenceFiles(str(folder))).put(PDF)
    assert EvidenceFiles(str(folder)).get(sha256) == PDF


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_crash_between_leaves_no_half_file(folder: Path, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(BaseException):
        """Not an error anybody handles."""

    def cut(*_: object) -> None:
        raise PowerCut

    files = EvidenceFiles(str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(os if failing == "fsync" else Path, failing, cut)
        with pytest.raises(PowerCut):
            files.put(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    with pytest.raises(NotFound):
        files.get(sha256)
    assert files.put(PDF).sha256 == sha256
    assert EvidenceFiles(str(folder)).get(sha256) == PDF


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    files = EvidenceFiles(str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Unavailable) as caught:
            files.put(PDF, "纪要.pdf")
    assert caught.value.kind is Kind.UNAVAILABLE
    assert "磁盘已满" in caught.value.sentence
    assert caught.value.remedy
    assert all_files(folder) == [], "half a file would take the space that is wanted"
    assert files.get(files.put(PDF).sha256) == PDF


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file in the way")
    with pytest.raises(Unavailable) as caught:
        EvidenceFiles(str(tmp_path / "evidence")).put(PDF)
    assert caught.value.sentence and caught.value.remedy


def test_a_file_that_cannot_be_read_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = EvidenceFiles(str(folder))
    sha256 = files.put(PDF).sha256

    def broken(*_: object, **__: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files._fs, "cat_file", broken)
    with pytest.raises(Unavailable) as caught:
        files.get(sha256)
    assert "磁盘读写出错" in caught.value.sentence


def test_many_at_once_hand_in_the_same(folder: Path) -> None:
    start = threading.Barrier(8)
    found: list[str] = []

    def put() -> None:
        files = EvidenceFiles(str(folder))
        start.wait()
        found.append(files.put(PDF).sha256)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1
    assert len(all_files(folder)) == 1
    assert EvidenceFiles(str(folder)).get(found[0]) == PDF


@pytest.mark.parametrize(
    ("content", "name", "media_type", "extension"),
    [
        (PDF, "a.pdf", "application/pdf", "pdf"),
        (PDF, "a.jpg", "application/pdf", "pdf"),
        (JPG, "a.pdf", "image/jpeg", "jpg"),
        ("单位,结果\n一号,合格\n".encode(), "a.csv", "text/plain", ""),
        (b"", "a.pdf", "application/x-empty", ""),
        (b"\xfe\xfd\xfc" * 30, "", "application/octet-stream", ""),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, name: str, media_type: str, extension: str) -> None:
    files = EvidenceFiles(f"memory://evidence-{next(_numbers)}")
    found = files.extension(content, name)
    assert found in {extension, {"jpg": "jfif"}.get(extension, extension), {"jpg": "jpeg"}.get(extension, extension)}
    assert files.put(content, name).media_type == media_type
