"""What the journal is told of the work: stretches on one side and one place, and the rests between.

Times are room time in seconds; they are negative in what was done before a crash.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voice.guide.steps import Side


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work on one side, with the thumb at one clock hour (None: unknown); `expressed_s` of it the beat sounded."""

    side: Side
    place: int | None
    from_s: float
    to_s: float
    expressed_s: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Everything waited; `to_s` is None while it does."""

    from_s: float
    to_s: float | None = None


@dataclass(frozen=True, slots=True)
class Expressed:
    """Seconds expressed in the whole session, also before a start over, on the side that they are credited to."""

    left_s: float = 0.0
    right_s: float = 0.0
    stretches: tuple[Stretch, ...] = ()

    @property
    def total_s(self) -> float:
        """On both sides."""
        return self.left_s + self.right_s

    def plus(self, stretch: Stretch) -> Expressed:
        """With what came last: it goes on with the stretch before where side and place are the same."""
        seconds, earlier = stretch.expressed_s, self.stretches
        if earlier and (earlier[-1].side, earlier[-1].place) == (stretch.side, stretch.place):
            last = earlier[-1]
            stretch = replace(last, to_s=stretch.to_s, expressed_s=last.expressed_s + seconds)
            earlier = earlier[:-1]
        left_s = self.left_s + (seconds if stretch.side is Side.LEFT else 0.0)
        right_s = self.right_s + (seconds if stretch.side is Side.RIGHT else 0.0)
        return Expressed(left_s, right_s, (*earlier, stretch))

    def since(self, before: Expressed) -> Expressed:
        """What came since `before`, in seconds alone."""
        return Expressed(self.left_s - before.left_s, self.right_s - before.right_s)

    def credited(self, before: Expressed, side: Side, place: int) -> Expressed:
        """The same, with all that came since `before` on one side and at one place."""
        seconds = self.since(before).total_s
        if seconds <= 0 or not self.stretches:
            return before
        from_s = before.stretches[-1].to_s if before.stretches else self.stretches[0].from_s
        return before.plus(Stretch(side, place, from_s, self.stretches[-1].to_s, seconds))

    def after(self, at_s: float) -> Expressed:
        """What of it came after a moment; the beat is taken to have sounded evenly through a stretch."""
        kept = Expressed()
        for one in self.stretches:
            if one.to_s > at_s:
                from_s = max(one.from_s, at_s)
                share = (one.to_s - from_s) / (one.to_s - one.from_s)
                kept = kept.plus(replace(one, from_s=from_s, expressed_s=one.expressed_s * share))
        return kept


NOTHING_EXPRESSED = Expressed()


def rests_after(rests: tuple[Rest, ...], at_s: float) -> tuple[Rest, ...]:
    """The rests, or what of them came after a moment."""
    return tuple(replace(one, from_s=max(one.from_s, at_s)) for one in rests if one.to_s is None or one.to_s > at_s)
