"""The commands that answer without going anywhere: information, loudness, tempo, counting."""

from __future__ import annotations

from voice.guide import wording
from voice.guide.actions import Earcon, Spoken
from voice.guide.narration import Narration
from voice.guide.state import (
    TEMPO_RANGE_CPM,
    TEMPO_STEP_CPM,
    VOLUME_RANGE_DB,
    VOLUME_STEP_DB,
    Counting,
    LastTime,
)
from voice.guide.turn import Turn

NORMAL_AGAIN_S = 600.0
"""Within so long after it was said she is not told again that few drops are normal."""
_NARRATIONS = {
    Narration.FULL: "narration_full",
    Narration.FADING: "narration_fading",
    Narration.SHORT: "narration_short",
}


def repeat(turn: Turn) -> None:
    """Say the last prompt or answer again, in full also where fewer words stood for it."""
    memory = turn.memory
    last = memory.last_said
    if last is None:
        turn.earcon(Earcon.HEARD)
    else:
        _again(turn, memory.in_full if last is memory.prompt and memory.in_full is not None else last.text)


def _again(turn: Turn, text: str) -> None:
    """What was said before; a beat that waited for its end waits for this one."""
    restart = turn.memory.beat_after
    again = turn.say_text(text, Spoken.REPEAT)
    if restart is not None:
        turn.memory.beat_after = again


def help_(turn: Turn) -> None:
    """Three things at most that can be said now; an open question stays the one to repeat."""
    memory = turn.memory
    if memory.question is None:
        turn.say(wording.help_key(turn.state), Spoken.ANSWER)
        return
    asked = memory.last_said
    turn.say("help_question", Spoken.ANSWER)
    memory.last_said = asked


def more(turn: Turn) -> None:
    """Three more of them."""
    turn.say(wording.more_key(turn.state), Spoken.ANSWER)


def which_side(turn: Turn) -> None:
    """Side and spots."""
    if turn.state.side is None:
        turn.earcon(Earcon.HEARD)
        return
    key, values = wording.which_side(turn.state, turn.content)
    turn.say(key, Spoken.ANSWER, **values)


def how_long(turn: Turn) -> None:
    """Minutes on this side."""
    if turn.state.side is None:
        turn.earcon(Earcon.HEARD)
        return
    key, values = wording.how_long(turn.state, turn.content)
    turn.say(key, Spoken.ANSWER, **values)


def last_time(turn: Turn) -> None:
    """How long ago she expressed last."""
    last = _last(turn)
    if last is None or last.ago_s is None:
        turn.say("last_unknown", Spoken.ANSWER)
    else:
        turn.say("last_time", Spoken.ANSWER, ago=turn.content.spoken.duration(last.ago_s + turn.now))


def last_side(turn: Turn) -> None:
    """The side that she ended with then."""
    last = _last(turn)
    if last is None:
        turn.say("last_unknown", Spoken.ANSWER)
    else:
        turn.say("last_side", Spoken.ANSWER, side=turn.content.spoken.side(last.side))


def _last(turn: Turn) -> LastTime | None:
    return None if turn.memory.history_erased else turn.opening.last


def none_yet(turn: Turn) -> None:
    """No milk so far: it is normal, what to try, and who can help; that it is normal not twice within ten minutes."""
    said = turn.state.none_yet_said
    turn.change(none_yet_said=said + 1)
    if said > 0:
        turn.say("none_yet_again" if said == 1 else "none_yet_team", Spoken.ANSWER)
    elif turn.now - turn.memory.few_drops_at < NORMAL_AGAIN_S:
        turn.say("none_yet_hand", Spoken.ANSWER)
    else:
        turn.memory.few_drops_at = turn.now
        turn.say("none_yet", Spoken.ANSWER)


def storage(turn: Turn) -> None:
    """How long milk keeps, by the region's source."""
    turn.say_text(turn.content.storage(), Spoken.ANSWER)


def tempo(turn: Turn, direction: int) -> None:
    """Two cycles a minute up or down, within bounds."""
    low, high = TEMPO_RANGE_CPM
    wanted = min(high, max(low, turn.state.tempo_cpm + direction * TEMPO_STEP_CPM))
    if wanted == turn.state.tempo_cpm:
        turn.say("fastest" if direction > 0 else "slowest", Spoken.ANSWER)
        return
    turn.change(tempo_cpm=wanted)
    turn.earcon(Earcon.HEARD)


def volume(turn: Turn, direction: int) -> None:
    """4 dB up or down; what was being said is said again, so that she hears the difference.

    It counts from what sounds now where that was raised for her, so that "louder" makes it louder in any case.
    """
    low, high = VOLUME_RANGE_DB
    now_db = turn.state.volume_db + max(0.0, turn.matched_db)
    wanted = min(high, max(low, now_db + direction * VOLUME_STEP_DB))
    if (wanted - now_db) * direction <= 0:  # at night it can start below the range
        turn.say("loudest" if direction > 0 else "quietest", Spoken.ANSWER)
        return
    turn.change(volume_db=wanted)
    if turn.memory.speaking is not None:
        _again(turn, turn.memory.speaking.text)
    else:
        turn.earcon(Earcon.HEARD)


def narrate(turn: Turn, narration: Narration) -> None:
    """ "Tell me more" and "say less": how fully prompts are said from now on."""
    turn.change(narration=narration)
    turn.say(_NARRATIONS[narration], Spoken.ANSWER)


def count(turn: Turn, counting: Counting) -> None:
    """Words at every cycle, tones alone, or tones and no speech."""
    turn.change(counting=counting)
    turn.earcon(Earcon.HEARD)
