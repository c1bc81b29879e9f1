"""Recordings: where they are published, what is said in them, and one shelf that holds their sound.

Three layouts are read: a folder with an index.csv of clips in long files, LibriSpeech as published (a .trans.txt beside
each chapter's .flac files), and Common Voice as published (train.tsv and dev.tsv beside a folder clips).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train.mfcc import RATE_HZ
from voice.audio.files import read_audio
from voice.audio.resample import resample

Samples = NDArray[np.float32]
"""Mono at 16,000 Hz, in the scale of 16-bit integers."""

_LIBRISPEECH_DEV = re.compile(r"(dev|test)-(clean|other)")
_SOUND, _INDEX = "sound.i16", "recordings.csv"


class Split(Enum):
    """What a recording may be used for."""

    TRAIN = "train"
    DEV = "dev"


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip: `start` and `frames` are its place on a shelf, or in its file before it stands on one."""

    start: int
    frames: int
    text: str
    """What is said, in lower case letters and apostrophes; for noise, its kind."""
    speaker: str
    licence: str
    source: str
    kind: str
    split: Split

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / RATE_HZ


@dataclass(frozen=True, slots=True)
class Published:
    """A clip in the file in which it was published; `recording` counts frames at 16,000 Hz."""

    file: Path
    recording: Recording


class Shelf:
    """A folder with the sound of many recordings in one file, read by place; nothing stays in memory."""

    def __init__(self, folder: Path) -> None:
        with (folder / _INDEX).open(encoding="utf-8", newline="") as file:
            self.recordings = tuple(_read_row(row) for row in csv.DictReader(file))
        sound = folder / _SOUND  # an empty file cannot be mapped
        self._sound = np.memmap(sound, np.int16, "r") if sound.stat().st_size else np.zeros(0, np.int16)

    def samples(self, recording: Recording) -> Samples:
        """The sound of one of `recordings`."""
        return self._sound[recording.start : recording.start + recording.frames].astype(np.float32)


def fill_shelf(folder: Path, clips: Iterable[tuple[Recording, Samples]]) -> int:
    """Write a shelf of these clips in order; their `start` becomes their place. Returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    place = count = 0
    half = folder / f"{_INDEX}.half"  # the index has its name only once all is there
    with (folder / _SOUND).open("wb") as sound, half.open("w", encoding="utf-8", newline="") as index:
        writer = csv.writer(index)
        writer.writerow([field.name for field in fields(Recording)])
        for recording, samples in clips:
            sound.write(np.clip(np.round(samples), -32768, 32767).astype("<i2").tobytes())
            _, _, *rest, split = astuple(recording)
            writer.writerow([place, len(samples), *rest, split.value])
            place += len(samples)
            count += 1
    half.rename(folder / _INDEX)
    return count


def _read_row(row: dict[str, str]) -> Recording:
    return _recording(row, int(row["start"]), row["text"])


def _recording(row: dict[str, str], start: int, text: str) -> Recording:
    return Recording(
        start,
        int(row["frames"]),
        text,
        row["speaker"],
        row["licence"],
        row["source"],
        row["kind"],
        Split(row["split"]),
    )


def read_clips(published: Iterable[Published]) -> Iterator[tuple[Recording, Samples]]:
    """The clips with their sound; each file is decoded once, so clips of one file must come together."""
    file: Path | None = None
    sound: Samples = np.zeros(0, np.float32)
    for one in published:
        if one.file != file:
            read, rate_hz = read_audio(one.file)
            file, sound = one.file, resample(read, rate_hz, RATE_HZ) * np.float32(32768)
        samples = sound[one.recording.start :][: one.recording.frames or None]
        yield one.recording, samples


def published_in(folder: Path) -> tuple[Published, ...]:
    """The clips of a folder in whichever of the three layouts it has. Raises ValueError where it has none."""
    if (folder / "index.csv").is_file():
        return tuple(_of_index(folder))
    if (folder / "clips").is_dir():
        return tuple(_of_common_voice(folder))
    if transcripts := sorted(folder.rglob("*.trans.txt")):
        return tuple(one for transcript in transcripts for one in _of_librispeech(transcript))
    raise ValueError(f"{folder} holds no index.csv, no Common Voice and no LibriSpeech")


def spoken(text: str) -> str:
    """A transcript as words in lower case, without punctuation; empty where it has digits, which have many readings."""
    if re.search(r"\d", text):
        return ""
    words = re.sub(r"[^a-z' ]", " ", text.lower().replace("\u2019", "'")).split()
    return " ".join(stripped for word in words if (stripped := word.strip("'")))


def _of_index(folder: Path) -> Iterator[Published]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["file"], int(row["offset"])))
    for row in rows:
        text = row["text"].lower() if row["kind"] in {"noise", "rooms", "talk"} else spoken(row["text"])
        if not text:
            continue
        recording = _recording(row, int(row["offset"]), text)
        yield Published(folder / row["file"], recording)


def _of_librispeech(transcript: Path) -> Iterator[Published]:
    dev = any(_LIBRISPEECH_DEV.match(part) for part in transcript.parts)
    speaker = f"ls-{transcript.name.split('-')[0]}"
    for line in transcript.read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition(" ")
        split = Split.DEV if dev else Split.TRAIN
        recording = Recording(0, 0, spoken(text), speaker, "CC BY 4.0", "LibriSpeech", "reading", split)
        yield Published(transcript.parent / f"{name}.flac", recording)


def _of_common_voice(folder: Path) -> Iterator[Published]:
    for split in Split:
        with (folder / f"{split.value}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if text := spoken(row["sentence"]):
                    speaker = f"cv-{row['client_id'][:16]}"
                    recording = Recording(0, 0, text, speaker, "CC0", "Common Voice", "more", split)
                    yield Published(folder / "clips" / row["path"], recording)
