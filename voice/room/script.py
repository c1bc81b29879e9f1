"""When the entries of `[[say]]` are spoken: their anchors, as the contract fixes them.

Pure: the rehearsal tells which prompts start and end at which frames and asks what is due. Entries are taken in file
order. An `after` entry is anchored at the first end of its step's prompt at or after the anchor of the `after` entry
before it, so entries in a row that name the same step share one end. `at` entries stand alone: their anchor is their
own time and they neither wait for other entries nor hold them back. Answers and notes anchor as prompts do, for the
entries that ask for them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from voice.room.scenario import After, Anchor, At, Say


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """Speak entry `entry` (its index in the scenario) from `frame` on."""

    frame: int
    entry: int


@dataclass(frozen=True, slots=True)
class _Prompt:
    anchor: Anchor
    frame: int
    expected_end_frame: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    entry: int
    after: After


class Script:
    """The entries that are still to be spoken; frames count from the room's opening at `rate_hz`.

    Owned by the rehearsal's thread. Frames are told in rising order; one prompt sounds at a time.
    """

    def __init__(self, says: tuple[Say, ...], rate_hz: int) -> None:
        self._says = says
        self._rate_hz = rate_hz
        self._cues: list[Cue] = []
        self._ahead: set[int] = set()  # entries with a negative delay whose cue stands before their anchor is known
        self._chain: deque[_Waiting] = deque()
        self._spoken: set[int] = set()
        self._prompt: _Prompt | None = None
        for entry, say in enumerate(says):
            match say.when:
                case At(time_s):
                    self._cues.append(Cue(self._frames(time_s), entry))
                case After() as after:
                    self._chain.append(_Waiting(entry, after))

    def prompt_started(self, anchor: Anchor, frame: int, expected_end_frame: int) -> None:
        """The prompt of `anchor` sounds from `frame` on; told again when its expected end changes."""
        self._withdraw()
        self._prompt = _Prompt(anchor, frame, expected_end_frame)
        # These entries wait for this very end, whenever it comes: those that speak before it must start by themselves.
        for waiting in self._chain:
            if waiting.after.anchor != anchor:
                break
            if waiting.after.delay_s < 0 and waiting.entry not in self._spoken:
                early = max(frame, expected_end_frame + self._frames(waiting.after.delay_s))
                self._cues.append(Cue(early, waiting.entry))
                self._ahead.add(waiting.entry)

    def prompt_ended(self, anchor: Anchor, frame: int) -> None:
        """The prompt of `anchor` is silent from `frame` on: said to its last word, or cut there."""
        began = self._prompt.frame if self._prompt is not None and self._prompt.anchor == anchor else frame
        self._withdraw()
        self._prompt = None
        while self._chain and self._chain[0].after.anchor == anchor:
            waiting = self._chain.popleft()
            if waiting.entry not in self._spoken:
                spoken_from = frame + self._frames(waiting.after.delay_s)
                self._cues.append(Cue(max(began, spoken_from), waiting.entry))

    def due(self, before_frame: int) -> tuple[Cue, ...]:
        """What is to be spoken before this frame and was not asked for yet, by frame, then in file order.

        A frame may lie in the past: when a prompt was cut less than its entry's lead before its expected end.
        """
        now = sorted(cue for cue in self._cues if cue.frame < before_frame)
        self._cues = [cue for cue in self._cues if cue.frame >= before_frame]
        self._spoken.update(cue.entry for cue in now)
        self._ahead.difference_update(cue.entry for cue in now)
        return tuple(now)

    @property
    def finished(self) -> bool:
        """Whether every entry has been spoken."""
        return len(self._spoken) == len(self._says)

    def unspoken(self) -> tuple[int, ...]:
        """The entries that were never spoken, in file order."""
        return tuple(entry for entry in range(len(self._says)) if entry not in self._spoken)

    def _withdraw(self) -> None:
        """Take back what was planned from an expected end and has not been spoken."""
        self._cues = [cue for cue in self._cues if cue.entry not in self._ahead]
        self._ahead.clear()

    def _frames(self, seconds: float) -> int:
        return round(seconds * self._rate_hz)
