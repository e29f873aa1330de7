"""Build step: the gettext catalogues of each language compiled, and the browser's files built from the npm lock."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
LOCALE = ROOT / "engine" / "locale"
FRONTEND = ROOT / "portal" / "frontend" / "build.py"


def compile_language(folder: Path) -> Path:
    """Merge `folder`/*.po into `folder`/LC_MESSAGES/luoshi.mo; a message translated twice must agree."""
    merged = Catalog(locale=folder.name)
    for source in sorted(folder.glob("*.po")):
        with source.open("rb") as stream:
            for message in read_po(stream, locale=folder.name):
                if not message.id or not message.string:
                    continue
                known = merged.get(message.id)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{source}: {message.id!r} is translated otherwise in another file")
                merged.add(message.id, message.string)
    target = folder / "LC_MESSAGES" / "luoshi.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, merged)
    return target


def build_browser_files() -> None:
    """Build what a browser gets, unless it is there already (portal/frontend/build.py)."""
    runpy.run_path(str(FRONTEND), run_name="__main__")


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling for wheels, editable ones included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every language and ship the result."""
        for folder in sorted(path for path in LOCALE.glob("*") if path.is_dir()):
            target = compile_language(folder)
            build_data["artifacts"].append(str(target.relative_to(ROOT)))
        build_browser_files()
        build_data["artifacts"].append("portal/static/built/*")


if __name__ == "__main__":
    for language in sorted(path for path in LOCALE.glob("*") if path.is_dir()):
        compile_language(language)
    build_browser_files()
