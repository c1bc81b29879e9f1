"""Speech rendered ahead, on a thread of its own, so that a live session never waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from contextlib import closing

from voice.errors import InputError, RendererError
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator

_JOIN_S = 2.0
"""How long closing waits for the thread, which renders one text in 0.1 s; one that hangs ends with the process."""
_MOST_RENDERED = 4


class AheadSpeech:
    """The guide's voice without waiting.

    One thread ("narration") renders what is asked for, before that what is foreseen, and closes the narrator at the
    end. Only the latest text that was asked for is remembered, since the guide says one thing at a time; what it came
    to is kept until it is fetched, for the last four texts. `sentence` belongs to the session's thread.
    """

    def __init__(self, narrator: Narrator, foreseen: Iterable[str]) -> None:
        self._narrator = narrator
        self._foreseen = deque(foreseen)
        self._wanted: str | None = None
        self._rendered: dict[str, Clip | RendererError] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="narration", daemon=True)

    def start(self) -> None:
        """Begin to render."""
        self._thread.start()

    def sentence(self, text: str) -> Clip | None:
        """The clip, or None while it is being rendered. Raises RendererError where it cannot be."""
        with self._changed:
            outcome = self._rendered.pop(text, None)
        if isinstance(outcome, RendererError):
            raise outcome
        clip = outcome or self._narrator.found(text)
        if clip is None:
            with self._changed:
                self._wanted = text
                self._changed.notify()
        return clip

    def cue(self, word: str) -> Clip:
        """A word of the beat; blocks while rendering. Raises RendererError, and InputError for an unknown voice."""
        return self._narrator.cue(word)

    def close(self) -> None:
        """Render nothing more."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        with closing(self._narrator):
            while (text := self._next()) is not None:
                outcome = self._render(text)
                with self._changed:
                    self._keep(text, outcome)

    def _next(self) -> str | None:
        """What to render next; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._wanted is not None or bool(self._foreseen))
            if self._closing:
                return None
            return self._foreseen.popleft() if self._wanted is None else self._wanted

    def _keep(self, text: str, outcome: Clip | RendererError) -> None:
        if text == self._wanted:
            self._wanted = None
            self._rendered[text] = outcome
            if len(self._rendered) > _MOST_RENDERED:
                del self._rendered[next(iter(self._rendered))]
        if isinstance(outcome, RendererError):
            self._foreseen.clear()  # there is no voice; what is asked for is still tried

    def _render(self, text: str) -> Clip | RendererError:
        try:
            return self._narrator.sentence(text)
        except RendererError as error:
            return error
        except InputError as error:
            return RendererError(str(error))
