"""Asking providers afterwards: only some can say whether a letter has arrived, and only some time later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from engine.domain.delivering import Tried, way_for
from engine.domain.vocabulary import AttemptOutcome
from engine.services.desk import Desk
from engine.services.word import delivering
from engine.services.word.delivering import Question, Report
from notifiers.channels import Channels

_PATIENCE: Final = timedelta(days=2)
"""How long after sending a provider is asked; what it does not say by then stays sent."""


def ask_at(sent_at: datetime, at: datetime) -> datetime | None:
    """When to ask next about a letter sent at `sent_at`: after a minute, then at twice its age; None after two days."""
    age = at - sent_at
    return None if age > _PATIENCE else at + max(timedelta(minutes=1), age)


def ask_providers(desk: Desk, channels: Channels, *, at: datetime) -> int:
    """Ask about every letter whose time has come; returns how many are now known to have arrived."""
    arrived = 0
    for question in delivering.questions(desk, at=at):
        arrived += _ask(desk, channels, question, at)
    return arrived


def _ask(desk: Desk, channels: Channels, question: Question, at: datetime) -> bool:
    sender = channels.senders.get(question.channel)
    answer = sender.ask(question.reference, at=at) if sender is not None else None
    if answer is None:
        delivering.ask_later(desk, question.letter, None)
        return False
    if answer.outcome not in (AttemptOutcome.DELIVERED, AttemptOutcome.UNDELIVERED):
        delivering.ask_later(desk, question.letter, ask_at(question.sent_at, at))
        return False
    told = Report(question.letter, question.person, question.channel, answer.outcome, answer.words, at, asked=True)
    if answer.outcome is AttemptOutcome.UNDELIVERED:
        told = _onward(channels, question, told)
    delivering.record(desk, told)
    return answer.outcome is AttemptOutcome.DELIVERED


def _onward(channels: Channels, question: Question, told: Report) -> Report:
    """It did not arrive: the reader's next channel may still be tried at once."""
    tried = (*question.tried, Tried(question.channel, question.person, told.outcome))
    others = [name for name in channels.senders if name != question.channel and channels.senders[name].personal]
    again = told.at if way_for(others, tried) is not None else None
    return Report(told.letter, told.person, told.channel, told.outcome, told.words, told.at, again, asked=True)
