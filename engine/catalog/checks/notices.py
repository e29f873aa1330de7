"""Notices and the chasing ladder: known templates, channels and variables, and templates that can be rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from engine.catalog.checks.naming import unknown, wrong_file_name
from engine.catalog.checks.trial_notices import tried
from engine.catalog.draft import CHASING, Draft, stem_of
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import UNREADABLE, all_readable, readable
from engine.catalog.sentences import suggestion
from engine.domain.definition import Notice
from engine.domain.definition.programme import Rung
from engine.domain.definition.value import Translated
from engine.domain.notice_language import compiled
from engine.domain.notices import SENT
from engine.domain.vocabulary import Role
from engine.wording import N_

FACTS: Final[dict[str, tuple[str, ...]]] = {
    "programme": ("title",),
    "unit": ("name",),
    "indicator": ("number", "title", "requirement", "time_text"),
    "period": (),
    "due_on": (),
    "days_left": (),
    "days_late": (),
    "reason": (),
    "person": ("name",),
    "link": (),
    "rows": (),
    "language": (),
}
"""What a template may name, and the parts of it; definitions/…/notices/README.md says the same in words."""


def check(draft: Draft) -> Iterator[Finding]:
    """Faults of chasing.yaml and notices/."""
    yield from _ladder(draft)
    yield from _unwritten(draft)
    for file, notice in draft.notices.items():
        if readable(notice.id) and notice.id != stem_of(file):
            yield wrong_file_name(file, notice.id, draft.notices)
        yield from _channel(draft, file, notice)
        faults = list(_texts(file, notice))
        yield from faults
        if not faults and readable(notice.id) and all(readable(text) for _, text in _written(notice)):
            yield from tried(file, notice)


def _written(notice: Notice) -> Iterator[tuple[At, str]]:
    for field in ("subject", "body"):
        texts: Translated = getattr(notice, field)
        for language in ("zh", "en"):
            yield (field, language), getattr(texts, language)


def _texts(file: str, notice: Notice) -> Iterator[Finding]:
    for at, text in _written(notice):
        if readable(text) and text:
            yield from _template(file, at, text)


def _unwritten(draft: Draft) -> Iterator[Finding]:
    """Notices that would be sent in the course of the year and that nobody has put into words."""
    for name, field in SENT.items():
        if name not in draft.notice_ids and not (field and draft.programme and getattr(draft.programme, field) is None):
            message, hint = N_("the notice `{id}` is sent, but there is no text for it"), N_("write it in {file}")
            file = f"notices/{name}.yaml"
            yield Finding(file, (), "no-notice", message, hint, {"id": name, "file": file}, spot=(1, 1))


def _channel(draft: Draft, file: str, notice: Notice) -> Iterator[Finding]:
    channels = draft.programme.channels if draft.programme is not None else UNREADABLE
    if all_readable(channels) and readable(*channels, notice.channel) and notice.channel not in channels:
        message = N_("there is no channel `{word}`")
        yield unknown(file, ("channel",), "unknown-channel", message, notice.channel, channels)


def _ladder(draft: Draft) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, rung in enumerate(draft.chasing.ladder if draft.chasing else ()):
        if readable(rung.id) and rung.id in seen:
            message, hint = N_("two rungs share the id `{word}`"), N_("give each its own")
            yield Finding(CHASING, ("ladder", at, "id"), "twice", message, hint, {"word": rung.id})
        seen.add(rung.id)
        if readable(rung.notice) and rung.notice not in draft.notice_ids:
            message = N_("there is no notice `{word}`")
            way: At = ("ladder", at, "notice")
            yield unknown(CHASING, way, "unknown-notice", message, rung.notice, draft.notice_ids)
        yield from _sheet(draft, at, rung)


def _sheet(draft: Draft, at: int, rung: Rung) -> Iterator[Finding]:
    """A rung that waits for the answer to a sheet which no other rung sends to the units."""
    if not readable(rung.after, rung.unanswered) or not rung.after or rung.unanswered is None or not draft.chasing:
        return
    sheets = [
        each.id
        for each in draft.chasing.ladder
        if readable(each.id, each.before, each.overdue, each.to)
        and (isinstance(each.before, int) or each.overdue is not None)
        and set(each.to) - {Role.LEADER}
    ]
    if rung.after not in sheets and all_readable(draft.chasing.ladder, "id"):
        message = N_("no rung `{word}` sends a sheet to the units before or after the due date")
        yield unknown(CHASING, ("ladder", at, "after"), "unknown-rung", message, rung.after, sheets)


def _template(file: str, at: At, text: str) -> Iterator[Finding]:
    try:
        compiled(text)
    except Exception as error:  # a template is foreign code: whatever it dies of, the template is at fault
        line, reason = 1, str(error) or type(error).__name__
        if isinstance(error, TemplateSyntaxError):
            line, reason = error.lineno, error.message or reason
        message = N_("this template cannot be rendered: {reason}")
        hint = N_("notices choose and join words: names in double braces, filters, if and for")
        yield Finding(file, at, "template", message, hint, {"reason": reason}, inside=(line, "{"))
        return
    yield from _names(file, at, text)


def _names(file: str, at: At, text: str) -> Iterator[Finding]:
    tree = Environment(autoescape=True).parse(text)
    bound = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
    told: set[str] = set()
    for name in tree.find_all(nodes.Name):
        if name.name not in FACTS and name.name not in bound | told:
            told.add(name.name)
            hint, more = suggestion(name.name, FACTS)
            message = N_("a notice knows no `{word}`")
            params = {"word": name.name, **more}
            yield Finding(file, at, "unknown-variable", message, hint, params, inside=(name.lineno, name.name))
    for part in tree.find_all(nodes.Getattr):
        owner = part.node.name if isinstance(part.node, nodes.Name) else ""
        parts = FACTS.get(owner, ())
        if parts and part.attr not in parts and owner not in bound:
            hint, more = suggestion(part.attr, parts)
            params = {"word": f"{owner}.{part.attr}", **more}
            message = N_("a notice knows no `{word}`")
            yield Finding(
                file, at, "unknown-variable", message, hint, params, inside=(part.lineno, str(params["word"]))
            )
