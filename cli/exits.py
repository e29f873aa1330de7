"""What the shell is told: one table from the kinds of failure to exit codes (after sysexits.h where it has a name)."""

from __future__ import annotations

from typing import Final

from engine.errors import Kind

OK: Final = 0
FAULT: Final = 1
"""The command ran and found something wrong: problems in definitions, an altered history, a fault named by doctor."""
CHANGES: Final = 2
"""`plan` found changes."""
USAGE: Final = 64
UNEXPECTED: Final = 70
"""A mistake of ours; the details are in the log."""
INTERRUPTED: Final = 130

BY_KIND: Final[dict[Kind, int]] = {
    Kind.INVALID: 65,
    Kind.NOT_FOUND: 66,
    Kind.UNAVAILABLE: 69,
    Kind.REFUSED: 76,
    Kind.FORBIDDEN: 77,
}
