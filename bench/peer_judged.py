"""Whether jionlp's answer to a phrase agrees with the reading by hand: leniently, in its own terms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

PYTHON: Final = Path(sys.prefix) / "peers" / "bin" / "python"
"""An environment of its own, made by `make bench` of requirements/peers.lock: what it needs is not ours."""

_PERIODS: Final = {
    "daily": ({"day": 1},),
    "weekly": ({"day": 7}, {"week": 1}),
    "monthly": ({"month": 1},),
    "quarterly": ({"month": 3}, {"quarter": 1}),
    "half-yearly": ({"month": 6}, {"year": 0.5}),
    "yearly": ({"year": 1},),
    "count-per-year": ({"year": 1},),
}
_UNITS: Final = {"working-day": "workday", "term": "term"}


def asked(phrases: Sequence[tuple[str, int]], rounds: int) -> tuple[list[float], list[Any]] | None:
    """Seconds of each round and the answers; None where jionlp is not installed."""
    if not PYTHON.is_file():
        return None
    script = Path(__file__).with_name("peer_times.py")
    given = json.dumps({"rounds": rounds, "phrases": phrases}, ensure_ascii=False)
    ran = subprocess.run([PYTHON, script], input=given.encode(), capture_output=True, check=True)
    told = json.loads(ran.stdout)
    return told["seconds"], told["answers"]


def agrees(answer: Any, wanted: Sequence[str]) -> bool:
    """Whether an answer is one of the readings by hand; where it has no word for one (持续), finding nothing agrees."""
    said = [each.removesuffix(" ?").split() for each in wanted]
    if answer is None:
        return all(words[0] == "continuous" for words in said)
    return any(_one(answer, words[0], words[1:]) for words in said)


def _one(answer: dict[str, Any], kind: str, words: list[str]) -> bool:
    time = answer.get("time")
    if kind in _PERIODS or kind == "every":
        delta = time.get("delta") if isinstance(time, dict) else None
        if kind != "every":
            return delta in _PERIODS[kind]
        numbers = [each for each in words if each.isdigit()]
        return delta == {words[-1]: int(numbers[-1])}
    if kind == "relative":
        return answer.get("type") == "time_delta" and isinstance(time, dict) and int(words[0]) in time.values()
    if not isinstance(time, list) or len(time) != 2:
        return False
    first, last = (str(each)[:10] for each in time)
    match kind:
        case "by-date":
            return last == words[0]
        case "from":
            return first == words[0]
        case "window":
            return last == words[-1] and (len(words) == 1 or first == words[0])
        case "dates":
            return first.startswith(words[0]) and last.startswith(words[0])
    return False
