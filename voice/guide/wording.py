"""Which text belongs to a moment: keys of the content and what fills their braces."""

from __future__ import annotations

from voice.guide.content import Content
from voice.guide.state import Opening, State
from voice.guide.steps import AT_WORK, HELD, READY, Step

Wording = tuple[str, dict[str, str]]
"""A key of the content and the values for its braces. Where she asked for quiet answers are short ("..._hushed")."""

FEW_SESSIONS = 3
"""Sessions after which "I know how" is offered and few drops are no longer explained by themselves."""


def prompt(state: State, opening: Opening, content: Content, *, again: bool, timed: bool) -> Wording:
    """The prompt of the step in which the session stands; where steps are `timed` it asks for no "next".

    `again` says that the step spoke in this session before.
    """
    key, values = _prompt(state, opening, content, again=again)
    return (timed_key(key, content) if timed else key), values


def timed_key(key: str, content: Content) -> str:
    """The key of the same text without a word to wait for, where there is one."""
    own = f"{key}_timed"
    return own if own in content.prompts else key


def _prompt(state: State, opening: Opening, content: Content, *, again: bool) -> Wording:
    match state.step:
        case Step.WELCOME:
            return _welcome(state, opening), {}
        case Step.CONTAINER:
            return ("container_kind" if state.kind is None else "container"), {}
        case Step.CHOOSE_SIDE:
            return "choose_side", {"side": content.spoken.side(opening.proposed_side)}
        case Step.HOLD:
            return ("hold_short" if state.begun and again else "hold"), _side(state, content)
        case Step.EXPRESS:
            return ("express_again" if state.begun or state.short else "express"), {}
        case Step.MOVE:
            hour = state.current.hour
            return "move", {"hour": content.spoken.hour(hour), "spot": content.spoken.spot(hour)}
        case Step.SWITCH:
            return "switch", _side(state, content)
        case Step.GOODBYE:
            return _goodbye(state, opening), {}
        case _:
            return state.step.value, {}


def following(key: str) -> str | None:
    """The key of what is said right after a prompt, as a part of it: at first what the program is not."""
    return "welcome_limits" if key == "welcome_first" else None


def _welcome(state: State, opening: Opening) -> str:
    if state.short:
        return "welcome_short"
    if opening.finished_sessions == 0:
        return "welcome_first"
    return "welcome_known" if opening.finished_sessions >= FEW_SESSIONS else "welcome"


def _goodbye(state: State, opening: Opening) -> str:
    if not state.begun:
        return "goodbye_early"
    return "goodbye_first" if opening.finished_sessions == 0 else "goodbye"


def _side(state: State, content: Content) -> dict[str, str]:
    if state.side is None:
        raise ValueError("no side has been chosen")
    return {"side": content.spoken.side(state.side)}


def help_key(state: State) -> str:
    """What can be said now."""
    if state.held:
        return "help_held"
    if state.step in AT_WORK:
        return "help_hushed" if state.hushed else "help_express"
    match state.step:
        case Step.CHOOSE_SIDE:
            return "help_choose_side"
        case Step.SWITCH:
            return "help_switch"
        case Step.BOTH_DONE:
            return "help_both_done"
        case Step.COLLECTED:
            return "help_collected"
        case Step.STORE:
            return "help_store"
        case Step.GOODBYE:
            return "help_goodbye" if state.begun else "help_goodbye_early"
        case _:
            return "help_ready"


def more_key(state: State) -> str:
    """What else can be said now."""
    if state.step in HELD or state.paused:
        return "more_other"
    if state.step in AT_WORK:
        return "more_express"
    return "more_ready" if state.step in READY else "more_other"


def which_side(state: State, content: Content) -> Wording:
    """Where she is: side, spot, and the spots worked."""
    breast = state.current
    if state.hushed:
        return "which_side_hushed", _side(state, content) | {"hour": content.spoken.hour(breast.hour)}
    if not breast.worked:
        return "which_side_plain", _side(state, content)
    places = {"hour": content.spoken.hour(breast.hour), "done": content.spoken.hours_done(breast.worked)}
    return "which_side", _side(state, content) | places


def how_long(state: State, content: Content) -> Wording:
    """The whole minutes expressed on this side."""
    minutes = int(state.current.expressed_s // 60)
    if minutes == 0:
        return ("how_long_start_hushed" if state.hushed else "how_long_start"), _side(state, content)
    if state.hushed:
        return "how_long_hushed", {"minutes": content.spoken.minutes(minutes)}
    return "how_long", _side(state, content) | {"minutes": content.spoken.minutes(minutes)}


def missed_key(state: State, *, asked: bool) -> str:
    """What was asked, in a few words; `asked` says that a question with yes or no is open."""
    if asked:
        return "missed_yes_no"
    match state.step:
        case Step.CHOOSE_SIDE:
            return "choose_side_missed"
        case Step.BOTH_DONE:
            return "both_done_missed"
        case Step.COLLECTED:
            return "collected_missed"
        case Step.STORE:
            return "store_missed"
        case _:
            return "missed_next"


def reminder_key(state: State) -> str:
    """The soft reminder of a step that waits."""
    return "reminder_choose_side" if state.step is Step.CHOOSE_SIDE else "reminder_ready"
