"""docs/reference/settings.md: what an installation may set."""

from __future__ import annotations

from engine.settings import Settings
from generator.markdown import table


def page() -> str:
    """The whole page."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        rows.append(
            [f"`LUOSHI_{name.upper()}`", f"`{shown}`" if shown not in ("", {}) else "", field.description or ""]
        )
    return (
        "# Settings\n\nEnvironment variables, or lines of a file `.env` in the folder where a command starts.\n"
        "Nothing has to be set.\n\n" + table(["variable", "default", "meaning"], rows)
    )
