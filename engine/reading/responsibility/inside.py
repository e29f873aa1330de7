"""What stands inside the words of a requirement where the table has no column for it: who leads, by when."""

from __future__ import annotations

import re
from typing import Final

_HELD: Final = re.compile(
    r"[（(〔\[【](?=[^（）()〔〕\[\]【】]*(?:(?:牵头|责任|主办|主责)(?:单位|部门)[:：]|(?:单位|部门|[局委办部镇区])[^（）()，]{0,12}?(?:牵头|负责)))"
    r"(?P<who>[^（）()〔〕\[\]【】]+)[)）〕\]】]"
)
_AFTER: Final = re.compile(r"(?:^|(?<=[。；;\n]))\s*(?P<who>(?:牵头|责任|主办|主责)(?:单位|部门)[:：][^。\n]+)")


def who_in(words: str) -> str:
    """The part of a requirement that names who does it, everything else blanked: places stay those of the cell."""
    found = list(_HELD.finditer(words)) or list(_AFTER.finditer(words))
    if not found:
        return ""
    kept = [" "] * len(words)
    for match in found[-1:]:
        kept[match.start("who") : match.end("who")] = words[match.start("who") : match.end("who")]
    return "".join(kept).rstrip()
