"""Whether one piece of evidence may be taken for a requirement: by name, size, contents, or what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.vocabulary import EvidenceKind
from engine.errors import Refused
from engine.wording import N_

ACCEPTED: Final[dict[EvidenceKind, tuple[str, ...]]] = {
    EvidenceKind.DOCUMENT: (
        "pdf",
        "ofd",
        "doc",
        "docx",
        "wps",
        "xls",
        "xlsx",
        "et",
        "jpg",
        "jpeg",
        "png",
        "tif",
        "tiff",
    ),
    EvidenceKind.TABLE: ("xlsx", "xls", "csv", "et"),
    EvidenceKind.PHOTO: ("jpg", "jpeg", "png", "heic", "tif", "tiff", "bmp", "webp"),
    EvidenceKind.EVENT: ("pdf", "ofd", "doc", "docx", "wps", "jpg", "jpeg", "png", "heic"),
}
"""Extensions taken where a requirement lists none of its own."""

_OLE = frozenset({"doc", "xls", "wps", "et", "ppt"})
_ZIP = frozenset({"docx", "xlsx", "pptx", "ofd", "zip"})
_TEXT = frozenset({"csv", "txt", "md"})
_SPELLINGS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    frozenset({"tif", "tiff"}),
    frozenset({"heic", "heif"}),
)
DANGEROUS: Final = frozenset(
    {"exe", "dll", "msi", "elf", "sh", "bat", "cmd", "js", "html", "htm", "svg", "php", "jar", "apk"}
)
"""Never taken as evidence, whatever the name says."""


def check_item(
    wanted: EvidenceWanted, filename: str = "", size: int = 0, sniffed_type: str = "", content: str = ""
) -> Refused | None:
    """Why this piece cannot be taken for that requirement; None when it can. The refusal is returned, not raised.

    `size` in bytes. `sniffed_type`: the extension its bytes look like (`pdf`, with or without the dot), empty when
    unknown. `content`: what was written, for kinds that are not files.
    """
    if not wanted.kind.is_file:
        return _check_written(wanted, content or filename)
    return _check_name(wanted, filename) or _check_size(wanted, filename, size) or _check_type(filename, sniffed_type)


def _check_name(wanted: EvidenceWanted, filename: str) -> Refused | None:
    accepted = wanted.accept or ACCEPTED[wanted.kind]
    if any(_same(extension(filename), known, _SPELLINGS) for known in accepted):
        return None
    return Refused(
        "evidence.type",
        N_("`{name}` is not of a type that “{title}” takes."),
        hint=N_("Hand in one of: {accepted}."),
        name=filename,
        title=wanted.title,
        accepted=", ".join(accepted),
    )


def _check_size(wanted: EvidenceWanted, filename: str, size: int) -> Refused | None:
    if size == 0:
        return Refused("evidence.empty", N_("`{name}` is empty."), hint=N_("Choose the file again."), name=filename)
    if size <= wanted.max_megabytes * 1024 * 1024:
        return None
    return Refused(
        "evidence.too-large",
        N_("`{name}` is larger than {limit} MB."),
        hint=N_("Make it smaller or split it."),
        name=filename,
        limit=wanted.max_megabytes,
    )


def _check_type(filename: str, sniffed_type: str) -> Refused | None:
    named, looks = extension(filename), sniffed_type.lower().lstrip(".")
    if {named, looks} & DANGEROUS:
        message = N_("`{name}` can run on a computer; such files are never taken.")
        return Refused("evidence.runs", message, hint=N_("Hand it in as a PDF or a picture."), name=filename)
    if not looks or same_type(named, looks):
        return None
    return Refused(
        "evidence.disguised",
        N_("`{name}` is called .{named} but its contents are .{looks}."),
        hint=N_("Save it as what its name says and hand it in again."),
        name=filename,
        named=named,
        looks=looks,
    )


def _check_written(wanted: EvidenceWanted, content: str) -> Refused | None:
    if well_written(wanted.kind, content):
        return None
    return Refused(
        "evidence.unreadable",
        N_("“{content}” cannot be read as what “{title}” wants."),
        hint=N_("A number is written 12.5, a date 2022-08-31, a link begins with http:// or https://."),
        content=content,
        title=wanted.title,
    )


def well_written(kind: EvidenceKind, content: str) -> bool:
    """Whether something written reads as a number, an ISO date, a web link or any text at all."""
    content = content.strip()
    match kind:
        case EvidenceKind.NUMBER:
            try:
                return Decimal(content).is_finite()
            except InvalidOperation:
                return False
        case EvidenceKind.DATE:
            try:
                return bool(date.fromisoformat(content))
            except ValueError:
                return False
        case EvidenceKind.LINK:
            return content.startswith(("http://", "https://")) and " " not in content
        case _:
            return bool(content)


def extension(filename: str) -> str:
    """The lower-case extension without its dot; empty when there is none."""
    stem, dot, last = filename.rpartition(".")
    return last.lower() if dot and stem else ""


def same_type(named: str, other: str) -> bool:
    """Whether two extensions are one type, or so alike in their bytes that sniffing cannot tell them apart."""
    return _same(named, other, (*_SPELLINGS, _OLE, _ZIP, _TEXT))


def _same(named: str, other: str, families: tuple[frozenset[str], ...]) -> bool:
    if named == other:
        return bool(named)
    return any(named in family and other in family for family in families)
