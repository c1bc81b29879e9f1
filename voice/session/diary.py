"""The diary of a session: what the guide keeps, as records of the journal; and what became of them, as events."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from voice.guide import actions
from voice.guide.amounts import Amount
from voice.guide.events import Erased, Event, Happened, Kept, Trouble
from voice.guide.milk import Fate
from voice.journal.records import Amendment, Logged, Pause, Session, Span, new_id
from voice.journal.scribe import Done, Failed, Gone, News, Replaced, Scribe, Why
from voice.session.ledger import kept_in

RETRY_S = 30.0
"""How long it takes until what could not be written is tried again."""
_TROUBLES = {Why.FULL: Trouble.DISK_FULL, Why.UNWRITABLE: Trouble.UNWRITABLE, Why.NEWER: Trouble.JOURNAL_NEWER}
_PASSING = (Trouble.DISK_FULL, Trouble.UNWRITABLE)
"""What may be over by itself."""


class Diary:
    """Owned by the session's thread; times are room time in seconds, which starts at `opens_at`.

    `earlier` is the session that is gone on with, unless the guide lets it be. `trouble` is what was found when the
    journal was opened.
    """

    def __init__(
        self,
        scribe: Scribe,
        opens_at: datetime,
        earlier: Session | None = None,
        trouble: Trouble | None = None,
        *,
        clock_known: bool = True,
    ) -> None:
        self._scribe = scribe
        self._opens_at = opens_at
        self._clock_known = clock_known and (earlier is None or earlier.clock_known)
        self._earlier = earlier
        self._id = new_id() if earlier is None else earlier.id
        self._logged: list[Logged] = [] if earlier is None else list(earlier.amounts)
        self._kept_in = None if earlier is None else kept_in(earlier)
        """What was said last of the milk of this session."""
        self._trouble: Trouble | None = trouble if trouble in _PASSING else None
        """What keeps it from writing now."""
        self._untold = [trouble] if trouble is not None else []
        self._ordered = 0
        """The number of the last order; 0 before the first."""
        self._orders: dict[int, float] = {}
        """When each order that is not known to be carried out was given."""
        self._written_s = 0.0
        """What was ordered until then stands on the disk."""
        self._retry_at = 0.0

    def keep(self, keep: actions.Keep, now: float) -> None:
        """Have the session written as it stands."""
        self._log(keep.amounts, keep.kept_in, now)
        started = self._at(keep.since_s)

        def since(seconds: float) -> float:
            return round(seconds - keep.since_s, 3)

        session = Session(
            started=started,
            ended=self._at(now) if keep.over else None,
            spans=tuple(
                Span(one.side, one.place, since(one.from_s), since(one.to_s), round(one.expressed_s, 3))
                for one in keep.stretches
            ),
            pauses=tuple(Pause(since(one.from_s), None if one.to_s is None else since(one.to_s)) for one in keep.rests),
            amounts=tuple(self._logged),
            tags=keep.tags,
            tempo_cpm=keep.tempo_cpm,
            finished=keep.finished,
            held=keep.held,
            clock_known=self._clock_known,
            id=self._id,
        )
        self._order(self._scribe.write(session), now)

    def amend(self, amend: actions.Amend, now: float) -> None:
        """Have an amount of an earlier session put right."""
        milk, amount = amend.milk, amend.milk.amount
        since = None if milk.fate_s is None else self._at(milk.fate_s)
        self._order(
            self._scribe.amend(
                Amendment(milk.id, amount.amount, amount.unit, amount.side, amount.kind, milk.fate, since)
            ),
            now,
        )

    def close_earlier(self, now: float) -> None:
        """Have the session that was cut short end as it was; what is kept from now on is another."""
        if self._earlier is not None:
            closed = replace(self._earlier, ended=self._earlier.last_at, held=False)
            self._order(self._scribe.write(closed), now)
        self._begin_another()

    def erase(self, now: float) -> None:
        """Have everything erased; what is kept from now on is another session."""
        self._begin_another()
        self._order(self._scribe.erase(), now)

    def retry(self) -> None:
        """Try again what could not be written."""
        self._scribe.retry()

    def news(self, now: float) -> list[Event]:
        """What became of it; what waits is tried again every half minute, since the disk may have room again."""
        if self._trouble is not None and now >= self._retry_at:
            self._retry_at = now + RETRY_S
            if self._orders:
                self._scribe.retry()
        events: list[Event] = [Happened(trouble) for trouble in self._untold]
        self._untold.clear()
        for news in self._scribe.news():
            events += self._taken(news, now)
        return events

    def _taken(self, news: News, now: float) -> list[Event]:
        match news:
            case Done():
                return self._done(news.number)
            case Failed():
                trouble = _TROUBLES[news.why]
                known, self._trouble = self._trouble, trouble
                self._retry_at = now + RETRY_S
                return [] if known is trouble else [Happened(trouble)]
            case Replaced():
                return [Happened(Trouble.JOURNAL_BROKEN)]
            case Gone():
                return [self._gone(news, now)]
            case _:
                assert_never(news)

    def _done(self, number: int) -> list[Event]:
        for order in [order for order in self._orders if order <= number]:
            self._written_s = max(self._written_s, self._orders.pop(order))
        events: list[Event] = []
        if self._trouble is not None:
            self._trouble = None
            events.append(Happened(Trouble.DISK_BACK))
        return [*events, Kept()] if number == self._ordered else events

    def _gone(self, gone: Gone, now: float) -> Erased:
        """What had been written before was erased, and what was done until then."""
        erased_s = self._written_s
        if gone.at is not None:
            erased_s = max(erased_s, (gone.at - self._opens_at).total_seconds())
        erased_s = min(erased_s, now)
        after = [one for one in self._logged if one.at > self._at(erased_s)]
        self._begin_another()
        self._logged = after
        self._orders.clear()
        return Erased(erased_s, len(after))

    def _begin_another(self) -> None:
        self._earlier = None
        self._id = new_id()
        self._logged = []
        self._kept_in = None

    def _order(self, number: int, now: float) -> None:
        self._ordered = number
        self._orders[number] = now

    def _log(self, amounts: tuple[Amount, ...], kept_in: Fate | None, now: float) -> None:
        """Let the records be of these amounts: those that are known already stay what they were.

        What became of the milk is new for all of them when she says it.
        """
        same = 0
        for amount, logged in zip(amounts, self._logged, strict=False):
            if amount != Amount(logged.amount, logged.unit, logged.side, logged.kind):
                break
            same += 1
        at = self._at(now)
        since = None if kept_in is None else at
        new = [Logged(one.amount, one.unit, one.side, one.kind, at, kept_in, since) for one in amounts[same:]]
        known = self._logged[:same]
        if kept_in is not self._kept_in:
            self._kept_in = kept_in
            known = [replace(one, fate=kept_in, fate_at=since) for one in known]
        self._logged = [*known, *new]

    def _at(self, seconds: float) -> datetime:
        return self._opens_at + timedelta(seconds=seconds)
