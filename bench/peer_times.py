"""Read phrases of time with jionlp, run by the Python of the peers: phrases in, answers and seconds out."""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import time
from datetime import datetime
from typing import Any


def answered(parse: Any, words: str, base: float) -> Any:
    """Its answer, None where it finds no time: it says so by raising."""
    try:
        return parse(words, time_base=base)
    except Exception:
        return None


def main() -> None:
    """Standard input: `{"rounds": n, "phrases": [[words, year], …]}`; standard output: seconds a round, and answers."""
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):  # it greets whoever imports it
        parse = importlib.import_module("jionlp").parse_time
        bases = {year: datetime(year, 1, 1).timestamp() for _, year in asked["phrases"]}
        answers = [answered(parse, words, bases[year]) for words, year in asked["phrases"]]
        seconds = []
        for _ in range(asked["rounds"]):
            begun = time.perf_counter()
            for words, year in asked["phrases"]:
                answered(parse, words, bases[year])
            seconds.append(time.perf_counter() - begun)
    json.dump({"seconds": seconds, "answers": answers}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
