"""A session that a crash or a dead battery cut short: asked about, then gone on with or closed as it was."""

from __future__ import annotations

from voice.guide import concerns, moves, troubles
from voice.guide.actions import CloseEarlier, Spoken
from voice.guide.commands import Command
from voice.guide.keeping import as_it_stands
from voice.guide.memory import Asked, Question
from voice.guide.state import CLOCK_HOURS, FIVE_MINUTES_S, TEN_MINUTES_S, Breast, Earlier, State
from voice.guide.steps import Side, Step
from voice.guide.stretches import NOTHING_EXPRESSED, Rest, Stretch
from voice.guide.turn import Turn

SILENCE_S = 20.0
"""How long "shall we go on" stays open after it was said, in seconds (the contract)."""


def open_(turn: Turn) -> None:
    """Begin: with the welcome, or with what was cut short."""
    earlier = turn.opening.earlier
    if earlier is None:
        _begin(turn)
        return
    _stand_where_it_was(turn, earlier)
    if turn.memory.autopilot:
        turn.memory.notes.append(troubles.AUTOPILOT)
    if earlier.held or not earlier.stretches:
        turn.say_always(turn.content.text("restore_held"), Spoken.PROMPT)
        return
    last = earlier.stretches[-1].side
    minute = turn.content.spoken.number(int(turn.state.current.expressed_s // 60) + 1)
    turn.say("restore", Spoken.PROMPT, side=turn.content.spoken.side(last), minute=minute)
    answers = frozenset({Command.YES, Command.NO, Command.RESUME})
    turn.memory.question = Question(Asked.GO_ON, answers, SILENCE_S)


def go_on(turn: Turn) -> None:
    """ "Yes": the same side, place and times."""
    moves.resume(turn)


def go_on_after_all(turn: Turn) -> None:
    """A late "yes": it was let be, and is not closed yet."""
    earlier = turn.opening.earlier
    if earlier is not None and turn.memory.letting_be is not None:
        turn.memory.letting_be = None
        turn.memory.expressed = NOTHING_EXPRESSED
        _stand_where_it_was(turn, earlier)
        moves.resume(turn)


def let_be(turn: Turn) -> None:
    """Silence: another session begins, and that one ends as it was once no late word can go on with it."""
    turn.memory.letting_be = turn.now
    _begin_another(turn)


def close(turn: Turn) -> None:
    """ "No": that session ends as it was, and another begins."""
    turn.do(CloseEarlier())
    _begin_another(turn)


def _begin_another(turn: Turn) -> None:
    memory, opening = turn.memory, turn.opening
    memory.question = None
    memory.expressed, memory.rests, memory.kept = NOTHING_EXPRESSED, (), None
    memory.since_s = turn.now
    turn.state = State(
        short=opening.short,
        tempo_cpm=opening.tempo_cpm,
        volume_db=turn.state.volume_db,
        matching=turn.state.matching,
        narration=turn.state.narration,
    )
    _begin(turn)


def _begin(turn: Turn) -> None:
    moves.enter(turn, Step.WELCOME)
    if turn.memory.autopilot and troubles.AUTOPILOT not in turn.memory.notes:
        turn.memory.notes.append(troubles.AUTOPILOT)
    for concern in turn.opening.concerns:
        concerns.found(turn, concern)


def _stand_where_it_was(turn: Turn, earlier: Earlier) -> None:
    """Paused, until she says that she goes on; what was held needs "continue"."""
    side = earlier.stretches[-1].side if earlier.stretches else None
    left, right = (_breast(earlier.stretches, one) for one in Side)
    worked = frozenset(stretch.side for stretch in earlier.stretches)
    turn.change(
        step=Step.WELCOME if side is None else Step.EXPRESS,
        side=side,
        left=left,
        right=right,
        sides_done=worked - {side},
        last_worked=side,
        paused=True,
        held_for_safety=earlier.held,
        tempo_cpm=earlier.tempo_cpm,
        logged=earlier.logged,
    )
    memory = turn.memory
    memory.since_s = earlier.since_s
    for stretch in earlier.stretches:
        memory.expressed = memory.expressed.plus(stretch)
    memory.rests = earlier.rests
    if earlier.stretches and not (memory.rests and memory.rests[-1].to_s is None):
        memory.rests = (*memory.rests, Rest(earlier.stretches[-1].to_s))
    memory.kept = as_it_stands(turn)
    memory.held_before = earlier.held


def _breast(stretches: tuple[Stretch, ...], side: Side) -> Breast:
    mine = [one for one in stretches if one.side is side]
    places = [one.place for one in mine if one.place in CLOCK_HOURS]
    hour = places[-1] if places else CLOCK_HOURS[0]
    expressed_s = sum(one.expressed_s for one in mine)
    return Breast(
        expressed_s=expressed_s,
        hour=hour,
        worked=tuple(dict.fromkeys(place for place in places if place != hour)),
        five_noted=expressed_s >= FIVE_MINUTES_S,
        ten_noted=expressed_s >= TEN_MINUTES_S,
        spot_since_s=expressed_s,
    )
