"""Weighted transducers in OpenFst's own file format, as far as Vosk reads them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple

_FST_MAGIC, _SYMBOLS_MAGIC = 2125659606, 2125658996
_VERSION = 2
_HAS_OUTPUT_SYMBOLS = 2
_EXPANDED_AND_MUTABLE = 3
_NOT_FINAL = float("inf")


class Sorted(Enum):
    """By which label the arcs of each state are sorted; the values are OpenFst's property bits."""

    BY_INPUT = 0x10000000
    BY_OUTPUT = 0x40000000


class Arc(NamedTuple):
    """Label 0 is epsilon; the weight is a cost."""

    input: int
    output: int
    weight: float
    to: int


@dataclass(slots=True)
class Fst:
    """A transducer under construction; its first state is the start."""

    arcs: list[list[Arc]] = field(default_factory=list)
    final: set[int] = field(default_factory=set)
    """States where a path may end, at no cost."""

    def add_state(self) -> int:
        """A new state."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def add_arc(self, start: int, to: int, *, input: int = 0, output: int = 0, weight: float = 0.0) -> None:  # noqa: A002
        """An arc between two states."""
        self.arcs[start].append(Arc(input, output, weight, to))


def write_fst(file: Path, fst: Fst, order: Sorted, *, symbols: Sequence[str] = ()) -> None:
    """Write it with each state's arcs in this order; `symbols` are the output labels' names by number."""
    key = 0 if order is Sorted.BY_INPUT else 1
    flags = _HAS_OUTPUT_SYMBOLS if symbols else 0
    properties = _EXPANDED_AND_MUTABLE | order.value
    parts = [struct.pack("<i", _FST_MAGIC), _string("vector"), _string("standard")]
    parts.append(struct.pack("<iiQqqq", _VERSION, flags, properties, 0, len(fst.arcs), 0))
    if symbols:
        parts.append(_symbol_table(symbols))
    for state, arcs in enumerate(fst.arcs):
        parts.append(struct.pack("<fq", 0.0 if state in fst.final else _NOT_FINAL, len(arcs)))
        parts += [struct.pack("<iifi", *arc) for arc in sorted(arcs, key=lambda arc: arc[key])]
    file.write_bytes(b"".join(parts))


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<i", len(data)) + data


def _symbol_table(symbols: Sequence[str]) -> bytes:
    parts = [struct.pack("<i", _SYMBOLS_MAGIC), _string("words"), struct.pack("<qq", len(symbols), len(symbols))]
    parts += [_string(symbol) + struct.pack("<q", number) for number, symbol in enumerate(symbols)]
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class ReadFst:
    """A transducer as it stands in a file."""

    start: int
    fst: Fst
    symbols: tuple[str, ...]


def read_fst(file: Path) -> ReadFst:
    """Read a vector transducer over the tropical semiring. Raises ValueError where the file is something else."""
    data = _Bytes(file.read_bytes())
    if data.take("<i") != _FST_MAGIC or data.string() != "vector" or data.string() != "standard":
        raise ValueError(f"{file} is not a vector transducer")
    _, flags, _, start, states, _ = data.several("<iiQqqq")
    symbols = data.symbols() if flags & _HAS_OUTPUT_SYMBOLS else ()
    fst = Fst()
    for state in range(states):
        final, count = data.several("<fq")
        fst.add_state()
        fst.arcs[state] = [Arc(*data.several("<iifi")) for _ in range(count)]
        if final != _NOT_FINAL:
            fst.final.add(state)
    return ReadFst(start, fst, symbols)


class _Bytes:
    """Bytes that are read from front to back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def several(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def take(self, form: str) -> int:
        return self.several(form)[0]

    def string(self) -> str:
        stop = self.take("<i") + self._at
        text, self._at = self._data[self._at : stop].decode(), stop
        return text

    def symbols(self) -> tuple[str, ...]:
        if self.take("<i") != _SYMBOLS_MAGIC:
            raise ValueError("a broken table of symbols")
        self.string()
        _, count = self.several("<qq")
        pairs = [(self.string(), self.take("<q")) for _ in range(count)]
        return tuple(symbol for symbol, _ in sorted(pairs, key=lambda pair: pair[1]))
