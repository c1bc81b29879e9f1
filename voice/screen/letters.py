"""Large letters, drawn with blocks: what must be read from across a room."""

from __future__ import annotations

from voice.screen.picture import Line, Span, Tone, width_of

_ROWS = 5
_FONT = {
    " ": ".. .. .. .. ..",
    "-": "... ... ### ... ...",
    "'": "# # . . .",
    "0": "### #.# #.# #.# ###",
    "1": "##. .#. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": "### #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": "### #.. #.. #.. ###",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": "### #.. #.# #.# ###",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# ###",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "### #.# ### #.. #..",
    "Q": "### #.# #.# ### ..#",
    "R": "### #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
}
"""Five rows from the top for each letter; a # is a dot of ink."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

SMALL_ROWS = 3
LARGE_ROWS = _ROWS


def lettered(text: str, width: int, rows: int, tone: Tone) -> list[Line]:
    """The text in the largest letters that fit into `width` columns and `rows` lines, but at least as it is."""
    upper = text.upper()
    if all(char in _FONT for char in upper):
        for height, drawn in ((LARGE_ROWS, _blocks), (SMALL_ROWS, _half_blocks)):
            if height <= rows:
                lines: list[Line] = [(Span(line, tone),) for line in drawn(upper)]
                if all(width_of(line) <= width for line in lines):
                    return lines
    return [(Span(upper, tone),)]


def _dots(text: str) -> list[str]:
    letters = [_FONT[char].split(" ") for char in text]
    return [".".join(letter[row] for letter in letters) for row in range(_ROWS)]


def _blocks(text: str) -> list[str]:
    return ["".join("██" if dot == "#" else "  " for dot in row) for row in _dots(text)]


def _half_blocks(text: str) -> list[str]:
    rows = _dots(text)
    rows.append("." * len(rows[0]))
    return [
        "".join(_HALVES[upper == "#", lower == "#"] for upper, lower in zip(rows[row], rows[row + 1], strict=True))
        for row in range(0, _ROWS, 2)
    ]
