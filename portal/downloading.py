"""Files of strangers, given out safely: nothing among them can run as a page of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

from engine.services.mine.calendar_text import Invitation

_SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "application/pdf"})
"""Kinds that a browser shows without running anything of them in our name."""

_PICTURE: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
_PDF: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF is shown by the browser's own reader, which a sandbox would keep from starting; its scripts do not reach us."""

_IN_MEMORY: Final = 4_000_000
_PIECE: Final = 65_536
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP: Final = "application/zip"


def download(content: bytes, name: str, media_type: str) -> Response:
    """`content` under its own name. What is not a picture or a PDF is saved, never opened in place."""
    shown = media_type in _SHOWN
    where = "inline" if shown else "attachment"
    return Response(
        content,
        media_type=media_type if shown else "application/octet-stream",
        headers={
            "content-disposition": _disposition(where, name),
            "content-security-policy": _PDF if media_type == "application/pdf" else _PICTURE,
            "x-frame-options": "SAMEORIGIN",  # a page of ours shows it beside the requirement
            "cache-control": "private, no-store",
        },
    )


def written(write: Callable[[IO[bytes]], object], name: str, media_type: str) -> Response:
    """What `write` writes, saved under a name: written whole before anything is sent, so that a refusal is a page."""
    spool: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when sent
    try:
        write(spool)
    except BaseException:
        spool.close()
        raise
    headers = {"content-disposition": attached(name), "cache-control": "private, no-store"}
    headers["content-length"] = str(spool.tell())
    return StreamingResponse(_pieces(spool), media_type=media_type, headers=headers)


def calendar_file(day: Invitation) -> Response:
    """A day for a calendar program, saved under its own name."""
    return written(lambda stream: stream.write(day.file()), day.name, "text/calendar; charset=utf-8")


def _pieces(spool: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with spool:
        spool.seek(0)
        while piece := spool.read(_PIECE):
            yield piece


def _disposition(where: str, name: str) -> str:
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name) or "file"
    return f"{where}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def attached(name: str) -> str:
    """The header that has a file saved under a name."""
    return _disposition("attachment", name)
