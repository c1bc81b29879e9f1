"""What goes to a page and comes from it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.screen.scenes import SCENES, calling, expressing, noting
from tests.screen.stage import Stage
from voice.content.catalogue import load
from voice.guide.measures import Unit
from voice.guide.steps import Side
from voice.page.messages import Fields, MessageError, changed, labels, motion, received, shown
from voice.session.touch import HeldDown, Measured, Pressed, Tapped

WORDS = load("en")


def _shown(stage: Stage) -> Fields:
    return shown(stage.view, WORDS.screen, WORDS.spoken)


def test_messages_of_a_page() -> None:
    assert received('{"type":"tap"}') == Tapped()
    assert received('{"type":"press","key":" "}') == Pressed(" ")
    assert received('{"type":"hold","key":"c"}') == HeldDown("c")
    written = {"type": "amount", "amount": "2.5", "unit": "oz", "side": "left"}
    assert received(json.dumps(written)) == Measured(Fraction("2.5"), Unit.OZ, Side.LEFT)
    assert received(json.dumps({**written, "amount": "", "unit": "drops", "side": ""})) == Measured(
        None, Unit.DROPS, None
    )


@pytest.mark.parametrize("amount", ["1000", "0.125", "1.", ".", "-1", "1e2", "1,5", "\u0663", " 1", "inf"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    written = {"type": "amount", "amount": amount, "unit": "ml", "side": ""}
    with pytest.raises(MessageError):
        received(json.dumps(written))


@pytest.mark.parametrize("name", SCENES)
def test_a_view_is_plain_values_and_small(name: str) -> None:
    assert len(json.dumps(_shown(SCENES[name]()))) < 4000


def test_only_what_has_changed_is_sent() -> None:
    stage = expressing()
    before = _shown(stage)
    stage.desk.wait(0.1)
    assert set(changed(_shown(stage), before)) <= {"sides", "level"}
    stage.desk.say("pause")
    assert {"state", "words", "tap", "figure"} <= set(changed(_shown(stage), before))
    assert changed(before, before) == {}


def test_what_rests_for_safety_shows_whom_to_call_and_nothing_of_what_was_said() -> None:
    fields = _shown(calling())
    assert fields["held"] is True and fields["heard"] is None and fields["figure"] == "resting"
    assert fields["numbers"] == [
        {"text": "Emergency: 911", "tel": "911"},
        {"text": "Crisis line: 988", "tel": "988"},
    ]


def test_amounts_have_a_number_pad() -> None:
    assert _shown(noting())["amounts"] is True and _shown(expressing())["amounts"] is False


def test_every_label_has_words() -> None:
    assert all(labels(WORDS.screen, WORDS.spoken).values())


def test_the_motion_has_every_phase_from_its_beginning_to_its_end() -> None:
    phases = motion()["phases"]
    assert isinstance(phases, dict) and list(phases) == ["press", "compress", "relax"]
