"""What a session listens for in each step."""

from __future__ import annotations

from collections.abc import Iterable

from voice.guide.live import live_commands
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.words.listening import ListeningSet, listening_set


def heard_in(
    table: PhraseTable, step: Step, *, paused: bool, amounts: bool, also: Iterable[Phrase] = ()
) -> ListeningSet:
    """The set of a step, and of `also`, what acts there just now.

    Where few phrases act, as while asleep, the others of the step are heard too, to be ignored; so are those of its
    commands that do nothing there.
    """
    commands, acting = live_commands(step, paused=paused), {phrase.text for phrase in also}
    heard = (phrase for phrase in table.all if phrase.command in commands or phrase.text in acting)
    return listening_set(table, heard, amounts=amounts)
