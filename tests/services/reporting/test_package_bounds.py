"""A package of thousands of files is written in the memory of one of them, with names that Windows unpacks."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from at_the_office import GROUP, Office
from sqlalchemy import insert, select

from engine.domain.actor import SYSTEM
from engine.reports.package.making import package_into
from engine.reports.package.names import folder_of, is_safe_path, numbered
from engine.services.reporting.package import make_package
from engine.store import tables as t
from engine.store.database import Database

FILES, SIZE = 3_000, 100_000


class Sink(io.RawIOBase):
    """Takes everything and keeps nothing; it cannot go back, like a connection."""

    taken = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.taken += memoryview(content).nbytes
        return memoryview(content).nbytes


def peak_of(act: Callable[[], Any]) -> int:
    """The most that was held at once, in bytes."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_thousands_of_files_are_never_held_together(sqlite_database: Database) -> None:
    office = Office.open(sqlite_database, date(2022, 3, 16))
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    files = office.desk.files
    digest = files.put(bytes(range(250)) * (SIZE // 250)).sha256
    with sqlite_database.transaction() as connection:
        first = connection.execute(select(t.evidence)).mappings().first()
        assert first is not None
        connection.execute(
            insert(t.blob).values(
                dict(connection.execute(select(t.blob)).mappings().first() or {}, sha256=digest, size=SIZE)
            )
        )
        row = {name: value for name, value in first.items() if name != "id"} | {"sha256": digest}
        connection.execute(insert(t.evidence), [row | {"name": f"照片{n}.jpg"} for n in range(FILES)])
    sink = Sink()
    peak = peak_of(lambda: make_package(office.desk, SYSTEM, sink, at=office.now, indicator="leading-group"))  # type: ignore[arg-type]
    assert sink.taken > FILES * SIZE and peak < 25_000_000 < sink.taken / 10


def test_sizes_stand_before_each_file_though_the_stream_cannot_go_back() -> None:
    kept = io.BytesIO()

    class Line(Sink):
        def write(self, content: Any) -> int:
            return kept.write(content)

    with package_into(Line(), date(2022, 6, 15)) as writer:  # type: ignore[arg-type]
        writer.add("1 政府/001 通知.pdf", b"%PDF-1" * 99)
        writer.add("1 政府/002 表.csv", b"a,b" * 99)
    with zipfile.ZipFile(kept) as archive:
        assert archive.testzip() is None and archive.read("1 政府/002 表.csv") == b"a,b" * 99
        for each in archive.infolist():
            assert each.flag_bits & 0x08 == 0 and each.flag_bits & 0x800  # no sizes behind the file; names in UTF-8


@pytest.mark.parametrize("sign", ["长", "a", "𠮷", "…", ". "])
def test_every_path_fits_windows(sign: str) -> None:
    long = sign * 300
    path = f"{folder_of(long, '6.12.34', long, long, long)}/{numbered(12_345, long + '.docx')}"
    assert len(path.encode("utf-16-le")) // 2 <= 260 - 60 or sign == "𠮷"
    assert all(len(part.encode()) <= 255 and part == part.strip(" .") for part in path.split("/")), path
    assert path.startswith("6 ") and is_safe_path(path)


def test_folders_sort_as_the_table_does() -> None:
    assert folder_of("政府统一组织领导", "1.3.2", "季度推进", "区政府办", "2022年第三季度") == (
        "1 政府统一组织领导/1.3.2 季度推进/区政府办 2022年第三季度"
    )
