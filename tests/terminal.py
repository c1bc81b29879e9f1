"""A terminal for tests: understands what the program sends to one, and refuses what it does not know."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(r"\x1b\[(\??)([\d;]*)([A-Za-z])|\x1b([^[])|([\r\n])|([^\x1b\r\n])", re.DOTALL)


class TerminalScreen:
    """A screen of so many columns and lines; each character takes one cell."""

    def __init__(self, columns: int, lines: int) -> None:
        self.alternate = False
        """Whether the program has the screen to itself."""
        self.cursor = True
        """Whether the cursor is shown."""
        self.normal = ""
        """What was written while the program did not have the screen to itself."""
        self.commanded = False
        """Whether anything but text was ever written."""
        self._columns = columns
        self._cells = [[" "] * columns for _ in range(lines)]
        self._row = self._column = 0
        self._rest = ""

    @property
    def text(self) -> str:
        """What stands on the alternate screen, one line for each of its lines, without blanks at their ends."""
        return "\n".join("".join(row).rstrip() for row in self._cells)

    def feed(self, written: str) -> None:
        """Take what the program wrote; a sequence may come in two parts."""
        written, self._rest = self._rest + written, ""
        cut = written.rfind("\x1b")
        if cut >= 0 and _SEQUENCE.match(written, cut) is None:
            written, self._rest = written[:cut], written[cut:]
        for match in _SEQUENCE.finditer(written):
            private, numbers, final, _, control, char = match.groups()
            if final is not None:
                self._obey(private, numbers, final)
            elif control is not None:
                self._write_plain("\n" if control == "\n" else "")
            elif char is not None and self.alternate:
                self._put(char)
            elif char is not None:
                self._write_plain(char)
            else:
                raise AssertionError(f"unknown to the test terminal: {match.group()!r}")

    def _obey(self, private: str, numbers: str, final: str) -> None:
        self.commanded = True
        match private, numbers, final:
            case "?", "1049", "h" | "l":
                self.alternate = final == "h"
                self._clear()
            case "?", "25", "h" | "l":
                self.cursor = final == "h"
            case "", _, "m":
                pass  # colours
            case "", "" | "1;1", "H":
                self._row = self._column = 0
            case "", _, "H":
                row, column = map(int, numbers.split(";"))
                self._row, self._column = row - 1, column - 1
            case _:
                raise AssertionError(f"unknown to the test terminal: ESC [ {private}{numbers}{final}")

    def _clear(self) -> None:
        self._cells = [[" "] * self._columns for _ in self._cells]

    def _put(self, char: str) -> None:
        assert char.isprintable(), f"{char!r} was written over the picture"
        assert self._column < self._columns, f"line {self._row + 1} is longer than the terminal is wide"
        self._cells[self._row][self._column] = char
        self._column += 1

    def _write_plain(self, char: str) -> None:
        assert not self.alternate, "a line was ended within the picture"
        self.normal += char
