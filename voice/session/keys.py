"""The keys of a session: one for every command, so that it can be finished without a word.

A key stands for a command; what it says is the first phrase that the language has for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.measures import AmountWords, Measure, Unit
from voice.guide.numerals import number_words
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.state import State
from voice.guide.steps import Side

SHOW_KEYS = "?"
PAUSE_OR_CONTINUE = " "
ENTER = "\n"
_DIGITS = "0123456789"
_MOST_DIGITS = 3
_FEW_DROPS = "D"
_NAMES = {PAUSE_OR_CONTINUE: "space"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is typed, and the command it gives; capital letters are for what is rare or grave."""

    char: str
    command: Command
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """What a person reads of a key: its name, what it says and the command that this gives."""

    name: str
    text: str
    command: Command


KEYS: tuple[Key, ...] = (
    Key("n", Command.NEXT),
    Key("b", Command.BACK),
    Key("r", Command.REPEAT),
    Key("l", Command.LEFT),
    Key("g", Command.RIGHT),
    Key("s", Command.SWITCH_SIDE),
    Key("a", Command.ASK_SWITCH),
    Key("<", Command.SWITCH_SIDE, "left"),
    Key(">", Command.SWITCH_SIDE, "right"),
    Key("d", Command.NO_MORE_DROPS, "ended"),
    Key("o", Command.NO_MORE_DROPS, "none_yet"),
    Key("m", Command.MOVE_FINGERS),
    Key("w", Command.WHICH_SIDE),
    Key("t", Command.HOW_LONG),
    Key("W", Command.LAST_TIME),
    Key("S", Command.LAST_SIDE),
    Key("J", Command.TODAY),
    Key("@", Command.STARTED, "10"),
    Key("f", Command.FASTER),
    Key("v", Command.SLOWER),
    Key("+", Command.LOUDER),
    Key("-", Command.QUIETER),
    Key("=", Command.MATCHING_OFF),
    Key("M", Command.MATCHING_ON),
    Key(")", Command.SAY_MORE),
    Key("(", Command.SAY_LESS),
    Key(",", Command.COUNTING_OFF),
    Key(";", Command.COUNTING_OFF, "hush"),
    Key(".", Command.COUNTING_ON),
    Key("p", Command.PAUSE),
    Key("c", Command.RESUME),
    Key("z", Command.SLEEP),
    Key("Z", Command.WAKE),
    Key("i", Command.SHORT),
    Key("A", Command.ANOTHER_ROUND),
    Key("T", Command.THIS_SIDE),
    Key("k", Command.DONE),
    Key("y", Command.YES),
    Key("x", Command.NO),
    Key("u", Command.UNDO),
    Key("#", Command.TAG, "tired"),
    Key("j", Command.STORAGE),
    Key("F", Command.STORAGE, "fridge"),
    Key("K", Command.STORAGE, "freezer"),
    Key("V", Command.MILK),
    Key("U", Command.USED),
    Key("G", Command.DISCARDED),
    Key("h", Command.HELP),
    Key("e", Command.MORE),
    Key("q", Command.FINISH),
    Key("O", Command.START_OVER),
    Key("H", Command.PAIN),
    Key("I", Command.ILLNESS),
    Key("E", Command.EMERGENCY),
    Key("X", Command.ERASE),
)


class Keyboard:
    """Turns typed characters into what they say; digits wait for Enter, and then are an amount in millilitres."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        self._phrases = {key.char: phrase for key in KEYS if (phrase := _phrase(table, key)) is not None}
        self._digits = ""

    def press(self, char: str, state: State, now_s: float) -> Heard | None:
        """What a key says in this state; None for a key that says nothing, or not yet."""
        if char in _DIGITS:
            self._digits = (self._digits + char)[-_MOST_DIGITS:]
            return None
        digits, self._digits = self._digits, ""
        if char == ENTER:
            return _said(number_words(int(digits), self._table.amounts), now_s) if digits else None
        return self.says(char, state, now_s)

    def says(self, char: str, state: State, now_s: float) -> Heard | None:
        """What a key that is no digit says in this state, whatever was typed before it."""
        if char == _FEW_DROPS:
            return _said(_few_drops(self._table.amounts), now_s)
        if char == PAUSE_OR_CONTINUE:
            char = "c" if state.held or state.asleep else "p"
        phrase = self._phrases.get(char)
        return None if phrase is None else _said(phrase.words, now_s, phrase)

    def amount(self, number: Fraction | None, unit: Unit, side: Side | None, now_s: float) -> Heard:
        """What an amount of the number pad says: below 1000 with at most two decimals, None for a few drops."""
        amounts = self._table.amounts
        named = tuple(word for word, meant in amounts.sides.items() if meant is side)[:1]
        if number is None:
            return _said((*named, *_few_drops(amounts)), now_s)
        if not number:
            return _said(amounts.nothing[0], now_s)
        return _said((*named, *_decimal_words(number, amounts), _unit_word(amounts, unit)), now_s)

    def legends(self) -> tuple[Legend, ...]:
        """Every key with what it says, in the order of the table."""
        pause, resume = (self._phrases[char].text for char in "pc")
        amounts = self._table.amounts
        commands = {key.char: key.command for key in KEYS}
        millilitres = " ".join((*number_words(12, amounts), _unit_word(amounts, Unit.ML)))
        return (
            Legend(_NAMES[PAUSE_OR_CONTINUE], f"{pause} / {resume}", Command.PAUSE),
            *(Legend(char, phrase.text, commands[char]) for char, phrase in self._phrases.items()),
            Legend("12 Enter", millilitres, Command.LOG),
            Legend(_FEW_DROPS, " ".join(_few_drops(amounts)), Command.LOG),
        )

    def help_lines(self) -> list[str]:
        """Every key with what it says, one a line."""
        return [f"{legend.name}: {legend.text}" for legend in self.legends()]


def _decimal_words(number: Fraction, amounts: AmountWords) -> tuple[str, ...]:
    """A number with at most two decimals: 12.5 is "twelve point five", 0.25 "point two five"."""
    hundredths = round(number * 100)
    whole, decimals = divmod(hundredths, 100)
    digits = f"{decimals:02}".rstrip("0")
    said = number_words(whole, amounts) if whole else ()
    behind = tuple(word for digit in digits for word in number_words(int(digit), amounts))
    return (*said, amounts.point, *behind) if behind else said


def _few_drops(amounts: AmountWords) -> tuple[str, ...]:
    return (min(amounts.listened_for.few), _unit_word(amounts, Unit.DROPS))


def _unit_word(amounts: AmountWords, unit: Unit) -> str:
    """The word for more than one, which is the longest."""
    return max((word for (word, *_), measure in amounts.units.items() if measure == Measure(unit)), key=len)


def _phrase(table: PhraseTable, key: Key) -> Phrase | None:
    """The phrase that a key stands for: one that is not also small talk, and acts in most steps, where there is one."""
    meant = [phrase for phrase in table.all if (phrase.command, phrase.value) == (key.command, key.value)]
    return min(meant, key=lambda phrase: (phrase.conversational, phrase.body_word, len(phrase.never)), default=None)


def _said(words: Sequence[str], now_s: float, phrase: Phrase | None = None) -> Heard:
    return Heard(tuple(words), phrase, speech_end_s=now_s, decided_s=now_s)
