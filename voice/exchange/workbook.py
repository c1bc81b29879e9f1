"""The workbook (XLSX): sessions, amounts and days on a sheet each, with dates and numbers that a spreadsheet knows.

The only module that writes workbooks with xlsxwriter.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

from voice.errors import VoiceError
from voice.exchange.days import days_of
from voice.exchange.measures import total
from voice.guide.measures import Unit
from voice.journal.records import Session

try:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet
except ImportError as error:
    raise VoiceError(
        'XLSX needs a package that is not installed: pip install "voice-guide[export]", or run scripts/start once.'
    ) from error

_Cell = str | float | bool | datetime | date | None
_SESSIONS = ("start", "end", "left_minutes", "right_minutes", "last_side", "tags", "finished", "clock_known", "session")
_AMOUNTS = ("start", "noted", "side", "amount", "unit", "kind", "state", "state_since", "session")
_COUNTED = (Unit.ML, Unit.OZ, Unit.TSP)
_DAYS = ("day", "sessions", "left_minutes", "right_minutes", *(unit.value for unit in _COUNTED), "drops")


def as_xlsx(sessions: Iterable[Session]) -> bytes:
    """The sessions as a workbook; times are local ones, since a spreadsheet knows no offset. No cell is a formula."""
    given = list(sessions)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(content, options)
    workbook.set_properties({"title": "voice", "created": datetime(2000, 1, 1)})
    styles = _Styles(workbook)
    styles.sheet("sessions", _SESSIONS, map(_session, given))
    styles.sheet("amounts", _AMOUNTS, (row for session in given for row in _amounts(session)))
    styles.sheet("days", _DAYS, _days(given))
    workbook.close()
    return content.getvalue()


class _Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._head = workbook.add_format({"bold": True})
        self._time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> None:
        """A sheet with a header that stays in sight."""
        sheet = self._workbook.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, self._head)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._write(sheet, number, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 17)

    def _write(self, sheet: Worksheet, row: int, place: int, cell: _Cell) -> None:
        match cell:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, place, cell)
            case datetime():
                sheet.write_datetime(row, place, cell.replace(tzinfo=None), self._time)
            case date():
                sheet.write_datetime(row, place, cell, self._day)
            case str():
                sheet.write_string(row, place, cell)
            case _:
                sheet.write_number(row, place, cell)


def _session(session: Session) -> Sequence[_Cell]:
    last = session.last_side
    worked = (round(session.left_s / 60, 1), round(session.right_s / 60, 1), None if last is None else last.value)
    tags = ", ".join(session.tags) or None
    return session.started, session.ended, *worked, tags, session.finished, session.clock_known, session.id


def _amounts(session: Session) -> Iterable[Sequence[_Cell]]:
    for one in session.amounts:
        yield (
            session.started,
            one.at,
            None if one.side is None else one.side.value,
            None if one.amount is None else float(one.amount),
            one.unit.value,
            None if one.kind is None else one.kind.value,
            None if one.fate is None else one.fate.value,
            one.fate_at,
            session.id,
        )


def _days(sessions: Iterable[Session]) -> Iterable[Sequence[_Cell]]:
    for day in days_of(sessions):
        of = total(day.amounts)
        sums = [float(of.by_unit.get(unit, Fraction(0))) for unit in _COUNTED]
        minutes = (round(day.left_s / 60, 1), round(day.right_s / 60, 1))
        yield day.date, float(len(day.sessions)), *minutes, *sums, float(of.drops)
