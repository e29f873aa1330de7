"""Writes the generated part of docs/ and the schemas of definitions/; with --check only says whether they are stale."""

from __future__ import annotations

import sys
from pathlib import Path

from generator import generated

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 1 when --check finds a page that its source no longer gives."""
    pages = generated()
    stale = [name for name, text in pages.items() if _current(ROOT / name) != text]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"{name} is not what its source gives; run `make docs`.", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(pages[name], encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 0


def _current(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
