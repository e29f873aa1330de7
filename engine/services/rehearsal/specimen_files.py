"""Specimen files: small, valid, and each saying that it is a rehearsal; a reviewer's browser opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from typing import Final


@cache
def specimen(extension: str, words: str) -> bytes:
    """A file whose bytes are what its extension says, and which says that it is a rehearsal; the same every time."""
    text = f"Luoshi rehearsal: {words}"
    match extension:
        case "pdf":
            return _pdf(text)
        case "jpg":
            return _jpg(text)
        case "png":
            return _png(text)
        case "csv":
            return f"note\n{text}\n".encode()
        case "docx":
            return _zipped(_DOCX, text)
        case _:
            return _zipped(_XLSX, text)


def _pdf(text: str) -> bytes:
    """One page with the text on it. Letters outside ASCII are left out: the built-in typeface has none."""
    shown = "".join(sign for sign in text if " " <= sign <= "~" and sign not in "()\\")
    drawing = f"BT /F1 16 Tf 60 760 Td ({shown}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = b"%PDF-1.4\n% " + text.encode() + b"\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


def _jpg(text: str) -> bytes:
    """The drawing of a pair of scales, with the text as its comment."""
    said = text.encode()
    return _SCALES[:2] + b"\xff\xfe" + struct.pack(">H", len(said) + 2) + said + _SCALES[2:]


def _png(text: str) -> bytes:
    """A grey square, with the text as its comment."""
    size = 64
    rows = (b"\x00" + b"\xb0" * size) * size
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)),
        (b"iTXt", b"Comment\x00\x00\x00\x00\x00" + text.encode()),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def _zipped(files: Mapping[str, str], text: str) -> bytes:
    """An Office Open XML file with the text in its only cell or paragraph."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), _XML + content.replace("TEXT", safe))
    return stream.getvalue()


_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument"


def _types(parts: Mapping[str, str]) -> str:
    listed = "".join(f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts.items())
    known = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{known}{listed}</Types>'


def _leads_to(target: str, kind: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


_XLSX: Final = {
    "[Content_Types].xml": _types(
        {"xl/workbook.xml": "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet"}
    ),
    "_rels/.rels": _leads_to("xl/workbook.xml", "officeDocument"),
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _leads_to("worksheets/sheet1.xml", "worksheet"),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>TEXT</t></is></c></row></sheetData></worksheet>',
}
_DOCX: Final = {
    "[Content_Types].xml": _types({"word/document.xml": "wordprocessingml.document.main"}),
    "_rels/.rels": _leads_to("word/document.xml", "officeDocument"),
    "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>TEXT</w:t></w:r></w:p></w:body>'
    "</w:document>",
}

_SCALES: Final = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H/"
    "///6/+b9//j/wAALCAB4AKABAREA/8QAGQABAQEBAQEAAAAAAAAAAAAAAAQFAwIB/8QAMhAAAgECAgcGBgIDAAAAAAAAAAECAwQRIRITFDFR"
    "YqEFMkFTsfAiM2GBwdFScjSR8f/aAAgBAQAAPwDQAAAAAAAAAAAAABJK4q16jpWkccMMaj3I9Lsx1M7mvOb4LJLifX2VGGdGvUpy478vtgc9"
    "fXtamhdJSi334+H297mWJppNPFPc0AAAAAAAS3s5y0Len3qrwee5e/yXUKMKFJU6awS/2/qezjdXULWlpzzb7sfFkVhaOup3F1pSdTJJ5Yrj"
    "+v8Ah9ttK3uZ2su73oNvevf5KwAAAAAAS0fj7XnpZ6EPh+m79s0Q3gm0m8PBeJl21Cd7dyubmm1BZRg+K8Pfiahn9ofBeWs45Sb0W/piv2yk"
    "AAAAAAEuOo7UhN92stFt8feBogAzrp6/tKlTW6ktJ4eD94FQAAAAAAON1bq4pOOSku634H20vdN6m4whWjlnlpFgJru8jbx0Y4TrPJQX5ONp"
    "QdJSqVcHVm8ZPh9CgAAAAAAA5V7ancRwms/5LeQzncWtSVOlXk4rDDSzwR8Ve7rSjCVw4ptZxWHoW0LSlQzisZfylm0dwAAAAAAADNu/8mf2"
    "9DxR+dT/ALL1NUAAAAAAHDbKHmdGNsoeZ0Y2yh5nRjbKHmdGRXFSNStKUXinh6HmnKMasJN5Jpsv2yh5nRjbKHmdGNsoeZ0Y2yh5nRneLUoq"
    "SzTWKAAAABhgAAAA2aHyKf8AVeh7ABNtfJ1G18nUbXydRtfJ1G18nUg1MuKGplxQ1MuKGplxQ1MuKGplxQ1MuKGplxQ1MuKGplxRbTudCnGO"
    "hjopLeetr5Oo2vk6ja+TqNr5OpMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/2Q=="
)
