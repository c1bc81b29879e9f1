"""When each beat falls: exact arithmetic, so that hours of beats carry no drift."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voice.audio.orders import Phase

PHASES = tuple(Phase)
_RATE_STEPS = 1000
"""Rates are taken to a thousandth of a cycle a minute, so 17.3 means 173/10 and not its nearest binary float."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One third of cycle `cycle` (counted from the start of the beat), at `frame`."""

    cycle: int
    phase: Phase
    frame: int
    rate_cpm: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Beats at one rate: cycle `first_cycle` begins at `origin` frames, which need not be a whole number."""

    rate_hz: int
    rate_cpm: float
    origin: Fraction
    first_cycle: int = 0

    def press(self, cycle: int) -> Fraction:
        """Where a cycle begins, in frames, before rounding."""
        rate = Fraction(self.rate_cpm).limit_denominator(_RATE_STEPS)
        return self.origin + (cycle - self.first_cycle) * (60 * self.rate_hz / rate)

    def beat(self, cycle: int, phase: Phase) -> Beat:
        """One beat: the nearest frame to its exact place, so every beat is within half a sample of it."""
        rate = Fraction(self.rate_cpm).limit_denominator(_RATE_STEPS)
        thirds = 3 * (cycle - self.first_cycle) + PHASES.index(phase)
        return Beat(cycle, phase, round(self.origin + thirds * (20 * self.rate_hz / rate)), self.rate_cpm)

    def after(self, beat: Beat) -> Beat:
        """The beat that follows."""
        match beat.phase:
            case Phase.PRESS:
                return self.beat(beat.cycle, Phase.COMPRESS)
            case Phase.COMPRESS:
                return self.beat(beat.cycle, Phase.RELAX)
            case Phase.RELAX:
                return self.beat(beat.cycle + 1, Phase.PRESS)

    def retimed(self, cycle: int, rate_cpm: float) -> Schedule:
        """The same cycles at another rate from `cycle` on, whose press stays exactly where it was."""
        return Schedule(self.rate_hz, rate_cpm, self.press(cycle), cycle)
