"""The one page of a package: the table in its order, what was handed in for it, and what is missing. No script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from engine.wording import N_, say

_STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:0 auto;max-width:70rem;
padding:1rem;color:#1c2430;overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.3rem;border-bottom:2px solid #b5c3d8;margin-top:2.2rem}h3{font-size:1.08rem;
margin-bottom:.2rem}h2 a{font-size:.9rem;font-weight:normal;margin-left:1rem}
nav a{display:inline-block;margin-right:1.2rem;padding:.3rem 0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #b5b5b5;padding:.3rem .5rem;text-align:left;
vertical-align:top}td.n,th.n{white-space:nowrap;overflow-wrap:normal}
th{background:#e8eef7}a{color:#0b4f9e}.note{color:#555}.gap{color:#a11616}
section.duty{margin:.4rem 0 1rem 1rem}section.duty ul{margin:.2rem 0;padding-left:1.2rem}
@media(max-width:40rem){section.duty{margin-left:0}th,td{padding:.25rem .35rem}}
@media print{a{color:inherit}nav,h2 a{display:none}}
"""
_BACK = ' <a href="#list">{}</a>'
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
    yield f'<h1 id="top">{escape(title)}</h1><p class="note">{escape(note)}</p>'
    gaps = [(entry, duty) for entry in entries for duty in entry.duties if duty.gaps]
    told = escape(say(N_("List of gaps ({number})"), number=sum(len(duty.gaps) for _, duty in gaps)))
    yield f'<nav><a href="#list">{_w(N_("Contents"))}</a><a href="#gaps">{told}</a></nav>'
    yield f'<h2 id="list">{_w(N_("Contents"))}</h2>{_contents(entries)}'
    yield f'<h2 id="gaps">{told}{_BACK.format(_w(N_("Back to the contents")))}</h2>'
    yield from _gaps(gaps)
    category = ""
    for entry in entries:
        if entry.category != category:
            category = entry.category
            yield f"<h2>{escape(category)}{_BACK.format(_w(N_('Back to the contents')))}</h2>"
        yield from _entry(entry)
    yield "</main></body></html>\n"


def _contents(entries: Sequence[Entry]) -> str:
    rows = []
    for entry in entries:
        files = sum(bool(piece.path) for duty in entry.duties for piece in duty.pieces)
        gaps = sum(len(duty.gaps) for duty in entry.duties)
        rows.append(
            f'<tr><td class="n">{escape(entry.number)}</td><td>{escape(entry.group)}</td>'
            f'<td><a href="#i{escape(entry.number)}">{escape(entry.title)}</a></td><td class="n">{files}</td>'
            f'<td class="n{" gap" if gaps else ""}">{gaps}</td></tr>'
        )
    return _table((N_("No."), N_("Indicator group"), N_("Requirement"), N_("Files"), N_("Gaps counted")), rows)


def _gaps(found: Sequence[tuple[Entry, Duty]]) -> Iterator[str]:
    if not found:
        yield f"<p>{_w(N_('Nothing is missing.'))}</p>"
        return
    rows = [
        f'<tr><td class="n"><a href="#i{escape(entry.number)}">{escape(entry.number)}</a></td>'
        f"<td>{escape(entry.title)}</td><td>{escape(duty.unit)} {escape(duty.period)}</td>"
        f'<td class="n">{escape(duty.due)}</td><td class="gap">{escape("；".join(duty.gaps))}</td></tr>'
        for entry, duty in found
    ]
    yield _table((N_("No."), N_("Requirement"), N_("Unit"), N_("Due"), N_("Missing")), rows)


def _table(headings: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th class="n" scope="col">{_w(each)}</th>' for each in headings)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f'<h3 id="i{escape(entry.number)}">{escape(entry.number)} {escape(entry.title)}</h3>'
    yield f"<p>{escape(entry.requirement)}</p>"
    if entry.time_text:
        yield f'<p class="note">{escape(entry.time_text)}</p>'
    for duty in entry.duties:
        due = f"{say(N_('Due'))} {duty.due} · " if duty.due else ""
        yield f'<section class="duty"><strong>{escape(duty.unit)}</strong> {escape(duty.period)} '
        yield f'<span class="note">{escape(due)}{escape(duty.stage)}</span>'
        if duty.pieces:
            yield f"<ul>{''.join(f'<li>{_piece(piece)}</li>' for piece in duty.pieces)}</ul>"
        for title, words in duty.figures:
            yield f"<div>{escape(title)}：{escape(words)}</div>"
        if duty.gaps:
            yield f'<div class="gap">{_w(N_("Missing"))}：{escape("；".join(duty.gaps))}</div>'
        yield "</section>"


def _piece(piece: Piece) -> str:
    told = f' <span class="note">{escape(piece.unit)} {escape(piece.day)}</span>'
    if piece.path:
        return f'{escape(piece.title)}：<a href="{quote(piece.path)}">{escape(piece.path.rpartition("/")[2])}</a>{told}'
    return f"{escape(piece.title)}：{escape(piece.words)}{told}"


def _w(message: str) -> str:
    return escape(say(message))
