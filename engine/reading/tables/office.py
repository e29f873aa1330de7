"""Old and foreign formats turned into today's by LibreOffice: in a profile of its own, within a time, or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine.errors import Unavailable
from engine.wording import N_

_OLD: Final = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx"} | {
    ".xls": ".xlsx",
    ".et": ".xlsx",
    ".ods": ".xlsx",
}
_SECONDS: Final = 120


def converted(file: str, raw: bytes, seconds: float = _SECONDS) -> bytes:
    """The same document as .docx or .xlsx, whichever its ending asks for.

    Raises Unavailable `no-converter` where LibreOffice is not installed, `not-converted` where it fails or takes
    longer than `seconds`; it and everything it started is gone then, and so is its profile.
    """
    ending = Path(file).suffix.lower()
    wanted = _OLD.get(ending, ".docx")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Unavailable(
            "no-converter",
            N_("“{file}” is in an old format that only LibreOffice can turn, and it is not installed here."),
            hint=N_("Open it in WPS or Word, save it as {wanted}, and try again; or install LibreOffice."),
            file=file,
            wanted=wanted,
        )
    with tempfile.TemporaryDirectory(prefix="luoshi-import-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"table{ending if ending in _OLD else '.doc'}"
        source.write_bytes(raw)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--norestore", "--convert-to", wanted[1:], "--outdir", folder]
        try:
            _run([*command, str(source)], seconds)
            made = source.with_suffix(wanted).read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable(
                "not-converted",
                N_("LibreOffice could not turn “{file}” into {wanted}."),
                hint=N_("Open it in WPS or Word, save it as {wanted} without a password, and try again."),
                file=file,
                wanted=wanted,
            ) from error
    return made


def _run(command: Sequence[str], seconds: float) -> None:
    """Run to the end, or end it: what people call soffice is a script, and the office itself is its child."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if (code := process.wait(seconds)) != 0:
            raise subprocess.CalledProcessError(code, command[0])
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
