"""What must never be committed: places of one machine, addresses of package indexes, secrets, big files."""

from __future__ import annotations

import re

from repository import ROOT, files, name

PLACES = re.compile(r"(?<![\w.:/])/(?:home|root|Users|work|tmp|var/tmp|mnt)/[\w.-]+")
INDEXES = re.compile(r"(--(?:extra-)?index-url|--find-links|https?://\S*/simple\b|\[\[tool\.uv\.index\]\])")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b")
THEMSELVES = {"tests/architecture/test_committed.py"}


def _texts() -> list[tuple[str, str]]:
    found = []
    for path in files():
        if name(path) in THEMSELVES:
            continue
        try:
            found.append((name(path), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_place_of_one_machine() -> None:
    assert [f"{file}: {hit}" for file, text in _texts() for hit in PLACES.findall(text)] == []


def test_no_address_of_an_index() -> None:
    assert [f"{file}: {hit}" for file, text in _texts() for hit in INDEXES.findall(text)] == []


def test_no_secret() -> None:
    assert [file for file, text in _texts() if SECRETS.search(text)] == []


def test_nothing_big() -> None:
    assert [name(path) for path in files() if path.stat().st_size > 1_000_000] == []


def test_the_rules_can_fail() -> None:
    """The patterns find what they are for."""
    assert PLACES.search("see /home/somebody/notes") and not PLACES.search("https://example.org/home/page")
    assert INDEXES.search("--index-url https://example.org") and INDEXES.search("https://example.org/simple/")
    assert (ROOT / ".gitignore").exists()
