"""Words of the closed vocabularies as the command line says them."""

from __future__ import annotations

from typing import Final

from engine.domain.vocabulary import Light
from engine.wording import N_, say

_LIGHTS: Final[dict[Light, str]] = {
    Light.GREY: N_("grey"),
    Light.GREEN: N_("green"),
    Light.BLUE: N_("blue, due soon"),
    Light.YELLOW: N_("yellow, behind"),
    Light.RED: N_("red, overdue"),
}


def light_word(light: Light) -> str:
    """A light in the reader's language; colour alone would not do for everybody."""
    return say(_LIGHTS[light])
