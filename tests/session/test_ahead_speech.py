"""Speech without waiting: what is asked for comes first, and nothing blocks who asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.errors import RendererError
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.narration.renderer import EngineVersions, Renderer
from voice.session.ahead_speech import AheadSpeech, Line

_PATIENT_S = 10.0


class _Engine(Renderer):
    """A renderer without a child that waits at a gate before each text, or fails."""

    def __init__(self, *, broken: bool = False) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.gate = threading.Semaphore(0)
        self.at_gate = threading.Semaphore(0)
        self.closed = 0
        self.rested = threading.Event()
        self._broken = broken

    def close(self) -> None:
        self.closed += 1
        self.rested.set()

    def versions(self) -> EngineVersions:
        return EngineVersions("1.51", "2.99")

    def render(self, text: str, voice: str, rate: float) -> tuple[NDArray[np.float32], int]:
        self.asked.append(text)
        self.at_gate.release()
        assert self.gate.acquire(timeout=_PATIENT_S)
        if self._broken:
            raise RendererError("no voice; install espeak-ng")
        return np.sin(np.arange(4000, dtype=np.float32) / 9), 16_000


def _speech(engine: _Engine, folder: Path, *foreseen: str) -> AheadSpeech:
    narrator = Narrator(engine, DiskCache(folder, limit_bytes=1 << 20), 16_000, "en-us", 125)
    return AheadSpeech(narrator, map(Line, foreseen))


def _soon(ask: Callable[[], Clip | None]) -> Clip:
    """What `ask` gives once it gives something; the conductor asks at every block."""
    until = threading.Event()
    for _ in range(round(_PATIENT_S * 1000)):
        answer = ask()
        if answer is not None:
            return answer
        until.wait(0.001)
    raise AssertionError("it never came")


def test_what_is_foreseen_is_there_at_once_when_it_is_asked_for(tmp_path: Path) -> None:
    engine = _Engine()
    engine.gate.release(2)
    with closing(_speech(engine, tmp_path, "One.", "Two.")) as speech:
        speech.start()
        clip = _soon(lambda: speech.sentence("Two."))
        assert clip.text == "Two."
        assert speech.sentence("One.") is not None
        assert engine.asked == ["One.", "Two."]


def test_what_is_asked_for_goes_before_what_is_foreseen_and_nobody_waits(tmp_path: Path) -> None:
    engine = _Engine()
    with closing(_speech(engine, tmp_path, "One.", "Two.", "Three.")) as speech:
        speech.start()
        assert engine.at_gate.acquire(timeout=_PATIENT_S)  # "One." is being rendered
        assert speech.sentence("Now.") is None
        engine.gate.release(4)
        assert _soon(lambda: speech.sentence("Now.")).text == "Now."
        assert engine.asked[:2] == ["One.", "Now."]


def test_without_a_voice_asking_fails_after_a_while_and_nothing_foreseen_is_tried_again(tmp_path: Path) -> None:
    engine = _Engine(broken=True)
    engine.gate.release(10)
    with closing(_speech(engine, tmp_path, "One.", "Two.")) as speech:
        speech.start()
        with pytest.raises(RendererError, match="install espeak-ng"):
            _soon(lambda: speech.sentence("Now."))
        assert "Two." not in engine.asked


def test_closing_ends_the_thread_and_the_renderer(tmp_path: Path) -> None:
    speech = _speech(_Engine(), tmp_path)
    speech.start()
    speech.close()
    assert "narration" not in [thread.name for thread in threading.enumerate()]


def test_only_what_was_foreseen_is_kept_on_the_disk(tmp_path: Path) -> None:
    engine = _Engine()
    engine.gate.release(10)
    with closing(_speech(engine, tmp_path, "One.")) as speech:
        speech.start()
        assert _soon(lambda: speech.sentence("Thirty millilitres on the left.")).text.startswith("Thirty")
        assert _soon(lambda: speech.sentence("One.")).text == "One."
        assert speech.sentence("Thirty millilitres on the left.") is None
    assert len(list(tmp_path.iterdir())) == 1


def test_a_word_of_the_beat_comes_next_and_at_the_pace_of_its_beat(tmp_path: Path) -> None:
    engine = _Engine()
    with closing(_speech(engine, tmp_path, "One.", "Two.")) as speech:
        speech.start()
        assert engine.at_gate.acquire(timeout=_PATIENT_S)  # "One." is being rendered
        assert speech.cue("press", 18.0) is None and speech.cue("press", 30.0) is None
        engine.gate.release(10)
        calm, quick = _soon(lambda: speech.cue("press", 18.0)), _soon(lambda: speech.cue("press", 30.0))
        assert calm.key != quick.key and speech.cue("press", 12.0) is not None
        assert engine.asked[:3] == ["One.", "press", "press"]


def test_the_renderer_rests_only_when_nothing_is_left_to_render_and_wakes_again(tmp_path: Path) -> None:
    engine = _Engine()
    with closing(_speech(engine, tmp_path, "One.", "Two.")) as speech:
        speech.start()
        speech.rest()
        assert engine.at_gate.acquire(timeout=_PATIENT_S) and engine.closed == 0
        engine.gate.release(10)
        _soon(lambda: speech.sentence("Two."))
        assert engine.rested.wait(_PATIENT_S) and engine.closed == 1
        assert _soon(lambda: speech.sentence("Three.")).text == "Three."
