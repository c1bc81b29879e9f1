"""An address as a picture that a phone's camera reads. The only module on segno."""

from __future__ import annotations

import io

import segno


def qr_code(text: str) -> str:
    """Lines of half blocks, for a terminal that shows dark on light or light on dark."""
    lines = io.StringIO()
    segno.make(text, error="l").terminal(out=lines, compact=True)
    return lines.getvalue()
