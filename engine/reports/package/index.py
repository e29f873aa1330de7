"""The one page of a package: the table in its order, what was handed in for it, and what is missing. No script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from engine.wording import N_, say

_STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:0 auto;max-width:70rem;
padding:1rem;color:#1c2430}
h1{font-size:1.6rem}h2{font-size:1.3rem;border-bottom:2px solid #b5c3d8;margin-top:2.2rem}h3{font-size:1.08rem;
margin-bottom:.2rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #b5b5b5;padding:.3rem .5rem;text-align:left;
vertical-align:top;overflow-wrap:anywhere}
th{background:#e8eef7}a{color:#0b4f9e}.note{color:#555}.gap{color:#a11616}
section.duty{margin:.4rem 0 1rem 1rem}@media print{a{color:inherit}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: its name, its path in the package or '' with `words` for what is no file."""

    title: str
    name: str
    path: str
    words: str
    unit: str
    day: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit owed for one period, with what is there and what is missing."""

    unit: str
    period: str
    stage: str
    due: str
    pieces: Sequence[Piece]
    figures: Sequence[tuple[str, str]]
    gaps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table."""

    number: str
    category: str
    group: str
    title: str
    requirement: str
    time_text: str
    duties: Sequence[Duty]


def index_page(title: str, note: str, entries: Sequence[Entry]) -> bytes:
    """The page as UTF-8. All text is escaped, all links stay in the package."""
    return "".join(_page(title, note, entries)).encode()


def _page(title: str, note: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f'<h1>{escape(title)}</h1><p class="note">{escape(note)}</p>'
    yield from _gaps(entries)
    yield f'<h2 id="list">{_w(N_("Contents"))}</h2>{_contents(entries)}'
    category = ""
    for entry in entries:
        if entry.category != category:
            category = entry.category
            yield f"<h2>{escape(category)}</h2>"
        yield from _entry(entry)
    yield "</main></body></html>\n"


def _contents(entries: Sequence[Entry]) -> str:
    head = "".join(
        f"<th>{_w(each)}</th>" for each in (N_("No."), N_("Indicator group"), N_("Requirement"), N_("Files"))
    )
    rows = "".join(
        f'<tr><td>{escape(e.number)}</td><td>{escape(e.group)}</td><td><a href="#i{escape(e.number)}">'
        f"{escape(e.title)}</a></td><td>{sum(bool(p.path) for d in e.duties for p in d.pieces)}</td></tr>"
        for e in entries
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _gaps(entries: Sequence[Entry]) -> Iterator[str]:
    found = [(entry, duty) for entry in entries for duty in entry.duties if duty.gaps]
    yield f'<h2 id="gaps">{_w(N_("Gaps"))}</h2>'
    if not found:
        yield f"<p>{_w(N_('Nothing is missing.'))}</p>"
        return
    head = "".join(f"<th>{_w(each)}</th>" for each in (N_("No."), N_("Requirement"), N_("Unit"), N_("Missing")))
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for entry, duty in found:
        unit = f"{duty.unit} {duty.period}"
        yield f'<tr><td><a href="#i{escape(entry.number)}">{escape(entry.number)}</a></td>'
        yield f"<td>{escape(entry.title)}</td>"
        yield f'<td>{escape(unit)}</td><td class="gap">{escape("；".join(duty.gaps))}</td></tr>'
    yield "</tbody></table>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f'<h3 id="i{escape(entry.number)}">{escape(entry.number)} {escape(entry.title)}</h3>'
    yield f"<p>{escape(entry.requirement)}</p>"
    if entry.time_text:
        yield f'<p class="note">{escape(entry.time_text)}</p>'
    for duty in entry.duties:
        due = f"{say(N_('Due'))} {duty.due} · " if duty.due else ""
        yield f'<section class="duty"><strong>{escape(duty.unit)}</strong> {escape(duty.period)} '
        yield f'<span class="note">{escape(due)}{escape(duty.stage)}</span><ol>'
        for piece in duty.pieces:
            yield f"<li>{_piece(piece)}</li>"
        yield "</ol>"
        for title, words in duty.figures:
            yield f"<div>{escape(title)}：{escape(words)}</div>"
        if duty.gaps:
            yield f'<div class="gap">{_w(N_("Missing"))}：{escape("；".join(duty.gaps))}</div>'
        yield "</section>"


def _piece(piece: Piece) -> str:
    told = f' <span class="note">{escape(piece.unit)} {escape(piece.day)}</span>'
    if piece.path:
        return f'{escape(piece.title)}：<a href="{quote(piece.path)}">{escape(piece.name)}</a>{told}'
    return f"{escape(piece.title)}：{escape(piece.words)}{told}"


def _w(message: str) -> str:
    return escape(say(message))
