"""A baby that cries near the microphone: beat, timers and reminders wait until it is calm, or until she says to go on.

The hold is none of her doing, so it is no pause and no command, and undo knows nothing of it. It belongs to the
running beat and to what is due by itself; what is paused, asleep or beside the line (pain, illness, emergency) is held
already and stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from voice.guide.actions import Earcon, Reason, Spoken
from voice.guide.commands import SAFETY, Command
from voice.guide.events import Heard
from voice.guide.memory import Crying, WentOn
from voice.guide.patience import Waiting
from voice.guide.state import State
from voice.guide.turn import Turn

CALM_S = 5.0
"""How long no crying was found before the beat is taken up by itself: breaths and a moment's calm are shorter."""
LET_BE_S = 60.0
"""After "continue" the crying must have been away for so long before it holds anything again."""
TOLD_AGAIN_S = 120.0
"""A hold so soon after she was told of one begins without a word."""
SAID_AGAIN_S = 5.0
"""Within so long the same single word a second time counts, as it does while others talk (the contract)."""
LONGEST_S = 600.0
"""What was held for so long is paused, without a word."""


def began(turn: Turn) -> None:
    """It cries: everything waits, unless she went on lately although it did."""
    crying = turn.memory.crying
    if not turn.opening.hold_when_crying:
        turn.memory.crying = replace(crying, sounds=True)
        return
    let_be = crying.let_be and turn.now - crying.stopped_at < LET_BE_S
    since = crying.since if crying.since is not None or let_be else turn.now
    turn.memory.crying = replace(crying, sounds=True, let_be=let_be, since=since)


def stopped(turn: Turn) -> None:
    """It does not any more; what that means is known when it has been calm for a while."""
    crying = turn.memory.crying
    if crying.sounds:
        turn.memory.crying = replace(crying, sounds=False, stopped_at=turn.now)


def let_be(turn: Turn) -> None:
    """She goes on, or asks for the beat, although it cries: nothing waits for the crying from now on."""
    crying = turn.memory.crying
    if crying.since is not None or crying.sounds:
        turn.memory.crying = replace(crying, since=None, insisted=None, let_be=True)


def insists(turn: Turn) -> None:
    """She says "continue" when the beat has just gone on: she would not have waited for it."""
    turn.memory.crying = replace(turn.memory.crying, since=None, insisted=None, let_be=True)


def holds_back(turn: Turn, heard: Heard) -> bool:
    """Whether a word does nothing because the crying may have said it; it is recorded, and counts the second time.

    What has two words counts, as do an answer to a question, a key, and a word that is clearly louder than the crying.
    """
    crying, phrase, question = turn.memory.crying, heard.phrase, turn.memory.question
    if not crying.holds_beat(turn.state) or len(heard.words) > 1 or heard.clear or phrase is None:
        return False
    if phrase.command in SAFETY or (question is not None and phrase.command in question.answers):
        return False
    if crying.insisted is not None and turn.now <= crying.insisted[1]:
        before = crying.insisted[0].phrase
        if before is not None and (before.command, before.value) == (phrase.command, phrase.value):
            turn.memory.crying = replace(crying, insisted=None)
            return False
    turn.memory.crying = replace(crying, insisted=(heard, turn.now + SAID_AGAIN_S))
    turn.ignore(heard, Reason.NOT_LIVE)
    return True


def due(turn: Turn) -> bool:
    """What is due while the guide is silent; returns whether everything else goes on waiting."""
    crying = turn.memory.crying
    if crying.since is None:
        return False
    if not crying.sounds and turn.now - crying.stopped_at >= CALM_S:
        _take_up(turn)
        return True
    if not crying.waits(turn.state):
        return False
    turn.memory.waiting = None if turn.memory.waiting is None else Waiting(turn.now)
    if not crying.holds_beat(turn.state):
        return True
    if turn.now - crying.since >= LONGEST_S:
        turn.memory.crying = replace(crying, since=None, insisted=None)
        turn.change(paused=True)
    elif turn.now - crying.told_at >= TOLD_AGAIN_S and crying.told_at < crying.since:
        turn.memory.crying = replace(crying, told_at=turn.now)
        turn.say("crying", Spoken.NOTE)
    return True


def _take_up(turn: Turn) -> None:
    """It is calm: the beat, after one short sentence where she was told that it waits, and every timer from here on."""
    crying = turn.memory.crying
    held, told = crying.holds_beat(turn.state), crying.since is not None and crying.told_at >= crying.since
    turn.memory.crying = replace(crying, since=None, insisted=None)
    if held:
        turn.memory.went_on = WentOn(turn.snapshot(), turn.now, frozenset({Command.RESUME}))
        turn.earcon(Earcon.RESUMED)
        if told:
            turn.memory.beat_after = turn.say("resume", Spoken.NOTE)


def answers(crying: Crying, state: State) -> frozenset[Command]:
    """The commands that the hold makes live."""
    return frozenset({Command.RESUME}) if crying.holds_beat(state) else frozenset()
