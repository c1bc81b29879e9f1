"""The words of a language on the screen; nothing in here is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.content.regions import Region
from voice.guide.actions import Reason
from voice.guide.commands import Command
from voice.guide.steps import Step

UNSHOWN = frozenset({Reason.OWN_VOICE, Reason.REPLACED})
"""Why a phrase did nothing, where that is nobody's business but the program's."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The screen's small parts; each names in its braces the values it needs."""

    paused: str
    asleep: str
    side: str
    place: str
    tempo: str
    emergency: str
    crisis: str
    noted: str
    heard: str
    nothing_heard: str
    microphone: str
    no_microphone: str
    say: str
    pair: str
    list: str
    pairing: str
    keys: str
    all_keys: str
    more_keys: str
    back_from_keys: str


@dataclass(frozen=True, slots=True)
class PageWords:
    """What only the page in a browser has."""

    entering: str
    pairing: str
    code: str
    look: str
    look_and_tap: str
    new_code: str
    connected: str
    reconnecting: str
    ended: str
    next_anywhere: str
    everything: str
    undo: str
    hold: str
    amount: str
    note: str
    few_drops: str
    either_side: str
    settings: str
    brightness: str
    skin: str
    vibration: str
    stays_awake: str
    falls_asleep: str
    sound_on: str
    sound_off: str
    look_only: str
    front: str
    cut: str
    minutes: str
    places: str
    place_here: str
    answers: str
    close: str


@dataclass(frozen=True, slots=True)
class HistoryWords:
    """What the history on the page says."""

    title: str
    back: str
    days_shown: str
    week: str
    month: str
    all: str
    not_kept: str
    empty: str
    left_out_one: str
    left_out: str
    amount_a_day: str
    minutes_a_day: str
    time_of_day: str
    balance: str
    figures_below: str
    table: str
    date: str
    began: str
    ended: str
    amount: str
    minutes: str
    left: str
    right: str
    both: str
    unsaid: str
    drops: str
    none_for_one_side: str


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """Titles of the steps, labels, and why a phrase did nothing."""

    steps: Mapping[Step, str]
    labels: Labels
    page: PageWords
    history: HistoryWords
    reasons: Mapping[Reason, str]
    preferred: Mapping[Command, str]
    """The phrase that is shown for a command, where it is not the first of the table: what the prompts say."""
    written: Mapping[str, str]
    """Words of phrases that are not written in small letters."""

    def phrase(self, text: str) -> str:
        """A phrase of the table as it is written: "I know how"."""
        return " ".join(self.written.get(word, word) for word in text.split())

    def numbers(self, region: Region) -> tuple[str, ...]:
        """Whom to call in an emergency, where that is known; for the eyes only."""
        labelled = ((self.labels.emergency, region.emergency_number), (self.labels.crisis, region.crisis_number))
        return tuple(label.format(number=number) for label, number in labelled if number is not None)

    def can_say(self, phrases: Sequence[str]) -> str:
        """What can be said, at least one phrase: `Say "next", "repeat" or "help"`."""
        quoted = [f'"{self.phrase(phrase)}"' for phrase in phrases]
        text = quoted[-1]
        if len(quoted) > 1:
            text = self.labels.pair.format(first=quoted[-2], last=text)
        for phrase in reversed(quoted[:-2]):
            text = self.labels.list.format(first=phrase, rest=text)
        return self.labels.say.format(phrases=text)
