"""The rooms: who may import whom, what they are called, and how large their files are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from repository import ROOMS, ROOT, files, modules, name, source

LONGER: dict[str, str] = {}
"""Files over 300 lines, each with its reason."""

BANNED = re.compile(r"(^|[/_.-])(tasks?|jobs?|managers?|helpers?|utils?|common|base|misc)([/_.-]|$)")


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout


def test_no_file_outgrows_its_duty() -> None:
    long = {
        name(path): lines
        for path in files()
        if path.suffix == ".py"
        and "versions" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert set(long) <= set(LONGER), long


def test_exceptions_to_the_size_are_still_needed() -> None:
    assert [path for path in LONGER if len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 300] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(path) for path in modules() if not (source(path).body and _docstring(path))]
    assert silent == []


def _docstring(path: Path) -> str:
    import ast

    return ast.get_docstring(source(path)) or ""


def test_every_test_file_has_a_name_of_its_own() -> None:
    """Test folders are no packages: two files of one name cannot be collected together."""
    names = [path.name for path in files() if name(path).startswith("tests/") and path.name.startswith("test_")]
    assert sorted(each for each in set(names) if names.count(each) > 1) == []


def test_migrations_form_one_line() -> None:
    """Each follows the one before it: two that follow the same one could not be applied."""
    versions = [path.read_text(encoding="utf-8") for path in files() if "versions" in path.parts]
    after = [found.group(1) for text in versions if (found := re.search(r"down_revision = '(\d+)'", text))]
    assert len(after) == len(versions) - 1 == len(set(after))


def test_names_say_what_a_thing_is() -> None:
    found = [
        name(path)
        for path in files()
        if name(path).split("/")[0] in (*ROOMS, "tests", "docs", "bench") and BANNED.search(name(path))
    ]
    assert found == []


def test_help_loads_nothing_heavy() -> None:
    """`luoshi --help` answers before a database library or Prefect would be read from disk."""
    program = (
        "import sys\nfrom cli.main import run\nassert run(['--help']) == 0\n"
        "heavy = {'prefect', 'sqlmodel', 'sqlalchemy', 'pydantic', 'fastapi', 'rich', 'yaml', 'apprise', 'holidays'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert answer.stderr.strip() == "[]"
