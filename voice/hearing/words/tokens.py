"""Text to the second ear's tokens and back, as its network was trained to write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

BLANK = "▁"
START, END = 1, 2
_FIRST_BYTE = 3
_BYTES = range(_FIRST_BYTE, _FIRST_BYTE + 256)
"""Single bytes, for characters that have no token of their own."""


class Tokens:
    """The tokens of `tokenizer.bin`: each stands there as a length byte and its bytes, in the order of their ids."""

    def __init__(self, content: bytes) -> None:
        """Raises ValueError where the content is not whole."""
        self._texts = _read(content)
        # A byte must not be used where a longer id says the same character.
        self._ids = {text: number for number, text in enumerate(self._texts) if number not in _BYTES}

    def __len__(self) -> int:
        return len(self._texts)

    def encode(self, text: str) -> tuple[int, ...]:
        """The ids of a text: joined from characters, always the pair first whose joined token has the lowest id."""
        pieces = [char.encode() for char in (BLANK + text.replace(" ", BLANK))]
        while True:
            joined = [self._ids.get(one + other, len(self)) for one, other in pairwise(pieces)]
            best = min(joined, default=len(self))
            if best == len(self):
                break
            place = joined.index(best)
            pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
        return tuple(number for piece in pieces for number in self._numbers(piece))

    def decode(self, ids: Iterable[int]) -> str:
        """The text of ids, without start and end."""
        content = b"".join(self._content(number) for number in ids if number not in (START, END))
        return content.decode(errors="replace").replace(BLANK, " ").strip()

    def _numbers(self, piece: bytes) -> Sequence[int]:
        known = self._ids.get(piece)
        return [known] if known is not None else [_FIRST_BYTE + byte for byte in piece]

    def _content(self, number: int) -> bytes:
        return bytes([number - _FIRST_BYTE]) if number in _BYTES else self._texts[number]


def _read(content: bytes) -> list[bytes]:
    texts: list[bytes] = []
    at = 0
    while at < len(content):
        stop = at + 1 + content[at]
        if stop > len(content):
            raise ValueError("the tokens end in the middle of one")
        texts.append(content[at + 1 : stop])
        at = stop
    return texts
