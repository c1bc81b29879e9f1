"""Kaldi's binary files: tokens, numbers, vectors and matrices, written and read."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]

_QUANTILES = (0, 64, 192, 255)
"""The bytes that stand for a column's least value, its quartiles and its greatest in a compressed matrix."""


class KaldiWriter:
    """Writes to a file that is open for bytes; begins with the mark of binary files."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.write(b"\0B")

    def token(self, *names: str) -> None:
        """Names, each followed by a space."""
        for name in names:
            self._file.write(name.encode() + b" ")

    def text(self, text: str) -> None:
        """Lines as they are."""
        self._file.write(text.encode())

    def integer(self, *values: int) -> None:
        for value in values:
            self._file.write(b"\4" + struct.pack("<i", value))

    def single(self, *values: float) -> None:
        for value in values:
            self._file.write(b"\4" + struct.pack("<f", value))

    def double(self, value: float) -> None:
        self._file.write(b"\10" + struct.pack("<d", value))

    def integers(self, values: list[int]) -> None:
        """A vector of integers."""
        self._file.write(b"\4" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes())

    def vector(self, values: Vector) -> None:
        self.token("FV")
        self.integer(len(values))
        self._file.write(np.asarray(values, "<f4").tobytes())

    def matrix(self, values: Matrix) -> None:
        """A matrix in full, shape (rows, columns)."""
        self.token("FM")
        self.integer(*values.shape)
        self._file.write(np.ascontiguousarray(values, "<f4").tobytes())

    def compressed_matrix(self, values: Matrix) -> None:
        """A matrix at one byte a value, finer between the quartiles of each column; at least five rows."""
        rows, columns = values.shape
        low, span = float(values.min()), max(float(np.ptp(values)), 1e-8)
        header = _column_headers(values, low, span)
        self.token("CM")
        self._file.write(struct.pack("<ffii", low, span, rows, columns))
        self._file.write(header.T.astype("<u2").tobytes())
        self._file.write(_bytes_of(values, low + span * header.astype(np.float64) / 65535.0).T.tobytes())


def _column_headers(values: Matrix, low: float, span: float) -> NDArray[np.int64]:
    """Each column's least value, quartiles and greatest on a scale of 65535, strictly rising; shape (4, columns)."""
    ordered = np.sort(values, axis=0)
    rows = len(values)
    chosen = ordered[[0, rows // 4, 3 * rows // 4, rows - 1]]
    header = np.clip(np.floor((chosen - low) / span * 65535 + 0.499), 0, 65535).astype(np.int64)
    for place in range(4):
        least = header[place - 1] + 1 if place else 0
        header[place] = np.clip(header[place], least, 65532 + place)
    result: NDArray[np.int64] = header
    return result


def _bytes_of(values: Matrix, quantiles: NDArray[np.float64]) -> NDArray[np.uint8]:
    low, quarter, three, high = quantiles
    first, second, third, fourth = _QUANTILES
    coded = np.where(
        values < quarter,
        np.clip((values - low) / (quarter - low) * (second - first) + 0.5, first, second),
        np.where(
            values < three,
            np.clip((values - quarter) / (three - quarter) * (third - second) + second + 0.5, second, third),
            np.clip((values - three) / (high - three) * (fourth - third) + third + 0.5, third, fourth),
        ),
    )
    result: NDArray[np.uint8] = np.floor(coded).astype(np.uint8)
    return result


class KaldiReader:
    """Reads what `KaldiWriter` writes. Raises ValueError where the bytes are something else."""

    def __init__(self, data: bytes) -> None:
        if data[:2] != b"\0B":
            raise ValueError("not a binary Kaldi file")
        self._data = data
        self._at = 2

    def token(self) -> str:
        stop = self._data.index(b" ", self._at)
        name, self._at = self._data[self._at : stop].decode(), stop + 1
        return name

    def expect(self, *names: str) -> None:
        """The next tokens must be these."""
        for name in names:
            found = self.token()
            if found != name:
                raise ValueError(f"expected {name}, found {found}")

    def lines(self) -> list[str]:
        """Lines up to an empty one that follows at least one."""
        found: list[str] = []
        while True:
            stop = self._data.index(b"\n", self._at)
            line, self._at = self._data[self._at : stop].decode().strip(), stop + 1
            if line:
                found.append(line)
            elif found:
                return found

    def integer(self) -> int:
        return int(self._number("<i", 4))

    def single(self) -> float:
        return self._number("<f", 4)

    def double(self) -> float:
        return self._number("<d", 8)

    def integers(self) -> list[int]:
        count = self.integer()
        return [int(value) for value in self._array("<i4", count)]

    def vector(self) -> Vector:
        self.expect("FV")
        return self._array("<f4", self.integer()).astype(np.float32)

    def matrix(self) -> Matrix:
        """A matrix, in full or compressed."""
        match self.token():
            case "FM":
                rows, columns = self.integer(), self.integer()
                return self._array("<f4", rows * columns).reshape(rows, columns).astype(np.float32)
            case "CM":
                return self._compressed()
            case other:
                raise ValueError(f"expected a matrix, found {other}")

    def _compressed(self) -> Matrix:
        low, span, rows, columns = struct.unpack_from("<ffii", self._data, self._at)
        self._at += 16
        header = low + span * self._array("<u2", 4 * columns).astype(np.float64).reshape(columns, 4) / 65535.0
        coded = self._array("u1", rows * columns).astype(np.float64).reshape(columns, rows)
        values = np.stack([np.interp(one, _QUANTILES, knots) for one, knots in zip(coded, header, strict=True)])
        return np.ascontiguousarray(values.T, np.float32)

    def _number(self, form: str, size: int) -> float:
        if self._data[self._at] != size:
            raise ValueError(f"expected a number of {size} bytes, found one of {self._data[self._at]}")
        (value,) = struct.unpack_from(form, self._data, self._at + 1)
        self._at += 1 + size
        return float(value)

    def _array(self, form: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._data, form, count, self._at)
        self._at += values.nbytes
        return values
