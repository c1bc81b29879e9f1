"""What a session listens for in each step."""

from __future__ import annotations

from collections.abc import Iterable

from voice.guide.live import live_phrases
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.words.listening import ListeningSet, listening_set


def heard_in(
    table: PhraseTable, step: Step, *, paused: bool, amounts: bool, also: Iterable[Phrase] = ()
) -> ListeningSet:
    """The set of a step, and of `also`, what acts there just now.

    Where few phrases act, as while asleep, the others of the step are heard too, to be ignored.
    """
    texts = {phrase.text for phrase in (*live_phrases(table, step, recent=True, paused=paused), *also)}
    return listening_set(table, (phrase for phrase in table.all if phrase.text in texts), amounts=amounts)
