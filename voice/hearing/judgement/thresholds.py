"""How surely a phrase must be heard before it counts: one table, a line for each kind of command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from voice.guide.commands import Command
from voice.guide.phrases import Phrase


class Kind(Enum):
    """The kinds of command that need a confidence of their own."""

    WORD = "one word"
    PHRASE = "two words or more"
    AMOUNT = "amount"
    BODY_WORD = "body word"
    SAFETY = "safety phrase alone"
    SAFETY_IN_SPEECH = "safety phrase in speech"
    """Inside an utterance or into talk, where what others say can sound like one."""
    ERASE = "erase"
    OTHER_WORDS = "other words than the table's"
    """Where both ears judge; the first knows only the table's."""


@dataclass(frozen=True, slots=True)
class Needed:
    """Confidences from 0 to 1; from `asked` to `acts` a phrase is asked back, which only safety phrases ever are.

    `over_own_voice` is needed besides while the guide's own voice is heard in the microphone.
    """

    acts: float
    asked: float
    over_own_voice: float


Thresholds = Mapping[Kind, Needed]

THRESHOLDS: Thresholds = MappingProxyType(
    {
        Kind.WORD: Needed(acts=0.5, asked=0.5, over_own_voice=0.9),
        Kind.PHRASE: Needed(acts=0.7, asked=0.7, over_own_voice=0.9),
        Kind.AMOUNT: Needed(acts=0.6, asked=0.6, over_own_voice=0.9),
        Kind.BODY_WORD: Needed(acts=0.75, asked=0.5, over_own_voice=0.9),
        Kind.SAFETY: Needed(acts=0.5, asked=0.4, over_own_voice=0.6),
        Kind.SAFETY_IN_SPEECH: Needed(acts=0.85, asked=0.5, over_own_voice=0.75),
        Kind.ERASE: Needed(acts=0.85, asked=0.85, over_own_voice=0.9),
    }
)
"""Chosen from recordings of people; their rates there are therefore at their best, and will be worse elsewhere.

`scripts/bench/recognition.py --sections calibration --plots FOLDER` draws such curves. Seen were what real voices
said (79 sentences for phrases, 103 pieces of sentences for safety phrases in speech; of safety phrases alone, body
words and "erase" there is no recording), and 2.6 hours of talk, television and noise while expressing. One word: from
0.5 up to 0.7 not one false command goes, but one in twenty that were meant. Two words or more: up to 0.8 nothing that
was meant is lost, and at 0.7 four of eleven false ones go. An amount: at 0.5 the guide's own prompts are taken for
numbers ("few" for "two"). A safety phrase alone: below 0.4 comes one more false one. In speech: since
long phrases are no longer let off against unknown speech (models/README.md), 0.5 lets through two of five false ones
in 2.2 hours of talk and television, one of them to be asked back, and hears as many as any threshold would; 0.75 would
drop a "wait, it hurts".
"""


@dataclass(frozen=True, slots=True)
class Likely:
    """Probabilities from 0 to 1 where both ears judge; from `asked` to `acts` a safety phrase is asked back."""

    acts: float
    asked: float


Probabilities = Mapping[Kind, Likely]

PROBABILITIES: Probabilities = MappingProxyType(
    {
        Kind.WORD: Likely(acts=0.5, asked=0.5),
        Kind.PHRASE: Likely(acts=0.5, asked=0.5),
        Kind.AMOUNT: Likely(acts=0.5, asked=0.5),
        Kind.BODY_WORD: Likely(acts=0.75, asked=0.3),
        Kind.SAFETY: Likely(acts=0.5, asked=0.1),
        Kind.SAFETY_IN_SPEECH: Likely(acts=0.7, asked=0.2),
        Kind.ERASE: Likely(acts=0.85, asked=0.85),
        Kind.OTHER_WORDS: Likely(acts=0.7, asked=0.7),
    }
)
"""Chosen on the half of `dev` that the function was not fitted on (`scripts/train/judgement.py`): where more that was
meant is not worth the false ones that come with it. Of safety phrases and of "erase" there is no recording; they are
asked back sooner and act later than others would."""


def kind_of(phrase: Phrase | None, *, alone: bool, talking: bool) -> Kind:
    """The kind of a phrase, None standing for an amount; `alone` and `talking` say where it was said."""
    if phrase is None:
        return Kind.AMOUNT
    if phrase.body_word:
        return Kind.BODY_WORD
    if phrase.is_safety:
        return Kind.SAFETY if alone and not talking else Kind.SAFETY_IN_SPEECH
    if phrase.command is Command.ERASE:
        return Kind.ERASE
    return Kind.WORD if len(phrase.words) == 1 else Kind.PHRASE
