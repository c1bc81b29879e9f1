"""An exam: the sections a listener sits, how much of each, and its marks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from scripts.bench.evaluation import calibration, report
from scripts.bench.evaluation.calibration import Curves, HeldOut, half_of
from scripts.bench.evaluation.commands import CommandMarks, accepted, examine, items
from scripts.bench.evaluation.conditions import CLEAN, CONDITIONS, Backgrounds
from scripts.bench.evaluation.corpus import Clip, Corpus, first_of_each
from scripts.bench.evaluation.dropped import dropped
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Rate, Tally
from scripts.bench.evaluation.own_words import OwnWordsMarks, own_words
from scripts.bench.evaluation.own_words import sentences as own_sentences
from scripts.bench.evaluation.speakers import speakers, stage
from scripts.bench.evaluation.stand_ins import sentences, spans, stand_in
from scripts.bench.evaluation.streams import false_commands, false_in_silence, streams
from scripts.bench.evaluation.voices import VOICES, voiced
from voice.guide.phrases import PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Live

_SCORED = (CLEAN.name, "household 10 dB", "room 0.4 s, 2 m")
"""The conditions whose confidences are looked at."""
_FEWER_ON_TALK = 3
_PARTS = 4
"""So many times the recordings of a word are taken of sentences, which are all different."""
_PEER_HOURS = 0.1


class Section(Enum):
    """What can be sat by itself."""

    COMMANDS = "commands"
    OTHERS = "others"
    STREAMS = "streams"
    DROPPED = "dropped"
    PHRASES = "phrases"
    VOICES = "voices"
    OWN_WORDS = "own-words"
    STAND_INS = "stand-ins"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: recordings of each text, seconds of each stream, every so many phrases of the table, voices.

    `every_sentence` takes every so many sentences in own words.
    """

    recordings: int = 40
    stream_s: float = 3 * 3600.0
    every_phrase: int = 1
    voices: int = len(VOICES)
    every_sentence: int = 1


QUICK = Extent(recordings=6, stream_s=300.0, every_phrase=8, voices=1, every_sentence=16)


@dataclass(slots=True)
class Marks:
    """What one listener got in the sections it sat."""

    commands: CommandMarks = field(default_factory=CommandMarks)
    phrases: CommandMarks = field(default_factory=CommandMarks)
    others: dict[str, Tally] = field(default_factory=dict)
    streams: dict[str, Rate] = field(default_factory=dict)
    dropped: dict[str, Tally] = field(default_factory=dict)
    voices: dict[str, Tally] = field(default_factory=dict)
    own_words: OwnWordsMarks = field(default_factory=OwnWordsMarks)
    stand_ins: dict[str, Tally] = field(default_factory=dict)
    curves: Curves = field(default_factory=dict)
    held_out: list[HeldOut] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        groups: Mapping[str, Mapping[str, Tally | Rate]] = {
            "others": self.others,
            "streams": self.streams,
            "dropped": self.dropped,
            "voices": self.voices,
            "stand_ins": self.stand_ins,
        }
        return {
            "commands": self.commands.fields,
            "phrases": self.phrases.fields,
            **{name: {key: one.fields for key, one in group.items()} for name, group in groups.items()},
            "own_words": self.own_words.fields,
            "calibration": {kind.value: curve.fields for kind, curve in self.curves.items()},
            "held_out": [one.fields for one in self.held_out],
        }


class Exam:
    """The recordings chosen once, the same for every listener that sits."""

    def __init__(self, corpus: Corpus, table: PhraseTable, extent: Extent, seed: int, state: Step) -> None:
        self._corpus = corpus
        self._table = table
        self._extent = extent
        self._seed = seed
        self._live = Live(table, state)
        self._backgrounds = Backgrounds(corpus)
        self._conditions = [condition for condition in CONDITIONS if self._backgrounds.has(condition)]
        alone = corpus.of("words")
        self._items = list(items(first_of_each(alone, extent.recordings), table))
        self._phrases = list(items(first_of_each(corpus.of("phrases"), extent.recordings), table))
        texts = {item.clip.text for item in items(alone, table)}
        self._others = first_of_each((clip for clip in alone if clip.text not in texts), extent.recordings)
        self._streams = streams(corpus, extent.stream_s)

    def sit(self, listener: Listener, sections: frozenset[Section]) -> Marks:
        """Sit the sections in their order and print each; progress goes to standard error."""
        marks = Marks()
        for section in Section:
            if section in sections:
                print(f"{listener.name}: {section.value} ...", file=sys.stderr, flush=True)
                self._sit(section, listener, marks)
        return marks

    def sit_as_peer(self, listener: Listener) -> Marks:
        """Only what peers are compared by: clean commands, other words, six minutes of talk (pocketsphinx is slow)."""
        print(f"{listener.name}: as a peer ...", file=sys.stderr, flush=True)
        marks = Marks()
        marks.commands = examine(listener, self._corpus, self._items, [CLEAN], self._backgrounds, self._seed)
        self._others_of(listener, marks)
        marks.streams["talk"] = self.peer_talk(listener)
        return marks

    def peer_talk(self, listener: Listener) -> Rate:
        """False commands in the six minutes of talk that every peer hears."""
        talk = streams(self._corpus, min(self._extent.stream_s, _PEER_HOURS * 3600))["talk"]
        return false_commands(listener, self._corpus, talk, self._live)

    def _sit(self, section: Section, listener: Listener, marks: Marks) -> None:
        name = listener.name
        match section:
            case Section.COMMANDS:
                marks.commands = examine(
                    listener, self._corpus, self._items, self._conditions, self._backgrounds, self._seed
                )
                report.print_commands(name, marks.commands)
            case Section.OTHERS:
                self._others_of(listener, marks)
                report.print_accepted(name, marks.others["words"])
            case Section.STREAMS:
                for kind, clips in self._streams.items():
                    marks.streams[kind] = false_commands(listener, self._corpus, clips, self._live)
                marks.streams["silence"] = false_in_silence(listener, self._live, self._extent.stream_s / 6, self._seed)
                report.print_rates(name, marks.streams)
            case Section.DROPPED:
                fewer = self._items[::_FEWER_ON_TALK]
                marks.dropped = dropped(listener, self._corpus, fewer, self._seed)
                report.print_tallies(f"{name}: commands dropped into talk", marks.dropped)
            case Section.PHRASES:
                marks.phrases = examine(listener, self._corpus, self._phrases, [CLEAN], self._backgrounds, self._seed)
                report.print_tallies(f"{name}: phrases, each in its state", marks.phrases.by_condition)
                report.print_tallies(f"{name}: phrases by voice", marks.phrases.by_speaker)
                report.print_tallies(f"{name}: phrases least heard", marks.phrases.by_word, worst=True)
            case Section.VOICES:
                phrases = self._table.all[:: self._extent.every_phrase]
                marks.voices = voiced(listener, phrases, self._table, VOICES[: self._extent.voices])
                report.print_tallies(f"{name}: said by espeak-ng voices", marks.voices, worst=True)
            case Section.OWN_WORDS:
                self._own_words_of(listener, marks)
                report.print_own_words(name, marks.own_words)
            case Section.STAND_INS:
                self._stand_ins_of(listener, marks)
                report.print_tallies(f"{name}: real voices saying what was added to the table", marks.stand_ins)
            case Section.CALIBRATION:
                halves = self._calibrate(listener)
                marks.curves, marks.held_out = calibration.together(halves), calibration.held_out(halves)
                report.print_curves(name, marks.curves)
                report.print_held_out(name, marks.held_out)

    def _others_of(self, listener: Listener, marks: Marks) -> None:
        marks.others["words"] = accepted(listener, self._corpus, self._others, self._live)

    def _own_words_of(self, listener: Listener, marks: Marks) -> None:
        chosen = own_sentences()[:: self._extent.every_sentence]
        with stage() as opened:
            marks.own_words = own_words(listener, self._table, chosen, speakers(), opened)

    def _stand_ins_of(self, listener: Listener, marks: Marks) -> None:
        chosen = {
            "words that are no commands": self._others,
            "sentences of two to five words": self._sentences(),
        }
        for name, clips in chosen.items():
            marks.stand_ins[name] = stand_in(listener, self._corpus, clips, self._table)

    def _sentences(self) -> list[Clip]:
        given = sentences(self._corpus)
        return given[:: max(1, len(given) // (_PARTS * self._extent.recordings))]

    def _calibrate(self, listener: Listener) -> tuple[Curves, Curves]:
        """Of the two halves of the recordings."""
        first, second = (self._curves_of(listener, half) for half in range(2))
        return first, second

    def _curves_of(self, listener: Listener, half: int) -> Curves:
        def mine(clips: Iterable[Clip]) -> list[Clip]:
            return [clip for clip in clips if half_of(clip) == half]

        conditions = [condition for condition in self._conditions if condition.name in _SCORED]
        said = [item for item in self._items if half_of(item.clip) == half]
        curves = calibration.said(listener, self._corpus, said, conditions, self._backgrounds, self._seed)
        parts = spans(self._corpus, _PARTS * self._extent.recordings, self._seed)
        calibration.said_as_phrases(listener, self._corpus, mine(self._sentences()), self._table, curves)
        spoken = (part for part in parts if half_of(part[0]) == half)
        calibration.said_in_speech(listener, self._corpus, spoken, self._table, curves)
        for kind in ("talk", "television"):
            calibration.false(listener, self._corpus, mine(self._streams[kind]), self._live, curves)
        return curves
