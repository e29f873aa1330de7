"""Known vulnerabilities among locked dependencies, where their data can be reached; the network never fails a build."""

from __future__ import annotations

import subprocess
import sys


def main(lock: str) -> int:
    """Exit 1 when pip-audit names a vulnerability, 0 when it finds none or cannot ask."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip"]
    try:
        answer = subprocess.run(
            [*command, "--progress-spinner", "off", "--timeout", "10"], capture_output=True, text=True, timeout=120
        )
    except subprocess.TimeoutExpired:
        print("pip-audit: skipped, its data does not answer")
        return 0
    if "known vulnerabilit" in answer.stderr and answer.returncode:
        print(answer.stdout + answer.stderr)
        return 1
    print(
        "pip-audit: no known vulnerability"
        if answer.returncode == 0
        else "pip-audit: skipped, its data cannot be reached"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
