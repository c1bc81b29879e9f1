"""Scenario files: every key and default of the contract, and one sentence about what is wrong."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import numpy as np
import pytest

from voice.audio.files import write_wav
from voice.errors import InputError
from voice.guide.steps import Side, Step
from voice.room.scenario import (
    After,
    AnswerIn,
    At,
    Background,
    EchoPath,
    Fault,
    FaultKind,
    Jump,
    Say,
    Scenario,
    SpokenFile,
    SpokenText,
)
from voice.room.scenario_file import read_scenario
from voice.settings.settings import Settings

_WHOLE = """
title = "Clumsy night"
seed = 7
length = 1500.0
language = "en"
clock = "03:00"
[start]
side = "left"
tempo = 18
short = false
[[say]]
at = 12.5
text = "next"
[[say]]
after = "wash"
delay = 0.8
file = "clip.wav"
offset = 100
frames = 16000
level = -30
[[say]]
after = "sit"
delay = -1
text = "wait"
voice = "en-us+m2"
rate = 180
[[background]]
file = "clip.wav"
level = -45
from = 30.0
to = 90.0
loop = false
[echo]
impulse_response = "clip.wav"
delay_ms = 80
level = 5.5
drift_ppm = -20
nonlinearity = 0.25
jump = [[120.0, 120], [60, -30]]
[microphone]
band_hz = 3400
[[fault]]
at = 200.0
kind = "microphone-lost"
[[fault]]
at = 210
kind = "xrun"
ms = 55
[[fault]]
at = 220
kind = "clock-jump"
s = -60
[[fault]]
at = 230
kind = "reopened"
ms = 1200
[[fault]]
at = 240
kind = "default-changed"
[[fault]]
at = 250
kind = "second-slow"
ms = 1500
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sound in it."""
    write_wav(tmp_path / "clip.wav", np.full(20_000, 0.1, np.float32), 16_000)
    return tmp_path


def _read(folder: Path, text: str) -> Scenario:
    file = folder / "night.toml"
    file.write_text(text, encoding="utf-8")
    return read_scenario(file)


def test_every_key_of_the_contract_is_read(folder: Path) -> None:
    clip = folder / "clip.wav"
    assert _read(folder, _WHOLE) == Scenario(
        title="Clumsy night",
        seed=7,
        length_s=1500.0,
        clock=time(3, 0),
        settings=Settings(side=Side.LEFT, tempo_cpm=18.0, short=False),
        says=(
            Say(At(12.5), SpokenText("next")),
            Say(After(Step.WASH, 0.8), SpokenFile(clip, 100, 16_000), -30.0),
            Say(After(Step.SIT, -1.0), SpokenText("wait", "en-us+m2", 180)),
        ),
        backgrounds=(Background(clip, -45.0, 30.0, 90.0, loop=False),),
        echo=EchoPath(clip, 0.25, 80.0, 5.5, -20.0, 0.25, (Jump(60.0, -30.0), Jump(120.0, 120.0))),
        band_hz=3400.0,
        faults=(
            Fault(200.0, FaultKind.MICROPHONE_LOST),
            Fault(210.0, FaultKind.XRUN, xrun_ms=55.0),
            Fault(220.0, FaultKind.CLOCK_JUMP, jump_s=-60.0),
            Fault(230.0, FaultKind.REOPENED, gap_ms=1200.0),
            Fault(240.0, FaultKind.DEFAULT_CHANGED, gap_ms=800.0),
            Fault(250.0, FaultKind.SECOND_SLOW, slow_ms=1500.0),
        ),
    )


def test_an_empty_file_has_the_contract_s_defaults(folder: Path) -> None:
    scenario = _read(folder, "")
    assert (scenario.title, scenario.seed, scenario.length_s, scenario.clock) == ("night", 0, 1800.0, time(10, 0))
    assert (scenario.settings, scenario.finished_sessions) == (Settings(), 0)
    assert (scenario.says, scenario.backgrounds, scenario.echo, scenario.faults) == ((), (), None, ())
    assert scenario.band_hz is None


def test_tables_without_their_optional_keys_have_the_contract_s_defaults(folder: Path) -> None:
    scenario = _read(
        folder,
        '[[say]]\nat = 1\ntext = "next"\n[[say]]\nafter = "wash"\nfile = "clip.wav"\n'
        '[[background]]\nfile = "clip.wav"\n[echo]\n'
        '[[fault]]\nat = 1\nkind = "xrun"\n[[fault]]\nat = 2\nkind = "clock-jump"\n'
        '[[fault]]\nat = 3\nkind = "second-slow"\n[microphone]',
    )
    assert scenario.says == (
        Say(At(1.0), SpokenText("next", "en-us+f3", 150), -26.0),
        Say(After(Step.WASH, 0.0), SpokenFile(folder / "clip.wav", 0, None), -26.0),
    )
    assert scenario.backgrounds == (Background(folder / "clip.wav", -40.0, 0.0, None, loop=True),)
    assert scenario.echo == EchoPath(None, 0.25, 60.0, 10.0, 0.0, 0.0, ())
    assert [(fault.xrun_ms, fault.jump_s, fault.slow_ms) for fault in scenario.faults] == [(40.0, 3600.0, 800.0)] * 3
    assert scenario.band_hz is None


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_kind_of_fault_is_known(folder: Path, kind: FaultKind) -> None:
    assert _read(folder, f'[[fault]]\nat = 1\nkind = "{kind.value}"').faults == (Fault(1.0, kind),)


@pytest.mark.parametrize("step", list(Step))
def test_every_step_can_be_an_anchor(folder: Path, step: Step) -> None:
    says = _read(folder, f'[[say]]\nafter = "{step.value}"\ntext = "next"').says
    assert says[0].when == After(step)
    says = _read(folder, f'[[say]]\nafter = "answer:{step.value}"\ntext = "next"').says
    assert says[0].when == After(AnswerIn(step))


def test_the_options_of_start_are_written_with_dashes_or_underscores(folder: Path) -> None:
    (folder / "model").mkdir()
    scenario = _read(
        folder,
        '[start]\nmute-mic = true\ninput_device = 3\noutput-device = "usb"\nmodel = "model"\nregion = "uk"\n'
        "rate = 130\nvolume = -6\nautopilot = true\nshort = true\nfinished_sessions = 4",
    )
    assert scenario.finished_sessions == 4
    assert scenario.settings == Settings(
        mute_mic=True,
        input_device="3",
        output_device="usb",
        model=folder / "model",
        region="uk",
        rate_wpm=130,
        volume_db=-6.0,
        autopilot=True,
        short=True,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title = 3", "title: expected a string that is not empty, found 3"),
        ("titel = 'x'", "titel: unknown key; expected one of background, clock, echo, fault, language, length, "),
        (
            '[[say]]\nafter = "answer:lunch"\ntext = "no"',
            '[[say]] 1, after: expected a step behind "answer:", such as "answer:collected", found "answer:lunch"',
        ),
        ("seed = 1.5", "seed: expected a whole number, 0 or more, found 1.5"),
        ("seed = true", "seed: expected a whole number, 0 or more, found true"),
        ("seed = -1", "seed: expected a whole number, 0 or more, found -1"),
        ("length = 0", "length: expected a number of seconds, 1 or more, found 0"),
        ("length = inf", "length: expected a number of seconds, 1 or more, found inf"),
        ("length = nan", "length: expected a number of seconds, 1 or more, found nan"),
        ("length = '5'", 'length: expected a number of seconds, 1 or more, found "5"'),
        ("language = 'xx'", '"language" is "xx"; expected one of en'),
        ("clock = '25:00'", 'clock: expected a time of day such as "03:00", found "25:00"'),
        ("clock = 3", 'clock: expected a time of day such as "03:00", found 3'),
        ("start = 1", "start: expected a table [start], found 1"),
        ("[start]\nside = 'up'", '[start]: "side" is "up"; expected left or right'),
        ("[start]\nsides = 'left'", '[start]: "sides" is not a setting; did you mean "side"?'),
        ("[start]\nfinished_sessions = -1", "[start], finished_sessions: expected a whole number, 0 or more, found -1"),
        ("[restore]\nleft = 5", '[restore], side: expected "left" or "right", where it was cut short'),
        (
            "[restore]\nside = 'left'\nright = 5",
            "[restore], left: expected the seconds of work on the left, more",
        ),
        ("say = 1", "say: expected tables [[say]], found 1"),
        ("say = [1]", "say: expected tables [[say]], found an array"),
        ("[[say]]\ntext = 'next'", '[[say]] 1, at: expected either "at" (seconds) or "after" (a step), and not both'),
        ("[[say]]\nat = 1\nafter = 'sit'\ntext = 'next'", '[[say]] 1, at: expected either "at" (seconds) or "after"'),
        ("[[say]]\nat = -1\ntext = 'next'", "[[say]] 1, at: expected a number of seconds, 0 or more, found -1"),
        ("[[say]]\nat = 1\ndelay = 1\ntext = 'a'", '[[say]] 1, delay: expected no delay beside "at"'),
        ("[[say]]\nafter = 'bed'\ntext = 'next'", '[[say]] 1, after: expected one of "welcome", "container", '),
        ("[[say]]\nat = 1", '[[say]] 1, file: expected either "file" (a sound file) or "text" (words to speak)'),
        ("[[say]]\nat = 1\nfile = 'clip.wav'\ntext = 'a'", '[[say]] 1, file: expected either "file" (a sound file)'),
        (
            "[[say]]\nat = 1\nfile = 'no.wav'",
            "[[say]] 1, file: expected a sound file (WAV, FLAC, Ogg or Opus) relative",
        ),
        ("[[say]]\nat = 1\ntext = ''", '[[say]] 1, text: expected a string that is not empty, found ""'),
        ("[[say]]\nat = 1\ntext = 'a'\nvoice = 2", "[[say]] 1, voice: expected a string that is not empty, found 2"),
        ("[[say]]\nat = 1\ntext = 'a'\nrate = 5", "[[say]] 1, rate: expected a whole number of words a minute from 80"),
        (
            "[[say]]\nat = 1\ntext = 'a'\noffset = 5",
            '[[say]] 1, offset: expected no offset here, since it belongs to "',
        ),
        ("[[say]]\nat = 1\nfile = 'clip.wav'\nrate = 90", "[[say]] 1, rate: expected no rate here, since it belongs"),
        (
            "[[say]]\nat = 1\nfile = 'clip.wav'\nframes = 0",
            "[[say]] 1, frames: expected a whole number of frames, 1 or",
        ),
        ("[[say]]\nat = 1\nfile = 'clip.wav'\noffset = -1", "[[say]] 1, offset: expected a whole number of frames, 0"),
        ("[[say]]\nat = 1\ntext = 'a'\nlevel = 'low'", '[[say]] 1, level: expected a number of dBFS, found "low"'),
        ("[[say]]\nat = 1\ntext = 'a'\nloud = 1", "[[say]] 1, loud: unknown key; expected one of after, at, delay, "),
        ("[[say]]\nat = 1\ntext = 'a'\n[[say]]\ntext = 'b'", "[[say]] 2, at: expected either"),
        ("[[background]]\nlevel = -40", "[[background]] 1, file: expected a sound file (WAV, FLAC, Ogg or Opus)"),
        ("[[background]]\nfile = 'x.opus'", "[[background]] 1, file: expected a sound file"),
        (
            "[[background]]\nfile = 'clip.wav'\nfrom = 9\nto = 3",
            "[[background]] 1, to: expected a number of seconds aft",
        ),
        ("[[background]]\nfile = 'clip.wav'\nloop = 1", "[[background]] 1, loop: expected true or false, found 1"),
        ("[[background]]\nfile = 'clip.wav'\nat = 1", "[[background]] 1, at: unknown key"),
        ("[echo]\nrt60 = -1", "[echo], rt60: expected a number of seconds from 0 to 10, found -1"),
        ("[echo]\nimpulse_response = 'x.wav'", "[echo], impulse_response: expected a sound file"),
        ("[echo]\ndelay_ms = -5", "[echo], delay_ms: expected a number of milliseconds from 0 to 10000, found -5"),
        ("[echo]\nnonlinearity = 1.1", "[echo], nonlinearity: expected a number from 0 to 1, found 1.1"),
        ("[echo]\ndrift_ppm = 5000", "[echo], drift_ppm: expected a number of ppm from -1000 to 1000, found 5000"),
        ("[echo]\njump = [120.0, 120]", "[echo], jump: expected pairs [seconds, milliseconds] such as [[120.0, 120]]"),
        ("[echo]\njump = 3", "[echo], jump: expected pairs [seconds, milliseconds] such as [[120.0, 120]], found 3"),
        ("[echo]\njump = [[1, 2, 3]]", "[echo], jump: expected pairs [seconds, milliseconds]"),
        ("[echo]\njump = [[5, -61]]", "[echo], jump: expected jumps that keep the delay from 0 to 10000 ms"),
        ("[echo]\ngain = 3", "[echo], gain: unknown key"),
        ("[microphone]\nband_hz = 300", "[microphone], band_hz: expected a number of Hz from 1000 to 11000, found 300"),
        (
            "[microphone]\nband_hz = '3k'",
            '[microphone], band_hz: expected a number of Hz from 1000 to 11000, found "3k"',
        ),
        ("[microphone]\nband = 3400", "[microphone], band: unknown key; expected one of band_hz"),
        ("microphone = 3400", "microphone: expected a table [microphone], found 3400"),
        ("[[fault]]\nat = 1\nkind = 'second-hung'\nms = 3", "[[fault]] 1, ms: unknown key; expected one of at, kind"),
        ("[[fault]]\nkind = 'xrun'", "[[fault]] 1, at: expected a number of seconds, 0 or more"),
        (
            "[[fault]]\nat = 1",
            '[[fault]] 1, kind: expected one of "microphone-lost", "microphone-back", "speaker-lost"',
        ),
        ("[[fault]]\nat = 1\nkind = 'fire'", '[[fault]] 1, kind: expected one of "microphone-lost"'),
        ("[[fault]]\nat = 1\nkind = 'xrun'\ns = 3", "[[fault]] 1, s: unknown key; expected one of at, kind, ms"),
        ("[[fault]]\nat = 1\nkind = 'xrun'\nms = -1", "[[fault]] 1, ms: expected a number of milliseconds, 0 or more"),
        ("seed = ", "expected TOML, but: Invalid value (at end of document)"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_file_key_and_expectation(
    folder: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as error:
        _read(folder, text)
    message = str(error.value)
    assert message.startswith(f"{folder / 'night.toml'}: {expected}")
    assert "\n" not in message
    assert error.value.exit_status == 2


def test_a_missing_scenario_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file; expected a scenario in TOML"):
        read_scenario(tmp_path / "none.toml")
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as text"):
        read_scenario(tmp_path / "noise.toml")
