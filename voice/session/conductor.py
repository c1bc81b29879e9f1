"""The conductor: joins the guide to ears, narrator and mixer, block by block, in the time of the sound itself.

The same object runs a session on real devices and in the simulated room. It reads no clock: a block of microphone
sound comes in, orders for the mixer go out, and everything that happened is written into a timeline.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from voice.audio import orders
from voice.audio.mixer import Mixer
from voice.audio.resample import StreamResampler
from voice.errors import RecogniserError, RendererError
from voice.guide import actions
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.guide.events import (
    Event,
    Happened,
    Heard,
    Interrupted,
    LengthReached,
    NarrationEnded,
    NotUnderstood,
    Opened,
    TimePassed,
    Trouble,
)
from voice.guide.machine import Guide
from voice.guide.state import State
from voice.hearing import heard as ears_events
from voice.hearing.ears import Ears
from voice.hearing.listening import ListeningSet
from voice.hearing.recogniser import RATE_HZ, Recogniser
from voice.narration.clip import Clip
from voice.session import timeline
from voice.session.history import History
from voice.session.listening import heard_in
from voice.session.moment import Moment
from voice.session.ports import Masks, Speech

LOST_S = 1.0
"""How long the microphone may be silent as a device before it counts as lost, in seconds."""
TICK_S = 0.1
"""How often the guide is told that time has passed."""
SILENT_WORD_S = 0.4
"""How long the screen shows a word that cannot be spoken."""
_SILENT_DBFS = -100.0
"""What the level of digital silence is shown as."""

Block = NDArray[np.float32]
Record = Callable[[timeline.Record], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conductor works with; whoever made them closes them."""

    content: Content
    guide: Guide
    mixer: Mixer
    speech: Speech
    ears: Ears | None
    """None where no microphone is listened to."""
    recogniser: Recogniser | None
    masks: Masks | None
    history: History
    date: str


@dataclass(slots=True)
class _Speech:
    say: actions.Say
    clip: Clip | None
    started_frame: int | None = None


class PromptWatch:
    """Told what is said, and where prompts begin and end; the rehearsal's script and the screen listen here."""

    def says(self, say: actions.Say, now_s: float) -> None:
        """Anything is to be said now; it sounds as soon as it is rendered."""

    def wants_keys(self) -> None:
        """The guide has asked in vain and wants the keys shown."""

    def started(self, say: actions.Say, frame: int, expected_end_frame: int) -> None:
        """A prompt sounds from `frame` on."""

    def ended(self, say: actions.Say, frame: int) -> None:
        """A prompt is silent from `frame` on."""

    def passes(self, moment: Callable[[], Moment]) -> None:
        """Another tenth of a second has passed; `moment` tells where the session stands."""


class Conductor:
    """One session; owned by one thread. Frames are those of the mixer."""

    def __init__(self, parts: Parts, record: Record, watch: PromptWatch | None = None) -> None:
        self._parts = parts
        self._record = record
        self._watch = watch or PromptWatch()
        self._rate_hz = parts.mixer.rate_hz
        self._to_ears = StreamResampler(self._rate_hz, RATE_HZ)
        self._played_to_ears = StreamResampler(self._rate_hz, RATE_HZ)
        self._speeches: dict[int, _Speech] = {}
        self._silent: deque[tuple[float, int]] = deque()
        self._unrendered: actions.Say | None = None
        self._position = 0
        self._set: ListeningSet | None = None
        self._now = 0.0
        self._ticked_at = 0.0
        self._silent_since: float | None = None
        self._microphone_lost = False
        self._loudest = 0.0
        """Mean square of the loudest block since the last tick."""
        self._disk_full = False
        self._ended = False
        self._cues = self._rendered_cues()

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
        self._end_silent_speech()
        self._speak_when_rendered()
        self._watch_microphone(heard is not None)
        if heard is not None and len(heard):
            self._loudest = max(self._loudest, float(np.dot(heard, heard)) / len(heard))
        self._hear(np.zeros_like(played) if heard is None else heard, played)
        if self._now - self._ticked_at >= TICK_S - 1e-9:
            self._ticked_at = self._now
            self._tell(TimePassed())
            self._watch.passes(self._moment)
            self._loudest = 0.0

    def press(self, heard: Heard) -> None:
        """A key stands for a phrase."""
        self._tell(heard)

    def happened(self, trouble: Trouble) -> None:
        """Something around the session failed or came back."""
        self._tell(Happened(trouble))

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._tell(Interrupted())

    def close_at_length(self) -> None:
        """The room closes."""
        self._tell(LengthReached())

    def answers(self) -> bool:
        """Whether a phrase would still be heard, after the recogniser was started again if need be; ended: yes."""
        ears, listening = self._parts.ears, self._set
        if ears is None or listening is None or self._ended:
            return True
        try:
            ears.prepare([listening])
        except RecogniserError:
            try:
                self._revive()
            except RecogniserError:
                return False
        return True

    def retry_keeping(self) -> None:
        """The disk may have room again."""
        if self._disk_full:
            self._disk_full = False
            self._tell(Happened(Trouble.DISK_BACK))

    def _moment(self) -> Moment:
        guide = self._parts.guide
        level_dbfs = None
        if self._parts.ears is not None and self._silent_since is None:
            level_dbfs = 10 * math.log10(self._loudest) if self._loudest > 0.0 else _SILENT_DBFS
        return Moment(self._now, guide.state, guide.live(self._now), level_dbfs)

    # ---- towards the guide

    def _tell(self, event: Event) -> None:
        if self._ended:
            return
        for action in self._parts.guide.handle(event, self._now):
            self._do(action)
        self._listen()

    def _take_report(self, report: orders.Report) -> None:
        match report:
            case orders.Started():
                self._started(report)
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

    def _started(self, report: orders.Started) -> None:
        speech = self._speeches[report.id]
        assert speech.clip is not None
        speech.started_frame = report.frame
        self._own_voice(speech.clip, report.frame)
        if speech.say.kind is actions.Spoken.PROMPT:
            self._watch.started(speech.say, report.frame, report.frame + len(speech.clip.samples))

    def _fell_silent(self, report: orders.Ended) -> None:
        speech = self._speeches.pop(report.id)
        self._note_said(speech, report.frame, cut=report.cut)
        if report.cut and self._parts.ears is not None:
            self._parts.ears.own.stopped(report.frame / self._rate_hz)
        self._tell(NarrationEnded(report.id, report.cut))

    def _note_said(self, speech: _Speech, frame: int, *, cut: bool) -> None:
        start_frame = frame if speech.started_frame is None else speech.started_frame
        start, end = start_frame / self._rate_hz, frame / self._rate_hz
        say = speech.say
        self._record(timeline.Said(start, say.step, say.kind, say.text, start, end, cut))
        if say.kind is actions.Spoken.PROMPT:
            self._watch.ended(say, frame)

    def _end_silent_speech(self) -> None:
        """Narration that could not be rendered takes its time on the screen alone."""
        while self._silent and self._silent[0][0] <= self._now:
            _, number = self._silent.popleft()
            self._tell(NarrationEnded(number, cut=False))

    def _watch_microphone(self, alive: bool) -> None:
        if self._parts.ears is None:
            return
        if alive:
            self._silent_since = None
            if self._microphone_lost:
                self._microphone_lost = False
                self._tell(Happened(Trouble.MICROPHONE_BACK))
            return
        if self._silent_since is None:
            self._silent_since = self._now
        if not self._microphone_lost and self._now - self._silent_since >= LOST_S:
            self._microphone_lost = True
            self._tell(Happened(Trouble.MICROPHONE_LOST))

    # ---- ears

    def _hear(self, heard: Block, played: Block) -> None:
        ears = self._parts.ears
        if ears is None:
            return
        samples, own = self._to_ears.push(heard), self._played_to_ears.push(played)
        try:
            events = ears.hear(samples, own)
        except RecogniserError:
            self._revive()
            return
        for event in events:
            self._take_hearing(event)

    def _revive(self) -> None:
        recogniser, ears = self._parts.recogniser, self._parts.ears
        assert recogniser is not None and ears is not None
        recogniser.restart()
        ears.revive()

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
        self._record(timeline.Heard(self._now, event.text, event.confidence, event.speech_end_s, event.decided_s))
        if event.ignored is not None:
            self._record(timeline.Ignored(self._now, event.text, actions.Reason(event.ignored.value)))
            return
        phrase = event.phrase
        self._tell(
            Heard(
                words=event.words if phrase is None else phrase.words,
                phrase=phrase,
                confidence=event.confidence,
                speech_end_s=event.speech_end_s,
                decided_s=event.decided_s,
                certain=event.certain,
                replaces=replaces,
            )
        )

    def _listen(self) -> None:
        """Hear what can be said now; where few phrases act, the others of the step are heard too, to be ignored."""
        ears, guide = self._parts.ears, self._parts.guide
        if ears is None or self._ended:
            return
        live = guide.live(self._now)
        state = guide.state
        wanted = heard_in(
            self._parts.content.phrases, state.step, paused=state.paused, amounts=guide.awaits_amounts, also=live
        )
        if self._set is not None and wanted.name == self._set.name:
            return
        self._set = wanted
        try:
            ears.prepare([wanted])
            ears.listen_for(wanted)
        except RecogniserError:
            self._revive()

    def _own_voice(self, clip: Clip, frame: int) -> None:
        ears, masks = self._parts.ears, self._parts.masks
        if ears is None or masks is None or self._set is None:
            return
        ears.own.started(frame / self._rate_hz, clip.duration_s, partial(masks.mask, clip, self._set))

    # ---- what the guide wants

    def _do(self, action: actions.Action) -> None:
        mixer = self._parts.mixer
        match action:
            case actions.Say():
                self._say(action)
            case actions.Hush():
                self._hush()
            case actions.StartBeat():
                mixer.post(orders.StartBeat(action.tempo_cpm, self._cues, action.words))
            case actions.StopBeat():
                mixer.post(orders.StopBeat())
            case actions.SetTempo():
                mixer.post(orders.SetTempo(action.tempo_cpm))
            case actions.CountAloud():
                mixer.post(orders.SetCueWords(action.words))
            case actions.PlayEarcon():
                mixer.post(orders.PlayEarcon(action.name))
            case actions.SetVolume():
                mixer.post(orders.SetVolume(action.volume_db))
            case actions.ShowKeys():
                self._watch.wants_keys()
            case actions.Keep():
                self._keep(action)
            case actions.EraseHistory():
                self._on_disk(self._parts.history.erase)
            case _:
                self._note(action)

    def _note(self, action: actions.Show | actions.Acted | actions.Ignored | actions.Save | actions.End) -> None:
        match action:
            case actions.Show():
                self._record(
                    timeline.StateChanged(
                        self._now,
                        action.step,
                        action.side,
                        action.position,
                        action.paused,
                        action.asleep,
                        action.left_s,
                        action.right_s,
                    )
                )
            case actions.Acted():
                self._record(_commanded(action, self._now))
            case actions.Ignored():
                self._record(timeline.Ignored(self._now, action.heard.text, action.reason))
            case actions.Save():
                amount = action.amount
                self._record(timeline.Logged(self._now, amount.side, amount.kind, amount.amount, amount.unit))
            case actions.End():
                self._end(action)
            case _:
                assert_never(action)

    def _say(self, say: actions.Say) -> None:
        self._hush_silent()
        self._watch.says(say, self._now)
        if not self._speak(say):
            self._parts.mixer.post(orders.Hush())
            self._unrendered = say

    def _speak_when_rendered(self) -> None:
        say = self._unrendered
        if say is not None and self._speak(say):
            self._unrendered = None

    def _speak(self, say: actions.Say) -> bool:
        """Begin to speak, or to show what cannot be spoken; false while it is still being rendered."""
        try:
            clip = self._parts.speech.sentence(say.text)
        except RendererError:
            self._parts.mixer.post(orders.Hush())
            until = self._now + SILENT_WORD_S * len(say.text.split())
            self._silent.append((until, say.id))
            self._record(timeline.Said(self._now, say.step, say.kind, say.text, self._now, until, cut=False))
            return True
        if clip is None:
            return False
        self._speeches[say.id] = _Speech(say, clip)
        self._parts.mixer.post(orders.Play(say.id, clip))
        return True

    def _hush(self) -> None:
        self._parts.mixer.post(orders.Hush())
        self._hush_silent()

    def _hush_silent(self) -> None:
        """Cut what makes no sound: what only the screen shows, and what is not rendered yet."""
        if self._unrendered is not None:
            number, self._unrendered = self._unrendered.id, None
            self._silent_cut(number)
        while self._silent:
            _, number = self._silent.popleft()
            self._silent_cut(number)

    def _silent_cut(self, number: int) -> None:
        for action in self._parts.guide.handle(NarrationEnded(number, cut=True), self._now):
            self._do(action)

    def _keep(self, keep: actions.Keep) -> None:
        history, date = self._parts.history, self._parts.date
        self._on_disk(lambda: history.keep(keep, date))

    def _on_disk(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError:
            if not self._disk_full and not self._ended:
                self._disk_full = True
                self._tell(Happened(Trouble.DISK_FULL))

    def _end(self, end: actions.End) -> None:
        for speech in self._speeches.values():
            if speech.started_frame is not None:
                self._note_said(speech, self._parts.mixer.position, cut=True)
        self._speeches.clear()
        self._parts.mixer.post(orders.StopBeat())
        self._record(timeline.Ended(self._now, end.reason, end.left_s, end.right_s))
        self._ended = True

    def _rendered_cues(self) -> orders.Cues:
        words = self._parts.content.spoken.cues
        return orders.Cues(*(self._cue(word) for word in (words.press, words.compress, words.relax)))

    def _cue(self, word: str) -> Clip:
        try:
            return self._parts.speech.cue(word)
        except RendererError:
            return Clip(word, np.zeros(0, np.float32), self._rate_hz)


def _commanded(acted: actions.Acted, now: float) -> timeline.Commanded:
    heard = acted.heard
    if acted.command in (Command.DONE, Command.THIS_SIDE):
        raise ValueError(f"{acted.command} is never written as a command")
    return timeline.Commanded(
        now, acted.command, heard.text, heard.confidence, heard.speech_end_s, heard.decided_s, acted.value
    )
