"""What the journal takes: durable events a second, and how fast thousands of sessions are read.

    scripts/bench/journal.py                        10,000 sessions, on the disk of this folder
    scripts/bench/journal.py --folder DIR --json FILE

An event is what a session writes as it happens: work that has gone on, a new spot, an amount. Each is on the disk
before the next begins. Ends with status 1 where a question takes the processor a second or more.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from voice.guide.measures import Kind, Unit
from voice.guide.milk import Fate
from voice.guide.state import CLOCK_HOURS
from voice.guide.steps import Side
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal
from voice.journal.records import Logged, Pause, Session, Span
from voice.page.history import History

_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_TARGET_S = 1.0
_REPEATED = 5


def main() -> int:
    """Measure, print, and end with status 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1000, help="how many are written (default 1000)")
    parser.add_argument("--sessions", type=int, default=10_000, help="how many are read (default 10000)")
    parser.add_argument("--folder", type=Path, default=Path(), help="on whose disk it is tried (default: this one)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voice-journal-", dir=args.folder) as folder:
        figures = _writing(Path(folder) / "writing", args.events)
        read = _reading(Path(folder) / "reading", args.sessions)
    for name, value in (figures | read).items():
        print(f"{name:32} {value:10.4g}")
    if args.json is not None:
        args.json.write_text(json.dumps(figures | read, indent=1) + "\n", encoding="utf-8")
    slow = [name for name, value in read.items() if name.endswith("_s") and value >= _TARGET_S]
    print(f"target: {_TARGET_S:g} s each" + (f"; missed by {', '.join(slow)}" if slow else ""))
    return 1 if slow else 0


def _writing(folder: Path, events: int) -> dict[str, float]:
    """Events of one session, each committed: how many a second, and how long one takes in milliseconds."""
    taken_ms: list[float] = []
    with Journal.open(folder) as journal:
        written: Session | None = None
        session = Session(_BEGAN, tempo_cpm=18.0)
        for number in range(events):
            session = _went_on(session, number)
            began = time.perf_counter()
            journal.record(session, written, journal.generation)
            taken_ms.append(1000 * (time.perf_counter() - began))
            written = session
    return {
        "durable_events_a_second": 1000 * events / sum(taken_ms),
        "event_median_ms": statistics.median(taken_ms),
        "event_95_percent_ms": statistics.quantiles(taken_ms, n=20)[-1],
        "event_longest_ms": max(taken_ms),
    }


def _went_on(session: Session, number: int) -> Session:
    """The session after one more event: work as a rule, now and then a new spot or an amount."""
    until_s = 10.0 * (number + 1)
    if number % 10 == 0:
        spot = Span(Side.LEFT, CLOCK_HOURS[number // 10 % 6], until_s - 10.0, until_s, 10.0)
        return replace(session, spans=(*session.spans, spot))
    if number % 25 == 24:
        return replace(session, amounts=(*session.amounts, _amount(number, session.at(until_s))))
    last = session.spans[-1]
    return replace(
        session, spans=(*session.spans[:-1], replace(last, to_s=until_s, expressed_s=last.expressed_s + 10.0))
    )


def _reading(folder: Path, sessions: int) -> dict[str, float]:
    """What each question takes, the shortest of a few: seconds of the processor, and those that passed."""
    with Journal.open(folder) as journal:
        began = time.perf_counter()
        journal.add(*(_whole(number) for number in range(sessions)))
        added_s = time.perf_counter() - began
    now = _BEGAN + timedelta(hours=3 * sessions)
    month = (now - timedelta(days=30), now)
    answered = _shortest("open", lambda: Journal.open(folder).close())
    answered |= _shortest("history_page", lambda: _page(folder))
    with Journal.open(folder) as journal:
        questions: dict[str, Callable[[], object]] = {
            "all_sessions": journal.sessions,
            "last_ten": lambda: journal.sessions(last=10),
            "a_month": lambda: journal.sessions(between=month),
            "today": lambda: journal.today(now),
            "last_time": journal.last_time,
            "stored_milk": journal.stored_milk,
            "past": journal.past,
            "unfinished": journal.unfinished,
        }
        for name, question in questions.items():
            answered |= _shortest(name, question)
    megabytes = (folder / FILE_NAME).stat().st_size / 1e6
    return {"sessions": sessions, "adding_all_took": added_s, "megabytes": megabytes} | answered


def _page(folder: Path) -> None:
    """What a page that opens its history is answered."""
    with History(folder, None) as history:
        history.read("").result()


def _shortest(name: str, act: Callable[[], object]) -> dict[str, float]:
    busy_s, passed_s = [], []
    for _ in range(_REPEATED):
        busy, began = time.process_time(), time.perf_counter()
        act()
        busy_s.append(time.process_time() - busy)
        passed_s.append(time.perf_counter() - began)
    return {f"{name}_s": min(busy_s), f"{name}_passed": min(passed_s)}


def _whole(number: int) -> Session:
    """One every three hours: both sides, three spots on each, a pause, two amounts; milk of a day is still there."""
    began = _BEGAN + timedelta(hours=3 * number)
    spans = tuple(
        Span((Side.LEFT, Side.RIGHT)[place // 3], CLOCK_HOURS[place % 3], 120.0 * place, 120.0 * (place + 1), 118.0)
        for place in range(6)
    )
    fate = Fate.FRIDGE if number % 10 == 0 else Fate.USED
    amounts = tuple(replace(_amount(number, began), fate=fate, fate_at=began) for _ in range(2))
    amounts = tuple(replace(one, id=f"{number:08x}-{place}") for place, one in enumerate(amounts))
    return Session(
        began,
        began + timedelta(minutes=14),
        spans,
        (Pause(200.0, 230.0),),
        amounts,
        tempo_cpm=18.0,
        finished=True,
    )


def _amount(number: int, at: datetime) -> Logged:
    return Logged(Fraction(number % 100 + 1, 2), Unit.ML, Side.LEFT, Kind.MILK, at)


if __name__ == "__main__":
    sys.exit(main())
