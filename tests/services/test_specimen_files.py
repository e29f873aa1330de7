"""What a rehearsal hands in can be opened: a reviewer sees a page, a picture or a sheet, each marked as rehearsal."""

from __future__ import annotations

import io
import zlib

import docx
import openpyxl
import puremagic
import pytest

from engine.services.rehearsal.specimen_files import specimen

WORDS = "台账 <1>"


@pytest.mark.parametrize("extension", ["pdf", "jpg", "png", "xlsx", "docx"])
def test_bytes_are_what_the_name_says(extension: str) -> None:
    content = specimen(extension, WORDS)
    assert puremagic.magic_string(content, f"x.{extension}")[0].extension in (f".{extension}", ".jpeg", ".jfif")
    assert content != specimen(extension, "another")


def test_a_workbook_and_a_document_say_what_they_are() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(specimen("xlsx", WORDS))).active
    assert sheet["A1"].value == f"Luoshi rehearsal: {WORDS}"
    paragraphs = docx.Document(io.BytesIO(specimen("docx", WORDS))).paragraphs
    assert [each.text for each in paragraphs] == [f"Luoshi rehearsal: {WORDS}"]


def test_a_pdf_has_a_table_that_leads_to_its_objects() -> None:
    content = specimen("pdf", WORDS)
    start = int(content[content.rindex(b"startxref") :].split()[1])
    assert content[start:].startswith(b"xref")
    for number, line in enumerate(content[start:].split(b"\n")[3:8], 1):
        assert content[int(line[:10]) :].startswith(b"%d 0 obj" % number)


def test_a_png_is_whole() -> None:
    content, at, names = specimen("png", WORDS), 8, []
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at + 4 : at + 8 + length]
        assert int.from_bytes(content[at + 8 + length : at + 12 + length], "big") == zlib.crc32(chunk)
        names.append(chunk[:4])
        at += 12 + length
    assert names == [b"IHDR", b"iTXt", b"IDAT", b"IEND"]
