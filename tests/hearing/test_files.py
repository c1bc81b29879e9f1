"""What a recording's phrases would do where amounts are taken."""

from __future__ import annotations

from fractions import Fraction

from tests.hearing.spoken import TABLE, understood
from voice.guide.commands import Command
from voice.guide.measures import Amount, Unit
from voice.guide.steps import Side, Step
from voice.hearing.files import Live, Understood
from voice.hearing.heard import PhraseHeard

COLLECTED = Live(TABLE, Step.COLLECTED)


def acts(text: str) -> Understood | None:
    said = understood(text)
    return COLLECTED.understood(
        PhraseHeard(said.phrase, said.texts, 1.0, 1.0, 2.0, 2.2, said.amounts, said.correction, said.alone)
    )


def test_nothing_is_the_value_none() -> None:
    heard = acts("i got nothing")
    assert heard is not None and (heard.command, heard.value) == (Command.LOG, "none")
    heard = acts("no nothing")
    assert heard is not None and (heard.command, heard.value) == (Command.CORRECT, "none")


def test_only_the_side_with_milk_counts() -> None:
    heard = acts("left nothing right ten")
    assert heard is not None and heard.value == (Amount(Fraction(10), Unit.ML, Side.RIGHT),)


def test_digits_that_could_correct_an_amount_act_on_none() -> None:
    assert understood("one three").correction
    assert acts("one three") is None
