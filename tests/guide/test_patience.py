"""Nothing that waits for her runs out while she speaks: questions, read-backs and reminders, each 5 s more at most."""

from __future__ import annotations

from tests.guide.desk import Desk
from voice.guide.actions import Spoken
from voice.guide.events import VoiceBegan, VoiceEnded
from voice.guide.state import Opening
from voice.guide.steps import Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


def speaks(desk: Desk, seconds: float) -> None:
    """Somebody speaks near the microphone for so long."""
    desk.tell(VoiceBegan())
    desk.wait(seconds)
    desk.tell(VoiceEnded())


def test_a_read_back_is_not_saved_while_she_corrects_it() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("thirteen")
    desk.listen()
    desk.wait(3.5)
    speaks(desk, 2.0)
    assert desk.saved() == []
    desk.say("no thirty")
    assert "30" in desk.last


def test_a_read_back_waits_for_as_long_as_she_speaks() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("thirteen")
    desk.listen()
    speaks(desk, 12.0)
    desk.wait(3.9)
    assert desk.saved() == []
    desk.wait(0.2)
    assert len(desk.saved()) == 1


def test_it_is_saved_when_she_has_been_silent_for_the_rest() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("thirteen")
    desk.listen()
    desk.wait(3.0)
    speaks(desk, 2.0)
    desk.wait(0.8)
    assert desk.saved() == []
    desk.wait(0.4)
    assert len(desk.saved()) == 1


def test_a_question_waits_five_seconds_more_at_most() -> None:
    desk = working()
    desk.say("done")
    desk.listen()
    desk.tell(VoiceBegan())
    desk.wait(10.8)
    desk.say("this side")
    assert desk.at(Step.SWITCH)
    desk = working()
    desk.say("done")
    desk.listen()
    desk.tell(VoiceBegan())
    desk.wait(11.2)
    desk.say("this side")
    assert desk.ignored()[-1] == ("this side", "not-live")


def test_each_question_has_its_own_five_seconds() -> None:
    desk = working()
    desk.tell(VoiceBegan())
    for _ in range(2):
        desk.say("done")
        desk.listen()
        desk.wait(10.8)
        desk.say("no")
        assert desk.commands()[-1] == "no"


def test_what_is_asked_back_about_pain_waits_too() -> None:
    desk = working()
    desk.say("pain")
    desk.listen()
    desk.wait(5.5)
    speaks(desk, 1.5)
    assert not desk.state.paused
    desk.wait(0.6)
    assert desk.state.paused


def test_a_reminder_waits_until_she_has_said_it() -> None:
    desk = Desk()
    desk.answer("next")
    desk.listen()
    desk.wait(44.5)
    speaks(desk, 3.0)
    assert desk.text("reminder_ready") not in desk.said(Spoken.NOTE)
    desk.wait(0.7)
    assert desk.text("reminder_ready") in desk.said(Spoken.NOTE)


def test_talk_that_goes_on_delays_a_reminder_by_five_seconds() -> None:
    desk = Desk()
    desk.answer("next")
    desk.listen()
    desk.tell(VoiceBegan())
    desk.wait(49.5)
    assert desk.text("reminder_ready") not in desk.said(Spoken.NOTE)
    desk.wait(0.7)
    assert desk.text("reminder_ready") in desk.said(Spoken.NOTE)


def test_autopilot_times_its_steps_whoever_speaks() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.wait(0.1)
    desk.tell(VoiceBegan())
    while desk.at(Step.WELCOME):
        desk.wait(0.1)
    desk.listen()
    desk.wait(20.2)
    assert desk.at(Step.WASH)
