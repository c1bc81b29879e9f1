"""Speech rendered ahead, on a thread of its own, so that a live session never waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto

from voice.errors import InputError, RendererError
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator

_JOIN_S = 2.0
"""How long closing waits for the thread, which renders one text in 0.1 s; one that hangs ends with the process."""
_MOST_RENDERED = 4


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be rendered: a text, or a word for a beat of so many cycles a minute."""

    text: str
    tempo_cpm: float | None = None


class Errand(Enum):
    """What is done with the renderer's process once nothing is left to render; the latest counts, at first to wake."""

    REST = auto()
    WAKE = auto()


class AheadSpeech:
    """The guide's voice without waiting.

    One thread ("narration") renders what is asked for, before that what is foreseen, and closes the narrator at the
    end. Only the latest text that was asked for is remembered, since the guide says one thing at a time; what it came
    to is kept until it is fetched, for the last four texts. Only what was foreseen is kept on the disk: what was not
    holds an amount of hers. `sentence` and `cue` belong to the session's thread.
    """

    def __init__(self, narrator: Narrator, foreseen: Iterable[Line]) -> None:
        self._narrator = narrator
        self._foreseen = deque(foreseen)
        self._known = frozenset(self._foreseen)
        self._wanted: Line | None = None
        self._first: Future[None] = Future()
        self._errand: Errand | None = Errand.WAKE
        self._rendered: dict[str, Clip | RendererError] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="narration", daemon=True)

    def start(self) -> None:
        """Begin to render."""
        self._thread.start()

    def wait_for_first(self) -> None:
        """Block until the first line that was foreseen is rendered.

        Raises RendererError where it cannot be, InputError for an unknown voice.
        """
        self._first.result()

    def sentence(self, text: str) -> Clip | None:
        """The clip, or None while it is being rendered. Raises RendererError where it cannot be."""
        found = self._narrator.found(text)
        with self._changed:
            outcome = self._rendered.pop(text, None) or found
            if outcome is None:
                self._wanted = Line(text)
                self._changed.notify()
        if isinstance(outcome, RendererError):
            raise outcome
        return outcome

    def cue(self, word: str, tempo_cpm: float) -> Clip | None:
        """A word of the beat, or None where it is not rendered yet; it comes next then."""
        clip = self._narrator.found_cue(word, tempo_cpm)
        if clip is None:
            with self._changed:
                self._foreseen.appendleft(Line(word, tempo_cpm))
                self._changed.notify()
        return clip

    @property
    def fallen_back(self) -> str:
        """Why espeak-ng speaks in place of the natural voice; empty where it does not."""
        return self._narrator.fallen_back

    def spare(self, why: str) -> None:
        """Give up the natural voice for the memory that it takes, after what is rendered now; `why` says what to do."""
        self._narrator.spare(why)

    def rest(self) -> None:
        """End the renderer's process, once all that is foreseen is rendered."""
        self._ask_for(Errand.REST)

    def wake(self) -> None:
        """Have the renderer's process ready again."""
        self._ask_for(Errand.WAKE)

    def close(self) -> None:
        """Render nothing more."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def _ask_for(self, errand: Errand) -> None:
        with self._changed:
            self._errand = errand
            self._changed.notify()

    def _run(self) -> None:
        with closing(self._narrator):
            while (work := self._next()) is not None:
                match work:
                    case Line():
                        outcome = self._render(work)
                        with self._changed:
                            self._keep(work, outcome)
                    case Errand.REST:
                        self._narrator.rest()
                    case Errand.WAKE:
                        self._narrator.wake()

    def _next(self) -> Line | Errand | None:
        """What to do next; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._has_work())
            if self._closing:
                return None
            if self._wanted is not None:
                return self._wanted
            if self._foreseen:
                return self._foreseen.popleft()
            errand, self._errand = self._errand, None
            return errand

    def _has_work(self) -> bool:
        return self._wanted is not None or bool(self._foreseen) or self._errand is not None

    def _keep(self, line: Line, outcome: Clip | RendererError) -> None:
        if line == self._wanted:
            self._wanted = None
            self._rendered[line.text] = outcome
            if len(self._rendered) > _MOST_RENDERED:
                del self._rendered[next(iter(self._rendered))]
        if isinstance(outcome, RendererError):
            self._foreseen.clear()  # there is no voice; what is asked for is still tried

    def _render(self, line: Line) -> Clip | RendererError:
        failed: RendererError | InputError | None = None
        try:
            if line.tempo_cpm is not None:
                return self._narrator.cue(line.text, line.tempo_cpm)
            return self._narrator.sentence(line.text, keep=line in self._known)
        except (RendererError, InputError) as error:
            failed = error
            return error if isinstance(error, RendererError) else RendererError(str(error))
        finally:
            self._settle_first(failed)

    def _settle_first(self, failed: RendererError | InputError | None) -> None:
        if self._first.done():
            return
        if failed is None:
            self._first.set_result(None)
        else:
            self._first.set_exception(failed)
