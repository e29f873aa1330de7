"""Real tables damaged as offices and mail programs damage them: each seed one mutation, always the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from table_files import FORMS, Box, Line, seed_lines

Rows = list[list[Box | None]]
Change = Callable[[Rows, random.Random], None]


def cut_cell(rows: Rows, chance: random.Random) -> None:
    """One cell is missing: the rest of its row moves left."""
    row = chance.choice(rows)
    if row:
        row.pop(chance.randrange(len(row)))


def cut_row(rows: Rows, chance: random.Random) -> None:
    """A row is missing, the heading perhaps."""
    if len(rows) > 2:
        rows.pop(chance.randrange(len(rows)))


def merge_cells(rows: Rows, chance: random.Random) -> None:
    """A cell swallows some to its right and below."""
    at = chance.randrange(len(rows))
    column = chance.randrange(max(len(rows[at]), 1))
    box = rows[at][column] if column < len(rows[at]) else None
    if box is None:
        return
    tall, wide = chance.randint(1, min(4, len(rows) - at)), chance.randint(1, max(1, len(rows[at]) - column))
    for row in rows[at : at + tall]:
        for each in range(column, min(column + wide, len(row))):
            row[each] = None
    rows[at][column] = Box(box.text, tall, wide)


def shift_row(rows: Rows, chance: random.Random) -> None:
    """A row begins one or two cells further right."""
    row = chance.choice(rows)
    for _ in range(chance.randint(1, 2)):
        row.insert(0, Box(""))


def double_row(rows: Rows, chance: random.Random) -> None:
    """A row stands twice."""
    at = chance.randrange(len(rows))
    rows.insert(at, [Box(box.text) if box else None for box in rows[at]])


def double_cell(rows: Rows, chance: random.Random) -> None:
    """A cell stands twice in its row."""
    row = chance.choice(rows)
    if row:
        at = chance.randrange(len(row))
        row.insert(at, Box(box.text) if (box := row[at]) else None)


def empty_cells(rows: Rows, chance: random.Random) -> None:
    """Some cells lose their words."""
    for row in rows:
        for at, box in enumerate(row):
            if box and chance.random() < 0.2:
                row[at] = replace(box, text=chance.choice(["", " ", "\n\n", "\u3000"]))


def empty_column(rows: Rows, chance: random.Random) -> None:
    """A column loses its words, its name included."""
    column = chance.randrange(6)
    for row in rows:
        if column < len(row) and (box := row[column]):
            row[column] = replace(box, text="")


def odd_words(rows: Rows, chance: random.Random) -> None:
    """Signs that break naïve writers of YAML, Markdown or XML stand in the words."""
    odd = [
        "{{ x }}",
        "- : #",
        "'\"\\",
        "| *b* |",
        "<td>&amp;",
        "9999年99月99日前",
        "0年0月底前",
        "2月30日前",
        "％％％",
        "：" * 9,
    ]
    odd += [
        "每年不少于0次",
        "不少于99999999999999999999个",
        "1/0",
        "=cmd|' /C calc'!A0",
        "\u202e反向",
        "第三季度末前前前",
        "𠮷野",
    ]
    for row in rows:
        for at, box in enumerate(row):
            if box and chance.random() < 0.15:
                row[at] = replace(box, text=box.text + chance.choice(odd))


def long_words(rows: Rows, chance: random.Random) -> None:
    """One cell holds a whole document."""
    row = chance.choice(rows[1:] or rows)
    if row and (box := row[-1] if row[-1] else row[0]):
        row[row.index(box)] = replace(box, text=(box.text or "区市监局、") * 2000)


ON_CELLS: tuple[Change, ...] = (
    *(cut_cell, cut_row, merge_cells, shift_row, double_row, double_cell, empty_cells, empty_column, odd_words),
    long_words,
)


def truncated(raw: bytes, chance: random.Random) -> bytes:
    """The mail was cut off."""
    return raw[: chance.randrange(len(raw))]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 40)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def recoded(raw: bytes, chance: random.Random) -> bytes:
    """Text in another encoding; of packed files a piece is moved."""
    coding = chance.choice(["gb18030", "utf-16", "utf-8-sig", "utf-16-be", "big5", "latin-1", "utf-32"])
    try:
        return raw.decode().encode(coding, errors="replace")
    except UnicodeDecodeError:
        at = chance.randrange(len(raw))
        return raw[at:] + raw[:at]


ON_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (truncated, flipped, recoded)


def mutation(seed: int) -> tuple[str, bytes]:
    """A file's name and its bytes: a stretch of the seed table, changed once or more, in one of the four forms."""
    chance = random.Random(seed)
    form = list(FORMS)[seed % 4]
    rows = [list(line) for line in _stretch(seed // 4 % 6)]
    if chance.random() < 0.75:
        for _ in range(chance.choice([1, 1, 2, 4])):
            chance.choice(ON_CELLS)(rows, chance)
        return f"{seed}.{form}", FORMS[form](_within(rows), "责任分解表")
    return f"{seed}.{form}", chance.choice(ON_BYTES)(FORMS[form](_within(rows), "责任分解表"), chance)


@cache
def _stretch(number: int) -> Sequence[Line]:
    """The heading and eight rows, with spans that end where they end."""
    lines = seed_lines()
    return [lines[0], *lines[1 + number * 8 : 9 + number * 8]]


def _within(rows: Rows) -> list[Line]:
    """Spans cut to the table, and laid so that none covers another's first cell: what writers of files can write."""
    width = max(max(map(len, rows), default=0), 1)
    taken: set[tuple[int, int]] = set()
    made: list[list[Box | None]] = []
    for at, row in enumerate(rows):
        line: list[Box | None] = []
        for column in range(width):
            box = row[column] if column < len(row) else Box("")
            if (at, column) in taken:
                line.append(None)
                continue
            box = box or Box("")
            tall = min(box.rows, len(rows) - at)
            wide = next(
                (w for w in range(1, box.columns + 1) if column + w >= width or (at, column + w) in taken), box.columns
            )
            taken |= {(r, c) for r in range(at, at + tall) for c in range(column, column + wide)}
            line.append(Box(box.text, tall, wide))
        made.append(line)
    return made
