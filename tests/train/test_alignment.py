"""Where phones lie, on outputs that are written down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.train.alignment import NO_WORD, Alignment, align, load_alignments, save_alignments
from scripts.train.bigram import count_bigram
from scripts.train.examples import frame_segments
from scripts.train.lexicon import Lexicon
from scripts.train.units import INDEX, OUTPUTS, UNITS

_LIKELY, _UNLIKELY = 0.0, -5.0


def _outputs(*stretches: tuple[str, int]) -> NDArray[np.float32]:
    """Outputs that favour these units for so many frames each, their first frame apart."""
    rows = []
    for unit, frames in stretches:
        for frame in range(frames):
            row = np.full(OUTPUTS, _UNLIKELY, np.float32)
            row[2 * INDEX[unit] + (frame > 0)] = _LIKELY
            rows.append(row)
    return np.stack(rows)


def _segments(alignment: Alignment) -> list[tuple[str, int, int]]:
    units = [UNITS[unit] for unit in alignment.units]
    return list(zip(units, alignment.starts.tolist(), alignment.words.tolist(), strict=True))


def test_phones_are_found_where_they_lie_and_silence_between_words() -> None:
    outputs = _outputs(("SIL", 3), ("G", 2), ("OW", 3), ("SIL", 2), ("AA", 4), ("N", 2))
    alignment = align(outputs, "go on", Lexicon())
    assert alignment is not None
    assert _segments(alignment) == [
        ("SIL", 0, NO_WORD),
        ("G", 9, 0),
        ("OW", 15, 0),
        ("SIL", 24, NO_WORD),
        ("AA", 30, 1),
        ("N", 42, 1),
    ]
    assert (alignment.frames, alignment.score) == (48, 0.0)
    assert alignment.word_spans() == {0: (9, 24), 1: (30, 48)}


def test_of_two_pronunciations_the_one_that_was_said_is_taken() -> None:
    alignment = align(_outputs(("R", 2), ("EH", 2), ("D", 2)), "read", Lexicon())
    assert alignment is not None and [UNITS[unit] for unit in alignment.units] == ["R", "EH", "D"]


def test_a_phone_said_twice_is_two_phones() -> None:
    alignment = align(_outputs(("AY", 2), ("AY", 2)), "i i", Lexicon())
    assert alignment is not None and alignment.starts.tolist() == [0, 6]


def test_a_recording_too_short_for_its_text_has_no_alignment() -> None:
    assert align(_outputs(("SIL", 3)), "resume", Lexicon()) is None


def test_alignments_come_back_from_their_file(tmp_path: Path) -> None:
    one = align(_outputs(("G", 2), ("OW", 3)), "go", Lexicon())
    assert one is not None
    save_alignments(tmp_path / "a.npz", [None, one, None, one])
    first, second, third, fourth = load_alignments(tmp_path / "a.npz")
    assert first is None and third is None and second is not None and fourth is not None
    assert _segments(second) == _segments(fourth) == _segments(one)
    assert second.frames == 15


def test_each_frame_knows_its_segment_and_what_follows_the_end() -> None:
    alignment = align(_outputs(("G", 1), ("OW", 2)), "go", Lexicon())
    assert alignment is not None
    assert frame_segments(alignment, 11).tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2]


def test_the_bigram_counts_what_follows_what() -> None:
    go = align(_outputs(("G", 2), ("OW", 3)), "go", Lexicon())
    bigram = count_bigram([go, None] * 500)
    assert bigram.after.sum(axis=1) == pytest.approx(np.ones(len(UNITS)))
    assert bigram.after[INDEX["G"], INDEX["OW"]] > 0.9
    assert bigram.after[INDEX["SIL"], INDEX["G"]] > 0.9
