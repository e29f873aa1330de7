"""How word reaches me: channels, hours, absence, and a test."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.word import preferences as service
from notifiers.trial import try_channel, ways_to
from portal.api.door import Who, scoped
from portal.api.models.preferences import PreferencesIn, PreferencesTold, Tested, TestIn
from portal.api.repeating import Repeatable

router = APIRouter(prefix="/preferences", tags=["mine"], route_class=Repeatable)


@router.get("")
@scoped(TokenScope.READ)
def preferences(who: Who) -> PreferencesTold:
    """What holds for me."""
    return _told(who)


@router.put("")
@scoped(TokenScope.SUBMIT)
def say(who: Who, given: PreferencesIn) -> PreferencesTold:
    """I want word so from now on; what I leave out is as usual."""
    known = ways_to(who.runtime, who.actor.id, at=who.at)
    service.say_wishes(who.desk, who.actor, given.wishes(), known=known, at=who.at)
    return _told(who)


@router.post("/test")
@scoped(TokenScope.SUBMIT)
def test(who: Who, given: TestIn) -> Tested:
    """Send me a test by a channel; its provider's answer."""
    return Tested.of(try_channel(who.runtime, given.channel, who.actor.id, at=who.at))


def _told(who: Who) -> PreferencesTold:
    found = service.preferences(who.desk, who.actor, at=who.at)
    return PreferencesTold.of(found, ways_to(who.runtime, who.actor.id, at=who.at))
