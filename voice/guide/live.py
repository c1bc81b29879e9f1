"""What is live where: the contract's table of commands, as one table.

A phrase heard where its command is not live is answered by nothing. Safety commands are live everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice.guide.commands import SAFETY, Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import AT_WORK, HELD, READY, WAITING, Step

_ALL = frozenset(Step)
_READY_TO_GO = frozenset({*READY, Step.SWITCH})
_FROM_EXPRESS_ON = frozenset(
    {*AT_WORK, Step.SWITCH, Step.BOTH_DONE, Step.COLLECTED, Step.STORE, Step.GOODBYE, Step.PAIN, Step.ILLNESS}
)
_AMOUNTS = frozenset({Step.BOTH_DONE, Step.COLLECTED, Step.STORE})

LIVE: dict[Command, frozenset[Step]] = {
    Command.NEXT: frozenset({*WAITING, *AT_WORK}),
    Command.DONE: frozenset({*_READY_TO_GO, *AT_WORK}),
    Command.BACK: _ALL - {Step.WELCOME},
    Command.REPEAT: _ALL,
    Command.NO_MORE_DROPS: frozenset(AT_WORK),
    Command.MOVE_FINGERS: frozenset(AT_WORK),
    Command.SWITCH_SIDE: frozenset({*AT_WORK, Step.BOTH_DONE}),
    Command.ASK_SWITCH: frozenset(AT_WORK),
    Command.LEFT: frozenset({Step.CHOOSE_SIDE, *_AMOUNTS}),
    Command.RIGHT: frozenset({Step.CHOOSE_SIDE, *_AMOUNTS}),
    Command.WHICH_SIDE: _FROM_EXPRESS_ON,
    Command.HOW_LONG: _FROM_EXPRESS_ON,
    Command.LAST_TIME: _ALL,
    Command.LAST_SIDE: _ALL,
    Command.FASTER: frozenset(AT_WORK),
    Command.SLOWER: frozenset(AT_WORK),
    Command.PAUSE: _ALL,
    Command.RESUME: frozenset({*HELD, Step.COLLECTED, Step.GOODBYE}),  # and wherever it is paused or asleep
    Command.FINISH: _ALL,
    Command.HELP: _ALL,
    Command.MORE: _ALL,
    Command.START_OVER: _ALL - {Step.EMERGENCY},  # where nothing is asked but what leads on
    Command.LOUDER: _ALL,
    Command.QUIETER: _ALL,
    Command.MATCHING_OFF: _ALL,
    Command.MATCHING_ON: _ALL,
    Command.SAY_MORE: _ALL,
    Command.SAY_LESS: _ALL,
    Command.COUNTING_OFF: frozenset(AT_WORK),
    Command.COUNTING_ON: frozenset(AT_WORK),
    Command.SHORT: frozenset(READY),
    Command.ANOTHER_ROUND: frozenset({Step.BOTH_DONE}),
    Command.LOG: _AMOUNTS,  # the kind alone is taken at the container too (`voice.guide.logbook`)
    Command.CORRECT: _AMOUNTS,
    Command.UNDO: _ALL,
    Command.STORAGE: _ALL,
    Command.SLEEP: _ALL,
    Command.WAKE: _ALL,
    Command.PAIN: _ALL,
    Command.ILLNESS: _ALL,
    Command.EMERGENCY: _ALL,
    Command.ERASE: _ALL - {Step.EMERGENCY},
    Command.YES: frozenset(),
    Command.NO: frozenset(),
    Command.THIS_SIDE: frozenset(),
}
"""Where each command is live while the session is neither paused nor asleep and no question is open."""

LIVE_ASLEEP = frozenset({*SAFETY, Command.WAKE, Command.RESUME})
"""All that acts while asleep."""

_NOT_PAUSED = frozenset(
    {
        Command.NEXT,
        Command.NO_MORE_DROPS,
        Command.MOVE_FINGERS,
        Command.ASK_SWITCH,
        Command.FASTER,
        Command.SLOWER,
        Command.COUNTING_OFF,
        Command.COUNTING_ON,
        Command.DONE,
        Command.LOG,
        Command.CORRECT,
        Command.LEFT,
        Command.RIGHT,
        Command.SHORT,
        Command.ANOTHER_ROUND,
    }
)

RECENT_S = 10.0
"""How long after the guide's last sentence conversational phrases are live at work, in seconds (the contract)."""


def live_commands(step: Step | None, *, paused: bool = False, asleep: bool = False) -> frozenset[Command]:
    """The commands that act in `step`; None means every command at once (for `voice listen --state all`)."""
    if step is None:
        return frozenset(Command)
    if asleep:
        return LIVE_ASLEEP
    live = frozenset(command for command, steps in LIVE.items() if step in steps)
    return (live - _NOT_PAUSED) | {Command.RESUME} if paused else live


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether a phrase is live; `step` None stands for every step at once.

    `recent` says that the guide spoke within the last `RECENT_S` seconds, which keeps conversational phrases live at
    work and in an emergency. `as_in` are the steps beside the line whose rules hold too, since nothing was taken up
    after pain, illness or an emergency.
    `asked` are the commands that an open question makes live, `closed` those that it is too late for, and `late` those
    that were waited for a moment ago: in whatever words they are said, they are meant for the guide.
    """

    step: Step | None
    recent: bool = False
    paused: bool = False
    asleep: bool = False
    as_in: frozenset[Step] = frozenset()
    asked: frozenset[Command] = frozenset()
    closed: frozenset[Command] = frozenset()
    late: frozenset[Command] = frozenset()

    @property
    def commands(self) -> frozenset[Command]:
        """The commands that act."""
        always = live_commands(self.step, paused=self.paused, asleep=self.asleep)
        return (always | self.asked | self.late) - self.closed

    def lives(self, phrase: Phrase) -> bool:
        """Whether a phrase acts, of the table or with the same meaning in other words."""
        commands = self.commands
        if phrase.command in self.late:
            return True
        if phrase.command not in commands or (phrase.conversational and self._small_talk(phrase)):
            return False
        if phrase.number and self.step is not None and Command.LOG in commands:
            return False  # an amount is asked for
        return not phrase.never & {self.step, *self.as_in}

    def _small_talk(self, phrase: Phrase) -> bool:
        """Whether what is conversational is said to somebody else here; what was asked for, or wakes, is not."""
        waited_for = phrase.command in self.asked or self.asleep
        return self.step in (*AT_WORK, Step.EMERGENCY) and not (self.recent or waited_for)


def live_phrases(table: PhraseTable, situation: Situation) -> tuple[Phrase, ...]:
    """The phrases of the table that act, in its order."""
    return tuple(phrase for phrase in table.all if situation.lives(phrase))
