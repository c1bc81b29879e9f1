"""The second ear asked and waited for: what is late, lost, slow, or asleep."""

from __future__ import annotations

from dataclasses import replace

from tests.hearing.judgement.stretches import ToldSecond, stretch
from tests.hearing.spoken import TABLE
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.hearing.heard import HeardEvent, NotUnderstood, PhraseHeard
from voice.hearing.judgement.alone import Alone
from voice.hearing.judgement.deliberation import WAITS_S, Deliberation, Second
from voice.hearing.judgement.evidence import Evidence, Said
from voice.hearing.judgement.memory import Memory
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import THRESHOLDS
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.sound.recent import RecentSound

_CATALOGUE = load()
_MEANING = TextMeaning(_CATALOGUE.phrases, _CATALOGUE.sentences)


def _plain(evidence: Evidence) -> float:
    return 0.9 if evidence.exact else 0.1


class _Hearing:
    """Takes stretches as they end, and time in steps of 40 ms."""

    def __init__(self, second: ToldSecond | None) -> None:
        memory = Memory(OwnVoice())
        self.texts: list[str] = []
        two = None if second is None else Second(second, _MEANING, _plain)
        self.deliberation = Deliberation(
            Alone(TABLE, memory, THRESHOLDS), two, memory, lambda start_s, end_s, text: self.texts.append(text)
        )
        self._recent = RecentSound(16_000)

    def takes(self, said: Said) -> list[HeardEvent]:
        return self.deliberation.take(said, self._recent)

    def until(self, from_s: float, to_s: float) -> list[tuple[float, HeardEvent]]:
        """What comes of waiting, with the time."""
        steps = range(round((to_s - from_s) / 0.04) + 1)
        times_s = [round(from_s + 0.04 * step, 2) for step in steps]
        return [(now_s, event) for now_s in times_s for event in self.deliberation.pass_time(now_s)]


def _commands(events: list[HeardEvent]) -> list[Command]:
    return [event.phrase.command for event in events if isinstance(event, PhraseHeard) and event.phrase is not None]


def test_an_answer_that_is_there_takes_no_time() -> None:
    hearing = _Hearing(ToldSecond("Next."))
    said = stretch("next")
    (event,) = hearing.takes(said)
    assert isinstance(event, PhraseHeard) and event.decided_s == said.decided_s and not hearing.deliberation.awaits
    assert hearing.texts == ["Next."]


def test_a_decision_waits_a_quarter_of_a_second_and_then_the_first_ear_decides_alone() -> None:
    hearing = _Hearing(ToldSecond(None))
    said = stretch("next")
    assert hearing.takes(said) == [] and hearing.deliberation.awaits
    [(at_s, event)] = hearing.until(said.decided_s, said.decided_s + 2.0)
    assert 0 <= at_s - said.decided_s - WAITS_S < 0.04
    assert isinstance(event, PhraseHeard) and event.text == "next" and event.probability is None


def test_an_answer_within_that_time_is_waited_for() -> None:
    hearing = _Hearing(ToldSecond("Next.", later_s=0.1))
    said = stretch("next")
    assert hearing.takes(said) == []
    [(at_s, event)] = hearing.until(said.decided_s, said.decided_s + 2.0)
    assert 0 <= at_s - said.decided_s - 0.1 < 0.04
    assert isinstance(event, PhraseHeard) and event.probability == 0.9


def test_a_late_answer_makes_a_command_of_what_nobody_understood() -> None:
    hearing = _Hearing(ToldSecond("Stop.", later_s=0.8))
    said = stretch("?")
    hearing.takes(said)
    events = [event for _, event in hearing.until(said.decided_s, said.decided_s + 3.0)]
    assert isinstance(events[0], NotUnderstood) and _commands(events) == [Command.FINISH]


def test_but_not_after_a_second_and_a_half_nor_after_something_acted() -> None:
    hearing = _Hearing(ToldSecond("Stop.", later_s=1.4))
    said = stretch("?")
    hearing.takes(said)
    assert _commands([event for _, event in hearing.until(said.decided_s, said.decided_s + 3.0)]) == []
    hearing = _Hearing(ToldSecond("Stop.", None, later_s=1.1))
    hearing.takes(said)
    hearing.takes(stretch("next", said.end_s + 0.3))
    events = [event for _, event in hearing.until(said.decided_s, said.decided_s + 3.0)]
    assert _commands(events) == [Command.NEXT]


def test_a_late_answer_takes_nothing_back_that_acted() -> None:
    hearing = _Hearing(ToldSecond("Cat.", later_s=0.8))
    said = stretch("next")
    hearing.takes(said)
    assert _commands([event for _, event in hearing.until(said.decided_s, said.decided_s + 3.0)]) == [Command.NEXT]


def test_what_came_later_is_told_later() -> None:
    hearing = _Hearing(ToldSecond(None, "Repeat."))
    first, then = stretch("next", 1.0), stretch("repeat", 1.2)
    assert hearing.takes(first) == []
    assert _commands(hearing.takes(then)) == []
    events = [event for _, event in hearing.until(then.decided_s, then.decided_s + 1.0)]
    assert _commands(events) == [Command.NEXT, Command.REPEAT]


def test_before_it_is_loaded_and_without_one_the_first_ear_decides_at_once() -> None:
    second = ToldSecond()
    second.ready = False
    for hearing in (_Hearing(second), _Hearing(None)):
        assert _commands(hearing.takes(stretch("next"))) == [Command.NEXT]


def test_far_and_faint_speech_long_talk_and_scraps_are_not_asked_about() -> None:
    hearing = _Hearing(ToldSecond())
    for said in (
        stretch("?", level_dbfs=-55.0),
        stretch("?", over_room_db=5.0),
        stretch("? ? ? ? ? ? ? ? ? ? ? ? ? ? ? ?"),
        stretch("", length_s=0.2),
        replace(stretch("? ?"), own_voice=True),
    ):
        hearing.takes(said)


def test_what_the_first_ear_understood_is_asked_about_wherever_it_was_said() -> None:
    second = ToldSecond("Stop.")
    _Hearing(second).takes(replace(stretch("stop", level_dbfs=-55.0), own_voice=True))
    assert second.asked[0].words == ("stop",)


def test_the_sound_comes_with_a_quarter_of_a_second_on_both_sides() -> None:
    second = ToldSecond("Stop.")
    _Hearing(second).takes(stretch("", 1.0, length_s=0.5))
    assert len(second.asked[0].sound) == 16_000


def test_a_machine_too_slow_is_asked_only_where_it_decides_most() -> None:
    second = ToldSecond("Next.")
    second.slow = True
    hearing = _Hearing(second)
    assert _commands(hearing.takes(stretch("next", 1.0))) == [Command.NEXT] and not second.asked
    hearing.takes(stretch("repeat", 4.0, confidence=0.6))
    assert len(second.asked) == 1


def test_asleep_it_is_asked_ten_times_a_minute() -> None:
    second = ToldSecond(*["Hello there."] * 12)
    hearing = _Hearing(second)
    hearing.deliberation.asleep = True
    for at_s in range(20):
        hearing.takes(stretch("?", float(at_s)))
    assert len(second.asked) == 10
    hearing.takes(stretch("?", 61.0))
    assert len(second.asked) == 11
