"""Fading narration: what she knows is said in fewer words, and what must be heard never is."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk, content
from voice.guide.actions import PlayEarcon, Say, Spoken
from voice.guide.narration import Narration, shortened
from voice.guide.state import Opening
from voice.guide.steps import Step

PROMPTS = content().prompts


def desk_at_work(finished_sessions: int, narration: Narration = Narration.FADING) -> Desk:
    desk = Desk(Opening(finished_sessions=finished_sessions, narration=narration))
    desk.to_express()
    desk.wait(2)
    return desk


def moves(desk: Desk, times: int) -> list[str]:
    """What is said on so many moves in a row."""
    said = []
    for _ in range(times):
        desk.say("new spot")
        said.append(desk.last)
        desk.listen()
        desk.wait(12)
    return said


FULL, KEYWORDS, WORD = "Move your thumb to", "Thumb to", "one word"


def kind_of(text: str) -> str:
    return next((start for start in (FULL, KEYWORDS) if text.startswith(start)), WORD if " " not in text else text)


@pytest.mark.parametrize(
    ("narration", "sessions", "said"),
    [
        (Narration.FADING, 0, [FULL, FULL, FULL]),
        (Narration.FADING, 1, [FULL, KEYWORDS, KEYWORDS]),
        (Narration.FADING, 4, [FULL, KEYWORDS, KEYWORDS]),
        (Narration.FADING, 5, [KEYWORDS, WORD, WORD]),
        (Narration.FULL, 50, [FULL, FULL, FULL]),
        (Narration.SHORT, 0, [KEYWORDS, WORD, WORD]),
    ],
)
def test_a_prompt_fades_from_session_to_session_and_within_one(
    narration: Narration, sessions: int, said: list[str]
) -> None:
    assert [kind_of(text) for text in moves(desk_at_work(sessions, narration), 3)] == said


def test_keywords_and_the_word_name_the_place() -> None:
    assert moves(desk_at_work(5), 3) == ["Thumb to two o'clock.", "Four...", "Six..."]


def test_a_chime_comes_with_the_one_word() -> None:
    desk = desk_at_work(5)
    moves(desk, 1)
    before = desk.earcons().count("heard")
    desk.say("new spot")
    last = [action for _, action in desk.done if isinstance(action, Say | PlayEarcon)][-2:]
    assert [type(action) for action in last] == [PlayEarcon, Say]
    assert desk.earcons().count("heard") == before + 1


def test_every_prompt_keeps_a_word_that_anchors() -> None:
    desk = desk_at_work(9)
    desk.to_second_side()
    says = [action for _, action in desk.done if isinstance(action, Say) and action.kind is Spoken.PROMPT]
    assert [say.step.value for say in says][-3:] == ["switch", "hold", "express"]
    assert all(say.text for say in says)


@pytest.mark.parametrize("sessions", [0, 1, 5])
@pytest.mark.parametrize("narration", Narration)
def test_the_first_hold_of_a_session_says_how_far_and_gently(narration: Narration, sessions: int) -> None:
    desk = Desk(Opening(finished_sessions=sessions, narration=narration))
    desk.answer("next", "next", "next", "next", "next", "left")
    assert desk.at(Step.HOLD)
    assert "an inch to an inch and a half from the nipple" in desk.last
    assert "gently" in desk.last.lower()


@pytest.mark.parametrize("sessions", [0, 5])
def test_who_knows_how_hears_it_at_the_first_hold_too_which_is_the_second_sides(sessions: int) -> None:
    desk = Desk(Opening(finished_sessions=sessions, short=True))
    desk.answer("next", "left")
    desk.wait(20)
    desk.say("other side")
    desk.answer("next")
    assert desk.last == desk.text("hold_keywords", side="right")
    desk.answer("next")
    desk.wait(20)
    desk.say("other side")
    desk.answer("another round")
    assert "an inch" not in desk.last


def test_the_question_at_the_container_stays_whole() -> None:
    question = "say colostrum or milk, and next after that."
    assert all(PROMPTS[key].text.lower().endswith(question) for key in ("container_kind", "container_kind_keywords"))


NEVER_SHORTER = [
    *("pain", "illness", "emergency", "emergency_crisis", "welcome_first", "welcome_limits", "goodbye_first"),
    *("choose_side", "both_done", "collected", "store", "storage_anywhere", "microphone_lost"),
    *("microphone_silent", "speaker_lost", "log_readback", "none_yet", "which_side", "how_long"),
    *(prompt.key for prompt in PROMPTS if prompt.key.startswith(("ask_", "help_", "more_", "check_"))),
]


@pytest.mark.parametrize("key", NEVER_SHORTER)
def test_what_matters_is_never_shortened(key: str) -> None:
    assert shortened(key, PROMPTS, Narration.SHORT, 50, again=True) == key


def test_every_shorter_prompt_is_shorter() -> None:
    for prompt in PROMPTS:
        base = prompt.key.removesuffix("_keywords").removesuffix("_word")
        if base != prompt.key:
            assert len(prompt.text.split()) < len(PROMPTS[base].text.split())


def test_what_she_asks_to_hear_is_said_in_full() -> None:
    desk = desk_at_work(5)
    moves(desk, 2)
    desk.say("repeat")
    assert desk.last == desk.text("move", hour="four o'clock")
    again = Desk(Opening(finished_sessions=5))
    again.answer("next", "next", "next", "go back")
    assert again.last == again.text("wash")


def test_say_more_and_say_less_go_a_step_and_stop_at_the_ends() -> None:
    desk = Desk(Opening(finished_sessions=1))
    chosen = []
    for words in ("say less", "fewer words", "tell me more", "full sentences", "tell me more"):
        desk.answer(words)
        chosen.append((desk.commands()[-1], desk.state.narration.value))
        assert desk.last == desk.text(f"narration_{desk.state.narration.value}")
    assert chosen == [
        ("say_less", "short"),
        ("say_less", "short"),
        ("say_more", "fading"),
        ("say_more", "full"),
        ("say_more", "full"),
    ]


def test_say_less_counts_from_the_next_prompt_on_and_can_be_undone() -> None:
    desk = Desk()
    desk.answer("next", "next", "say less", "next")
    assert desk.last == desk.text("sit_keywords")
    desk.answer("back", "undo", "undo", "undo")
    assert desk.state.narration is Narration.FADING
    assert desk.at(Step.WASH)


def test_more_alone_stays_help() -> None:
    desk = Desk()
    desk.answer("more")
    assert desk.commands() == ["more"]
    assert desk.last == desk.text("more_ready")


def test_start_over_keeps_what_she_chose() -> None:
    desk = Desk()
    desk.answer("say less", "start over", "yes")
    assert desk.state.narration is Narration.SHORT


def test_asleep_neither_is_live() -> None:
    desk = Desk()
    desk.answer("go to sleep", "say less", "tell me more")
    assert desk.state.narration is Narration.FADING
    assert [reason for _, reason in desk.ignored()] == ["asleep", "asleep"]
