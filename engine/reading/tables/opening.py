"""A file that holds tables, told by its bytes: which reader it gets, and what to do with those nobody reads."""

from __future__ import annotations

import re
from typing import Final

from engine.bounded import OLD_OFFICE, ZIP, decoded, parts, within
from engine.errors import Invalid, LuoshiError
from engine.reading.tables.grid import Grid
from engine.reading.tables.office import converted
from engine.reading.tables.page import read_page
from engine.reading.tables.text import read_text
from engine.reading.tables.word import read_word
from engine.reading.tables.workbook import read_workbook
from engine.wording import N_

LARGEST: Final = 20_000_000
LARGEST_UNPACKED: Final = 80_000_000
_MARKUP: Final = re.compile(r"<(?:!doctype html|html|table|body|head|meta)\b", re.I)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def read_tables(file: str, raw: bytes) -> list[Grid]:
    """Every table of a file.

    Raises Invalid (`file-too-large`, `unreadable-table`, `pdf-file`, `too-many-rows`, `too-many-columns`, `no-table`)
    and Unavailable (`no-converter`, `not-converted`) for old formats.
    """
    try:
        grids = _read(file, modern(file, raw))
    except LuoshiError:
        raise
    except Exception as error:  # a damaged file fails anywhere in the libraries, each time otherwise
        raise _damaged(file) from error
    grids = [grid for grid in grids if any(grid.own(row) for row in range(len(grid.lines)))]
    if not grids:
        raise Invalid(
            "no-table",
            N_("There is no table in “{file}”."),
            hint=N_("Give the Word, Excel or web file that holds the responsibility table itself."),
            file=file,
        )
    return grids


def modern(file: str, raw: bytes) -> bytes:
    """The same file, of an old format turned into today's by LibreOffice: slow, so once for a file that is kept.

    Raises Invalid `file-too-large` and, for old formats, Unavailable as `converted`.
    """
    if len(raw) > LARGEST:
        raise _too_large(file)
    found = parts(raw) if raw.startswith(ZIP) else None
    if found is not None and not within(found, LARGEST_UNPACKED):
        raise _swells(file)
    old = raw.startswith((OLD_OFFICE, b"{\\rtf")) or "content.xml" in (found or ())
    return converted(file, raw) if old else raw


def _read(file: str, raw: bytes) -> list[Grid]:
    if raw.startswith(ZIP):
        return _packed(file, raw)
    if raw.startswith(b"%PDF"):
        raise Invalid(
            "pdf-file",
            N_("“{file}” is a PDF file, which keeps no table."),
            hint=N_("Ask for the Word or Excel file it was printed from, or save it as .docx in WPS."),
            file=file,
        )
    text = _text(raw)
    if text is None or "\0" in text:
        raise _damaged(file)
    return read_page(file, text) if _MARKUP.search(text[:4000]) else read_text(file, text)


def _packed(file: str, raw: bytes) -> list[Grid]:
    found = parts(raw)
    if found is None:
        raise _damaged(file)
    if not within(found, LARGEST_UNPACKED):
        raise _swells(file)
    if "word/document.xml" in found:
        return read_word(file, raw)
    if "xl/workbook.xml" in found:
        return read_workbook(file, raw)
    raise _damaged(file)


def _text(raw: bytes) -> str | None:
    """A page says its own character set; the rest is found out."""
    said = _CHARSET.search(raw[:2000])
    if said and said[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        return raw.decode("gb18030", errors="replace")
    return decoded(raw)


def _too_large(file: str) -> Invalid:
    return Invalid(
        "file-too-large",
        N_("“{file}” is larger than {most} MB."),
        hint=N_("Copy the table alone into a new file, without pictures, and try again."),
        file=file,
        most=LARGEST // 1_000_000,
    )


def _swells(file: str) -> Invalid:
    return Invalid(
        "file-too-large",
        N_("“{file}” becomes larger than {most} MB when it is unpacked."),
        hint=N_("Copy the table alone into a new file, without pictures, and try again."),
        file=file,
        most=LARGEST_UNPACKED // 1_000_000,
    )


def _damaged(file: str) -> Invalid:
    return Invalid(
        "unreadable-table",
        N_("“{file}” cannot be read: it is damaged, or no Word, Excel, web or text file."),
        hint=N_("Open it in WPS or Word, save it again as .docx or .xlsx without a password, and try again."),
        file=file,
    )
