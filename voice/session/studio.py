"""Everything that a live session is made of but its devices: opened together, closed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

from voice.audio.device import DEFAULT_RATE_HZ
from voice.audio.mixer import Mixer
from voice.doctor.first_sounds import FirstSounds
from voice.doctor.machine import clock_is_known
from voice.doctor.memory import EVERYTHING, WITHOUT_NATURAL, WITHOUT_SECOND, Affordable
from voice.doctor.readings import read_clock
from voice.errors import RendererError, SecondEarError
from voice.guide.events import Concern
from voice.guide.steps import AT_WORK, Step
from voice.hearing.judgement.deliberation import Second
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.models import find_model
from voice.hearing.words.recogniser import Recogniser, model_fingerprint
from voice.hearing.words.second import LiveSecond, SecondProcess
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.narration.pace import CUE_TEMPOS_CPM
from voice.narration.renderer import Renderer
from voice.session.ahead_masks import AheadMasks, Make, Workshop
from voice.session.ahead_speech import AheadSpeech, Line
from voice.session.assembly import CACHE_BYTES, CACHE_FOLDER, Staff, assembled
from voice.session.conductor import Conductor, Record
from voice.session.listening import heard_in
from voice.session.opening import content_for, opening_for
from voice.session.remembered import Remembered, remember
from voice.session.repertoire import foreseen
from voice.session.watch import PromptWatch
from voice.settings.places import Places
from voice.settings.settings import Settings

RATE_HZ = DEFAULT_RATE_HZ
_AMOUNT_STEPS = (Step.CONTAINER, Step.BOTH_DONE, Step.COLLECTED, Step.STORE)


class Studio:
    """The voice, the recogniser, their caches and the journal; a context manager for one session.

    Entering starts the processes and the threads that work ahead. It raises InputError for a model, voice or language
    that cannot be used.
    """

    def __init__(
        self, settings: Settings, places: Places, renderer: Renderer, affordable: Affordable = EVERYTHING
    ) -> None:
        """The renderer, which may be loading its voice already, is the studio's from now on; what there is no memory
        for is done without."""
        self.content = content_for(settings)
        self.voiceless = ""
        """Why there is no voice, in a sentence that says what to do; empty where there is one."""
        self._settings = settings
        self._places = places
        self._stack = ExitStack()
        self._remembered: Remembered | None = None
        self.unsaved = ""
        """Once it is left: why something could not be saved, in a sentence; empty where all was."""
        self._cache = DiskCache(places.cache / CACHE_FOLDER, limit_bytes=CACHE_BYTES)
        self._narrator = Narrator(renderer, self._cache, RATE_HZ, settings.voice, settings.rate_wpm)
        if not affordable.natural:
            self._narrator.spare(WITHOUT_NATURAL)
        self._foreseen = foreseen(self.content)
        self._speech = AheadSpeech(self._narrator, self._lines())
        self.one_ear = "" if affordable.second else _one_ear(WITHOUT_SECOND)
        """Why the first ear hears alone, in a sentence that says what to do; empty where the second is loaded too."""
        self._recogniser: Recogniser | None = None
        self._second: Second | None = None
        self._live_second: LiveSecond | None = None
        self._masks: AheadMasks | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._remembered = remember(self._places.data, datetime.now().astimezone(), enabled=self._settings.history)
            stack.callback(self._close_journal, self._remembered)
            model = None if self._settings.mute_mic else find_model(self._settings.model, self._places.models)
            self._speech.start()
            stack.callback(self._speech.close)
            if model is not None:
                self._recogniser = stack.enter_context(Recogniser(model))
                if self._settings.second_ear and not self.one_ear:
                    self._second = self._second_ear(stack)
                workshop = Workshop(
                    partial(Recogniser, model), self.content.phrases, self._cache, model_fingerprint(model)
                )
                self._masks = AheadMasks(workshop, self._makes())
            try:
                self._speech.wait_for_first()
            except RendererError as error:
                self.voiceless = str(error)
            if self._masks is not None:
                self._masks.start()
                stack.callback(self._masks.close)
            self._stack = stack.pop_all()
        return self

    @property
    def journal_notice(self) -> str:
        """What became of the journal, in a sentence that says what to do; empty where all is well."""
        return "" if self._remembered is None else self._remembered.notice

    def tell_other_voice(self, tell: Callable[[str], None]) -> None:
        """Have it told, once, when espeak-ng speaks in place of the natural voice: now, or in the middle of a session.

        `tell` may be called on any thread, with a sentence that says what to do.
        """
        self._narrator.tell_fallen_back(lambda why: tell(f"{why} Until then another voice speaks."))

    def spare_voice(self) -> None:
        """Give up the natural voice for the memory that it takes; may be called on any thread."""
        self._speech.spare(WITHOUT_NATURAL)

    def spare_ear(self) -> bool:
        """Give up the second ear for the same, and say whether there was one; may be called on any thread."""
        if self._live_second is None or not self._live_second.ready:
            return False
        self._live_second.give_up()
        self.one_ear = _one_ear(WITHOUT_SECOND)
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _close_journal(self, remembered: Remembered) -> None:
        self.unsaved = remembered.close()

    def _second_ear(self, stack: ExitStack) -> Second | None:
        """Loaded beside everything else: until then, and where it cannot be used, the first ear hears alone."""
        meaning = TextMeaning(self.content.phrases, self.content.sentences)
        try:
            self._live_second = LiveSecond(SecondProcess(), beside=meaning.prepare)
        except SecondEarError as error:
            self.one_ear = _one_ear(str(error))
            return None
        return Second(stack.enter_context(self._live_second), meaning)

    def assemble(
        self,
        opens_at: datetime,
        record: Record,
        watch: PromptWatch,
        concerns: tuple[Concern, ...] = (),
        expected_delay_s: float | None = None,
    ) -> tuple[Mixer, Conductor]:
        """The session that opens at this local time with its offset, ready for its first block.

        `concerns` are told at its start; `expected_delay_s` is that of the profile of its devices, None where there is
        none.
        """
        remembered = self._remembered
        if remembered is None:
            raise ValueError("a studio must be entered before a session is assembled")
        last = remembered.past.last
        clock_known = clock_is_known(read_clock(), None if last is None else last.last_at)
        opening = opening_for(
            self._settings,
            remembered.past,
            remembered.opens_at(opens_at),
            concerns,
            earlier=remembered.earlier,
            noted=remembered.noted(opens_at, clock_known=clock_known),
            keeps=remembered.keeps,
            clock_known=clock_known,
        )
        first_sounds = None if self._recogniser is None else FirstSounds(RATE_HZ)
        staff = Staff(
            self.content,
            self._speech,
            self._recogniser,
            self._second,
            self._masks,
            remembered.diary(opens_at, clock_known=clock_known),
            first_sounds,
            expected_delay_s=expected_delay_s,
        )
        return assembled(staff, opening, RATE_HZ, record, watch)

    def _makes(self) -> Iterator[Make]:
        """The prompts of the steps and the words of the beat, each with what is listened for while it sounds."""
        for one in self._foreseen:
            if one.step is not None:
                yield partial(self._made, one.text, one.step)
        for tempo_cpm in self._tempos():
            for word in self._cue_words():
                yield partial(self._made_cue, word, tempo_cpm)

    def _lines(self) -> Iterator[Line]:
        """All that can be foreseen; a short word first, to see whether there is a voice, words of other beats last."""
        yield Line(self.content.spoken.cues.press, self._settings.tempo_cpm)
        yield from (Line(one.text) for one in self._foreseen)
        yield from (Line(word, tempo_cpm) for tempo_cpm in self._tempos() for word in self._cue_words())

    def _tempos(self) -> tuple[float, ...]:
        """That of the first beat, and those whose words are said faster."""
        return self._settings.tempo_cpm, *CUE_TEMPOS_CPM

    def _cue_words(self) -> tuple[str, ...]:
        cues = self.content.spoken.cues
        return cues.press, cues.compress, cues.relax

    def _made(self, text: str, step: Step) -> tuple[Clip, ListeningSet]:
        return self._narrator.sentence(text), self._set_of(step)

    def _made_cue(self, word: str, tempo_cpm: float) -> tuple[Clip, ListeningSet]:
        return self._narrator.cue(word, tempo_cpm), self._set_of(AT_WORK[0])

    def _set_of(self, step: Step) -> ListeningSet:
        return heard_in(self.content.phrases, step, paused=False, amounts=step in _AMOUNT_STEPS)


def _one_ear(why: str) -> str:
    return f"{why} Until then I hear you less well."
