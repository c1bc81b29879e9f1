"""The table as comma-separated values: written for spreadsheets, read from them and from other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from voice.errors import InputError
from voice.exchange.table import COLUMNS, NEEDED, rows_of
from voice.exchange.table_reading import Numbered, RowError, missing_columns, sessions_of
from voice.journal.records import Session

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would compute a cell that begins so (OWASP, CSV injection)."""
_MARK = "'"
_DELIMITERS = (",", ";", "\t")


def as_csv(sessions: Iterable[Session]) -> str:
    """The sessions with a header, lines ending with CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([escaped(row.get(column, "")) for column in COLUMNS] for row in rows_of(sessions))
    return text.getvalue()


def from_csv(text: str, name: str) -> tuple[Session, ...]:
    """The sessions of a table of ours, or of one that has at least `start,side,amount,unit`.

    Raises InputError, naming the file `name`, the line and the column; then nothing of it is to be taken in.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check(header, name)
        return sessions_of(_numbered(reader, header, decimal_comma=delimiter == ";"))
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num}: {error}; expected a table with commas.") from error
    except RowError as error:
        place = f", column {header.index(error.column) + 1}" if error.column in header else ""
        raise InputError(f"{name}, line {error.line}{place}: {error}.") from error


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return _MARK + cell if cell.startswith((*_FORMULA, _MARK)) else cell


def unescaped(cell: str) -> str:
    """What `escaped` was given."""
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK)) else cell


def _check(header: list[str], name: str) -> None:
    missing = missing_columns(header)
    if missing:
        raise InputError(f"{name}, line 1: no column {', '.join(missing)}; expected at least {','.join(NEEDED)}.")
    twice = next((column for column in header if column and header.count(column) > 1), None)
    if twice is not None:
        raise InputError(f'{name}, line 1: the column "{twice}" is there twice; expected it once.')


def _numbered(reader: Iterator[list[str]], header: list[str], *, decimal_comma: bool) -> Iterator[Numbered]:
    line = reader.line_num + 1  # type: ignore[attr-defined]  # csv does not name the type of its readers
    for values in reader:
        if any(value.strip() for value in values):
            if len(values) > len(header):
                raise RowError(line, None, f"{len(values)} columns; expected {len(header)}")
            row = {column: unescaped(value.strip()) for column, value in zip(header, values, strict=False)}
            if decimal_comma and "amount" in row:
                row["amount"] = row["amount"].replace(",", ".")
            yield Numbered(line, row)
        line = reader.line_num + 1  # type: ignore[attr-defined]
