"""What a run of words means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hearing.spoken import TABLE, said
from voice.guide.commands import Command
from voice.hearing.meaning.utterance import amid, phrase_at_end, runs, safety_in, texts, understand


def _command(text: str) -> Command | None:
    found = understand(said(text), TABLE, amounts_live=False)
    return None if found is None or found.phrase is None else found.phrase.command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("stop", Command.FINISH),
        ("stop counting", Command.COUNTING_OFF),
        ("stop listening", Command.SLEEP),
        ("it stopped", Command.NO_MORE_DROPS),
        ("okay stop please", Command.FINISH),
        ("now okay next", Command.NEXT),
        ("not now", Command.PAUSE),
        ("now", Command.NO),
        ("okay now", None),
        ("slow down", Command.SLOWER),
        ("it slow down", None),
        ("wait it hurts", Command.PAIN),
        ("? ? heavy bleeding ?", Command.EMERGENCY),
        ("bleeding", Command.ILLNESS),
        ("? bleeding ?", None),
        ("? stop ?", None),
        ("that's it", None),
        ("? my baby isn't breathing", Command.EMERGENCY),
        ("she's not breathing", Command.EMERGENCY),
        ("? she's not breathing", None),
        ("please nine nine nine", Command.EMERGENCY),
        ("? nine nine nine", None),
        ("? call nine nine nine now", Command.EMERGENCY),
        ("it hurts when i press ?", Command.PAIN),
        ("it doesn't hurt", None),
        ("it hurts less now", None),
        ("i'm okay now", None),
        ("i'm not bleeding", None),
        ("it hurts less but i'm fainting", Command.EMERGENCY),
    ],
)
def test_a_run_means_a_phrase_only_as_a_whole_but_for_safety(text: str, command: Command | None) -> None:
    assert _command(text) == command


def test_the_more_urgent_of_two_safety_phrases_wins() -> None:
    found = safety_in(("it", "hurts", "i'm", "fainting"), TABLE)
    assert found is not None and found.phrase.command is Command.EMERGENCY


def test_a_safety_phrase_is_as_sure_as_its_least_sure_word_and_others_as_their_mean() -> None:
    def heard(text: str) -> float:
        first, *rest = said(text)
        found = understand((replace(first, confidence=0.2), *rest), TABLE, amounts_live=False)
        assert found is not None
        return found.confidence

    assert heard("hurt myself") == 0.2
    assert heard("slow down") == pytest.approx(0.6)


def test_a_breath_before_a_phrase_is_nothing_but_a_word_is() -> None:
    breath = said("? next", word_s=0.2)
    word = said("? next", word_s=0.4)
    assert understand(breath, TABLE, amounts_live=False) is not None
    assert understand(word, TABLE, amounts_live=False) is None


def test_amounts_are_understood_only_where_they_are_live() -> None:
    ten = said("i got ten millilitres")
    assert understand(ten, TABLE, amounts_live=False) is None
    found = understand(ten, TABLE, amounts_live=True)
    assert found is not None and found.phrase is None and found.amounts[0].amount == 10


def test_a_bare_number_is_an_amount_before_it_is_an_emergency() -> None:
    for text in ("nine nine nine", "nine one one", "triple zero"):
        found = understand(said(text), TABLE, amounts_live=True)
        assert found is not None and found.phrase is not None and found.phrase.number, "the guide lets it be nothing"
    found = understand(said("call nine nine nine"), TABLE, amounts_live=True)
    assert found is not None and found.phrase is not None and found.phrase.counts_anywhere


def test_a_correction_is_known_as_one() -> None:
    found = understand(said("no twelve"), TABLE, amounts_live=True)
    assert found is not None and found.correction and not found.amounts


def test_digits_of_a_sound_alike_can_be_a_correction_where_amounts_are_live() -> None:
    found = understand(said("one three"), TABLE, amounts_live=True)
    assert found is not None and found.correction and not found.amounts
    assert understand(said("one two"), TABLE, amounts_live=True) is None
    assert understand(said("one three"), TABLE, amounts_live=False) is None


def test_words_are_one_run_until_there_are_200_ms_without_any() -> None:
    words = (*said("stop", 1.0), *said("counting", 1.3 + 0.19), *said("next", 1.79 + 0.2))
    assert [texts(run) for run in runs(words)] == [("stop", "counting"), ("next",)]


def test_a_guess_ends_with_a_phrase_only_after_unknown_speech_or_nothing() -> None:
    for guess, command in ((("[unk]", "go", "back"), Command.BACK), (("left", "back"), None)):
        phrase = phrase_at_end(guess, TABLE, unknown="[unk]")
        assert (None if phrase is None else phrase.command) == command


def test_amid_the_guides_own_words_a_phrase_may_stand_beside_them() -> None:
    run = said("drops pause [unk]")
    guides = {"drops", "[unk]"}
    assert [one.texts for one in amid(run, TABLE, lambda word: word.word in guides)] == [("pause",)]
    assert amid(run, TABLE, lambda word: word.word == "drops") == []
