"""`voice history`: sessions listed, noted, put right and taken out by hand, and each of it taken back."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.journals import Home, days_ago, night
from voice.guide.measures import Kind, Together, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side


def test_nothing_is_remembered_at_first(home: Home) -> None:
    assert home.run("history") == (0, "\n", "Nothing is remembered yet.\n")
    assert home.run("history", "--json")[1] == "[]\n"


def test_each_session_has_a_line_the_last_one_below(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222"))
    status, out, _ = home.run("history")
    assert status == 0
    first, last = out.splitlines()
    assert first.startswith(f"aaaa1111   {days_ago(2):%Y-%m-%d} 03:20  left 8 min, right 6 min  12 ml left (milk), ")
    assert first.endswith("0.5 oz both, drops right (colostrum); tired")
    assert last.startswith("bbbb2222")
    assert home.run("history", "--last", 1)[1].splitlines() == [last]
    assert home.run("history", "--from", f"{days_ago(1):%Y-%m-%d}")[1].splitlines() == [last]
    assert home.run("history", "--to", f"{days_ago(2):%Y-%m-%d}")[1].splitlines() == [first]


def test_amounts_are_shown_in_the_unit_of_the_settings_and_kept_as_said(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    home.settings.write_text('units = "ml"\n', encoding="utf-8")
    assert "12 ml left (milk), 14.8 ml both, drops right" in home.run("history")[1]
    home.settings.write_text('units = "oz"\n', encoding="utf-8")
    assert "0.41 oz left (milk), 0.5 oz both, drops right" in home.run("history")[1]
    assert [one.unit for one in home.sessions[0].amounts] == [Unit.ML, Unit.OZ, Unit.DROPS]


def test_units_of_the_settings_are_ml_or_oz(home: Home) -> None:
    home.settings.write_text('units = "cups"\n', encoding="utf-8")
    status, _, err = home.run("history")
    assert (status, '"units" is "cups"; expected ml or oz.' in err) == (2, True)


def test_json_tells_all_of_it_but_that_it_was_held(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    (told,) = json.loads(home.run("history", "--json")[1])
    assert told["id"] == "aaaa1111"
    assert datetime.fromisoformat(told["start"]) == days_ago(2)
    assert (told["left_s"], told["right_s"], told["last_side"]) == (480.0, 360.0, "right")
    assert told["spans"][0] == {"side": "left", "place": 12, "from": 60.0, "to": 540.0, "worked": 480.0}
    assert [(one["amount"], one["unit"], one["side"]) for one in told["amounts"]] == [
        (12.0, "ml", "left"),
        (0.5, "oz", "both"),
        (None, "drops", "right"),
    ]
    assert "held" not in told


_SAID = {
    "12 ml": (Fraction(12), Unit.ML),
    "half an ounce": (Fraction(1, 2), Unit.OZ),
    "2 1/2 oz": (Fraction(5, 2), Unit.OZ),
    "a tablespoon": (Fraction(15), Unit.ML),
    "thirty": (Fraction(30), Unit.ML),
    "a few drops": (None, Unit.DROPS),
    "15 drops": (None, Unit.DROPS),
}


@pytest.mark.parametrize(("text", "meant"), _SAID.items())
def test_an_amount_is_noted_in_the_words_that_the_guide_understands(
    home: Home, text: str, meant: tuple[Fraction | None, Unit]
) -> None:
    status, out, err = home.run("history", "add", "--amount", text, "--side", "left", "--at", "03:20")
    assert (status, err) == (0, "voice history undo takes it back.\n")
    assert out.startswith("added  ")
    (session,) = home.sessions
    assert (session.started.hour, session.started.minute) == (3, 20)
    assert timedelta(0) <= datetime.now().astimezone() - session.started <= timedelta(hours=25)
    (amount,) = session.amounts
    assert (amount.amount, amount.unit) == meant
    assert amount.side is Side.LEFT
    assert session.ended == session.started


def test_both_sides_minutes_kind_and_place_can_be_noted_at_once(home: Home) -> None:
    at = f"{days_ago(1):%Y-%m-%d} 3:20"
    options = ("--amount", "left ten right twelve", "--at", at, "--left", 8, "--right", 6.5, "--kind", "milk")
    assert home.run("history", "add", *options, "--stored", "fridge")[0] == 0
    (session,) = home.sessions
    assert session.started == days_ago(1)
    assert (session.left_s, session.right_s) == (480.0, 390.0)
    assert session.ended == days_ago(1) + timedelta(minutes=14.5)
    assert [(one.amount, one.side, one.kind, one.fate) for one in session.amounts] == [
        (Fraction(10), Side.LEFT, Kind.MILK, Fate.FRIDGE),
        (Fraction(12), Side.RIGHT, Kind.MILK, Fate.FRIDGE),
    ]


def test_an_amount_can_be_noted_in_a_session_that_is_there(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    assert home.run("history", "add", "--to", "aaaa", "--amount", "5 ml", "--side", "both")[0] == 0
    assert home.sessions[0].amounts[-1].side is Together.BOTH
    assert len(home.sessions[0].amounts) == 4


def test_the_last_amount_is_put_right_with_what_else_was_said_of_it(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    home.run("history", "edit", "--number", 1, "--amount", "30")
    home.run("history", "edit", "--kind", "milk", "--side", "left")
    first, _, last = home.sessions[0].amounts
    assert (first.amount, first.unit, first.side, first.kind) == (Fraction(30), Unit.ML, Side.LEFT, Kind.MILK)
    assert (last.amount, last.side, last.kind) == (None, Side.LEFT, Kind.MILK)
    home.run("history", "edit", "aaaa", "--number", 2, "--amount", "nothing")
    assert len(home.sessions[0].amounts) == 2


def test_backdating_moves_all_of_it(home: Home) -> None:
    home.holds(night(days_ago(1), "aaaa1111"))
    home.run("history", "edit", "--at", f"{days_ago(3):%Y-%m-%dT%H:%M}")
    (session,) = home.sessions
    assert session.started == days_ago(3)
    assert session.ended == days_ago(3) + timedelta(minutes=16)
    assert {one.at for one in session.amounts} == {session.ended}
    assert session.left_s == 480.0


def test_a_session_that_began_earlier_has_so_many_minutes_more(home: Home) -> None:
    home.holds(night(days_ago(1), "aaaa1111"))
    home.run("history", "edit", "--started", f"{days_ago(1, 3, 10):%Y-%m-%d %H:%M}")
    (session,) = home.sessions
    assert session.left_s == 480.0 + 600.0
    assert session.right_s == 360.0
    assert session.ended == days_ago(1) + timedelta(minutes=16)


def test_minutes_and_sides_are_put_right(home: Home) -> None:
    home.holds(night(days_ago(1), "aaaa1111"))
    home.run("history", "edit", "--left", 3, "--right", 20)
    assert (home.sessions[0].left_s, home.sessions[0].right_s) == (180.0, 1200.0)
    home.run("history", "edit", "--swap")
    assert (home.sessions[0].left_s, home.sessions[0].right_s) == (1200.0, 180.0)
    assert [one.side for one in home.sessions[0].amounts] == [Side.RIGHT, Together.BOTH, Side.LEFT]


def test_every_change_is_taken_back_in_turn(home: Home) -> None:
    before = night(days_ago(1), "aaaa1111")
    home.holds(before)
    for change in (("--left", 3), ("--swap",), ("--number", 2, "--amount", "a few drops"), ("--at", "2026-01-01")):
        home.run("history", "edit", *change)
    home.run("history", "delete", "aaaa")
    assert not home.sessions
    for _ in range(5):
        status, out, _ = home.run("history", "undo")
        assert (status, out.startswith("again  aaaa1111")) == (0, True)
    assert home.sessions == (before,)


def test_there_is_an_end_to_undo(home: Home) -> None:
    home.run("history", "add", "--amount", "12 ml")
    assert home.run("history", "undo")[1].startswith("taken out  ")
    status, out, err = home.run("history", "undo")
    assert (status, out) == (2, "")
    assert "Nothing was changed by hand" in err


_WRONG = {
    ("add", "--amount", "12 litres"): '--amount is "12 litres"; expected an amount such as',
    ("add", "--amount", "-3 ml"): '--amount is "-3 ml"',
    ("add", "--amount", "1000000 ml"): '--amount is "1000000 ml"',
    ("add", "--amount", "nothing"): "There is nothing to add",
    ("add",): "There is nothing to add",
    ("add", "--amount", "12 ml", "--at", "25:00"): '--at is "25:00"; expected a time such as 03:20',
    ("add", "--amount", "12 ml", "--at", "2099-01-01"): "and not ahead",
    ("add", "--amount", "12 ml", "--at", "0001-01-01T00:00+14:00"): '--at is "0001-01-01T00:00+14:00"',
    ("add", "--left", "2000"): "--left is 2000; expected minutes of one day at most.",
    ("add", "--left", "nan"): "--left is nan",
    ("add", "--left", "30"): "It would end ahead of now",
    ("add", "--to", "aaaa", "--left", "3"): "--to notes an amount",
    ("edit",): "Nothing would change",
    ("edit", "ffff", "--swap"): 'There is no one session "ffff"',
    ("edit", "--number", "4", "--amount", "3 ml"): "--number is 4; expected one of its 3 amounts",
    ("edit", "--at", "03:20", "--started", "03:20"): "expected one of them",
    ("edit", "--started", "23:59"): "expected a time before its end",
    ("delete", "a", "zz"): 'There is no one session "zz"',
    ("--last", "0"): "--last is 0; expected a number from 1.",
    ("--from", "yesterday"): '--from is "yesterday"; expected a day such as 2026-03-01.',
    ("--from", "2026-03-02", "--to", "2026-03-01"): "expected a day not before that of --from",
    ("plot", "--out", "days.gif"): "expected a name that ends with .png or .svg",
}


@pytest.mark.parametrize(("arguments", "said"), _WRONG.items())
def test_what_cannot_be_meant_is_one_sentence_and_changes_nothing(
    home: Home, arguments: tuple[str, ...], said: str
) -> None:
    before = night(days_ago(2), "aaaa1111")
    home.holds(before)
    status, out, err = home.run("history", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.startswith("voice: ")
    assert err.count("\n") == 1
    assert home.sessions == (before,)


def test_without_a_session_there_is_nothing_to_edit_or_draw(home: Home) -> None:
    assert "There is no session yet" in home.run("history", "edit", "--swap")[2]
    assert "There is no session to draw" in home.run("history", "plot")[2]


def test_a_plot_is_a_picture_for_its_owner_alone(home: Home, tmp_path: Path) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    assert home.run("history", "plot") == (0, "voice-history.png\n", "")
    assert (tmp_path / "voice-history.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "voice-history.png").stat().st_mode & 0o777 == 0o600
    home.run("history", "plot", "--out", tmp_path / "days.svg")
    drawn = (tmp_path / "days.svg").read_text(encoding="utf-8")
    for title in ("Amount a day (ml)", "Minutes a day", "Time of day", "Left and right", "left 8 min", "drops"):
        assert title in drawn
    home.settings.write_text('units = "oz"\n', encoding="utf-8")
    home.run("history", "plot", "--out", tmp_path / "days.svg")
    assert "Amount a day (oz)" in (tmp_path / "days.svg").read_text(encoding="utf-8")
    status, _, err = home.run("history", "plot", "--out", tmp_path / "nowhere/days.svg")
    assert (status, "cannot be written" in err) == (2, True)


def test_a_newer_journal_is_left_alone(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    with sqlite3.connect(home.data / "journal.db") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    for command in (("history",), ("milk",), ("export", "csv"), ("history", "undo")):
        status, out, err = home.run(*command)
        assert (status, out) == (1, "")
        assert "newer version" in err


def test_a_damaged_journal_is_put_aside_and_told_of(home: Home) -> None:
    home.data.mkdir(parents=True)
    (home.data / "journal.db").write_bytes(b"no journal at all" * 1000)
    status, _, err = home.run("history")
    assert status == 0
    assert "damaged" in err
    assert home.run("history", "add", "--amount", "12 ml")[0] == 0


def test_a_large_import_is_taken_back_in_one_line(home: Home) -> None:
    home.holds(*(night(days_ago(1) - timedelta(hours=number), f"s{number}") for number in range(30)))
    assert home.run("history", "undo")[1] == "taken back  30 sessions\n"
    assert not home.sessions


def test_with_history_false_nothing_more_is_kept_and_what_is_there_can_be_seen(home: Home) -> None:
    home.settings.write_text("history = false\n", encoding="utf-8")
    assert home.run("history")[2] == "Nothing is remembered yet.\n"
    status, out, err = home.run("history", "add", "--amount", "12 ml")
    assert (status, out, "history = false" in err) == (2, "", True)
    assert not home.data.exists()
    home.holds(night(days_ago(2), "aaaa1111"))
    assert home.run("history")[1].startswith("aaaa1111")
    assert home.run("history", "delete", "aaaa1111")[0] == 0
