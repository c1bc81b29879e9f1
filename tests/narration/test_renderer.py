"""The renderer with the real espeak-ng in a real child: same text, same sound, whatever happens to the child."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.errors import InputError, RendererError
from voice.narration.renderer import Renderer

_SHORT_LIMIT_S = 1.0  # a child starts and speaks in a tenth of it


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with closing(Renderer()) as renderer:
        yield renderer


def _fresh(text: str, voice: str, rate_wpm: int) -> NDArray[np.float32]:
    with closing(Renderer()) as renderer:
        return renderer.render(text, voice, rate_wpm)[0]


def test_it_speaks(renderer: Renderer) -> None:
    samples, rate_hz = renderer.render("Wash your hands with soap and water.", "en-us", 140)
    assert rate_hz == 22_050 and samples.dtype == np.float32
    assert 1.5 < len(samples) / rate_hz < 4.0
    assert 0.05 < np.max(np.abs(samples)) <= 1.0


def test_it_says_what_it_speaks_with(renderer: Renderer) -> None:
    versions = renderer.versions()
    assert versions.espeak_ng.startswith("1.") and versions.pyttsx3.startswith("2.")


def test_what_was_said_before_leaves_no_trace(renderer: Renderer) -> None:
    asked = [("Rest now.", "en-us", 140), ("Next.", "en-us+f3", 150), ("Rest now.", "gmw/en-us+m7", 180)]
    fresh = [_fresh(*one) for one in asked]
    for _ in range(8):
        for one, expected in zip(asked, fresh, strict=True):
            assert np.array_equal(renderer.render(*one)[0], expected)


def test_voice_and_rate_change_the_sound(renderer: Renderer) -> None:
    slow, _ = renderer.render("Next.", "en-us", 120)
    quick, _ = renderer.render("Next.", "en-us", 180)
    other, _ = renderer.render("Next.", "en-us+f3", 180)
    assert len(quick) < 0.8 * len(slow) and not np.array_equal(other, quick)


@pytest.mark.parametrize("voice", ["en-us+zz", "en-us+F3", "no such voice", ""])
def test_a_voice_that_is_not_there_is_not_replaced_in_silence(renderer: Renderer, voice: str) -> None:
    with pytest.raises(InputError, match=f'There is no voice "{voice.replace("+", chr(92) + "+")}"; expected'):
        renderer.render("Rest now.", voice, 140)


@pytest.mark.parametrize("rate_wpm", [0, 39, 451])
def test_a_rate_that_would_be_changed_in_silence_is_refused(renderer: Renderer, rate_wpm: int) -> None:
    with pytest.raises(InputError, match="expected 40 to 450 words a minute"):
        renderer.render("Rest now.", "en-us", rate_wpm)


def test_nothing_to_say_is_refused(renderer: Renderer) -> None:
    with pytest.raises(InputError, match="expected a text"):
        renderer.render(" \n", "en-us", 140)


def test_a_killed_child_is_replaced() -> None:
    with closing(Renderer(_SHORT_LIMIT_S)) as renderer:
        before, _ = renderer.render("Rest now.", "en-us", 140)
        killed = renderer.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        after, _ = renderer.render("Rest now.", "en-us", 140)
        assert np.array_equal(after, before) and renderer.pid != killed


def test_a_hanging_child_is_killed_and_replaced() -> None:
    with closing(Renderer(_SHORT_LIMIT_S)) as renderer:
        before, _ = renderer.render("Rest now.", "en-us", 140)
        hanging = renderer.pid
        assert hanging is not None
        os.kill(hanging, signal.SIGSTOP)
        after, _ = renderer.render("Rest now.", "en-us", 140)
        assert np.array_equal(after, before)
        assert not Path(f"/proc/{hanging}").exists()


def test_a_child_that_cannot_live_is_an_error_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise SystemExit(1)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with closing(Renderer()) as renderer, pytest.raises(RendererError, match="apt install espeak-ng"):
        renderer.render("Rest now.", "en-us", 140)


def test_without_espeak_ng_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):  # found first, and no libraries
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with closing(Renderer()) as renderer:
        with pytest.raises(RendererError, match=r"no voice on this machine; .*apt install espeak-ng"):
            renderer.render("Rest now.", "en-us", 140)
        with pytest.raises(RendererError, match="apt install espeak-ng"):
            renderer.versions()


def test_without_espeak_ngs_data_there_is_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ESPEAK_DATA_PATH", str(tmp_path))
    (tmp_path / "espeak-ng-data").mkdir()
    with closing(Renderer()) as renderer, pytest.raises(RendererError):
        renderer.render("Rest now.", "en-us", 140)


def test_closing_leaves_no_child_and_no_files() -> None:
    renderer = Renderer()
    renderer.render("Rest now.", "en-us", 140)
    pid = renderer.pid
    renderer.close()
    renderer.close()
    assert renderer.pid is None and not Path(f"/proc/{pid}").exists()
    assert not list(Path("/dev/shm").glob(f"voice-*/{pid}.wav"))
