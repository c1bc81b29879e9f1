"""The room check at work: the front end, the ears and the mixer of a session, joined for one trial of a room.

The same object runs on real devices and in the simulated room: a block of microphone sound comes in with what was
played meanwhile, and sentences go out through the mixer.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio import orders
from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.doctor.room_meter import RoomMeter
from voice.doctor.room_sound import Asked, RoomSound
from voice.doctor.room_trial import Answer, Part, RoomTrial, Sentence, Stretch
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.guide.phrases import Phrase
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.files import Live
from voice.hearing.heard import HeardEvent, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.session.listener import Listener, front_end
from voice.session.listening import heard_in

ASKED = (Command.NEXT, Command.REPEAT, Command.SWITCH_SIDE, Command.LOUDER, Command.PAIN)
"""What is asked for, each by its first phrase: what a session needs most, and one that must never be lost."""
STEP = Step.EXPRESS
"""Heard with the ears of this step, which has the most phrases and the beat to speak over."""
_SPOKE_OVER_DB = 10.0
_SPOKE_FROM_DBFS = -65.0
"""What rises so far over the room's noise after a request, and over this, is an answer; a murmur has -55."""
_RINGS_S = 0.3
"""How long a room rings on after the guide's last word has arrived."""

Block = NDArray[np.float32]


class Watch(Protocol):
    """Told of each sentence as it sounds; frames are the mixer's."""

    def began(self, sentence: Sentence, frame: int, end_frame: int) -> None:
        """It sounds from `frame` on, and will until `end_frame`."""
        ...

    def ended(self, sentence: Sentence, frame: int) -> None:
        """It is silent from `frame` on."""
        ...


@dataclass(frozen=True, slots=True)
class Crew:
    """Who makes a check possible; whoever made them closes them."""

    content: Content
    narrator: Narrator
    recogniser: Recogniser
    masks: MaskMaker


@dataclass(frozen=True, slots=True)
class Means:
    """What a check works with."""

    content: Content
    mixer: Mixer
    listener: Listener
    meter: RoomMeter
    """The front end of `listener`."""
    clips: Mapping[str, Clip]
    """By text, those of `sentences_of(content)`."""


def prepared(crew: Crew, rate_hz: int, volume_db: float) -> Means:
    """Everything rendered and heard once, so that nothing has to be waited for while the check runs.

    The narrator's clips are at `rate_hz`. Raises RendererError, InputError and RecogniserError.
    """
    content, live = crew.content, listened_for(crew.content)
    clips = {one.text: crew.narrator.sentence(one.text) for one in sentences_of(content)}
    for clip in clips.values():
        crew.masks.mask(clip, live)
    crew.recogniser.open(live.name, live.grammar)
    meter = RoomMeter(front_end(None), RATE_HZ)
    listener = Listener(Ears(crew.recogniser, content.phrases, live), crew.recogniser, crew.masks, rate_hz, meter)
    return Means(content, Mixer(rate_hz, earcons(rate_hz), volume_db), listener, meter, clips)


def sentences_of(content: Content) -> tuple[Sentence, ...]:
    """Everything that a check says, in order."""
    prompts = content.prompts
    return (
        Sentence(Part.SPEECH, prompts["room_speech"].text),
        *(
            Sentence(Part.REQUEST, prompts["room_request"].say(phrase=phrase.text), phrase.text)
            for phrase in asked_phrases(content)
        ),
        Sentence(Part.THANKS, prompts["room_thanks"].text),
    )


def asked_phrases(content: Content) -> Iterator[Phrase]:
    """The first phrase of each command that is asked for, as the language has it."""
    for command in ASKED:
        yield next(phrase for phrase in content.phrases.all if phrase.command is command and not phrase.body_word)


def listened_for(content: Content) -> ListeningSet:
    """What the ears of a check listen for."""
    return heard_in(content.phrases, STEP, paused=False, amounts=False)


class RoomCheck:
    """One check of one room; owned by one thread. Raises RecogniserError where the ears cannot be kept alive."""

    def __init__(self, means: Means, watch: Watch) -> None:
        self._means = means
        self._watch = watch
        self._trial: RoomTrial | None = None
        self._live = Live(means.content.phrases, STEP)
        self._rate_hz = means.mixer.rate_hz
        self._frames = 0
        self._began = 0
        self._sounding: Sentence | None = None
        self._echoes = False
        """Whether the loudspeaker was heard while she was silent: later, a voice like its own could be taken for it."""
        means.listener.listen_for(listened_for(means.content))

    @property
    def ended(self) -> bool:
        """Whether everything was said and waited for."""
        return self._trial is not None and self._trial.finished

    def begin(self) -> None:
        """Sound flows: from now on the check counts."""
        self._trial = RoomTrial(sentences_of(self._means.content), self._frames / self._rate_hz)

    def advance(self, heard: Block, played: Block) -> None:
        """Take the next block: what the microphone heard while `played` was sounding."""
        self._frames += len(played)
        trial, now_s = self._trial, self._frames / self._rate_hz
        if trial is None:
            self._means.listener.hear(heard, played)
            return
        for report in self._means.mixer.reports():
            self._take_report(report, trial)
        for event in self._means.listener.hear(heard, played):
            self._take_hearing(event, trial, now_s)
        sentence = trial.pass_time(now_s)
        if sentence is not None:
            if len(trial.said) == 1:
                self._echoes = self._means.meter.delay_s is not None
            self._sounding = sentence
            self._means.mixer.post(orders.Play(len(trial.said), self._means.clips[sentence.text]))

    def sound(self) -> RoomSound:
        """What was measured and understood; only after the end."""
        meter, trial = self._means.meter, self._trial
        assert trial is not None
        (speech,) = (stretch for sentence, stretch in trial.said if sentence.part is Part.SPEECH)
        delay_s = self._delay_s
        noise_dbfs = meter.level_dbfs(trial.quiet)
        return RoomSound(
            noise_dbfs=noise_dbfs,
            peak=meter.peak,
            delay_s=delay_s,
            drift_ppm=meter.drift_ppm if self._echoes else None,
            echo_dbfs=None if delay_s is None else meter.active_dbfs(_late(speech, delay_s)),
            removed_db=None if delay_s is None else self._removed_db(trial, delay_s),
            asked=tuple(self._asked(answer, noise_dbfs) for answer in trial.answers),
            narrow=self._means.listener.narrow,
        )

    @property
    def _delay_s(self) -> float | None:
        return self._means.meter.delay_s if self._echoes else None

    # ---- what happens

    def _take_report(self, report: orders.Report, trial: RoomTrial) -> None:
        sentence = self._sounding
        assert sentence is not None
        match report:
            case orders.Started(_, frame):
                clip = self._means.clips[sentence.text]
                self._began = frame
                self._means.listener.speaks(clip, frame / self._rate_hz)
                self._watch.began(sentence, frame, frame + len(clip.samples))
            case orders.Ended(_, frame):
                self._watch.ended(sentence, frame)
                trial.fell_silent(self._began / self._rate_hz, frame / self._rate_hz)
            case _:
                pass  # there are no beats and no earcons

    def _take_hearing(self, event: HeardEvent, trial: RoomTrial, now_s: float) -> None:
        match event:
            case PhraseHeard():
                self._take_phrase(event, trial, now_s)
            case Replaced():
                self._take_phrase(event.long, trial, now_s)
            case NotUnderstood():
                pass

    def _take_phrase(self, heard: PhraseHeard, trial: RoomTrial, now_s: float) -> None:
        """Count what would act in a session, was asked for, and came after the request had been heard to its end."""
        understood, wanted = self._live.understood(heard), trial.wanted
        if understood is None or wanted is None:
            return
        (_, request) = trial.said[-1]
        phrase = next(one for one in self._means.content.phrases.all if one.text == wanted)
        late_s = self._delay_s or 0.0
        if understood.command is phrase.command and heard.speech_end_s > request.end_s + late_s:
            trial.answered(heard.confidence, now_s)

    # ---- what it came to

    def _removed_db(self, trial: RoomTrial, delay_s: float) -> float | None:
        """The median over the requests: she is silent in most of them, and the canceller has learned by then."""
        requests = [stretch for sentence, stretch in trial.said if sentence.part is Part.REQUEST]
        each = [self._means.meter.removed_db(_late(stretch, delay_s)) for stretch in requests]
        told = [removed_db for removed_db in each if removed_db is not None]
        return statistics.median(told) if told else None

    def _asked(self, answer: Answer, noise_dbfs: float) -> Asked:
        silent_s = answer.waited.start_s + (self._delay_s or 0.0) + _RINGS_S
        level_dbfs = self._means.meter.left_dbfs(Stretch(silent_s, answer.waited.end_s))
        heard = answer.confidence is not None
        spoke = heard or level_dbfs >= max(noise_dbfs + _SPOKE_OVER_DB, _SPOKE_FROM_DBFS)
        return Asked(answer.phrase, heard, answer.confidence, level_dbfs if spoke else None)


def _late(stretch: Stretch, delay_s: float) -> Stretch:
    return Stretch(stretch.start_s + delay_s, stretch.end_s + delay_s)
