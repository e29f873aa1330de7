"""Starts `luoshi`: Ctrl-C while everything is still being loaded ends it as quietly as it does later."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the console script."""
    try:
        from cli.main import main as run_command

        run_command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
