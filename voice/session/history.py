"""What is remembered between sessions: times, last side and amounts; never sound.

Local, opt-out, deletable by voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voice.guide.actions import Keep
from voice.guide.amounts import Amount
from voice.guide.steps import Side
from voice.records import read_records, write_records

FILE_NAME = "history.json"


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier sessions tell the next one."""

    finished_sessions: int = 0
    last_side: Side | None = None
    """Where the last session ended in which a side was expressed; None where there was none."""
    both_sides: bool = False
    """Whether both were expressed in it."""
    last_began: datetime | None = None
    """When it began, in local time; None where the record does not tell."""


class History:
    """The history file; one session writes its own record at its end of it, again and again."""

    def __init__(self, folder: Path, *, enabled: bool = True) -> None:
        self.fail_writes = False
        """A full disk, for rehearsing one."""
        self._file = folder / FILE_NAME
        self._enabled = enabled
        self._earlier = read_records(self._file) if enabled else []

    def past(self) -> Past:
        """What earlier sessions tell."""
        finished = [record for record in self._earlier if record.get("finished") is True]
        last = next((one for one in reversed(self._earlier) if one.get("last_side") in ("left", "right")), None)
        if last is None:
            return Past(len(finished))
        both = all(_number(last.get(key)) > 0 for key in ("left_s", "right_s"))
        return Past(len(finished), Side(last["last_side"]), both, _time(last.get("date")))

    def keep(self, session: Keep, date: str) -> None:
        """Write this session's record, replacing what it wrote before.

        Raises OSError when the disk does not take it.
        """
        if not self._enabled:
            return
        if self.fail_writes:
            raise OSError("the disk is full, in rehearsal")
        record = {
            "date": date,
            "finished": session.finished,
            "left_s": round(session.left_s, 1),
            "right_s": round(session.right_s, 1),
            "last_side": None if session.last_side is None else session.last_side.value,
            "amounts": [_written(amount) for amount in session.amounts],
        }
        write_records(self._file, [*self._earlier, record])

    def erase(self) -> None:
        """Forget everything. Raises OSError when the file cannot be deleted."""
        self._earlier = []
        self._file.unlink(missing_ok=True)


def _number(written: object) -> float:
    return float(written) if isinstance(written, int | float) else 0.0


def _time(written: object) -> datetime | None:
    """A date as sessions write it; None for anything else that stands there."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None) if isinstance(written, str) else None
    except ValueError:
        return None


def _written(amount: Amount) -> dict[str, str | float | None]:
    return {
        "side": None if amount.side is None else amount.side.value,
        "kind": None if amount.kind is None else amount.kind.value,
        "amount": None if amount.amount is None else float(amount.amount),
        "unit": amount.unit.value,
    }
