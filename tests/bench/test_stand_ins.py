"""Texts that are put into the table for the occasion."""

from __future__ import annotations

from pathlib import Path

from scripts.bench.evaluation.corpus import Corpus
from scripts.bench.evaluation.stand_ins import added, sentences, spans
from tests.bench.recordings import lay_out, noise
from tests.hearing.spoken import TABLE
from voice.guide.commands import Command


def _corpus(folder: Path) -> Corpus:
    said = {
        ("more", "thank you very much", "a"): noise(1.5, seed=1),
        ("more", "the tea was served in beautiful crystal glasses", "b"): noise(3.0, seed=2),
        ("words", "stop", "c"): noise(0.5, seed=3),
    }
    return Corpus(lay_out(folder, said, {"rain": noise(0.1)}), "dev")


def test_a_text_becomes_one_more_phrase_and_the_others_stay_live() -> None:
    expected = added("thank you very much", Command.COUNTING_ON, TABLE)
    assert expected.phrase is not None and expected.phrase.text == "thank you very much"
    assert {"thank you very much", "stop", "next"} <= {phrase.text for phrase in expected.live.phrases}
    assert expected.command is Command.COUNTING_ON and expected.value is not None


def test_a_text_that_the_table_has_already_stands_in_it_once() -> None:
    expected = added("speed up", Command.COUNTING_ON, TABLE)
    assert [phrase.command for phrase in expected.live.phrases if phrase.text == "speed up"] == [Command.COUNTING_ON]


def test_short_sentences_stand_in_for_phrases(tmp_path: Path) -> None:
    assert [clip.text for clip in sentences(_corpus(tmp_path))] == ["thank you very much"]


def test_two_or_three_words_of_a_sentence_stand_in_for_what_counts_anywhere(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)
    chosen = [(clip.text, span) for seed in range(5) for clip, span in spans(corpus, 10, seed)]
    assert chosen and all(span in text and 2 <= len(span.split()) <= 3 for text, span in chosen)
    assert list(spans(corpus, 10, 3)) == list(spans(corpus, 10, 3))
