"""Recordings in the three layouts in which they are published, and the shelf they stand on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from scripts.train.recordings import Recording, Samples, Shelf, Split, fill_shelf, published_in, read_clips, spoken

RATE_HZ = 16_000


def _tone(seconds: float, rate_hz: int = RATE_HZ) -> NDArray[np.float64]:
    tone: NDArray[np.float64] = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)
    return tone


def _written(file: Path, seconds: float, rate_hz: int = RATE_HZ) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, _tone(seconds, rate_hz), rate_hz)
    return file


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("The baby's asleep.", "the baby's asleep"),
        ("Well-known, isn\u2019t it?", "well known isn't it"),
        ("'Tis so, 'quoth' he", "tis so quoth he"),
        ("In 1920", ""),
        ("...", ""),
    ],
)
def test_a_transcript_becomes_words(published: str, words: str) -> None:
    assert spoken(published) == words


def test_an_index_cuts_clips_from_long_files(tmp_path: Path) -> None:
    _written(tmp_path / "long.flac", 3.0)
    (tmp_path / "index.csv").write_text(
        "file,offset,frames,text,speaker,licence,source,kind,split\n"
        "long.flac,16000,8000,Go on!,a,CC0,here,more,dev\n"
        "long.flac,0,16000,dog,b,CC0,here,noise,train\n"
        "long.flac,24000,800,42,c,CC0,here,words,train\n",
        encoding="utf-8",
    )
    assert fill_shelf(tmp_path / "shelf", read_clips(published_in(tmp_path))) == 2
    shelf = Shelf(tmp_path / "shelf")
    noise, speech = shelf.recordings
    assert (noise.text, noise.kind, noise.frames) == ("dog", "noise", 16_000)
    assert (speech.text, speech.split, speech.seconds) == ("go on", Split.DEV, 0.5)
    np.testing.assert_allclose(shelf.samples(speech), _tone(3.0)[16_000:24_000] * 32_768, atol=2)


def test_librispeech_is_read_as_published(tmp_path: Path) -> None:
    chapter = tmp_path / "train-clean-5/84/121123"
    _written(chapter / "84-121123-0000.flac", 0.4)
    (chapter / "84-121123.trans.txt").write_text("84-121123-0000 GO DO YOU HEAR\n", encoding="utf-8")
    ((recording, samples),) = read_clips(published_in(tmp_path))
    assert (recording.text, recording.speaker, recording.split) == ("go do you hear", "ls-84", Split.TRAIN)
    assert len(samples) == 6_400


def test_common_voice_is_read_as_published_at_any_rate(tmp_path: Path) -> None:
    _written(tmp_path / "clips/a.flac", 0.4, 48_000)
    header = "client_id\tpath\tsentence\tup_votes\n"
    (tmp_path / "train.tsv").write_text(header, encoding="utf-8")
    (tmp_path / "dev.tsv").write_text(f'{header}{"f" * 64}\ta.flac\t"Stop," she said.\t2\n', encoding="utf-8")
    ((recording, samples),) = read_clips(published_in(tmp_path))
    assert (recording.text, recording.split, recording.licence) == ("stop she said", Split.DEV, "CC0")
    assert len(samples) == 6_400


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no Common Voice and no LibriSpeech"):
        published_in(tmp_path)


def test_an_empty_shelf_can_be_opened(tmp_path: Path) -> None:
    nothing: list[tuple[Recording, Samples]] = []
    fill_shelf(tmp_path, nothing)
    assert Shelf(tmp_path).recordings == ()
