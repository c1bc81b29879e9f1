"""What is worth saying or pressing now, out of everything that would be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from voice.guide.commands import Command
from voice.guide.measures import AmountWords
from voice.guide.phrases import Phrase
from voice.guide.state import State
from voice.guide.steps import AT_WORK, READY, Step
from voice.session.keys import Legend

MOST_SAID = 3
_ANSWERS = (Command.YES, Command.NO, Command.THIS_SIDE)
"""Live only while a question is open, so they come first."""
_ASLEEP = (Command.WAKE, Command.RESUME)
_HELD = (Command.RESUME, Command.REPEAT, Command.FINISH)
_READY = (Command.NEXT, Command.REPEAT, Command.HELP)
_AT_WORK = (Command.NO_MORE_DROPS, Command.SWITCH_SIDE, Command.PAUSE)
_WISHES: dict[Step, tuple[Command, ...]] = {
    **dict.fromkeys(READY, _READY),
    **dict.fromkeys(AT_WORK, _AT_WORK),
    Step.WELCOME: (Command.NEXT, Command.SHORT, Command.HELP),
    Step.CHOOSE_SIDE: (Command.LEFT, Command.RIGHT, Command.NEXT),
    Step.SWITCH: (Command.NEXT, Command.REPEAT, Command.PAUSE),
    Step.BOTH_DONE: (Command.ANOTHER_ROUND, Command.LOG, Command.NEXT),
    Step.COLLECTED: (Command.LOG, Command.NEXT, Command.RESUME),
    Step.STORE: (Command.STORAGE, Command.LOG, Command.NEXT),
    Step.GOODBYE: (Command.RESUME, Command.REPEAT, Command.BACK),
}
"""What she most likely wants in each step, most likely first; beside the line it is `_HELD`."""

_KEYS = (
    *_ANSWERS,
    Command.WAKE,
    Command.PAUSE,
    Command.RESUME,
    Command.NEXT,
    Command.LEFT,
    Command.RIGHT,
    Command.SWITCH_SIDE,
    Command.NO_MORE_DROPS,
    Command.LOG,
    Command.ANOTHER_ROUND,
    Command.REPEAT,
    Command.FINISH,
    Command.BACK,
    Command.FASTER,
    Command.SLOWER,
    Command.HELP,
    Command.UNDO,
    Command.STORAGE,
)
"""The keys of the bottom line, most needed first; the page of all keys has the others."""


@dataclass(frozen=True, slots=True)
class Live:
    """What would be answered now: phrases, and amounts of milk where `amounts` gives examples of them."""

    phrases: tuple[Phrase, ...]
    amounts: tuple[str, ...] = ()


def live_now(state: State, phrases: Iterable[Phrase], amounts: AmountWords) -> Live:
    """What acts; "next" where she would only be told what to say instead is left out, and so is what only begins an
    amount.
    """
    acting = tuple(phrase for phrase in phrases if not (phrase.command is Command.NEXT and state.held))
    takes_amounts = any(phrase.command is Command.LEFT for phrase in acting) and state.step is not Step.CHOOSE_SIDE
    return Live(acting, amounts.examples if takes_amounts and not state.paused else ())


def can_say(state: State, live: Live, preferred: Mapping[Command, str]) -> tuple[str, ...]:
    """Up to three phrases, most likely wanted first; those that answer an open question before all others.

    `preferred` are the phrases that stand for a command where it is not the first that the table has.
    """
    said = [text for command in _wished(state) if (text := _shown(command, live, preferred))]
    return tuple(said[:MOST_SAID])


def _wished(state: State) -> tuple[Command, ...]:
    """What she most likely wants, most likely first."""
    if state.asleep:
        return (*_ANSWERS, *_ASLEEP)
    return (*_ANSWERS, *(_HELD if state.held else _WISHES.get(state.step, _HELD)))


def buttons_now(
    state: State, live: Live, legends: Sequence[Legend], preferred: Mapping[Command, str]
) -> tuple[Legend, ...]:
    """A button for everything that can be said now, most likely wanted first; each is the key that says it.

    Amounts have a number pad of their own, so of them only a few drops are here.
    """
    commands = _acting(state, live)
    if state.held or state.asleep:
        commands -= {Command.PAUSE}
    keys = [legend for legend in legends if len(legend.name) == 1 and legend.command in commands]
    first: dict[Command, Legend] = {}
    for legend in keys:
        first.setdefault(legend.command, legend)
    order = dict.fromkeys(command for command in (*_wished(state), *_KEYS) if command in first)
    ordered = [_as_said(first[command], live, preferred) for command in order]
    names = {legend.name for legend in ordered}
    return (*ordered, *(legend for legend in keys if legend.name not in names))


def keys_now(state: State, live: Live, legends: Sequence[Legend]) -> tuple[Legend, ...]:
    """The keys that act now, most needed first."""
    commands = _acting(state, live)
    first: dict[Command, Legend] = {}
    for legend in legends:
        first.setdefault(legend.command, legend)
    if state.held or state.asleep:
        first[Command.RESUME] = first.pop(Command.PAUSE)  # one key for both
    return tuple(first[command] for command in _KEYS if command in commands and command in first)


def _as_said(legend: Legend, live: Live, preferred: Mapping[Command, str]) -> Legend:
    """A key with the words that its command is shown by; a few drops are not the amount that is the example."""
    if legend.command is Command.LOG:
        return legend
    return replace(legend, text=_shown(legend.command, live, preferred) or legend.text)


def _acting(state: State, live: Live) -> set[Command]:
    """The commands whose keys act alone."""
    commands = {phrase.command for phrase in live.phrases}
    if live.amounts:
        commands.add(Command.LOG)
    if state.step is not Step.CHOOSE_SIDE:
        commands -= {Command.LEFT, Command.RIGHT}  # among amounts a side is said before its number
    if not state.asleep:
        commands.discard(Command.WAKE)  # awake it only says that it is
    return commands


def _shown(command: Command, live: Live, preferred: Mapping[Command, str]) -> str | None:
    """What stands for a command; None where it would not act."""
    if command is Command.LOG:
        return live.amounts[0] if live.amounts else None
    texts = [phrase.text for phrase in live.phrases if phrase.command is command]
    return preferred[command] if preferred.get(command) in texts else next(iter(texts), None)
