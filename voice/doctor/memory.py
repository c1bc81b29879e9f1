"""How much memory a session needs, and what is given up where there is less: the natural voice first, then an ear."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1 << 20
ALONE_BYTES = 200 * _MB
"""What a session takes with the first ear and espeak-ng (scripts/bench/cost.py)."""
SECOND_BYTES = 150 * _MB
"""What the second ear takes beside it."""
NATURAL_BYTES = 250 * _MB
"""What the natural voice takes while it renders; some of it for long sentences."""
LOW_BYTES = 60 * _MB
"""So little left in a session is as good as none: the next sound, page or program may be the one too many."""

_REMEDY = "end other programs and start again"
WITHOUT_NATURAL = f"There is too little memory for the natural voice: {_REMEDY}."
WITHOUT_SECOND = f"There is too little memory for the second ear: {_REMEDY}."


@dataclass(frozen=True, slots=True)
class Affordable:
    """What there is memory for beside the first ear and espeak-ng."""

    natural: bool = True
    second: bool = True


EVERYTHING = Affordable()


def affordable(free: int | None) -> Affordable:
    """With so many bytes free before anything is loaded; everything where nobody can say."""
    if free is None:
        return EVERYTHING
    return Affordable(
        natural=free >= ALONE_BYTES + SECOND_BYTES + NATURAL_BYTES, second=free >= ALONE_BYTES + SECOND_BYTES
    )
