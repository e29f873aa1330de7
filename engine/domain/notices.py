"""How a notice reads: its template rendered from plain facts, in a closed sublanguage of sandboxed Jinja."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Template, TemplateSyntaxError, UndefinedError

from engine.domain.definition.programme import Notice
from engine.domain.notice_language import compiled
from engine.errors import Invalid
from engine.wording import N_, Language
from engine.wording import language as context_language

SUBJECT_LIMIT: Final = 200
BODY_LIMIT: Final = 20_000
SENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "approved": "",
        "bulletin": "",
        "change-decided": "",
        "change-proposed": "",
        "changed": "",
        "countdown": "free_verification",
        "extension-decided": "",
        "issued": "",
        "meeting-packet": "joint_meeting",
        "not-reached": "",
        "part-asked": "",
        "recognition-list": "",
        "remind": "",
        "requested": "",
        "returned": "",
        "unowned": "",
        "withdrawn": "",
    }
)
"""Every notice that services send beside the ladder's, and the field of the programme without which they do not."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: a subject of one line and a body."""

    subject: str
    body: str


def render(notice: Notice, facts: Mapping[str, Any], language: Language | None = None) -> Rendered:
    """The notice in words, in `language` (the context's when None); English falls back to Chinese where there is none.

    `facts` are plain values (text, numbers, dates, lists and mappings of them); a date prints as people write it, an
    absent value as nothing. Raises Invalid, naming the template and the variable or line, when the template is
    malformed, oversteps the sublanguage, misses a fact, or its body grows beyond the limit; a subject is cut.
    """
    chosen = language or context_language()
    subject = _words(notice, "subject", _source(notice, "subject", chosen), facts, chosen, SUBJECT_LIMIT)
    body = _words(notice, "body", _source(notice, "body", chosen), facts, chosen, BODY_LIMIT)
    return Rendered(" ".join(subject.split()), body.strip())


def line_of(error: BaseException) -> int:
    """The line of the template, from 1, that `render` failed in; 0 where that is not known."""
    cause = error.__cause__
    if isinstance(cause, TemplateSyntaxError):
        return cause.lineno
    trace, found = cause.__traceback__ if cause is not None else None, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def text_messages(text: str) -> int:
    """How many text messages (短信) a text is charged as: 70 characters in one, 67 in each of several."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else -(-length // 67)


def _source(notice: Notice, field: str, chosen: Language) -> str:
    words = notice.subject if field == "subject" else notice.body
    return words.en or words.zh if chosen == "en" else words.zh


def _words(notice: Notice, field: str, source: str, facts: Mapping[str, Any], chosen: Language, limit: int) -> str:
    template = _compile(notice, field, source)
    pieces: list[str] = []
    length = 0
    try:
        for piece in template.generate({**facts, "language": chosen}):
            length += len(piece)
            pieces.append(piece)
            if length > limit and field == "subject":  # a long name must not keep a letter from going out
                return "".join(pieces)[: limit - 1] + "…"
            if length > limit:
                raise _too_long(notice, field, limit)
    except UndefinedError as error:
        raise Invalid(
            "notice-variable",
            N_("Notice `{notice}` ({field}) names `{variable}`, which this letter does not have."),
            hint=N_("See the list of variables beside the notices."),
            notice=notice.id,
            field=field,
            variable=_named(error),
        ) from error
    except Invalid:
        raise
    except Exception as error:  # a template is foreign code: whatever it dies of, the template is at fault
        raise _unfit(notice, field, str(error) or type(error).__name__) from error
    return "".join(pieces)


def _compile(notice: Notice, field: str, source: str) -> Template:
    try:
        return compiled(source)
    except TemplateSyntaxError as error:
        raise _unfit(notice, field, f"{error.lineno}: {error.message}") from error
    except Exception as error:  # as above: too deep for Python's own compiler, say
        raise _unfit(notice, field, str(error) or type(error).__name__) from error


def _named(error: UndefinedError) -> str:
    quoted: list[str] = re.findall(r"'([^']*)'", str(error))
    return quoted[-1] if quoted else str(error)


def _unfit(notice: Notice, field: str, cause: str) -> Invalid:
    return Invalid(
        "notice-template",
        N_("Notice `{notice}` ({field}) cannot be rendered: {cause}"),
        hint=N_("Notices choose and join words: `{{{{ name }}}}`, filters, if and for."),
        notice=notice.id,
        field=field,
        cause=cause,
    )


def _too_long(notice: Notice, field: str, limit: int) -> Invalid:
    return Invalid(
        "notice-too-long",
        N_("Notice `{notice}` ({field}) grows beyond {limit} characters."),
        hint=N_("Name fewer rows and point to the portal for the rest."),
        notice=notice.id,
        field=field,
        limit=limit,
    )
