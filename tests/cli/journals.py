"""A journal of the user's for the commands on it, in the test's own folders."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from voice.cli.main import main
from voice.guide.measures import Kind, Together, Unit
from voice.guide.steps import Side
from voice.journal.journal import Journal
from voice.journal.records import Logged, Session, Span


class Home:
    """The user's folders, and the program run in them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = folder / "DATA/voice-guide"
        self.cache = folder / "CACHE/voice-guide"
        self.settings = folder / "CONFIG/voice-guide/settings.toml"
        self.settings.parent.mkdir(parents=True)
        self._capsys = capsys

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Run `voice` with these."""
        status = main([str(argument) for argument in arguments])
        output = self._capsys.readouterr()
        return status, output.out, output.err

    def holds(self, *sessions: Session) -> None:
        """Put sessions into the journal."""
        with Journal.open(self.data) as journal:
            journal.add(*sessions)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """What is in it now."""
        with Journal.open(self.data) as journal:
            return journal.sessions()


def days_ago(days: float, hour: int = 3, minute: int = 20) -> datetime:
    """A local time of an earlier day."""
    day = datetime.now().replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(days=days)
    return day.astimezone()


def night(began: datetime, id_: str) -> Session:
    """Eight minutes on the left and six on the right; 12 ml left, half an ounce from both, drops right."""
    ended = began + timedelta(minutes=16)
    return Session(
        began,
        ended,
        (Span(Side.LEFT, 12, 60.0, 540.0, 480.0), Span(Side.RIGHT, 2, 560.0, 920.0, 360.0)),
        amounts=(
            Logged(Fraction(12), Unit.ML, Side.LEFT, Kind.MILK, ended, id=f"{id_}a"),
            Logged(Fraction(1, 2), Unit.OZ, Together.BOTH, None, ended, id=f"{id_}b"),
            Logged(None, Unit.DROPS, Side.RIGHT, Kind.COLOSTRUM, ended, id=f"{id_}c"),
        ),
        tags=("tired",),
        tempo_cpm=18.0,
        finished=True,
        id=id_,
    )
