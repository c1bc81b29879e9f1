"""`voice erase`: one question, one yes, and nothing is left here; it says where copies may be."""

from __future__ import annotations

import io

import pytest

from tests.cli.journals import Home, days_ago, night


def _answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_after_one_yes_everything_is_gone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    (home.data / "history.imported.json").write_text("[]", encoding="utf-8")
    (home.data / "rooms.json").write_text("[]", encoding="utf-8")
    _answer(monkeypatch, "yes\n")
    status, out, err = home.run("erase")
    assert status == 0
    assert "Only yes does it" in err
    assert "Gone from this computer: every session and amount." in out
    for place in ("Flash memory", "exported", "Baby Buddy", "Home Assistant"):
        assert place in out
    assert not home.sessions
    assert home.run("history", "undo")[0] == 2
    assert not (home.data / "history.imported.json").exists()
    assert (home.data / "rooms.json").exists()
    for file in home.data.iterdir():
        assert b"aaaa1111" not in file.read_bytes()


@pytest.mark.parametrize("text", ["no\n", "\n", "", "y\n", "yes please\n"])
def test_anything_but_yes_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    _answer(monkeypatch, text)
    status, out, err = home.run("erase")
    assert (status, out) == (1, "")
    assert err.endswith("Nothing has changed.\n")
    assert len(home.sessions) == 1


def test_rooms_and_rendered_speech_go_by_choice(home: Home) -> None:
    home.data.mkdir(parents=True)
    (home.data / "rooms.json").write_text("[]", encoding="utf-8")
    (home.cache / "prompts").mkdir(parents=True)
    (home.cache / "prompts/a.clip").write_bytes(b"sound")
    out = home.run("erase", "--yes", "--rooms", "--clips")[1]
    assert "every session and amount, rooms and rendered speech" in out
    assert not (home.data / "rooms.json").exists()
    assert not home.cache.exists()
    assert home.run("erase", "--yes", "--rooms", "--clips")[0] == 0  # nothing there is as good
