"""Signs of a Chinese keyboard where YAML wants plain ones: found, and named in the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from engine.wording import N_

MESSAGE: Final = N_("a full-width sign stands where YAML wants a half-width one")
_KINDS: Final[dict[str, str]] = {
    **dict.fromkeys("：", N_("`{sign}` is a full-width colon: write `:` and a space")),
    **dict.fromkeys("，、", N_("`{sign}` is a full-width comma: write `,`")),
    **dict.fromkeys("“”‘’「」＂＇", N_("`{sign}` is a full-width quotation mark: write a half-width one")),
    **dict.fromkeys("【】［］｛｝", N_("`{sign}` is a full-width bracket: write `[ ]`, or `{{ }}` around fields")),
    **dict.fromkeys("－—–−", N_("`{sign}` is a full-width dash: write `-`")),
    "\u3000": N_("a full-width space stands here: write a half-width one"),
    **dict.fromkeys("\u00a0\u200b\ufeff", N_("an invisible character stands here: delete it, and type a plain space")),
}
_LETTER: Final = N_("`{sign}` is a full-width character: write `{plain}`")
_NO_SPACE: Final = N_("write a space after the colon")
_SIGN: Final = re.compile(f"[{''.join(_KINDS)}＃％．／０-９Ａ-Ｚａ-ｚ＿]")
_LEADING: Final = re.compile(r"[ \t]*(?:- )*(?P<sign>[\u3000\u00a0\u200b\ufeff－—–＃])")
_KEY_COLON: Final = re.compile(r"[ \t]*(?:- )*[A-Za-z_][\w/-]*(?P<sign>：)")
_IN_LINE: Final = (
    re.compile(r"[A-Za-z_]\w*(?P<sign>：)"),
    re.compile(r"[A-Za-z_]\w*: *(?P<sign>[\u3000\u00a0“‘「｛【［])"),
    re.compile(r"[A-Za-z_]\w*:(?P<sign>[\u3000\u00a0])"),
    re.compile(r"(?P<sign>[，、]) *[A-Za-z_]\w* *[:：]"),
    re.compile(r"\"[^\"]*(?P<sign>[”＂])"),
    re.compile(r"(?P<sign>[］】｝])[ \]},]*$"),
)
_GLUED: Final = re.compile(r"[ \t]*(?:- )*[A-Za-z_]\w*:(?=[^\s:])")


def hint_for(sign: str) -> tuple[str, dict[str, object]]:
    """The remedy for a sign, and its params."""
    plain = chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else ""
    return _KINDS.get(sign, _LETTER), {"sign": sign, "plain": plain}


def misread_sign(lines: list[str], line: int) -> tuple[int, int] | None:
    """Line and column (from 1) of the sign that made a parser stumble in `line` (from 1): there, or where it began."""
    for number in range(line, max(0, line - 3), -1):
        text = lines[number - 1] if number <= len(lines) else ""
        for pattern in (_LEADING, _KEY_COLON):
            if found := pattern.match(text):
                return number, found.start("sign") + 1
        if number == line:
            places = [found.start("sign") for each in _IN_LINE if (found := each.search(text))]
            if places:
                return number, min(places) + 1
    return None


def glued_colon(text: str) -> int | None:
    """The column (from 1) after a key's colon to which its value is glued, as in `title:联席会议`."""
    found = _GLUED.match(text)
    return found.end() + 1 if found else None


def remedy_in(texts: Iterable[str]) -> tuple[str, str, dict[str, object]] | None:
    """The sign in a refused value (or in the keys of one), the remedy that names it, and its params."""
    for text in texts:
        if found := _SIGN.search(text):
            return (found[0], *hint_for(found[0]))
        if _GLUED.match(text):
            return ":", _NO_SPACE, {}
    return None
