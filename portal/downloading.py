"""Files of strangers, given out safely: nothing among them can run as a page of ours."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi.responses import Response

_SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "application/pdf"})
"""Kinds that a browser shows without running anything of them in our name."""

_PICTURE: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
_PDF: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF is shown by the browser's own reader, which a sandbox would keep from starting; its scripts do not reach us."""


def download(content: bytes, name: str, media_type: str) -> Response:
    """`content` under its own name. What is not a picture or a PDF is saved, never opened in place."""
    shown = media_type in _SHOWN
    where = "inline" if shown else "attachment"
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name) or "file"
    return Response(
        content,
        media_type=media_type if shown else "application/octet-stream",
        headers={
            "content-disposition": f"{where}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
            "content-security-policy": _PDF if media_type == "application/pdf" else _PICTURE,
            "x-frame-options": "SAMEORIGIN",  # a page of ours shows it beside the requirement
            "cache-control": "private, no-store",
        },
    )
