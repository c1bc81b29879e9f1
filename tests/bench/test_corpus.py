"""Recordings are found by their index, whole and of one split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scripts.bench.evaluation.corpus import Clip, Corpus, Noise, first_of_each, up_to
from tests.bench.recordings import lay_out, noise
from voice.errors import InputError


def _clip(text: str, speaker: str, offset: int = 0, frames: int = 16_000) -> Clip:
    return Clip(Path("shard.opus"), offset, frames, text, speaker, "test", "words")


def test_a_clip_is_cut_out_of_its_shard(tmp_path: Path) -> None:
    first, second = noise(0.5, seed=1), noise(0.25, seed=2)
    said = {("words", "stop", "a"): first, ("talk", "podcast", "b"): second}
    corpus = Corpus(lay_out(tmp_path, said, {"rain": noise(0.1)}), "dev")
    (clip,) = corpus.of("talk")
    assert (clip.text, clip.speaker, clip.seconds) == ("podcast", "b", 0.25)
    assert np.max(np.abs(corpus.sound(clip) - second)) < 1e-4


def test_only_one_split_is_taken(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {("words", "stop", "a"): noise(0.1)}, {"rain": noise(0.1)})
    assert Corpus(folder, "train").speech == ()


def test_a_missing_index_or_column_is_told_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"speech/index\.csv"):
        Corpus(tmp_path, "dev")
    folder = lay_out(tmp_path, {("words", "stop", "a"): noise(0.1)}, {"rain": noise(0.1)})
    index = folder / "noise" / "index.csv"
    index.write_text(index.read_text(encoding="utf-8").replace("speaker", "voice"), encoding="utf-8")
    with pytest.raises(InputError, match="lacks the column 'speaker'"):
        Corpus(folder, "dev")


def test_a_shard_that_ends_early_is_told(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {("words", "stop", "a"): noise(0.1)}, {"rain": noise(0.1)})
    corpus = Corpus(folder, "dev")
    (clip,) = corpus.of("words")
    with pytest.raises(InputError, match="ends before the clip"):
        corpus.sound(Clip(clip.file, clip.offset, 1_000_000, clip.text, clip.speaker, clip.source, clip.kind))


def test_noise_is_sorted_by_what_it_is() -> None:
    texts = {"baby_cry_hungry": Noise.CRYING, "crying_baby": Noise.CRYING, "music: Arcadia": Noise.MUSIC}
    texts |= {"jazz_guitar": Noise.MUSIC, "vacuum_cleaner": Noise.HOUSEHOLD}
    assert {text: _clip(text, "").noise for text in texts} == texts


def test_each_speaker_has_a_turn_before_any_has_two() -> None:
    clips = [_clip("stop", "a", offset) for offset in range(3)] + [_clip("stop", "b", 9), _clip("next", "a", 10)]
    chosen = first_of_each(clips, 2)
    assert [(clip.text, clip.speaker) for clip in chosen] == [("stop", "a"), ("stop", "b"), ("next", "a")]


def test_a_limited_stream_is_spread_over_all_recordings() -> None:
    clips = [_clip("talk", "a", offset) for offset in range(100)]
    chosen = up_to(clips, 10.0)
    assert len(chosen) == 10 and chosen[-1].offset == 90
    assert up_to(clips, 1e6) == clips
    assert up_to([], 10.0) == []
