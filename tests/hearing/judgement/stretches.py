"""Stretches of sound as the ears cut them, and a second ear that answers what it was told to."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from tests.hearing.spoken import TABLE, said
from voice.guide.commands import Command
from voice.hearing.judgement.evidence import Said
from voice.hearing.words.transcript import Question, Transcript
from voice.hearing.words.word import Words

EVERYTHING = frozenset((phrase.command, phrase.value) for phrase in TABLE.all)


def stretch(
    text: str,
    at_s: float = 1.0,
    confidence: float = 1.0,
    *,
    length_s: float = 0.6,
    amounts_live: bool = False,
    crying: bool = False,
    over_room_db: float = 40.0,
    level_dbfs: float = -26.0,
    live: frozenset[tuple[Command, str | None]] = EVERYTHING,
) -> Said:
    """What sounded from `at_s` on; `text` are the first ear's words, "?" for unknown speech, "" for none at all."""
    run: Words = said(text, at_s, confidence) if text else ()
    end_s = run[-1].end_s if run else at_s + length_s
    runs = (run,) if run else ()
    return Said(
        at_s,
        end_s,
        runs,
        runs,
        end_s + 0.26,
        level_dbfs,
        over_room_db,
        live,
        amounts_live,
        crying=crying,
    )


def wrote(text: str, scores: Mapping[str, float] | None = None, *, certainty: float = -0.2) -> Transcript:
    """The second ear's answer; `scores` are those of what it was asked about, its own text has `certainty`."""
    return Transcript(text, certainty, certainty, scores or {})


class ToldSecond:
    """Answers questions in their order with what it was told to, each so many seconds later; None is never known."""

    def __init__(self, *texts: str | None, later_s: float = 0.0) -> None:
        self.ready = True
        self.slow = False
        self.asked: list[Question] = []
        self._texts = deque(texts)
        self._later_s = later_s
        self._known: deque[tuple[float, int, Transcript]] = deque()

    def ask(self, question: Question, now_s: float) -> None:
        self.asked.append(question)
        text = self._texts.popleft()
        if text is not None:
            self._known.append((now_s + self._later_s, question.number, wrote(text)))

    def answers(self, now_s: float) -> list[tuple[int, Transcript]]:
        known = [(number, transcript) for at, number, transcript in self._known if at <= now_s + 1e-9]
        self._known = deque(one for one in self._known if one[0] > now_s + 1e-9)
        return known
