"""The night, as a session counts it: hours of the local clock, from the clock at its opening and the time since."""

from __future__ import annotations

from dataclasses import dataclass

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Night:
    """From `starts_s` up to `ends_s`, over midnight if need be; equal times mean no night. Seconds after midnight."""

    opened_s: float = 0.0
    """The clock when the session opened."""
    starts_s: float = 0.0
    ends_s: float = 0.0

    def at(self, now: float) -> bool:
        """Whether it is night `now` seconds after the opening."""
        clock_s = (self.opened_s + now) % DAY_S
        if self.starts_s <= self.ends_s:
            return self.starts_s <= clock_s < self.ends_s
        return clock_s >= self.starts_s or clock_s < self.ends_s


NO_NIGHT = Night()
