"""Where each phone lies in a recording: the most likely path through its transcript, and its storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train.lexicon import Lexicon
from scripts.train.units import EVERY, INDEX, SILENCE, SPOKEN_NOISE, UNITS

NO_WORD = -1
_START = -1
_IMPOSSIBLE = -1e30
_UNSAYABLE = ((SPOKEN_NOISE,),)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The units of a recording in order, without gaps.

    All of shape (segments,): `units` are indices into UNITS, `words` the place in the transcript or NO_WORD for
    silence, `starts` the first frame of 10 ms. `frames` is where the last one ends, `score` the mean log likelihood of
    a frame, comparable between recordings aligned by one model.
    """

    units: NDArray[np.int16]
    words: NDArray[np.int16]
    starts: NDArray[np.int32]
    frames: int
    score: float

    @property
    def ends(self) -> NDArray[np.int32]:
        """Where each segment ends."""
        return np.append(self.starts[1:], np.int32(self.frames))

    def word_spans(self) -> dict[int, tuple[int, int]]:
        """Start and end in frames of every word, by its place in the transcript."""
        spans: dict[int, tuple[int, int]] = {}
        for word, start, end in zip(self.words.tolist(), self.starts.tolist(), self.ends.tolist(), strict=True):
            if word != NO_WORD:
                spans[word] = (spans.get(word, (start, end))[0], end)
        return spans

    def in_words(self, transcript: str) -> str:
        """For people: each word with its phones and when it begins."""
        lines = []
        for place, (start, end) in self.word_spans().items():
            phones = " ".join(UNITS[unit] for unit in self.units[self.words == place])
            lines.append(f"{start / 100:7.2f} {end / 100:7.2f}  {transcript.split()[place]:<16} {phones}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Path:
    """All ways to say a transcript: `before` lists for each node the nodes it may follow, _START among them."""

    units: NDArray[np.int64]
    words: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]
    last: tuple[int, ...]


def align(outputs: NDArray[np.float32], transcript: str, lexicon: Lexicon) -> Alignment | None:
    """The alignment that fits a network's outputs best, or None where the recording is too short for its text.

    `outputs`: log likelihoods, shape (frames of 30 ms, outputs). Silence may lie before, between and after words.
    """
    path = _ways(transcript, lexicon)
    first, rest = outputs[:, 2 * path.units], outputs[:, 2 * path.units + 1]
    came_from, last, score = _viterbi(first, rest, path)
    if score < _IMPOSSIBLE / 2:
        return None
    segments: list[tuple[int, int]] = []
    node = last
    for time in range(len(outputs) - 1, -1, -1):
        if came_from[time, node] != node:
            segments.append((node, time * EVERY))
            node = int(came_from[time, node])
    segments.reverse()
    return Alignment(
        np.asarray([path.units[node] for node, _ in segments], np.int16),
        np.asarray([path.words[node] for node, _ in segments], np.int16),
        np.asarray([start for _, start in segments], np.int32),
        len(outputs) * EVERY,
        score / len(outputs),
    )


def _ways(transcript: str, lexicon: Lexicon) -> _Path:
    units: list[int] = []
    words: list[int] = []
    before: list[tuple[int, ...]] = []

    def add(unit: str, word: int, after: tuple[int, ...]) -> int:
        units.append(INDEX[unit])
        words.append(word)
        before.append(after)
        return len(units) - 1

    ends: tuple[int, ...] = (_START,)
    ends = (*ends, add(SILENCE, NO_WORD, ends))
    for place, word in enumerate(transcript.split()):
        said: list[int] = []
        for pronunciation in lexicon.of(word) or _UNSAYABLE:
            after = ends
            for phone in pronunciation:
                after = (add(phone, place, after),)
            said += after
        ends = (*said, add(SILENCE, NO_WORD, tuple(said)))
    return _Path(np.asarray(units), tuple(words), tuple(before), tuple(node for node in ends if node != _START))


def _viterbi(
    first: NDArray[np.float32], rest: NDArray[np.float32], path: _Path
) -> tuple[NDArray[np.int32], int, float]:
    """Where each node came from at each time (itself where it stayed), and the last node and score of the best path."""
    nodes, frames = len(path.units), len(first)
    start = nodes  # a place before the first node; one more is never reachable
    widest = max(map(len, path.before))
    before = np.full((nodes, widest), nodes + 1)
    for node, sources in enumerate(path.before):
        before[node, : len(sources)] = [start if source == _START else source for source in sources]
    scores = np.full(nodes + 2, _IMPOSSIBLE)
    scores[start] = 0.0
    came_from = np.empty((frames, nodes), np.int32)
    every = np.arange(nodes)
    for time in range(frames):
        best = scores[before].argmax(axis=1)
        source = before[every, best]
        entered, stayed = scores[source] + first[time], scores[:nodes] + rest[time]
        stays = stayed >= entered
        came_from[time] = np.where(stays, every, source)
        scores[:nodes] = np.where(stays, stayed, entered)
        scores[start] = _IMPOSSIBLE
    last = max(path.last, key=lambda node: float(scores[node]))
    return came_from, last, float(scores[last])


def save_alignments(file: Path, alignments: Sequence[Alignment | None]) -> None:
    """Write alignments, one for each recording of a shelf, to a file named .npz; None where there is none."""
    held = [one for one in alignments if one is not None]
    empty = np.zeros(0, np.int32)
    half = file.with_suffix(".half.npz")
    np.savez(
        half,
        lengths=np.asarray([0 if one is None else len(one.units) for one in alignments], np.int32),
        units=np.concatenate([empty, *(one.units for one in held)]).astype(np.int16),
        words=np.concatenate([empty, *(one.words for one in held)]).astype(np.int16),
        starts=np.concatenate([empty, *(one.starts for one in held)]),
        frames=np.asarray([0 if one is None else one.frames for one in alignments], np.int32),
        scores=np.asarray([0.0 if one is None else one.score for one in alignments]),
    )
    half.rename(file)  # what has its name is whole


def load_alignments(file: Path) -> list[Alignment | None]:
    """What `save_alignments` wrote."""
    with np.load(file) as held:
        lengths, units, words, starts = (held[name] for name in ("lengths", "units", "words", "starts"))
        frames, scores = held["frames"].tolist(), held["scores"].tolist()
    stops = np.cumsum(lengths)
    return [
        Alignment(units[stop - n : stop], words[stop - n : stop], starts[stop - n : stop], frames[row], scores[row])
        if n
        else None
        for row, (stop, n) in enumerate(zip(stops.tolist(), lengths.tolist(), strict=True))
    ]
