"""The command `luoshi`: choose the language, run one command, turn every failure into a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated, Any, Final

from typer import Abort, Exit, Option, Typer
from typer.exceptions import TyperException
from typer.main import get_command

from cli import exits
from cli.environment import env_file
from cli.helping import LuoshiGroup
from cli.language import chosen_language, speaking
from cli.printing import print_error, print_json
from cli.streams import say_no_more, write_chinese
from cli.usage import usage_sentence, where_help_is
from engine.errors import LuoshiError, Unavailable, cause_of
from engine.wording import N_, say

_OF_THE_SYSTEM: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE}
)


def main() -> None:
    """Entry point of the console script."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries have to say to programmers is heard in the tests
    write_chinese(sys.stdout, sys.stderr)
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line and give its exit code; everything it has to say is on the two output streams."""
    with ExitStack() as surroundings:
        unread = _entered(surroundings)
        spoken, rest = chosen_language(words, os.environ)
        surroundings.enter_context(speaking(spoken))
        try:
            if unread is not None:
                raise unread
            answer = command_tree().main(args=rest or ["--help"], prog_name="luoshi", standalone_mode=False)
            if answer == exits.INTERRUPTED:  # Typer makes this of Ctrl-C
                raise KeyboardInterrupt
            sys.stdout.flush()  # here, where what the other end refuses can still be told
            return answer if isinstance(answer, int) else exits.OK
        except Exit as end:
            return end.exit_code
        except TyperException as error:
            return _misused(error)
        except LuoshiError as error:
            return _failed(error, as_json="--json" in rest)
        except (KeyboardInterrupt, Abort):
            print_error(say(N_("Interrupted; what was finished is kept.")))
            return exits.INTERRUPTED
        except (BrokenPipeError, SystemExit):
            # The reader (`head`, say) went away; nothing more can be said to it. Typer makes an exit of it.
            say_no_more()
            return exits.OK
        except OSError as error:
            return _refused_by_the_system(error, as_json="--json" in rest)
        except Exception as error:
            return _unexpected(error)


def _entered(surroundings: ExitStack) -> LuoshiError | None:
    """Read `.env`; what is wrong with it is said later, in the language of the command line."""
    try:
        surroundings.enter_context(env_file())
    except LuoshiError as error:
        return error
    return None


def build() -> Typer:
    """The Typer application with all its commands, in the order of a year's work."""
    from cli.commands import (
        chasing,
        definitions,
        doctor,
        explaining,
        handing_in,
        importing,
        keeping,
        notices,
        office,
        packing,
        programs,
        reading,
        rehearsing,
        reporting,
        rolling,
        running,
        seeing,
    )

    app = Typer(
        name="luoshi",
        cls=LuoshiGroup,
        help=N_(
            "Luoshi turns a responsibility table into workflows that run: who owes what, by when, and how it stands."
        ),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_every_command)
    for group in (
        definitions,
        running,
        seeing,
        handing_in,
        office,
        chasing,
        notices,
        keeping,
        explaining,
        programs,
        importing,
        reading,
        rolling,
        rehearsing,
        reporting,
        packing,
        doctor,
    ):
        group.register(app)
    return app


def command_tree() -> Any:
    """The parsed tree of commands, for running and for the reference that `make docs` writes."""
    return get_command(build())


def _every_command(
    lang: Annotated[
        str | None,
        Option("--lang", metavar="zh|en", envvar="LUOSHI_LANGUAGE", help=N_("The language to speak: zh or en.")),
    ] = None,
) -> None:
    # A language that is spoken was taken off the command line before parsing; what is left is not spoken here.
    if lang and chosen_language([f"--lang={lang}"], {})[1]:
        raise LanguageUnknown(lang)


class LanguageUnknown(TyperException):
    """Asked to speak a language there is no catalogue for."""

    def __init__(self, wanted: str) -> None:
        super().__init__(say(N_("`{wanted}` is not spoken here; zh and en are."), wanted=wanted))


def _misused(error: TyperException) -> int:
    sentence = error.message if isinstance(error, LanguageUnknown) else usage_sentence(error)
    print_error("\n".join(line for line in (sentence, where_help_is(error)) if line))
    return exits.USAGE


def _failed(error: LuoshiError, *, as_json: bool) -> int:
    if as_json:
        told = {"code": error.code, "kind": error.kind, "message": error.sentence, "remedy": error.remedy}
        print_json({"ok": False, "error": told})
    else:
        print_error(say(N_("Error: {sentence}"), sentence=str(error)))
    return exits.BY_KIND[error.kind]


def _refused_by_the_system(error: OSError, *, as_json: bool) -> int:
    """A full disk behind standard output, say: nobody's mistake, and trying again may help."""
    if error.errno not in _OF_THE_SYSTEM:
        return _unexpected(error)
    if error.filename is None:
        say_no_more()
    where = error.filename or say(N_("the output"))
    refusal = Unavailable(
        "system-refuses",
        N_("“{file}” cannot be used: {cause}."),
        hint=N_("Make room or give the rights, then do the same again."),
        file=where,
        cause=cause_of(error),
    )
    return _failed(refusal, as_json=as_json and error.filename is not None)


def _unexpected(error: Exception) -> int:
    from cli.mishap import written_down

    where = written_down(error)
    print_error(say(N_("Something went wrong that is our mistake, not yours. The details are in {file}."), file=where))
    return exits.UNEXPECTED


if __name__ == "__main__":
    main()
