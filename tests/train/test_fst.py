"""Transducers in OpenFst's format, and the graphs made of them, as Vosk reads them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from scripts.train.bigram import load_bigram
from scripts.train.fst import Arc, Fst, Sorted, read_fst, write_fst
from scripts.train.graph import BIGRAM, UNKNOWN_COSTS, write_graphs
from scripts.train.topology import NAMES, transitions, unknown_transitions, word_boundaries
from tests.hearing.spoken import silence, speech
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser


def test_a_transducer_comes_back_sorted_with_its_symbols(tmp_path: Path) -> None:
    fst = Fst()
    start, end = fst.add_state(), fst.add_state()
    fst.final.add(end)
    fst.add_arc(start, end, input=1, output=2, weight=0.5)
    fst.add_arc(start, start, input=3, output=1)
    write_fst(tmp_path / "a.fst", fst, Sorted.BY_OUTPUT, symbols=("<eps>", "one", "two"))
    back = read_fst(tmp_path / "a.fst")
    assert (back.start, back.fst.final, back.symbols) == (0, {1}, ("<eps>", "one", "two"))
    assert back.fst.arcs == [[Arc(3, 1, 0.0, 0), Arc(1, 2, 0.5, 1)], []]


def test_the_loop_of_a_phone_has_the_id_before_its_first_frame() -> None:
    ids = [transitions(name) for name in NAMES[:-1]]
    ids += [unknown_transitions(state, "AA") for state in range(3)]
    assert all(one.first == one.further + 1 for one in ids)
    assert len({one.first for one in ids}) == len(ids)


def test_only_silence_belongs_to_no_word() -> None:
    lines = word_boundaries().splitlines()
    assert [line for line in lines if line.endswith("nonword")] == ["1 nonword"]
    assert lines[-1] == f"{len(NAMES)} singleton"


def test_new_words_are_heard_without_a_new_network(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(builtin_model(), model)
    bigram = load_bigram(model / BIGRAM)
    assert write_graphs(model, ("stop", "marmalade", "kumquat", "'"), bigram, UNKNOWN_COSTS) == ("'",)
    symbols = read_fst(model / "graph/Gr.fst").symbols
    assert symbols == ("<eps>", "[unk]", "stop", "marmalade", "kumquat", "#0")
    sound = np.concatenate([silence(0.4), speech("marmalade", rate_wpm=130), silence(0.8)])
    with Recogniser(model) as recogniser:
        recogniser.open("words", ("marmalade", "stop"))
        recogniser.start("words", 0.0)
        heard = recogniser.feed("words", (sound * 32767).astype("<i2").tobytes())
        assert [word.word for word in (*heard.final, *recogniser.flush("words"))] == ["marmalade"]
