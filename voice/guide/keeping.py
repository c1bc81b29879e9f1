"""What the journal is given: the session as it stands, as soon as something in it has changed.

"Saved." is said when it stands on the disk, and not before. Of pain, illness and emergency nothing is kept but that
everything is held.
"""

from __future__ import annotations

from dataclasses import replace

from voice.guide.actions import CloseEarlier, Keep, Spoken
from voice.guide.memory import LATE_S, Saving
from voice.guide.steps import HELD
from voice.guide.stretches import Rest, rests_after
from voice.guide.turn import Turn

EVERY_S = 10.0
"""How often work that goes on is kept: our own value, little enough to lose and seldom enough for a card."""
TRIES_AGAIN_S = 2.0
"""How long she waits for "Saved." until she is told that it will be tried again, in seconds (the contract)."""


def note(turn: Turn) -> None:
    """Keep what is new, and tell her what stands on the disk by now."""
    _rests(turn)
    memory = turn.memory
    keep = as_it_stands(turn)
    due = memory.letting_be is not None and (turn.now - memory.letting_be > LATE_S or _worth_keeping(keep))
    if not memory.ended and (memory.kept is not None or _worth_keeping(keep)) and _is_news(keep, memory.kept):
        memory.kept, memory.unkept = keep, True
        turn.actions.insert(0, keep)  # before anything that ends what is said, which may lead to a newer one
    if due:
        _close_earlier(turn)
    if memory.saving is not None and not memory.unkept:
        _told(turn, memory.saving)


def close(turn: Turn, *, finished: bool) -> None:
    """The session is over, and nothing is held any more."""
    _rests(turn, over=True)
    keep = replace(as_it_stands(turn), held=False, over=True, finished=finished)
    if turn.memory.kept is not None or _worth_keeping(keep):
        turn.actions.insert(0, keep)
    if turn.memory.letting_be is not None:
        _close_earlier(turn)


def _close_earlier(turn: Turn) -> None:
    turn.memory.letting_be = None
    turn.actions.insert(0, CloseEarlier())


def await_saved(turn: Turn, saving: Saving) -> None:
    """Have it said once everything is on the disk."""
    turn.memory.saving = saving


def kept(turn: Turn) -> None:
    """All that was given is on the disk."""
    turn.memory.unkept = False


def waits(turn: Turn) -> bool:
    """Whether nothing else is to be said, since she waits to hear that it is saved; for two seconds."""
    memory = turn.memory
    if memory.saving is None or memory.saving.told:
        return False
    if turn.now - memory.saving.since >= TRIES_AGAIN_S:
        memory.saving = replace(memory.saving, told=True)
        turn.say(memory.saving.not_yet, Spoken.ANSWER)
    return True


def forget(turn: Turn, at_s: float, amounts: int) -> None:
    """Everything was erased at a moment of room time: only what came after it, so many amounts too, is known still."""
    memory, logged = turn.memory, turn.state.logged
    turn.change(logged=logged[len(logged) - amounts :], logged_together=min(turn.state.logged_together, amounts))
    memory.undo.clear()
    memory.went_on = memory.last_acted = None
    memory.history_erased = True
    memory.since_s = at_s
    memory.expressed = memory.expressed.after(at_s)
    memory.rests = rests_after(memory.rests, at_s)
    memory.kept, memory.unkept = None, False
    if not amounts:
        memory.saving = None


def _told(turn: Turn, saving: Saving) -> None:
    """At once, but not into what is being said; where it took long, among the notes."""
    memory = turn.memory
    memory.saving = None
    if saving.told or memory.speaking is not None:
        memory.notes.append(saving.done)
    else:
        turn.say(saving.done, Spoken.ANSWER)


def as_it_stands(turn: Turn) -> Keep:
    """The session as the journal would hold it now."""
    state, memory = turn.state, turn.memory
    held = state.held_for_safety or state.step in HELD
    return Keep(memory.since_s, memory.expressed.stretches, memory.rests, state.logged, state.tempo_cpm, held=held)


def _worth_keeping(keep: Keep) -> bool:
    return bool(keep.stretches or keep.amounts or keep.held)


def _is_news(keep: Keep, kept: Keep | None) -> bool:
    """Whether more has changed than that work has gone on for a moment."""
    if kept is None or len(keep.stretches) != len(kept.stretches):
        return True
    if replace(keep, stretches=kept.stretches) != kept:
        return True
    last, before = keep.stretches[-1:], kept.stretches[-1:]
    return keep.stretches[:-1] != kept.stretches[:-1] or any(
        (one.side, one.place, one.from_s) != (old.side, old.place, old.from_s) or one.to_s - old.to_s >= EVERY_S
        for one, old in zip(last, before, strict=True)
    )


def _rests(turn: Turn, *, over: bool = False) -> None:
    """Note where a rest begins and where it ends, once there has been work."""
    memory, state = turn.memory, turn.state
    resting = not over and (state.paused or state.asleep or state.step in HELD)
    rests = memory.rests
    lasting = bool(rests) and rests[-1].to_s is None
    if resting and not lasting and memory.expressed.stretches:
        memory.rests = (*rests, Rest(turn.now))
    elif lasting and not resting:
        memory.rests = (*rests[:-1], replace(rests[-1], to_s=turn.now))
