"""QR codes, drawn in the page: nothing is asked of anybody else for them."""

from __future__ import annotations

import segno
from markupsafe import Markup


def drawn(address: str) -> Markup:
    """The QR code of an address as an SVG element that fills its place; a quarter of it may be dirty or torn."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, light="#fff"))
