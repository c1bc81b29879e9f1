"""What she asks of today, and what she adds late: that she had begun earlier, and a word about the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from voice.guide.actions import Earcon, Spoken
from voice.guide.measures import Amount, Unit
from voice.guide.night import DAY_S
from voice.guide.turn import Turn


def today(turn: Turn) -> None:
    """ "How much today": what was noted since midnight, each unit by itself and nothing about it."""
    past_midnight = turn.opening.night.opened_s + turn.now >= DAY_S
    ids = frozenset() if past_midnight else turn.opening.noted.today
    earlier = [milk.amount for milk in turn.state.milk if milk.id in ids]
    sums = summed([*earlier, *turn.state.logged])
    if sums:
        turn.say("today", Spoken.ANSWER, amounts=turn.content.spoken.amounts(sums))
    else:
        turn.say("today_none", Spoken.ANSWER)


def summed(amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """One amount for each unit that was said, in the order of the units; drops stay drops and are never counted."""
    sums: list[Amount] = []
    for unit in Unit:
        said = [amount.amount for amount in amounts if amount.unit is unit]
        counted = [number for number in said if number is not None]
        if said:
            sums.append(Amount(sum(counted, Fraction(0)) if counted else None, unit))
    return tuple(sums)


def started(turn: Turn, minutes: int) -> None:
    """ "Started ten minutes ago": the session began then, and the side that was worked first gains or loses the time.

    No side goes below nothing.
    """
    worked = turn.memory.expressed.stretches
    if not worked:
        turn.earcon(Earcon.HEARD)
        return
    side, breast = worked[0].side, turn.state.breast(worked[0].side)
    wanted_s = 60.0 * minutes - (turn.now - worked[0].from_s) - turn.state.backdated_s
    moved_s = max(wanted_s, -breast.expressed_s)
    moved = replace(
        breast, expressed_s=breast.expressed_s + moved_s, spot_since_s=max(0.0, breast.spot_since_s + moved_s)
    )
    turn.change(**{side.value: moved}, backdated_s=turn.state.backdated_s + moved_s)
    whole = max(1, round(moved.expressed_s / 60))
    turn.say("started", Spoken.ANSWER, minutes=turn.content.spoken.minutes(whole), side=turn.content.spoken.side(side))


def tag(turn: Turn, name: str) -> None:
    """Note a word about the session; said twice it stands once."""
    if name not in turn.state.tags:
        turn.change(tags=(*turn.state.tags, name))
    turn.say("tagged", Spoken.ANSWER, tag=turn.content.spoken.tags[name])
