"""Commands in people's own words, and what they say to everybody else: the held-out sentences of own_words.toml.

Nobody who writes templates reads that file. Each sentence is a whole utterance, said by machines in the state where a
mother would say it; a command is heard, wrong or rejected, and of the others none should do anything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from scripts.bench.evaluation.conditions import clean
from scripts.bench.evaluation.corpus import Sound
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Expected, Outcome, Tally, expected_of, heard_as
from scripts.bench.evaluation.speakers import Speaker, Stage
from voice.guide.commands import Command
from voice.guide.measures import Amount, Unit
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Live, Understood

FILE = Path(__file__).with_suffix(".toml")
AMOUNTS = "amounts"
NEAR, FAR = "sharing words with commands", "sharing none"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence is said."""

    step: Step = Step.EXPRESS
    asleep: bool = False
    asked: frozenset[Command] = frozenset()


@dataclass(frozen=True, slots=True)
class CommandSentence:
    """A command in other words."""

    text: str
    place: Place
    command: Command
    value: str | None

    @property
    def group(self) -> str:
        """How tables name its like."""
        return self.command.value if self.value is None else f"{self.command.value} {self.value}"


@dataclass(frozen=True, slots=True)
class AmountSentence:
    """What she collected, in other words; these are counted apart."""

    text: str
    place: Place
    amount: Amount

    @property
    def group(self) -> str:
        """How tables name its like."""
        return AMOUNTS


@dataclass(frozen=True, slots=True)
class OtherSentence:
    """What is said to somebody else; `near` shares words with commands."""

    text: str
    place: Place
    near: bool

    @property
    def group(self) -> str:
        """How tables name its like."""
        return NEAR if self.near else FAR


Sentence = CommandSentence | AmountSentence | OtherSentence


@dataclass(frozen=True, slots=True)
class Confusion:
    """A sentence of which something else became than was meant, and by whom it was said."""

    text: str
    group: str
    speaker: str
    found: tuple[Understood, ...]

    @property
    def became(self) -> str:
        """What was heard, and what that did."""
        did = ", ".join(f"{one.command.value} {one.value or ''}".strip() for one in self.found)
        return f"{heard_as(self.found)} [{did}]" if did else heard_as(self.found)

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        return {"text": self.text, "group": self.group, "speaker": self.speaker, "became": self.became}


@dataclass(slots=True)
class OwnWordsMarks:
    """All marks of one listener; commands by speaker's kind and by command, the others by kind and by nearness."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_command: dict[str, Tally] = field(default_factory=dict)
    amounts: dict[str, Tally] = field(default_factory=dict)
    others: dict[str, Tally] = field(default_factory=dict)
    others_that_acted: set[str] = field(default_factory=set)
    confusions: list[Confusion] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        groups = {
            "by_kind": self.by_kind,
            "by_command": self.by_command,
            AMOUNTS: self.amounts,
            "others": self.others,
        }
        return {
            **{name: {key: tally.fields for key, tally in group.items()} for name, group in groups.items()},
            "others_that_acted": sorted(self.others_that_acted),
            "confusions": [one.fields for one in self.confusions],
        }


def sentences() -> tuple[Sentence, ...]:
    """The whole set: commands, then the others, then amounts."""
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))
    makers: dict[str, Callable[[dict[str, Any], str, Place], Sentence]] = {
        "command": lambda group, text, place: CommandSentence(text, place, Command(group["name"]), group.get("value")),
        "other": lambda group, text, place: OtherSentence(text, place, group.get("near", False)),
        "amount": lambda group, text, place: AmountSentence(text, place, _amount(group)),
    }
    return tuple(
        make(group, text, _place(group, Step.COLLECTED if kind == "amount" else Step.EXPRESS))
        for kind, make in makers.items()
        for group in groups[kind]
        for text in group["sentences"]
    )


def spoken(
    chosen: Iterable[Sentence], speakers: Sequence[Speaker], stage: Stage
) -> Iterator[tuple[Sentence, Speaker, Sound]]:
    """Each sentence by each speaker, float32 mono at 16,000 Hz, at the level of someone near the microphone."""
    for sentence in chosen:
        for speaker in speakers:
            yield sentence, speaker, clean(stage.say(sentence.text, speaker))


def expected(sentence: Sentence, live: Live) -> Expected | None:
    """What a sentence should do where it is said; None where nothing should act."""
    match sentence:
        case CommandSentence(text, _, command, value):
            return expected_of(Phrase(text, command, value), live)
        case AmountSentence(amount=amount):
            return Expected(live, Command.LOG, (amount,))
        case OtherSentence():
            return None


def own_words(
    listener: Listener, table: PhraseTable, chosen: Iterable[Sentence], speakers: Sequence[Speaker], stage: Stage
) -> OwnWordsMarks:
    """Every sentence by every speaker, heard in its state."""
    marks = OwnWordsMarks()

    @cache
    def live_at(place: Place) -> Live:
        return Live(table, place.step, asleep=place.asleep, asked=place.asked)

    for sentence, speaker, sound in spoken(chosen, speakers, stage):
        live = live_at(sentence.place)
        _mark(marks, sentence, speaker, expected(sentence, live), listener.commands(live, sound))
    return marks


def _mark(
    marks: OwnWordsMarks,
    sentence: Sentence,
    speaker: Speaker,
    wanted: Expected | None,
    found: tuple[Understood, ...],
) -> None:
    if wanted is not None:
        outcome, as_wanted = wanted.outcome(found), Outcome.HEARD
    else:
        outcome, as_wanted = (Outcome.WRONG if found else Outcome.REJECTED), Outcome.REJECTED
    for tallies, name in _counted_in(marks, sentence, speaker):
        tallies.setdefault(name, Tally()).outcomes[outcome] += 1
    if outcome is not as_wanted:
        marks.confusions.append(Confusion(sentence.text, sentence.group, speaker.name, found))
        if wanted is None:
            marks.others_that_acted.add(sentence.text)


def _counted_in(marks: OwnWordsMarks, sentence: Sentence, speaker: Speaker) -> list[tuple[dict[str, Tally], str]]:
    """The tallies to which a sentence by a speaker counts, with its name in each."""
    match sentence:
        case CommandSentence():
            return [(marks.by_kind, speaker.kind), (marks.by_command, sentence.group)]
        case AmountSentence():
            return [(marks.amounts, speaker.kind)]
        case OtherSentence():
            return [(marks.others, speaker.kind), (marks.others, sentence.group)]


def _place(group: dict[str, Any], usual: Step) -> Place:
    step = Step(group.get("state", usual.value))
    return Place(step, group.get("asleep", False), frozenset(map(Command, group.get("asked", ()))))


def _amount(group: dict[str, Any]) -> Amount:
    unit = Unit(group["unit"])
    return Amount(None if unit is Unit.DROPS else Fraction(group["amount"]), unit)
