"""The transition model: which phones there are, their states, and the transition ids that graphs are made of.

Every phone has one state with an output for its first frame and one for the rest. Unknown speech is one phone of three
states, first, middle and last, each of which can be any phone: only the first opens it and only the last ends it, so a
lattice holds one label for a whole stretch of unknown speech and stays small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scripts.train.kaldi_file import KaldiReader, KaldiWriter
from scripts.train.units import FIRST_PHONE, PHONES, SILENCE, SPOKEN_NOISE, UNITS

PLACES = ("B", "E", "I", "S")
"""Where in a word a phone stands: first, last, inside, alone."""
UNKNOWN_PHONE = "UNK"
UNKNOWN_STATES = 3
NAMES = (SILENCE, SPOKEN_NOISE, *(f"{phone}_{place}" for phone in PHONES for place in PLACES), UNKNOWN_PHONE)
"""The phones of the model in order; their ids begin at 1."""
_BOUNDARY = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}


class _Tuple(NamedTuple):
    """One row of the transition model, as Kaldi sorts it."""

    phone: int
    state: int
    forward: int
    loop: int


def _tuples() -> list[_Tuple]:
    rows = []
    for phone, name in enumerate(NAMES[:-1], 1):
        unit = UNITS.index(name.partition("_")[0])
        rows.append(_Tuple(phone, 0, 2 * unit, 2 * unit + 1))
    for state in range(UNKNOWN_STATES):
        rows += [_Tuple(len(NAMES), state, 2 * unit, 2 * unit + 1) for unit in range(FIRST_PHONE, len(UNITS))]
    return rows


_TUPLES = _tuples()
_ROW = {(row.phone, row.state, row.forward): place for place, row in enumerate(_TUPLES)}


class Transitions(NamedTuple):
    """The ids that a phone's first frame and its further frames carry in a graph."""

    first: int
    further: int


def transitions(name: str) -> Transitions:
    """Those of a phone: "SIL", or a phone with its place, "AE_B"."""
    unit = UNITS.index(name.partition("_")[0])
    return _ids(NAMES.index(name) + 1, 0, unit)


def unknown_transitions(state: int, phone: str) -> Transitions:
    """Those of unknown speech that is `phone` in one of its three states."""
    return _ids(len(NAMES), state, UNITS.index(phone))


def _ids(phone: int, state: int, unit: int) -> Transitions:
    row = _ROW[phone, state, 2 * unit]
    return Transitions(first=2 * row + 2, further=2 * row + 1)


def word_boundaries() -> str:
    """The file graph/phones/word_boundary.int."""
    lines = []
    for phone, name in enumerate(NAMES, 1):
        place = name.partition("_")[2]
        kind = "nonword" if name == SILENCE else _BOUNDARY.get(place, "singleton")
        lines.append(f"{phone} {kind}\n")
    return "".join(lines)


def write_transition_model(out: KaldiWriter) -> None:
    """Write the model's first half."""
    out.token("<TransitionModel>", "<Topology>")
    out.integers(list(range(1, len(NAMES) + 1)))
    out.integers([-1] + [0] * (len(NAMES) - 1) + [1])
    out.integer(-1, 2)  # two kinds of phones, whose states have two outputs each
    _write_states(out, 1)
    _write_states(out, UNKNOWN_STATES)
    out.token("</Topology>", "<Tuples>")
    out.integer(len(_TUPLES))
    for row in _TUPLES:
        out.integer(*row)
    out.token("</Tuples>", "<LogProbs>")
    out.vector(np.asarray([0.0] + [np.log(0.5)] * (2 * len(_TUPLES)), np.float32))
    out.token("</LogProbs>", "</TransitionModel>")


def _write_states(out: KaldiWriter, emitting: int) -> None:
    out.integer(emitting + 1)
    for state in range(emitting):
        out.integer(0, 1, 2)  # the outputs of its first and further frames, two ways on
        for to in (state, state + 1):
            out.integer(to)
            out.single(0.5)
    out.integer(-1, -1, 0)  # the last state emits nothing


def read_transition_model(data: KaldiReader) -> None:
    """Pass over the model's first half. Raises ValueError unless it is this one."""
    data.expect("<TransitionModel>", "<Topology>")
    if data.integers() != list(range(1, len(NAMES) + 1)):
        raise ValueError("the model has other phones")
    data.integers()
    data.integer()
    for _ in range(data.integer()):
        _read_states(data)
    data.expect("</Topology>", "<Tuples>")
    rows = [_Tuple(*(data.integer() for _ in range(4))) for _ in range(data.integer())]
    if rows != _TUPLES:
        raise ValueError("the model has other states or outputs")
    data.expect("</Tuples>", "<LogProbs>")
    data.vector()
    data.expect("</LogProbs>", "</TransitionModel>")


def _read_states(data: KaldiReader) -> None:
    for _ in range(data.integer()):
        if data.integer() < 0:
            data.integer()
            data.integer()
            continue
        data.integer()
        for _ in range(data.integer()):
            data.integer()
            data.single()
