"""Whole rehearsals, short ones, with the real recogniser and voice: what the contract promises of every scenario."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from tests.hearing.sound.cries import cry
from voice.audio.files import read_audio, write_wav
from voice.audio.level import active_level_dbfs
from voice.audio.orders import Phase
from voice.guide.actions import Spoken
from voice.guide.steps import Step
from voice.hearing.words.recogniser import RATE_HZ
from voice.room.rehearsal import Rehearsed, rehearse
from voice.room.scenario_file import read_scenario
from voice.session.timeline import (
    BeatSounded,
    Commanded,
    Ended,
    FaultPassed,
    Heard,
    Ignored,
    Logged,
    Record,
    Said,
    StateChanged,
)
from voice.session.timeline_json import as_json

R = TypeVar("R", bound=Record)


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "user" / name))


def _scenario(*says: str, top: str = "", rest: str = "") -> str:
    return "\n".join([top, *(f"[[say]]\n{say}" for say in says), rest])


def _rehearsed(folder: Path, text: str, out: str = "out") -> Rehearsed:
    file = folder / "scenario.toml"
    file.write_text(text, encoding="utf-8")
    return rehearse(read_scenario(file), folder / out)


def _all(rehearsed: Rehearsed, kind: type[R]) -> list[R]:
    return [record for record in rehearsed.records if isinstance(record, kind)]


def _commands(rehearsed: Rehearsed) -> list[str]:
    return [record.command.value for record in _all(rehearsed, Commanded)]


def _steps(rehearsed: Rehearsed) -> list[str]:
    steps = [record.step.value for record in _all(rehearsed, StateChanged)]
    return [step for place, step in enumerate(steps) if place == 0 or steps[place - 1] != step]


_TO_THE_BEAT = (
    'after = "welcome"\ndelay = 0.7\ntext = "next"',
    'after = "choose_side"\ndelay = 0.7\ntext = "left"',
)
_SHORT = "[start]\nshort = true\n"


@pytest.mark.parametrize("voice", ["natural", "en-us"])
def test_a_first_session_reaches_the_beat_in_time_and_counts_only_the_time_of_the_beat(
    voice: str, tmp_path: Path
) -> None:
    ready = ("welcome", "container", "wash", "sit", "massage", "choose_side", "hold", "explain")
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *(
                f'after = "{step}"\ndelay = 0.7\ntext = "{"left" if step == "choose_side" else "next"}"'
                for step in ready
            ),
            'after = "express"\ndelay = 20\ntext = "stop"',
            top=f'length = 160\n[start]\nvoice = "{voice}"\nrate = 125',
        ),
    )
    beats = _all(rehearsed, BeatSounded)
    assert beats[0].t <= 110.0
    assert _steps(rehearsed) == [*ready, "express", "collected"]
    (end,) = _all(rehearsed, Ended)
    cycle_s = 60 / 18
    assert end.left_s == pytest.approx(beats[-1].t - beats[0].t + cycle_s / 3, abs=cycle_s)
    assert end.right_s == 0.0
    assert rehearsed.unspoken == ()


def test_where_the_natural_voice_is_broken_another_speaks_at_once_and_she_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hibari" / "assets").mkdir(parents=True)  # found first, and without a voice
    (tmp_path / "hibari" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    rehearsed = _rehearsed(tmp_path, _scenario(*_TO_THE_BEAT, top="length = 60\n" + _SHORT))
    said = [record.text for record in _all(rehearsed, Said)]
    assert said[:2] == [
        "Sit up with clean hands, and a clean cup close by. Say next and we'll start.",
        "This is my other voice for now. Nothing is lost.",
    ]
    assert said.count(said[1]) == 1 and len(_all(rehearsed, BeatSounded)) > 10


def test_the_beat_lies_on_its_frames_in_the_recorded_loudspeaker(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario(*_TO_THE_BEAT, top="length = 60\n" + _SHORT))
    samples, rate_hz = read_audio(tmp_path / "out" / "speaker.wav")
    beats = _all(rehearsed, BeatSounded)
    thirds = np.diff([beat.frame for beat in beats])
    assert len(beats) > 25 and set(thirds.tolist()) <= {26666, 26667}
    tones = [beat for beat in beats if beat.t > beats[0].t + 5.2 * 60 / 18]
    for beat in tones:
        assert beat.frame / rate_hz == pytest.approx(beat.t, abs=1e-6)
        assert not np.any(samples[beat.frame - 200 : beat.frame]) and np.any(samples[beat.frame : beat.frame + 3])


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    text = _scenario(
        *_TO_THE_BEAT,
        'after = "express"\ndelay = 8\ntext = "faster"\nvoice = "en-us+m2"',
        top="seed = 4\nlength = 40\n" + _SHORT,
        rest='[echo]\ndrift_ppm = 40\n[[fault]]\nat = 12\nkind = "recogniser-killed"',
    )
    first, second = (_rehearsed(tmp_path, text, out) for out in ("one", "two"))
    assert [as_json(record) for record in first.records] == [as_json(record) for record in second.records]
    for name in ("speaker.wav", "microphone.wav"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_in_its_first_seconds_a_loud_guide_does_not_act_on_the_commands_that_it_names(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path, _scenario(top="seed = 2\nlength = 12\n[start]\nfinished_sessions = 1", rest="[echo]\nlevel = 20")
    )
    assert [record.text for record in _all(rehearsed, Said)] == [
        "Welcome back. Say next, repeat, or help whenever you like."
    ]
    assert _commands(rehearsed) == []
    assert "own-voice" in {record.reason.value for record in _all(rehearsed, Ignored)}


def test_the_guide_never_acts_on_its_own_echo_and_she_is_heard_after_it(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 3.0\ntext = "help"\nlevel = -20',
            top="length = 70\n" + _SHORT,
            rest="[echo]\nlevel = 6",
        ),
    )
    assert _commands(rehearsed) == ["next", "left", "help"]
    assert rehearsed.factor <= 1.0
    microphone, _ = read_audio(tmp_path / "out" / "microphone.wav")
    assert np.max(np.abs(microphone)) <= 10 ** (-1 / 20) + 1e-4


@pytest.mark.parametrize("echo", ["delay_ms = 60", "delay_ms = 500\ndrift_ppm = 100", "jump = [[23.0, 120]]"])
def test_she_is_heard_ten_decibels_under_the_guides_own_voice(tmp_path: Path, echo: str) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            'after = "welcome"\ndelay = 1.0\ntext = "next"',
            'after = "container"\ndelay = -4.0\ntext = "go back"',
            top="length = 40",
            rest=f"[echo]\n{echo}",
        ),
    )
    assert _commands(rehearsed) == ["next", "back"]
    (container,) = [said for said in _all(rehearsed, Said) if said.step is Step.CONTAINER]
    assert container.cut


def test_the_guide_lowers_its_voice_while_she_says_something_else_and_not_for_itself(tmp_path: Path) -> None:
    _rehearsed(
        tmp_path,
        _scenario('after = "welcome"\ndelay = -3.5\ntext = "good morning my dear"', top="length = 21", rest="[echo]"),
        out="talked",
    )
    _rehearsed(tmp_path, "length = 21\n[echo]", out="alone")
    talked, rate_hz = read_audio(tmp_path / "talked" / "speaker.wav")
    alone, _ = read_audio(tmp_path / "alone" / "speaker.wav")
    sounding = np.abs(alone[: len(talked)]) > 0.01
    lowered_db = 20 * np.log10(np.abs(talked[sounding]) / np.abs(alone[: len(talked)][sounding]))
    assert np.min(lowered_db) == pytest.approx(-12.0, abs=0.2) and 0.2 < np.mean(lowered_db < -11.5) * 18.5 < 3.0
    places_s = np.flatnonzero(sounding) / rate_hz
    assert np.max(np.abs(lowered_db[places_s < 12.7])) < 0.01 and abs(lowered_db[-1]) < 0.01


_WHISPER = 'voice = "en-us+whisperf"\nlevel = -40'


def test_whispered_commands_at_night_are_answered_six_decibels_softer_each_and_speech_as_before(tmp_path: Path) -> None:
    says = (
        'after = "welcome"\ndelay = 0.7\ntext = "next"',
        f'after = "container"\ndelay = 0.7\ntext = "next"\n{_WHISPER}',
        f'after = "wash"\ndelay = 0.7\ntext = "next"\n{_WHISPER}',
        'after = "sit"\ndelay = 0.7\ntext = "next"',
    )
    top = 'length = 50\nclock = "03:00"\n[start]\nfinished_sessions = 4\n'
    matched = _rehearsed(tmp_path, _scenario(*says, top=top), "matched")
    steady = _rehearsed(tmp_path, _scenario(*says, top=top + "match-loudness = false\n"), "steady")
    levels = []
    for rehearsed, out in ((matched, "matched"), (steady, "steady")):
        assert _commands(rehearsed) == ["next"] * 4
        sound, rate_hz = read_audio(tmp_path / out / "speaker.wav")
        ends = [round(said.end * rate_hz) for said in _all(rehearsed, Said)]  # the last second, when she is silent
        levels.append([active_level_dbfs(sound[end - rate_hz : end], rate_hz) for end in ends])
    assert np.subtract(levels[0], levels[1]) == pytest.approx([0.0, 0.0, -6.0, -12.0, 0.0], abs=0.3)


def test_a_reply_begins_in_full_although_she_has_hardly_fallen_silent(tmp_path: Path) -> None:
    asked = _rehearsed(tmp_path, _scenario('after = "welcome"\ndelay = 0.7\ntext = "next"', top="length = 25"), "asked")
    timed = _rehearsed(tmp_path, _scenario(top="length = 45\n[start]\nautopilot = true\n"), "timed")
    beginnings = []
    for rehearsed, out in ((asked, "asked"), (timed, "timed")):
        sound, rate_hz = read_audio(tmp_path / out / "speaker.wav")
        start = round(next(said.start for said in _all(rehearsed, Said) if said.step is Step.CONTAINER) * rate_hz)
        beginnings.append(active_level_dbfs(sound[start : start + rate_hz // 4], rate_hz))
    assert beginnings[0] == pytest.approx(beginnings[1], abs=0.5)


def test_a_command_over_the_narration_silences_it_within_fifty_milliseconds(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario('after = "welcome"\ndelay = -6\ntext = "next"', top="length = 25"))
    (command,) = _all(rehearsed, Commanded)
    *before, welcome = [said for said in _all(rehearsed, Said) if said.step is Step.WELCOME]
    assert before and not any(said.cut for said in before), "she speaks over the second part"
    assert welcome.cut and welcome.end - command.decided <= 0.05
    assert _steps(rehearsed)[:2] == ["welcome", "container"]


def test_stop_that_goes_on_as_stop_counting_is_taken_back_though_it_led_to_another_step(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 4.0\ntext = "stop"',
            'after = "express"\ndelay = 4.75\ntext = "counting"',
            top="length = 35\n" + _SHORT,
        ),
    )
    assert _commands(rehearsed) == ["next", "left", "finish", "counting_off"]
    assert [(record.phrase, record.reason.value) for record in _all(rehearsed, Ignored)] == [("stop", "replaced")]
    assert _steps(rehearsed)[-1] == "express"


def test_an_emergency_is_never_taken_for_a_cue_word(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 3.5\ntext = "can\'t breathe"',
            top="length = 30\n" + _SHORT,
        ),
    )
    assert _commands(rehearsed) == ["next", "left", "emergency"]


_FAULTS = (
    "microphone-lost", "microphone-back", "speaker-lost", "speaker-back", "renderer-killed", "renderer-hung",
    "recogniser-killed", "xrun", "disk-full", "disk-back", "clock-jump", "reopened", "latency-raised",
    "default-changed",
)  # fmt: skip


def test_every_fault_is_survived_and_she_is_heard_afterwards(tmp_path: Path) -> None:
    faults = "\n".join(f'[[fault]]\nat = {20 + 2.5 * n}\nkind = "{kind}"' for n, kind in enumerate(_FAULTS))
    rehearsed = _rehearsed(
        tmp_path, _scenario(*_TO_THE_BEAT, 'at = 75\ntext = "how long"', top="length = 90\n" + _SHORT, rest=faults)
    )
    passed = _all(rehearsed, FaultPassed)
    assert [record.kind.value for record in passed] == list(_FAULTS)
    assert all(record.survived for record in passed)
    assert _commands(rehearsed)[-1] == "how_long"
    said = " ".join(record.text for record in _all(rehearsed, Said))
    assert "lost the microphone" in said and "I can hear you again" in said


def _fault(at: float, kind: str, rest: str = "") -> str:
    return f'[[fault]]\nat = {at}\nkind = "{kind}"\n{rest}\n'


def _notes(rehearsed: Rehearsed) -> list[Said]:
    return [record for record in _all(rehearsed, Said) if record.kind is Spoken.NOTE]


_LONG_BEAT = "length = 70\n" + _SHORT


@pytest.mark.parametrize("echo", ["", "[echo]\nlevel = 6\n"])
@pytest.mark.parametrize(
    ("lost", "after_s", "told"),
    [("microphone-lost", 1.0, "lost the microphone"), ("microphone-silent", 5.0, "on mute")],
)
def test_without_a_microphone_steps_are_timed_until_it_is_back(
    tmp_path: Path, lost: str, after_s: float, told: str, echo: str
) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'at = 30\ntext = "pause"',
            'at = 138\ntext = "other side"',
            top="length = 150\n" + _SHORT,
            rest=_fault(24, lost) + _fault(130, "microphone-back") + echo,
        ),
    )
    notes = _notes(rehearsed)
    assert told in notes[0].text and notes[0].start == pytest.approx(24 + after_s, abs=0.3)
    assert notes[-1].text == "I can hear you again." and notes[-1].start == pytest.approx(130, abs=0.3)
    assert _commands(rehearsed) == ["next", "left", "switch_side"]
    assert "move" in _steps(rehearsed), "a new spot by itself"
    microphone, rate_hz = read_audio(tmp_path / "out" / "microphone.wav")
    assert not np.any(microphone[25 * rate_hz : 129 * rate_hz])
    assert not [heard.phrase for heard in _all(rehearsed, Heard) if 26 < heard.t < 130]


def test_without_a_loudspeaker_the_session_goes_on_and_the_beat_begins_anew_when_it_is_back(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'at = 35\ntext = "no more drops"',
            top=_LONG_BEAT,
            rest=_fault(30, "speaker-lost") + _fault(45, "speaker-back"),
        ),
    )
    assert _commands(rehearsed) == ["next", "left", "no_more_drops"]
    back, again = [record for record in _all(rehearsed, Said) if record.t >= 45][:2]
    assert back.text == "The sound works again." and back.start == pytest.approx(45, abs=0.2)
    assert again.text.startswith("Move your thumb"), "what nobody heard is said again"
    beats = [record for record in _all(rehearsed, BeatSounded) if record.t >= 45]
    assert beats[0].t > back.end and beats[0].phase is Phase.PRESS
    speaker, rate_hz = read_audio(tmp_path / "out" / "speaker.wav")
    assert not np.any(speaker[round(30.1 * rate_hz) : 45 * rate_hz])


@pytest.mark.parametrize(
    ("kind", "told"), [("reopened", "gone for a moment"), ("default-changed", "your other sound device")]
)
def test_devices_that_are_opened_anew_leave_a_gap_that_is_told(tmp_path: Path, kind: str, told: str) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(*_TO_THE_BEAT, 'at = 50\ntext = "which side"', top=_LONG_BEAT, rest=_fault(30, kind, "ms = 600")),
    )
    (note,) = _notes(rehearsed)
    assert told in note.text and note.start == pytest.approx(30.6, abs=0.1)
    beats = [record for record in _all(rehearsed, BeatSounded) if record.t >= 30.6]
    assert beats[0].phase is Phase.PRESS and note.end < beats[0].t < note.end + 1.0
    assert _commands(rehearsed)[-1] == "which_side"
    speaker, rate_hz = read_audio(tmp_path / "out" / "speaker.wav")
    assert not np.any(speaker[round(30.02 * rate_hz) : round(30.6 * rate_hz)])


@pytest.mark.parametrize("kind", ["renderer-killed", "renderer-hung", "recogniser-killed", "xrun", "clock-jump"])
def test_what_is_mended_behind_the_scenes_changes_nothing_for_her(tmp_path: Path, kind: str) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'at = 33\ntext = "which side"',
            'at = 43\ntext = "log thirty"',
            'at = 50\ntext = "how long"',
            top=_LONG_BEAT,
            rest=_fault(30, kind),
        ),
    )
    assert _notes(rehearsed) == []
    assert _commands(rehearsed) == ["next", "left", "which_side", "how_long"]
    answers = [record.text for record in _all(rehearsed, Said) if record.kind is Spoken.ANSWER]
    assert len(answers) == 2
    thirds = np.diff([beat.frame for beat in _all(rehearsed, BeatSounded)])
    assert set(thirds.tolist()) <= {26666, 26667}, "the beat never stumbled"


_GETTING_READY = (
    'after = "welcome"\ndelay = 0.7\ntext = "next"',
    'after = "container"\ndelay = 0.7\ntext = "next"',
    'after = "container"\ndelay = 12\ntext = "next"',
)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (_fault(0, "battery-low"), "The battery is low"),
        (_fault(5, "disk-low"), "The disk is almost full"),
        (_fault(0, "microphone-level", "db = 20"), "breaks up"),
    ],
)
def test_what_could_need_a_touch_is_told_before_she_washes_her_hands(tmp_path: Path, fault: str, told: str) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario(*_GETTING_READY, top="length = 70", rest=fault))
    assert _steps(rehearsed) == ["welcome", "container", "wash"]
    wash = next(record for record in _all(rehearsed, StateChanged) if record.step.value == "wash")
    notes = _notes(rehearsed)
    assert notes and all(told in note.text and note.end < wash.t for note in notes)
    assert not notes[-1].cut


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (_fault(0, "microphone-silent"), "No sound comes from your microphone"),
        # At -36 dB, the preset, both ears understand her.
        (_fault(0, "microphone-level", "db = -48"), "You sound very faint"),
    ],
)
def test_a_microphone_that_cannot_hear_her_is_told_while_she_can_still_touch_it(
    tmp_path: Path, fault: str, told: str
) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            'after = "welcome"\ndelay = 0.7\ntext = "next"',
            'at = 40\ntext = "next"',
            top="length = 50",
            rest=fault + _fault(35, "microphone-back"),
        ),
    )
    assert any(told in note.text for note in _notes(rehearsed))
    assert _steps(rehearsed)[:2] == ["welcome", "container"]
    assert _commands(rehearsed) == ["next"]


def test_telephone_sound_is_told_before_she_washes_her_hands_and_is_all_that_the_microphone_gives(
    tmp_path: Path,
) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(top="length = 90\n[start]\nautopilot = true", rest="[echo]\n[microphone]\nband_hz = 3400"),
    )
    wash = next(record for record in _all(rehearsed, StateChanged) if record.step.value == "wash")
    (note,) = (note for note in _notes(rehearsed) if "sounds like a telephone" in note.text)
    assert note.end < wash.t and not note.cut
    samples, rate_hz = read_audio(tmp_path / "out" / "microphone.wav")
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    edge = round(3600 * len(samples) / rate_hz)
    assert spectrum[edge:].sum() < 1e-6 * spectrum.sum()


@pytest.mark.parametrize("band", ["", "[microphone]\nband_hz = 7500"])
def test_a_microphone_that_gives_more_is_no_concern(tmp_path: Path, band: str) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario(*_GETTING_READY, top="length = 70", rest="[echo]\n" + band))
    assert _notes(rehearsed) == []


def test_what_could_not_be_saved_is_saved_when_there_is_room_again(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 5\ntext = "go to sleep"',
            'at = 45\ntext = "wake up"',
            top=_LONG_BEAT,
            rest=_fault(20, "disk-full") + _fault(40, "disk-back"),
        ),
    )
    assert [record.text for record in _notes(rehearsed)] == [
        "There's no room to save this session. Everything else still works.",
        "I can save again.",
    ]


def test_a_full_disk_is_told_once_and_nothing_else_changes(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 5\ntext = "go to sleep"',
            'after = "express"\ndelay = 12\ntext = "wake up"',
            'at = 60\ntext = "go to sleep"',
            top="length = 80\n" + _SHORT,
            rest='[[fault]]\nat = 20\nkind = "disk-full"',
        ),
    )
    notes = [record.text for record in _all(rehearsed, Said) if record.kind.value == "note"]
    assert len([text for text in notes if "room to save" in text]) == 1
    assert _commands(rehearsed) == ["next", "left", "sleep", "wake", "sleep"]


def test_silence_is_answered_by_one_reminder_and_the_room_closes_at_its_length(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, "length = 130")
    notes = [record for record in _all(rehearsed, Said) if record.kind.value == "note"]
    prompt = [record for record in _all(rehearsed, Said) if record.kind is Spoken.PROMPT][-1]
    assert len(notes) == 1 and notes[0].start - prompt.end == pytest.approx(45.0, abs=0.5)
    (end,) = _all(rehearsed, Ended)
    assert end.reason.value == "length" and end.t == pytest.approx(130.0, abs=0.05)


def test_what_was_never_spoken_is_told(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario('after = "store"\ntext = "next"', top="length = 5"))
    assert rehearsed.unspoken == (0,)


def test_at_night_everything_is_six_decibels_softer(tmp_path: Path) -> None:
    levels = []
    for clock in ("10:00", "03:00"):
        _rehearsed(tmp_path, f'length = 10\nclock = "{clock}"')
        samples, _ = read_audio(tmp_path / "out" / "speaker.wav")
        levels.append(20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))))
    assert levels[0] - levels[1] == pytest.approx(6.0, abs=0.2)


def test_a_rehearsal_leaves_nothing_of_the_user_touched(tmp_path: Path) -> None:
    _rehearsed(tmp_path, "length = 5")
    # espeak-ng's own library may look for a sound server and leave its folder.
    assert not list((tmp_path / "user").rglob("voice-guide"))
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"speaker.wav", "microphone.wav"}


def test_lines_of_the_timeline_have_the_fields_of_the_contract(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario(*_TO_THE_BEAT, top="length = 40\n" + _SHORT))
    fields = {
        "said": {"step", "kind", "text", "start", "end", "cut"},
        "heard": {"phrase", "confidence", "speech_end", "decided", "probability", "text"},
        "command": {"command", "phrase", "confidence", "speech_end", "decided"},
        "state": {"step", "side", "position", "paused", "asleep", "left_s", "right_s"},
        "beat": {"phase", "frame", "rate"},
        "end": {"reason", "left_s", "right_s"},
    }
    lines: list[dict[str, Any]] = [json.loads(as_json(record)) for record in rehearsed.records]
    assert [line["t"] for line in lines] == sorted(line["t"] for line in lines)
    for line in lines:
        assert line.keys() - {"value"} == {"t", "type"} | fields[line["type"]]
    assert {line["type"] for line in lines} == set(fields)


# ---- A crying baby


def _with_crying(folder: Path, level_dbfs: float, *says: str, length: int = 75) -> Rehearsed:
    """She begins at once, and from 25 to 40 s a baby cries."""
    sound_file = folder / "cry.wav"
    write_wav(sound_file, cry(6.0, -26.0), RATE_HZ)
    background = f'[[background]]\nfile = "cry.wav"\nlevel = {level_dbfs}\nfrom = 25.0\nto = 40.0'
    return _rehearsed(folder, _scenario(*_TO_THE_BEAT, *says, top=f"length = {length}\n" + _SHORT, rest=background))


def _longest_rest_s(rehearsed: Rehearsed, since_s: float) -> tuple[float, float]:
    """The longest time without a beat that began after `since_s`, from its first to its last moment."""
    beats = [beat.t for beat in _all(rehearsed, BeatSounded) if beat.t >= since_s]
    return max(pairwise(beats), key=lambda pair: pair[1] - pair[0])


def test_a_crying_baby_holds_the_beat_until_it_is_calm(tmp_path: Path) -> None:
    rehearsed = _with_crying(tmp_path, -28.0)
    last, again = _longest_rest_s(rehearsed, 20.0)
    assert 24.0 < last <= 27.1 and 45.0 < again <= 55.0
    texts = [record.text for record in _all(rehearsed, Said) if record.start >= 25.0 and record.kind is Spoken.NOTE]
    assert "please continue" in texts[0]
    states = [record for record in _all(rehearsed, StateChanged) if record.t >= 20.0]
    assert not any(state.paused for state in states)
    assert _commands(rehearsed) == ["next", "left"]
    (end,) = _all(rehearsed, Ended)
    assert end.left_s < 75.0 - (again - last) - 8.0


def test_please_continue_takes_the_beat_up_although_it_cries(tmp_path: Path) -> None:
    rehearsed = _with_crying(tmp_path, -34.0, 'at = 34.0\ntext = "please continue"\nlevel = -22')
    assert _commands(rehearsed) == ["next", "left", "resume"]
    (resumed,) = [record for record in _all(rehearsed, Commanded) if record.command.value == "resume"]
    beats = [beat.t for beat in _all(rehearsed, BeatSounded)]
    assert resumed.t < min(t for t in beats if t > resumed.t) <= resumed.t + 8.0
    assert [t for t in beats if 38.0 < t < 40.0]


def test_crying_in_another_room_holds_nothing_and_single_words_act(tmp_path: Path) -> None:
    rehearsed = _with_crying(tmp_path, -42.0, 'at = 33.0\ntext = "faster"')
    assert _commands(rehearsed) == ["next", "left", "faster"]
    last, again = _longest_rest_s(rehearsed, 20.0)
    assert again - last < 1.3


def test_after_an_emergency_nobody_else_takes_up_the_beat(tmp_path: Path) -> None:
    done = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 4\ntext = "my baby isn\'t breathing"',
            'after = "emergency"\ndelay = 3\ntext = "keep going"\nvoice = "en-us+m3"',
            'after = "emergency"\ndelay = 8\ntext = "continue"',
            'after = "emergency"\ndelay = 15\ntext = "yes"',
            'after = "emergency"\ndelay = 22\ntext = "keep going"\nvoice = "en-us+m3"',
            'after = "emergency"\ndelay = 26\ntext = "continue"',
            top="length = 90",
            rest=_SHORT,
        ),
    )
    assert _commands(done)[2:] == ["emergency", "yes", "resume"]
    assert [(one.phrase, one.reason.value) for one in _all(done, Ignored)] == [
        ("keep going", "not-live"),
        ("continue", "asked"),
        ("keep going", "not-live"),
    ]
    (emergency, _, resume) = [one.t for one in _all(done, Commanded)][2:]
    beats = [one.t for one in _all(done, BeatSounded)]
    assert not [t for t in beats if emergency < t < resume]
    assert [t for t in beats if resume < t < resume + 8.0]


def test_an_amount_is_not_saved_while_she_corrects_it(tmp_path: Path) -> None:
    done = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 3\ntext = "stop"',
            'after = "collected"\ndelay = 1\ntext = "log ten"',
            'after = "answer:collected"\ndelay = 3.5\ntext = "no twenty"',
            top="length = 70",
            rest=_SHORT,
        ),
    )
    read_back = next(one for one in _all(done, Said) if one.kind is Spoken.ANSWER)
    corrected = next(one for one in _all(done, Heard) if one.phrase == "no twenty")
    assert corrected.t > read_back.end + 4.0
    assert [one.amount for one in _all(done, Logged)] == [20]


def test_a_no_that_comes_when_silence_has_saved_the_amount_takes_it_back(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 12\ntext = "stop"',
            'after = "collected"\ndelay = 2\ntext = "thirty"',
            'after = "answer:collected"\ndelay = 5\ntext = "no"',
            top="length = 75\n" + _SHORT,
        ),
    )
    (logged,) = _all(rehearsed, Logged)
    (no,) = [command for command in _all(rehearsed, Commanded) if command.command.value == "no"]
    assert logged.t < no.speech_end
    answer = [said.text for said in _all(rehearsed, Said) if said.kind is Spoken.ANSWER][-1]
    assert answer.startswith("How much was it?"), "it is asked for anew"


def test_ready_after_the_second_hold_keeps_the_place_and_what_is_asked_in_quiet_is_answered(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 3\ntext = "other side"',
            'after = "switch"\ndelay = 1\ntext = "next"',
            'after = "hold"\ndelay = 9\ntext = "ready"',
            'after = "express"\ndelay = 10\ntext = "be quiet"',
            'after = "express"\ndelay = 15\ntext = "how long"',
            top="length = 100\n" + _SHORT,
        ),
    )
    assert "move" not in _steps(rehearsed)
    assert _commands(rehearsed)[-3:] == ["next", "counting_off", "how_long"]
    assert _all(rehearsed, Said)[-1].kind is Spoken.ANSWER


def test_a_session_that_was_cut_short_goes_on_with_yes(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            'after = "express"\ndelay = 0.7\ntext = "yes"',
            top="length = 40",
            rest='[restore]\nside = "left"\nleft = 200\nright = 90',
        ),
    )
    said = _all(rehearsed, Said)
    assert said[0].text == "You were on the left, minute four. Shall we go on?"
    assert _commands(rehearsed) == ["resume"]
    assert _all(rehearsed, BeatSounded)
    (kept,) = rehearsed.kept
    assert kept.left_s > 205 and kept.right_s == 90
    assert [span.side.value for span in kept.turns] == ["right", "left"]


def test_after_twenty_seconds_of_silence_it_is_closed_as_it_was(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _scenario(top="length = 60", rest='[restore]\nside = "left"\nleft = 200'))
    assert _steps(rehearsed) == ["express", "welcome"]
    welcome = [record for record in _all(rehearsed, Said) if record.kind is Spoken.PROMPT][1]
    asked = _all(rehearsed, Said)[0]
    assert welcome.start - asked.end == pytest.approx(20.0, abs=0.2)
    (kept,) = rehearsed.kept
    assert kept.ended is not None and kept.left_s == 200
    assert not _all(rehearsed, BeatSounded)


def test_what_was_held_stays_held_whatever_is_said_but_continue(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            'after = "express"\ndelay = 0.7\ntext = "yes"',
            'at = 20\ntext = "keep going"',
            top="length = 60",
            rest='[restore]\nside = "left"\nleft = 200\nheld = true',
        ),
    )
    assert [record.text for record in _all(rehearsed, Said)][:1] == ["Say continue if you feel able."]
    assert not _all(rehearsed, BeatSounded)
    assert rehearsed.kept[0].ended is None or not rehearsed.kept[0].held


def test_an_amount_is_called_saved_once_there_is_room_for_it(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 5\ntext = "stop"',
            'after = "collected"\ndelay = 1\ntext = "log thirty"',
            'after = "answer:collected"\ndelay = 0.7\ntext = "yes"',
            top="length = 90\n" + _SHORT,
            rest=_fault(20, "disk-full") + _fault(70, "disk-back"),
        ),
    )
    (logged,) = _all(rehearsed, Logged)
    after = [record.text for record in _all(rehearsed, Said) if record.start > logged.t]
    not_yet = after.index("I can't save that yet. I'll try again.")
    assert "Saved." not in after[:not_yet]
    assert after[-3:] == ["I can save again.", "Saved.", "Fridge or freezer?"]
    (kept,) = rehearsed.kept
    assert [amount.amount for amount in kept.amounts] == [30]


def test_after_an_amount_she_is_asked_once_where_the_milk_is_kept(tmp_path: Path) -> None:
    rehearsed = _rehearsed(
        tmp_path,
        _scenario(
            *_TO_THE_BEAT,
            'after = "express"\ndelay = 8.0\ntext = "started ten minutes ago"',
            'after = "answer:express"\ndelay = 1.0\ntext = "stop"',
            'after = "collected"\ndelay = 0.7\ntext = "log thirty"',
            'after = "answer:collected"\ndelay = 0.7\ntext = "yes"',
            'after = "answer:collected"\ndelay = 8.0\ntext = "fridge"',
            'after = "answer:collected"\ndelay = 10.0\ntext = "how much today"',
            top='clock = "10:00"\nlength = 90\n' + _SHORT,
        ),
    )
    commands = {record.command.value: record for record in _all(rehearsed, Commanded)}
    assert commands["started"].value == 10
    assert commands["storage"].value == "fridge"
    assert "today" in commands
    said = [record.text for record in _all(rehearsed, Said)]
    assert said.count("Fridge or freezer?") == 1
    assert any(text.startswith("Use it by Tuesday at 9 AM.") for text in said)  # three days, without a region
    assert said[-1] == "You've noted 30 millilitres so far today."
    last = [record for record in _all(rehearsed, StateChanged) if record.step is Step.COLLECTED][-1]
    assert last.left_s > 595.0
