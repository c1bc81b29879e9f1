"""Where something sounds between two quiets: what is said to its end, whether or not anybody understood it."""

from __future__ import annotations

from typing import NamedTuple


class Stretch(NamedTuple):
    """Seconds of the stream, from the first to the last sound."""

    start_s: float
    end_s: float


class Stretches:
    """Follows one stream; pure. `quiet_s` is how long it must be quiet before a stretch is over."""

    def __init__(self, quiet_s: float) -> None:
        self._quiet_s = quiet_s
        self._since_s: float | None = None

    def take(self, position_s: float, piece_s: float, quiet_s: float) -> Stretch | None:
        """The last piece, with how long the quiet at its end has lasted; the stretch that is over with it."""
        if self._since_s is None:
            if quiet_s < piece_s:
                self._since_s = position_s - piece_s
            return None
        if quiet_s < self._quiet_s - 1e-6:
            return None
        over = Stretch(self._since_s, max(position_s - quiet_s, self._since_s))
        self._since_s = None
        return over

    def begin_at(self, at_s: float) -> None:
        """A voice came to the fore here: what sounded before is none of its stretch."""
        self._since_s = at_s

    def end(self, at_s: float) -> Stretch | None:
        """Something else tells that it is over: the stretch, and another may begin at once."""
        over = None if self._since_s is None or at_s <= self._since_s else Stretch(self._since_s, at_s)
        self._since_s = None
        return over
