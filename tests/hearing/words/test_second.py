"""The second ear: its files, its process, and what becomes of it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.hearing.spoken import speech
from voice.errors import SecondEarError
from voice.hearing.words import second_files
from voice.hearing.words.second import MOST_RESTARTS, AwaitedSecond, LiveSecond, SecondProcess
from voice.hearing.words.second_files import DECODER, DIGESTS, ENCODER, SECOND_EAR_FILES, TOKENS
from voice.hearing.words.transcript import UNASKED, Question, Transcript

_LONGEST_S = 60.0


@pytest.fixture(scope="module")
def second() -> Iterator[AwaitedSecond]:
    with AwaitedSecond() as one:
        yield one


def _asked(second: AwaitedSecond, text: str, *words: str, now_s: float = 0.0) -> Transcript:
    second.ask(Question(1, speech(text), words), now_s)
    [(_, transcript)] = second.answers(now_s)
    return transcript


def test_it_writes_what_is_said_and_scores_what_it_is_asked_about(second: AwaitedSecond) -> None:
    heard = _asked(second, "how long does it keep", "how long does it keep", "stop")
    assert heard.text == "How long does it keep?"
    assert heard.margin("how long does it keep") == 0.0
    assert heard.margin("stop") < -10.0


def test_what_it_was_not_asked_about_is_unlikely() -> None:
    assert Transcript("Stop.", -0.1, -0.1, {}).margin("left") == UNASKED


def test_the_same_sound_gives_the_same_figures(second: AwaitedSecond) -> None:
    assert _asked(second, "switch sides", "switch sides") == _asked(second, "switch sides", "switch sides")


def test_silence_and_a_scrap_are_no_error(second: AwaitedSecond) -> None:
    for samples in (np.zeros(0, np.float32), np.zeros(16_000, np.float32), np.ones(3, np.float32)):
        second.ask(Question(2, samples, ()), 0.0)
        assert len(second.answers(0.0)) == 1


def test_a_slow_one_is_known_later_by_the_time_of_the_room(second: AwaitedSecond) -> None:
    second.slow_down(0.8)
    second.ask(Question(3, speech("next"), ()), 10.0)
    assert second.answers(10.75) == []
    assert [number for number, _ in second.answers(10.8)] == [3]
    second.begin_anew()


def test_a_killed_one_loses_its_question_and_answers_the_next() -> None:
    with AwaitedSecond() as second:
        second.strike(signal.SIGKILL)
        second.ask(Question(1, speech("next"), ()), 0.0)
        assert second.answers(99.0) == []
        assert _asked(second, "next").text.lower().startswith("next")


def test_it_is_started_again_a_few_times_and_then_no_more() -> None:
    with AwaitedSecond() as second:
        for _ in range(MOST_RESTARTS + 1):
            assert second.ready
            second.strike(signal.SIGKILL)
            second.ask(Question(1, np.zeros(1600, np.float32), ()), 0.0)  # finds it dead
            second.ask(Question(2, np.zeros(1600, np.float32), ()), 0.0)  # starts it again, if it may
        assert not second.ready
        second.begin_anew()
        assert second.ready


def test_a_live_one_loads_beside_the_session_and_never_blocks() -> None:
    with LiveSecond(SecondProcess(), beside=lambda: None) as second:
        assert not second.ready
        _wait(lambda: second.ready)
        second.ask(Question(7, speech("next"), ("next",)), 0.0)
        answers: list[tuple[int, Transcript]] = []

        def answered() -> bool:
            answers.extend(second.answers(0.0))
            return bool(answers)

        _wait(answered)
        assert answers[0][0] == 7 and answers[0][1].margin("next") == 0.0
    assert not second.ready


def _wait(holds: Callable[[], bool]) -> None:
    for _ in range(round(_LONGEST_S / 0.02)):
        if holds():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it never came")


# ---- its files


def test_the_files_are_those_that_were_measured() -> None:
    SECOND_EAR_FILES.check(SECOND_EAR_FILES.folder())


@pytest.mark.parametrize("name", [ENCODER, DECODER, TOKENS])
def test_a_truncated_file_is_named(tmp_path: Path, name: str) -> None:
    for each in DIGESTS:
        shutil.copy(SECOND_EAR_FILES.folder() / each, tmp_path)
    (tmp_path / name).write_bytes((SECOND_EAR_FILES.folder() / name).read_bytes()[:1000])
    with pytest.raises(SecondEarError, match=f"{name} is damaged"):
        SECOND_EAR_FILES.check(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecondEarError, match=f"{ENCODER} cannot be read"):
        SECOND_EAR_FILES.check(tmp_path)


def test_a_machine_without_the_package_says_what_to_do(tmp_path: Path) -> None:
    code = (
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'moonshine_voice' else find(name, *rest)\n"
        "from voice.hearing.words.second_files import SECOND_EAR_FILES\n"
        "SECOND_EAR_FILES.folder()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=_ROOT)
    assert "The second ear is not installed (moonshine_voice is missing): run scripts/start again" in ended.stderr


def test_nothing_of_the_package_is_imported() -> None:
    code = "import sys, voice.hearing.words.second_engine as e; print('moonshine_voice' in sys.modules, e.DECODER)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT)
    assert ended.stdout.split() == ["False", DECODER]


def test_the_process_has_one_thread_opens_no_socket_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech("next")  # rendered before, since what renders it does write files
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    with AwaitedSecond() as second:
        _asked(second, "next", "next")
        threads, links = _seen_of(second.pid)
    assert threads == 1
    assert not [one for one in links if one.startswith("socket:")]
    assert list(tmp_path.iterdir()) == []


def _seen_of(pid: int | None) -> tuple[int, list[str]]:
    place = Path(f"/proc/{pid}")
    return len(list((place / "task").iterdir())), [str(one.readlink()) for one in (place / "fd").iterdir()]


_ROOT = Path(second_files.__file__).parents[3]
