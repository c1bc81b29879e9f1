"""Who looks on while a session is spoken."""

from __future__ import annotations

from collections.abc import Callable

from voice.guide.actions import Say
from voice.session.moment import Moment


class PromptWatch:
    """Told what is said, and where it begins and ends; the rehearsal's script and the screen listen here."""

    def says(self, say: Say, now_s: float) -> None:
        """Anything is to be said now; it sounds as soon as it is rendered."""

    def wants_keys(self) -> None:
        """The guide has asked in vain and wants the keys shown."""

    def notes(self, text: str, now_s: float) -> None:
        """Something to be read that is not said."""

    def started(self, say: Say, frame: int, expected_end_frame: int) -> None:
        """A prompt, an answer or a note sounds from `frame` on."""

    def ended(self, say: Say, frame: int) -> None:
        """It is silent from `frame` on."""

    def passes(self, moment: Callable[[], Moment]) -> None:
        """Another tenth of a second has passed, or the guide did something; `moment` tells where the session stands."""


class Watches(PromptWatch):
    """Tells several who look on, in this order."""

    def __init__(self, *watches: PromptWatch) -> None:
        self._watches = watches

    def says(self, say: Say, now_s: float) -> None:
        for watch in self._watches:
            watch.says(say, now_s)

    def wants_keys(self) -> None:
        for watch in self._watches:
            watch.wants_keys()

    def notes(self, text: str, now_s: float) -> None:
        for watch in self._watches:
            watch.notes(text, now_s)

    def started(self, say: Say, frame: int, expected_end_frame: int) -> None:
        for watch in self._watches:
            watch.started(say, frame, expected_end_frame)

    def ended(self, say: Say, frame: int) -> None:
        for watch in self._watches:
            watch.ended(say, frame)

    def passes(self, moment: Callable[[], Moment]) -> None:
        for watch in self._watches:
            watch.passes(moment)
