"""Whether somebody seems to be speaking at this moment: what the narration gives way to, before a word is known."""

from __future__ import annotations

_FROM_DBFS = -50.0
_OVER_FLOOR_DB = 10.0
"""A voice near the microphone lies further than this over the room's own noise."""
_BEGINS_S = 0.12
_PAUSE_S = 0.5
"""Shorter pauses lie between the words of one utterance."""
_LASTING_S = 3.0
"""What goes on for longer without a pause is no command: crying, music, a machine."""


class Voicing:
    """Follows one stream; pure, times in stream seconds."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        """Since when it has sounded, with pauses of half a second at most; None while nothing does."""
        self._last_s = 0.0

    def take(self, now_s: float, level_dbfs: float, over_floor_db: float, *, own: bool) -> None:
        """The level of the last moment up to `now_s`; `own`: it can be the guide's own voice."""
        if not own and level_dbfs >= _FROM_DBFS and over_floor_db >= _OVER_FLOOR_DB:
            self._since_s = now_s if self._since_s is None else self._since_s
            self._last_s = now_s
        elif self._since_s is not None and now_s - self._last_s >= _PAUSE_S:
            self._since_s = None

    @property
    def speaks(self) -> bool:
        """Whether it sounds like somebody who may be giving a command."""
        return self._since_s is not None and _BEGINS_S <= self._last_s - self._since_s <= _LASTING_S
