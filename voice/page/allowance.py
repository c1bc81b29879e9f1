"""How much a page may send: a bucket of messages that fills with time. Pure; time passes in."""

from __future__ import annotations

A_SECOND = 20.0
AT_ONCE = 40.0


class Allowance:
    """Of one page: `AT_ONCE` messages, and `A_SECOND` more each second."""

    def __init__(self, now_s: float) -> None:
        self._left = AT_ONCE
        self._since_s = now_s

    def take(self, now_s: float) -> bool:
        """Whether one more is allowed."""
        self._left = min(AT_ONCE, self._left + A_SECOND * (now_s - self._since_s))
        self._since_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
