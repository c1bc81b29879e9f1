"""From a stretch to its events: the second ear is asked and waited for a little, then both judge or the first alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from voice.hearing.heard import HeardEvent, PhraseHeard
from voice.hearing.judgement.alone import Alone
from voice.hearing.judgement.both import Both, Weigh
from voice.hearing.judgement.evidence import Said
from voice.hearing.judgement.memory import Memory
from voice.hearing.judgement.probability import probability
from voice.hearing.judgement.thresholds import PROBABILITIES, Probabilities
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.sound.foreground import nearest_sound
from voice.hearing.sound.recent import RecentSound
from voice.hearing.words.transcript import Question, SecondEar, Transcript

WAITS_S = 0.24
"""How much longer than the first ear alone a decision takes at most: whole pieces of 40 ms, and no more than 250 ms."""
LATE_S = 1.5
"""How long after its last word what nobody understood can still become a command."""
AROUND_S = 0.25
"""The sound before and after a stretch that the second ear gets with it; silence where there is none yet."""
SHORTEST_S, LONGEST_S = 0.3, 4.0
"""What is shorter is no word, and what is longer no command."""
NEAR_DBFS, NEAR_OVER_ROOM_DB = -50.0, 10.0
"""A voice near the microphone is so loud, and so far over the room's own noise (see `voice.hearing.sound.voicing`)."""
_BESIDE_S = 0.3
"""A stretch that begins or ends so much further out than the first ear's words has more in it than those."""
_A_MINUTE_S = 60.0
_ASLEEP_A_MINUTE = 10

OnText = Callable[[float, float, str], None]
"""Told the start and end of a stretch, and what the second ear wrote of it."""


def tell_nobody(start_s: float, end_s: float, text: str) -> None:
    """Told nothing: no text is kept."""


@dataclass(frozen=True, slots=True)
class Second:
    """The second ear, how its texts are read, and how what both know is weighed."""

    ear: SecondEar
    meaning: TextMeaning
    weigh: Weigh = probability
    needed: Probabilities = field(default_factory=lambda: PROBABILITIES)


class _Two(NamedTuple):
    """The second ear and the judgement of both."""

    ear: SecondEar
    both: Both


@dataclass(slots=True)
class _Pending:
    said: Said
    number: int | None
    """None where the second ear was not asked."""
    deadline_s: float
    transcript: Transcript | None = None


class Deliberation:
    """Keeps the order of what was said; owned by the ears. Times are stream seconds."""

    def __init__(self, alone: Alone, second: Second | None, memory: Memory, on_text: OnText) -> None:
        """Without a second ear the first decides everything alone."""
        self._alone = alone
        self._two = None
        if second is not None:
            self._two = _Two(second.ear, Both(second.meaning, memory, second.weigh, second.needed))
        self._memory = memory
        self._on_text = on_text
        self._pending: deque[_Pending] = deque()
        self._late: deque[_Pending] = deque()
        self._asked = 0
        self._asked_asleep_s: deque[float] = deque(maxlen=_ASLEEP_A_MINUTE)
        self.asleep = False
        """Whether nothing acts but waking and safety: then it is asked ten times a minute at most."""

    @property
    def awaits(self) -> bool:
        """Whether a decision waits for the second ear."""
        return bool(self._pending)

    @property
    def both_listen(self) -> bool:
        """Whether the second ear would be asked now."""
        return self._two is not None and self._two.ear.ready

    def take(self, said: Said, sound: RecentSound) -> list[HeardEvent]:
        """A stretch, in the order of their ends; the events that can be decided at once."""
        two = self._two
        if two is None or not self._asks(said, two):
            self._pending.append(_Pending(said, None, said.decided_s))
        else:
            self._asked += 1
            start_s, end_s = self._bounds(said, two.both)
            around = sound.between(start_s - AROUND_S, end_s + AROUND_S)
            around = nearest_sound(around, sound.rate_hz)
            two.ear.ask(Question(self._asked, around, two.both.candidates.words_to_score(said)), said.decided_s)
            self._pending.append(_Pending(said, self._asked, said.decided_s + WAITS_S))
        return self.pass_time(said.decided_s)

    def pass_time(self, now_s: float) -> list[HeardEvent]:
        """What is decided now, by an answer or by its absence."""
        events: list[HeardEvent] = []
        if self._two is not None and (self._pending or self._late):
            for number, transcript in self._two.ear.answers(now_s):
                events += self._answered(number, transcript, now_s, self._two.both)
        while self._pending and (events_now := self._decided(self._pending[0], now_s)) is not None:
            self._pending.popleft()
            events += events_now
        while self._late and now_s - self._late[0].said.end_s > LATE_S:
            self._late.popleft()
        return events

    def _bounds(self, said: Said, both: Both) -> tuple[float, float]:
        """The sound that is asked about: with the run before, where both may be one phrase."""
        heard = both.candidates.first(said)
        if heard:
            start_s, end_s = min(one.start_s for one in heard), max(one.end_s for one in heard)
            # Its first sound can come before its first word; but where there was no quiet the stretch holds what others
            # say as well, and what began before it ("stop", "counting") is heard with it.
            begins_with_it = 0.0 <= start_s - said.start_s <= _BESIDE_S
            ends_with_it = 0.0 <= said.end_s - end_s <= _BESIDE_S
            return said.start_s if begins_with_it else start_s, said.end_s if ends_with_it else end_s
        before = self._memory.before
        if before is None or not both.candidates.joins(said) or said.end_s - before.run[0].start_s > LONGEST_S:
            return said.start_s, said.end_s
        return before.run[0].start_s, said.end_s

    def _asks(self, said: Said, two: _Two) -> bool:
        if not two.ear.ready or not (two.both.candidates.first(said) or _is_near(said)):
            return False
        if self.asleep:
            recent = [at for at in self._asked_asleep_s if said.decided_s - at < _A_MINUTE_S]
            if len(recent) == _ASLEEP_A_MINUTE:
                return False
            self._asked_asleep_s.append(said.decided_s)
        return not two.ear.slow or self._decides_most(said)

    def _decides_most(self, said: Said) -> bool:
        """Where a machine is too slow to ask about everything: in talk, at low confidence, in a narrow band."""
        sure = all(word.confidence >= 0.9 and not word.unknown for run in said.runs for word in run)
        return said.narrow or not (said.runs and sure) or self._memory.talk.talked_s(said.start_s) > 0.0

    def _answered(self, number: int, transcript: Transcript, now_s: float, both: Both) -> list[HeardEvent]:
        for one in self._pending:
            if one.number == number:
                one.transcript = transcript
                return []
        for one in self._late:
            if one.number == number and self._memory.acted_s < one.said.start_s:
                self._late.remove(one)
                found = both.take(replace(one.said, decided_s=now_s), transcript)
                return [event for event in found if isinstance(event, PhraseHeard) and event.ignored is None]
        return []

    def _decided(self, one: _Pending, now_s: float) -> list[HeardEvent] | None:
        """The events of the next stretch in order; None while it is waited for."""
        if one.transcript is not None and self._two is not None:
            self._on_text(one.said.start_s, one.said.end_s, one.transcript.text)
            return self._two.both.take(replace(one.said, decided_s=now_s), one.transcript)
        if now_s < one.deadline_s - 1e-9:
            return None
        events = self._alone.take_all(replace(one.said, decided_s=now_s))
        if one.number is not None and not any(isinstance(event, PhraseHeard) for event in events):
            self._late.append(one)
        return events


def _is_near(said: Said) -> bool:
    """Whether somebody may have spoken near the microphone, and it can be an utterance: understood or not."""
    near = said.level_dbfs >= NEAR_DBFS and said.over_room_db >= NEAR_OVER_ROOM_DB
    return near and SHORTEST_S <= round(said.length_s, 3) <= LONGEST_S and not said.own_voice
