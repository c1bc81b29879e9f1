"""A child process that answers, prints, dies, hangs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing

import pytest

from voice.processes.child import Child, ChildDiedError, ChildTimeoutError

_PATIENT_S = 20.0


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child("tests.processes.echo")
    yield child
    child.close()


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_an_answer_comes_back_whole(child: Child, size: int) -> None:
    payload = os.urandom(size)
    header = {"text": "It's fine, å"}
    assert child.request(header, payload, timeout_s=_PATIENT_S) == (header, payload)
    assert child.alive


def test_what_the_child_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with closing(Child("tests.processes.echo")) as child:
        assert child.request({"do": "print"}, timeout_s=_PATIENT_S)[0] == {"do": "print"}
        assert child.request({}, timeout_s=_PATIENT_S) == ({}, b"")
    assert "more noise" in capfd.readouterr().err


def test_a_child_that_ends_is_told_apart_from_one_that_is_slow(child: Child) -> None:
    with pytest.raises(ChildDiedError):
        child.request({"do": "exit"}, timeout_s=_PATIENT_S)


def test_a_child_that_was_killed_is_noticed(child: Child) -> None:
    child.request({}, timeout_s=_PATIENT_S)
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(ChildDiedError):
        child.request({}, timeout_s=_PATIENT_S)


def test_a_child_that_hangs_is_killed(child: Child) -> None:
    child.request({}, timeout_s=_PATIENT_S)
    with pytest.raises(ChildTimeoutError, match=r"within 0\.1 s"):
        child.request({"do": "hang"}, timeout_s=0.1)
    assert not child.alive


def test_closing_ends_the_child_and_may_be_repeated(child: Child) -> None:
    child.request({}, timeout_s=_PATIENT_S)
    child.close()
    assert not child.alive
    child.close()


def test_a_request_larger_than_the_pipe_to_one_that_hangs_ends_all_the_same() -> None:
    child = Child("tests.processes.echo")
    child.request({}, b"", timeout_s=_PATIENT_S)
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(ChildTimeoutError):
        child.request({}, bytes(500_000), timeout_s=0.2)
    assert not child.alive
