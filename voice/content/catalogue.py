"""The catalogue of a language: phrases, prompts, regions and the ways to say values, read from its folder.

A language is a folder beside this module with phrases.toml, sentences.toml, prompts.toml, spoken.toml, regions.toml and
screen.toml; adding one needs no code. regions.toml beside this module holds what is the same in every language: numbers
and sources.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from voice.content.prompts import Prompt, Prompts
from voice.content.region_tables import regions_of
from voice.content.regions import Regions
from voice.content.screen_words import UNSHOWN, HistoryWords, Labels, PageWords, ScreenWords
from voice.content.sentences import Denials, Sentence, Sentences, Words
from voice.content.spoken import CountedWords, CueWords, Spoken, Templates, UnitWords
from voice.errors import InputError
from voice.guide.actions import Reason
from voice.guide.amounts import AmountWords, Kind, Unit
from voice.guide.commands import Command
from voice.guide.measures import Measure
from voice.guide.milk import STORED
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Side, Step

_Table = dict[str, Any]
"""A table of a TOML file, before it becomes a dataclass; it never leaves this module."""

_FILES = ("phrases.toml", "prompts.toml", "spoken.toml", "regions.toml", "screen.toml", "sentences.toml")
_MARKS = ("conversational", "body_words", "hold_at_once", "pause_unanswered", "crisis", "whole", "numbers")
_REFERENCE = "en"
"""The language whose prompts every other language must have."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the program needs to hear and speak one language."""

    language: str
    phrases: PhraseTable
    prompts: Prompts
    spoken: Spoken
    regions: Regions
    screen: ScreenWords
    sentences: Sentences


def content_folder() -> Traversable:
    """Where the languages are."""
    return resources.files("voice.content")


def languages(folder: Traversable | None = None) -> tuple[str, ...]:
    """The codes of the languages in a folder of languages, this package's by default."""
    entries = (folder or content_folder()).iterdir()
    return tuple(sorted(entry.name for entry in entries if entry.is_dir() and entry.joinpath(_FILES[0]).is_file()))


def region_codes() -> tuple[str, ...]:
    """The regions whose numbers and rules are known, in the order of the file; the last, `other`, has none."""
    return tuple(_read(content_folder().joinpath("regions.toml"))["region"])


def load(language: str = "en", folder: Traversable | None = None) -> Catalogue:
    """The catalogue of a language.

    Raises InputError, naming file and key, when there is no such language or its files are not whole.
    """
    folder = folder or content_folder()
    known = languages(folder)
    if language not in known:
        raise InputError(f"There is no language {language!r}; expected one of {', '.join(known)}.")
    place = folder.joinpath(language)
    tables = [_read(place.joinpath(name)) for name in _FILES]
    shared = _read(content_folder().joinpath("regions.toml"))
    name = _FILES[0]
    try:
        phrases = _phrases(tables[0])
        name = _FILES[1]
        prompts = _prompts(tables[1], _read(content_folder().joinpath(_REFERENCE, name)))
        name = _FILES[2]
        spoken = _spoken(tables[2])
        name = _FILES[3]
        regions = regions_of(shared, tables[3], prompts, spoken)
        name = _FILES[4]
        screen = _screen(tables[4])
        name = _FILES[5]
        sentences = _sentences(tables[5])
    except KeyError as error:
        raise InputError(f"{language}/{name}: the key {error.args[0]!r} is missing.") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"{language}/{name}: {error}.") from error
    return Catalogue(language, phrases, prompts, spoken, regions, screen, sentences)


def _read(file: Traversable) -> _Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{file} is missing; a language needs {', '.join(_FILES)}.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: {error}; expected TOML.") from error


def _phrases(table: _Table) -> PhraseTable:
    marked = {mark: frozenset(table[mark]) for mark in _MARKS}
    never = [(frozenset(map(Step, entry["steps"])), frozenset(entry["phrases"])) for entry in table["never"]]
    phrases = tuple(
        Phrase(
            text=text,
            command=Command(entry["name"]),
            value=value,
            conversational=text in marked["conversational"],
            body_word=text in marked["body_words"],
            holds=text in marked["hold_at_once"],
            pauses=text in marked["pause_unanswered"],
            crisis=text in marked["crisis"],
            whole=text in marked["whole"],
            number=text in marked["numbers"],
            never=frozenset(step for steps, members in never if text in members for step in steps),
        )
        for entry in table["command"]
        for value, told in _values(entry)
        for text in _filled(entry["phrases"], told)
    )
    texts = {phrase.text for phrase in phrases}
    for mark, members in (*marked.items(), *(("never", members) for _, members in never)):
        if members - texts:
            raise ValueError(f"{mark} names {', '.join(sorted(members - texts))}, expected phrases of a command")
    around, alone = frozenset(table["around"]), table["alone"]
    if not (around >= alone.keys() and texts.issuperset(alone.values())):
        raise ValueError("alone names other words than those around a command, or phrases of no command")
    return PhraseTable(
        phrases,
        around,
        _amount_words(table["amounts"]),
        alone,
        frozenset(table["taken_for_around"]),
        tuple(tuple(text.split()) for text in table["denials"]),
    )


def _sentences(table: _Table) -> Sentences:
    return Sentences(
        all=tuple(one for entry in table["sentence"] for one in _sentences_of(entry)),
        rules=dict(table["rules"]),
        nothing=tuple(table["nothing"]),
        beside=tuple(table["beside"]),
        same={tuple(old.split()): tuple(new.split()) for old, new in table["same"].items()},
        lead=_runs(table["lead"]),
        request=_runs(table["request"]),
        trail=_runs(table["trail"]),
        statements=frozenset(map(Command, table["statements"])),
        asking=frozenset(table["asking"]),
        denials=Denials(
            before=_runs(table["denying"]),
            near=frozenset(table["negations"]),
            after=_runs(table["denied"]),
            subjects=frozenset(table["subjects"]),
        ),
    )


def _sentences_of(entry: _Table) -> Iterator[Sentence]:
    plain = {key: value for key, value in entry.items() if key not in ("values", "value")}
    for value, told in _values(entry):
        (example,), templates = _filled([entry["example"]], told), tuple(_filled(entry["templates"], told))
        changed = {"command": Command(entry["command"]), "value": value, "example": example, "templates": templates}
        yield Sentence(**{**plain, **changed})


def _values(entry: _Table) -> list[tuple[str | None, str | None]]:
    """The values that an entry stands for, each with the words that fill its {value}: one, where it has no braces."""
    values = entry.get("values")
    return [(entry.get("value"), None)] if values is None else [(value, told) for value, told in values.items()]


def _filled(texts: list[str], told: str | None) -> list[str]:
    return texts if told is None else [text.format(value=told) for text in texts]


def _runs(texts: list[str]) -> frozenset[Words]:
    return frozenset(tuple(text.split()) for text in texts)


def _amount_words(table: _Table) -> AmountWords:
    """The words of amounts; those under `text` are only understood where they are written."""
    heard = {key: value for key, value in table.items() if key != "text"}
    return replace(_amount_words_of(_joined(heard, table["text"])), heard_part=_amount_words_of(heard))


def _joined(table: _Table, more: _Table) -> _Table:
    """A table with the lists and tables of another one joined to its own."""
    both = dict(table)
    for key, value in more.items():
        both[key] = [*table[key], *value] if isinstance(value, list) else table[key] | value
    return both


def _amount_words_of(table: _Table) -> AmountWords:
    def phrases(*keys: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(text.split()) for key in keys for text in table[key])

    numbers = {word: int(number) for word, number in table["numbers"].items()}
    alike = [(numbers[one], numbers[other]) for one, other in table["sound_alikes"].items()]
    return AmountWords(
        opening=phrases("opening", "answering"),
        answering=phrases("answering"),
        recalling=phrases("recalling"),
        correcting=phrases("correcting", "negating"),
        negating=phrases("negating"),
        never=phrases("never"),
        asides=frozenset(table["asides"]),
        filler=frozenset(table["filler"]),
        linking=frozenset(table["linking"]),
        article=frozenset(table["article"]),
        joining=frozenset(table["joining"]),
        joined=table["joined"],
        behind=tuple(table["behind"]),
        unfinished=frozenset(table["unfinished"]),
        point=table["point"],
        hundred=frozenset(table["hundred"]),
        few=frozenset(table["few"]),
        nothing=phrases("nothing"),
        oh=frozenset(table["oh"]),
        oh_alikes=frozenset(table["oh_alikes"]),
        fractions={word: int(below) for word, below in table["fractions"].items()},
        numbers=numbers,
        sound_alikes={number: twin for pair in alike for number, twin in (pair, pair[::-1])},
        units={
            tuple(text.split()): Measure(Unit(measure["unit"]), measure["times"])
            for measure in table["measures"]
            for text in measure["words"]
        },
        sides={word: Side(side) for side, words in table["sides"].items() for word in words},
        kinds={tuple(text.split()): Kind(kind) for kind, texts in table["kinds"].items() for text in texts},
        examples=tuple(table["examples"]),
        corrections=tuple(table["corrections"]),
    )


def _prompts(table: _Table, reference: _Table) -> Prompts:
    prompts = {key: Prompt(key, entry["text"], entry["source"]) for key, entry in table["prompts"].items()}
    for key, entry in reference["prompts"].items():
        unknown = prompts[key].placeholders - Prompt(key, entry["text"], "").placeholders
        if unknown:
            raise ValueError(f"prompt {key} has {', '.join(sorted(unknown))} in braces, which nothing fills")
    return Prompts(prompts)


def _spoken(table: _Table) -> Spoken:
    return Spoken(
        cues=CueWords(**table["cues"]),
        sides={side: table["sides"][side.value] for side in Side},
        kinds={kind: table["kinds"][kind.value] for kind in Kind},
        hours={int(hour): text for hour, text in table["hours"].items()},
        digits=tuple(table["digits"]),
        minute_words=CountedWords(**table["minutes"]),
        hour_words=CountedWords(**table["lasted"]["hours"]),
        day_words=CountedWords(**table["lasted"]["days"]),
        month_words=CountedWords(**table["lasted"]["months"]),
        weekdays=tuple(table["weekdays"]),
        months=tuple(table["months"]),
        places={fate: table["places"][fate.value] for fate in STORED},
        tags=dict(table["tags"]),
        units={Unit(unit): UnitWords(**words) for unit, words in table["units"].items()},
        templates=Templates(**table["templates"]),
    )


def _screen(table: _Table) -> ScreenWords:
    return ScreenWords(
        steps={step: table["steps"][step.value] for step in Step},
        labels=Labels(**table["labels"]),
        page=PageWords(**table["page"]),
        history=HistoryWords(**table["history"]),
        reasons={reason: table["reasons"][reason.value] for reason in Reason if reason not in UNSHOWN},
        preferred={Command(name): text for name, text in table["preferred"].items()},
        written=dict(table["written"]),
    )
