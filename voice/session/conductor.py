"""The conductor: joins the guide to ears, narrator and mixer, block by block, in the time of the sound itself.

The same object runs a session on real devices and in the simulated room. It reads no clock: a block of microphone
sound comes in, orders for the mixer go out, and everything that happened is written into a timeline.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from voice.audio import orders
from voice.audio.mixer import Mixer
from voice.doctor.first_sounds import FirstSounds
from voice.guide import actions
from voice.guide.concerns import BEFORE_WASHING
from voice.guide.content import Content
from voice.guide.events import (
    ClockJumped,
    Concern,
    CryingBegan,
    CryingStopped,
    Event,
    Found,
    Happened,
    Heard,
    Interrupted,
    LengthReached,
    NarrationEnded,
    NotUnderstood,
    Opened,
    TimePassed,
    Trouble,
    VoiceBegan,
    VoiceEnded,
)
from voice.guide.machine import Guide
from voice.guide.phrases import Phrase
from voice.guide.state import State
from voice.hearing import heard as ears_events
from voice.narration.clip import Clip
from voice.session import timeline
from voice.session.chronicle import record_of
from voice.session.diary import Diary
from voice.session.listener import Listener
from voice.session.listening import heard_in
from voice.session.microphone_watch import MicrophoneWatch
from voice.session.moment import Moment
from voice.session.ports import Speech
from voice.session.speaker import Speaker
from voice.session.watch import PromptWatch

GROWS_S = 1.5
"""How long the longer phrases that begin with what was said are still heard: 1 s, and the time to decide."""
RESTS_S = 60.0
"""So long after a pause or sleep began the voice rests."""
TICK_S = 0.1
"""How often the guide is told that time has passed."""
_SILENT_DBFS = -100.0
"""What the level of digital silence is shown as."""
_ANOTHER_MICROPHONE = {
    Trouble.MICROPHONE_BACK,
    Trouble.MICROPHONE_CHANGED,
    Trouble.DEFAULT_CHANGED,
    Trouble.REOPENED,
}
"""After these it may be another that is heard, or the same in another profile."""

Block = NDArray[np.float32]
Record = Callable[[timeline.Record], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conductor works with; whoever made them closes them."""

    content: Content
    guide: Guide
    mixer: Mixer
    speech: Speech
    listener: Listener | None
    """None where no microphone is listened to."""
    diary: Diary
    first_sounds: FirstSounds | None = None
    """None where the microphone's level is not judged."""
    tells_text: bool = False
    """Whether the timeline holds what she said in other words than the table's: in rehearsals alone."""


class Conductor:
    """One session; owned by one thread. Frames are those of the mixer."""

    def __init__(self, parts: Parts, record: Record, watch: PromptWatch | None = None) -> None:
        self._parts = parts
        self._record = record
        self._watch = watch or PromptWatch()
        self._rate_hz = parts.mixer.rate_hz
        self._speaker = Speaker(parts.speech, parts.mixer, record, self._watch)
        self._position = 0
        self._now = 0.0
        self._ticked_at = 0.0
        self._microphone = MicrophoneWatch()
        self._first_sounds = parts.first_sounds
        self._loudest = 0.0
        """Mean square of the loudest block since the last tick."""
        self._listened_for: tuple[object, ...] = ()
        """What the set that is listened for follows from; it is asked for ten times a second and seldom changes."""
        self._growing: tuple[Phrase, ...] = ()
        self._grows_until = 0.0
        self._ended = False
        self._ducked = False
        """Whether the narration lies lower, because somebody seems to speak."""
        self._answered = False
        """Whether what was spoken has acted: the reply sounds in full although she has hardly fallen silent."""
        self._busy_at = 0.0
        """When it was last neither paused nor asleep."""
        self._rests = False
        """Whether the voice rests."""
        self._other_voice = False
        """Whether the guide was told that another voice speaks."""
        self._crying = False
        """What the guide was told of a crying baby."""
        self._speaks = False
        """Whether the guide was told that somebody speaks."""
        silent = Clip("", np.zeros(0, np.float32), self._rate_hz)
        self._cues = orders.Cues(silent, silent, silent)
        """The words of the beat as they were last had; without sound, tones alone."""
        self._cues_for(parts.guide.state.tempo_cpm)

    @property
    def ended(self) -> bool:
        """Whether the session is closed."""
        return self._ended

    @property
    def now_s(self) -> float:
        """Room time in seconds."""
        return self._now

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._parts.guide.state

    def open(self) -> None:
        """Begin."""
        self._tell(Opened())

    def advance(self, heard: Block | None, played: Block) -> None:
        """Take the next block: what the microphone heard (None: it gave nothing) while `played` was sounding.

        Every frame that the mixer rendered comes by here once; the clock is their count, since the mixer may be ahead.
        """
        self._position += len(played)
        self._now = self._position / self._rate_hz
        for report in self._parts.mixer.reports():
            self._take_report(report)
        for number in self._speaker.pass_time(self._now):
            self._tell(NarrationEnded(number, cut=False))
        self._watch_microphone(heard)
        self._judge_first_sounds(heard, played)
        self._hear(np.zeros_like(played) if heard is None else heard, played)
        if self._now - self._ticked_at >= TICK_S - 1e-9:
            self._ticked_at = self._now
            self._tell(TimePassed())
            self._rest_voice()
            if self._parts.speech.fallen_back and not self._other_voice:
                self._other_voice = True
                self.happened(Trouble.OTHER_VOICE)
            self._watch.passes(self.moment)
            self._loudest = 0.0

    def press(self, heard: Heard) -> None:
        """A key stands for a phrase."""
        self._tell(heard)

    def happened(self, trouble: Trouble) -> None:
        """Something around the session failed or came back."""
        if trouble in _ANOTHER_MICROPHONE and self._parts.listener is not None:
            self._parts.listener.microphone_changed()
        self._tell(Happened(trouble))

    def found(self, concern: Concern) -> None:
        """Something could need a touch later."""
        self._tell(Found(concern))

    def clock_jumped(self) -> None:
        """Another time was set on the computer's clock."""
        self._tell(ClockJumped())

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._tell(Interrupted())

    def close_at_length(self) -> None:
        """The room closes."""
        self._tell(LengthReached())

    def answers(self) -> bool:
        """Whether a phrase would still be heard; without a microphone, and once it has ended, nothing is missing."""
        return self._ended or self._parts.listener is None or self._parts.listener.answers()

    def retry_keeping(self) -> None:
        """Write what waits; every half minute anyway, since the disk may have room again."""
        self._parts.diary.retry()

    def _rest_voice(self) -> None:
        """Let the voice rest in a long pause, which it hardly speaks in, and wake it when she goes on."""
        state = self._parts.guide.state
        if not (state.paused or state.asleep):
            self._busy_at = self._now
            if self._rests:
                self._rests = False
                self._parts.speech.wake()
        elif not self._rests and self._now - self._busy_at >= RESTS_S:
            self._rests = True
            self._parts.speech.rest()

    def moment(self) -> Moment:
        """Where the session stands."""
        guide = self._parts.guide
        level_dbfs = None
        if self._parts.listener is not None and not self._microphone.gives_nothing:
            level_dbfs = 10 * math.log10(self._loudest) if self._loudest > 0.0 else _SILENT_DBFS
        return Moment(self._now, guide.state, guide.live(self._now), level_dbfs, guide.asking)

    # ---- towards the guide

    def _tell(self, event: Event) -> None:
        if self._ended:
            return
        done = self._hand_over(event)
        while (news := self._parts.diary.news(self._now)) and not self.ended:
            for kept in news:
                done = self._hand_over(kept) or done
        self._listen()
        if done:
            self._watch.passes(self.moment)

    def _hand_over(self, event: Event) -> bool:
        """Tell the guide and do what it wants; returns whether it wants anything."""
        done = self._parts.guide.handle(event, self._now)
        for action in done:
            self._do(action)
        return bool(done)

    def _take_report(self, report: orders.Report) -> None:
        match report:
            case orders.Started():
                self._own_voice(self._speaker.started(report), report.frame)
            case orders.Ended():
                self._fell_silent(report)
            case orders.BeatSounded():
                self._record(
                    timeline.BeatSounded(report.frame / self._rate_hz, report.phase, report.frame, report.rate_cpm)
                )
                if report.cue is not None:
                    self._own_voice(report.cue, report.start_frame)
            case orders.CueEnded():
                start, end = report.start_frame / self._rate_hz, report.frame / self._rate_hz
                step = self._parts.guide.state.step
                self._record(timeline.Said(start, step, actions.Spoken.CUE, report.clip.text, start, end, report.cut))
            case orders.EarconStarted():
                self._record(timeline.EarconSounded(report.frame / self._rate_hz, report.name))
            case _:
                assert_never(report)

    def _fell_silent(self, report: orders.Ended) -> None:
        self._speaker.fell_silent(report)
        if report.cut and self._parts.listener is not None:
            self._parts.listener.fell_silent(report.frame / self._rate_hz)
        self._tell(NarrationEnded(report.id, report.cut))

    def _watch_microphone(self, heard: Block | None) -> None:
        if self._parts.listener is None:
            return
        power = None
        if heard is not None and len(heard):
            power = float(np.dot(heard, heard)) / len(heard)
            self._loudest = max(self._loudest, power)
        trouble = self._microphone.saw(self._now, power)
        if trouble is not None:
            self.happened(trouble)

    def _judge_first_sounds(self, heard: Block | None, played: Block) -> None:
        listener = self._parts.listener
        if self._first_sounds is None or listener is None:
            return
        if self._parts.guide.state.step not in BEFORE_WASHING:
            self._first_sounds = None
        elif heard is not None:
            concern = self._first_sounds.hear(heard, played, narrow=listener.narrow is True)
            if concern is not None:
                self.found(concern)

    # ---- ears

    def _hear(self, heard: Block, played: Block) -> None:
        if self._parts.listener is not None:
            for event in self._parts.listener.hear(heard, played):
                self._take_hearing(event)
            self._duck(voice_heard=self._parts.listener.voice_heard)
            if self._parts.listener.undecided != self._speaks:
                self._speaks = not self._speaks
                self._tell(VoiceBegan() if self._speaks else VoiceEnded())
            if self._parts.listener.crying != self._crying:
                self._crying = not self._crying
                self._tell(CryingBegan() if self._crying else CryingStopped())

    def _duck(self, *, voice_heard: bool) -> None:
        self._answered = self._answered and voice_heard
        if (voice_heard and not self._answered) != self._ducked:
            self._ducked = not self._ducked
            self._parts.mixer.post(orders.Duck(on=self._ducked))

    def _take_hearing(self, event: ears_events.HeardEvent) -> None:
        match event:
            case ears_events.PhraseHeard():
                self._take_phrase(event, replaces=False)
            case ears_events.Replaced():
                self._take_phrase(event.long, replaces=True)
            case ears_events.NotUnderstood():
                self._tell(NotUnderstood())
            case _:
                assert_never(event)

    def _take_phrase(self, event: ears_events.PhraseHeard, *, replaces: bool) -> None:
        if not self._parts.tells_text:
            event = replace(event, phrase=self._in_table(event.phrase))
        self._record(self._as_heard(event))
        if event.ignored is not None:
            self._record(timeline.Ignored(self._now, event.text, actions.Reason(event.ignored.value)))
            return
        self._answered = True
        self._duck(voice_heard=True)
        if self._first_sounds is not None:
            self._first_sounds.understood()
        phrase = event.phrase
        if phrase is not None:
            self._growing = self._parts.content.phrases.grown_from(phrase)
            self._grows_until = self._now + GROWS_S
        self._tell(
            Heard(
                words=event.words if phrase is None else phrase.words,
                phrase=phrase,
                confidence=event.confidence,
                speech_end_s=event.speech_end_s,
                decided_s=event.decided_s,
                certain=event.certain,
                clear=event.clear,
                talking=event.talking,
                replaces=replaces,
                manner=event.manner,
                agreed=event.agreed,
                spell=event.spell,
            )
        )

    def _in_table(self, phrase: Phrase | None) -> Phrase | None:
        """The same command in the table's words: a session shows and keeps none of hers."""
        table = self._parts.content.phrases
        if phrase is None or table.find(phrase.words) is not None:
            return phrase
        same = [one for one in table.all if (one.command, one.value) == (phrase.command, phrase.value)]
        return replace(phrase, text=same[0].text) if same else phrase

    def _as_heard(self, event: ears_events.PhraseHeard) -> timeline.Heard:
        """What both ears knew is told in a rehearsal alone: a session keeps none of her words."""
        told = (event.probability, event.transcript) if self._parts.tells_text else (None, None)
        return timeline.Heard(self._now, event.text, event.confidence, event.speech_end_s, event.decided_s, *told)

    def _listen(self) -> None:
        """Hear what can be said now, and what the last phrase may still grow into, even if it led to another step."""
        listener, guide = self._parts.listener, self._parts.guide
        if listener is None or self._ended:
            return
        growing = self._growing if self._now < self._grows_until else ()
        state, also, amounts = guide.state, (*guide.live(self._now), *growing), guide.awaits_amounts
        listener.sleep(asleep=state.asleep)
        wanted = (state.step, state.paused, amounts, also)
        if wanted != self._listened_for:
            self._listened_for = wanted
            table = self._parts.content.phrases
            listener.listen_for(heard_in(table, state.step, paused=state.paused, amounts=amounts, also=also))

    def _own_voice(self, clip: Clip, frame: int) -> None:
        if self._parts.listener is not None:
            self._parts.listener.speaks(clip, frame / self._rate_hz)

    # ---- what the guide wants

    def _do(self, action: actions.Action) -> None:
        mixer = self._parts.mixer
        match action:
            case actions.Say():
                self._cut(self._speaker.say(action, self._now))
            case actions.Hush():
                self._cut(self._speaker.hush())
            case actions.StartBeat():
                mixer.post(orders.StartBeat(action.tempo_cpm, self._cues_for(action.tempo_cpm), action.words))
            case actions.StopBeat():
                mixer.post(orders.StopBeat())
            case actions.SetTempo():
                mixer.post(orders.SetTempo(action.tempo_cpm, self._cues_for(action.tempo_cpm)))
            case actions.CountAloud():
                mixer.post(orders.SetCueWords(action.words))
            case actions.PlayEarcon():
                mixer.post(orders.PlayEarcon(action.name))
            case actions.SetVolume():
                mixer.post(orders.SetVolume(action.volume_db))
            case actions.ShowKeys():
                self._watch.wants_keys()
            case actions.ShowNote():
                self._watch.notes(action.text, self._now)
            case actions.Keep():
                self._parts.diary.keep(action, self._now)
            case actions.Amend():
                self._parts.diary.amend(action, self._now)
            case actions.CloseEarlier():
                self._parts.diary.close_earlier(self._now)
            case actions.EraseHistory():
                self._parts.diary.erase(self._now)
            case actions.End():
                self._end(action)
            case _:
                self._record(record_of(action, self._now))

    def _cues_for(self, tempo_cpm: float) -> orders.Cues:
        """The words for such a beat; those of the beat before where they are still being rendered."""
        cues = self._speaker.cues(self._parts.content.spoken.cues, tempo_cpm)
        if cues is not None:
            self._cues = cues
        return self._cues

    def _cut(self, numbers: list[int]) -> None:
        """Tell the guide of what was cut before it made a sound."""
        for number in numbers:
            self._hand_over(NarrationEnded(number, cut=True))

    def _end(self, end: actions.End) -> None:
        self._speaker.end()
        self._parts.mixer.post(orders.StopBeat())
        self._record(record_of(end, self._now))
        self._ended = True
