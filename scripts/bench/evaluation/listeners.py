"""Who hears: the program's own ears over the recogniser of a model, or over pocketsphinx."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from scripts.bench.evaluation.corpus import Sound
from scripts.bench.evaluation.cost import Cost
from voice.content.catalogue import load
from voice.errors import InputError
from voice.guide.commands import Command
from voice.guide.live import Situation
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import AFTER_S, BEFORE_S, Hearer, Live, Understood, hear_events, understood_of
from voice.hearing.heard import HeardEvent
from voice.hearing.judgement.deliberation import Second
from voice.hearing.judgement.thresholds import Thresholds
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.sound.band import narrow_recording
from voice.hearing.words.recogniser import RATE_HZ, Listening, Recogniser
from voice.hearing.words.second import AwaitedSecond
from voice.hearing.words.word import HeardWord, Hearing

SPHINX = "pocketsphinx"

_HOMES = (Step.EXPRESS, Step.WASH, Step.CHOOSE_SIDE, Step.COLLECTED, Step.BOTH_DONE, Step.PAIN)
_ANSWERS = frozenset({Command.YES, Command.NO})


class Ears(Enum):
    """Which ears listen."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


class _Deaf:
    """Takes the first ear's place where the second is measured alone."""

    def open(self, name: str, phrases: Sequence[str]) -> tuple[str, ...]:
        """Knows every phrase."""
        return ()

    def start(self, name: str, at_s: float) -> None:
        """Forgets nothing."""

    def feed(self, name: str, samples: bytes) -> Hearing:
        """Hears nothing."""
        return Hearing("")

    def flush(self, name: str) -> tuple[HeardWord, ...]:
        """Has heard nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Listener:
    """One recogniser under test, heard through the session's ears."""

    name: str
    hearer: Hearer
    cost: Cost
    second: AwaitedSecond | None = None

    def commands(self, live: Live, sound: Sound) -> tuple[Understood, ...]:
        """The commands that a session in this state would act on."""
        return understood_of(live, self.events(live, sound))

    @property
    def recogniser(self) -> Listening:
        """The first ear's."""
        return self.hearer.recogniser

    @property
    def waited_s(self) -> float:
        """How long the second ear was waited for so far, in seconds of the clock."""
        return 0.0 if self.second is None else self.second.waited_s

    def events(self, live: Live, sound: Sound, thresholds: Thresholds | None = None) -> list[HeardEvent]:
        """Everything that the ears tell of the sound, with 0.3 s of silence before it and 1 s after.

        With thresholds, which are the first ear's, that hears alone.
        """
        self.cost.start()
        hearer = replace(self.hearer, second=_reading(self.hearer.second, live.table))
        if thresholds is not None:
            hearer = replace(hearer, thresholds=thresholds, second=None)
        events = hear_events(hearer, live, sound, narrow=narrow_recording(sound, RATE_HZ))
        self.cost.stop(len(sound) / RATE_HZ + BEFORE_S + AFTER_S)
        return events


def _reading(second: Second | None, table: PhraseTable) -> Second | None:
    """The second ear with a table of its own: then nothing is understood but the words of that."""
    if second is None or table == second.meaning.table:
        return second
    return replace(second, meaning=TextMeaning(table, None))


@contextmanager
def listening(name: str, model: Path | None, ears: Ears = Ears.BOTH) -> Iterator[Listener]:
    """A listener with the model of a folder; None stands for pocketsphinx. Raises InputError when it is not there."""
    if model is None:
        try:
            from scripts.bench.evaluation.sphinx import Sphinx
        except ImportError as error:
            raise InputError(
                "pocketsphinx is not installed; install the bench packages: pip install .[bench]"
            ) from error
        yield Listener(name, Hearer(Sphinx()), Cost(os.getpid()))
        return
    with ExitStack() as stack:
        recogniser = stack.enter_context(Recogniser(model))
        if ears is Ears.FIRST:
            yield Listener(name, Hearer(recogniser), Cost(recogniser.pid))
            return
        catalogue, ear = load(), stack.enter_context(AwaitedSecond())
        second = Second(ear, TextMeaning(catalogue.phrases, catalogue.sentences).prepare())
        first = _Deaf() if ears is Ears.SECOND else recogniser
        yield Listener(name, Hearer(first, second), Cost(recogniser.pid, ear.pid), ear)


def home(phrase: Phrase, table: PhraseTable) -> Live:
    """The state in which a session hears a phrase most often: expressing if it is live there, asked for or awake."""
    if phrase.command in _ANSWERS:
        return Live(table, Step.EXPRESS, asked=_ANSWERS)
    if phrase.command is Command.THIS_SIDE:
        return Live(table, Step.EXPRESS, asked=frozenset({Command.THIS_SIDE, Command.FINISH}))
    if phrase.command is Command.WAKE:
        return Live(table, Step.EXPRESS, asleep=True)
    return Live(table, next(step for step in _HOMES if Situation(step).lives(phrase)))
