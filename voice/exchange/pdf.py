"""The PDF: a page a week on A4 or Letter, its text selectable.

The only module that writes PDF with reportlab.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from voice.errors import VoiceError
from voice.exchange.pages import COLUMNS, Page, PageRow, Weight, pages_of
from voice.journal.records import Session

try:
    from reportlab.lib.pagesizes import A4, LETTER
    from reportlab.pdfgen.canvas import Canvas
except ImportError as error:
    raise VoiceError(
        'A PDF needs a package that is not installed: pip install "voice-guide[export]", or run scripts/start once.'
    ) from error

_REGULAR, _BOLD = "Helvetica", "Helvetica-Bold"
_MARGIN = 50.0
"""Points, as everything here: 72 are an inch."""
_LEFT_OF = (0.0, 0.19, 0.29, 0.38, 0.47, 0.84)
"""Where each column begins, as a part of the width."""
_LARGEST_ROW, _SMALLEST_ROW = 16.0, 8.5
_TEXT_OF_ROW = 0.68
"""The size of the text, as a part of the height of its row."""


class Paper(Enum):
    """A size of paper by its name on the command line."""

    A4 = "a4"
    LETTER = "letter"


_SIZES = {Paper.A4: A4, Paper.LETTER: LETTER}


def as_pdf(sessions: Iterable[Session], paper: Paper) -> bytes:
    """The pages of these sessions; one that is empty says so where there are none."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=_SIZES[paper], pageCompression=1, invariant=True)
    canvas.setTitle("voice")
    canvas.setCreator("voice")
    canvas.setSubject("sessions by week")
    for page in pages_of(sessions) or (Page("No sessions", (), ()),):
        _Sheet(canvas, *_SIZES[paper]).draw(page)
    canvas.save()
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where things are on one size of paper."""

    canvas: Canvas
    width: float
    height: float

    def draw(self, page: Page) -> None:
        """A week; rows get smaller to fit on one page, and go on on another where they would be too small to read."""
        top, bottom = self.height - _MARGIN - 40, _MARGIN + 30
        row = max(_SMALLEST_ROW, min(_LARGEST_ROW, (top - bottom) / (len(page.rows) + 1)))
        fit = int((top - bottom) / row) - 1
        rest = page.rows
        title = page.title
        while True:
            self._frame(title, page.notes)
            self._row(PageRow(COLUMNS, Weight.TOTAL), top, row)
            for number, one in enumerate(rest[:fit], start=1):
                self._row(one, top - number * row, row)
            self.canvas.showPage()
            rest, title = rest[fit:], f"{page.title} (continued)"
            if not rest:
                return

    def _frame(self, title: str, notes: tuple[str, ...]) -> None:
        self.canvas.setFont(_BOLD, 16)
        self.canvas.drawString(_MARGIN, self.height - _MARGIN - 12, title)
        self.canvas.setFont(_REGULAR, 8)
        for number, note in enumerate(notes):
            self.canvas.drawString(_MARGIN, _MARGIN + 10 - number * 11, note)

    def _row(self, row: PageRow, y: float, height: float) -> None:
        font = _BOLD if row.weight is Weight.TOTAL else _REGULAR
        size = height * _TEXT_OF_ROW
        across = self.width - 2 * _MARGIN
        for place, (text, left) in enumerate(zip(row.cells, _LEFT_OF, strict=True)):
            right = _LEFT_OF[place + 1] if place + 1 < len(_LEFT_OF) else 1.0
            room = (right - left) * across - 4
            wide = self.canvas.stringWidth(text, font, size)
            # Numbers of many digits are printed narrower rather than cut.
            self.canvas.setFont(font, size if wide <= room else size * room / wide)
            self.canvas.drawString(_MARGIN + left * across, y, text)
        if row.weight is Weight.TOTAL:
            self.canvas.setLineWidth(0.4)
            self.canvas.line(_MARGIN, y - height * 0.3, self.width - _MARGIN, y - height * 0.3)
