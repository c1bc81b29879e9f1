"""What the journal holds comes to Baby Buddy: once, changed where it has changed, and never to another host."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.baby_buddy import TOKEN, Nursery, serving
from tests.cli.journals import Home, days_ago, night
from voice.journal.records import Session


def _send(home: Home, url: str, *more: object, unit: str = "ml", child: int = 1) -> tuple[int, str, str]:
    token = home.data.parents[1] / "token.txt"
    options = ("--url", url, "--token-file", token, "--child", child, "--unit", unit)
    return home.run("export", "babybuddy", *options, *more)


def test_one_entry_a_session_with_sides_and_our_id_in_its_notes(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    nursery = Nursery()
    with serving(nursery) as url:
        status, out, err = _send(home, url)
    assert (status, err) == (0, "")
    assert out == "1 sent, 0 changed, 0 deleted, 0 there already, 0 with drops alone left out, 0 skipped\n"
    (entry,) = nursery.entries
    assert entry["child"] == 1
    assert entry["amount"] == pytest.approx(12 + 14.79, abs=0.01)
    assert entry["notes"] == "12 ml left, 0.5 oz both, drops right; milk; colostrum\nvoice aaaa1111"
    assert set(nursery.tokens) == {f"Token {TOKEN}"}


def test_the_unit_is_the_one_that_was_named(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    nursery = Nursery()
    with serving(nursery) as url:
        _send(home, url, unit="oz")
        assert nursery.entries[0]["amount"] == 0.91
        assert "1 changed" in _send(home, url, unit="ml")[1]
    assert nursery.entries[0]["amount"] == 26.79


def test_a_second_run_sends_nothing(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    nursery = Nursery()
    with serving(nursery) as url:
        _send(home, url)
        nursery.requests.clear()
        assert "1 there already" in _send(home, url)[1]
    assert [request.split("?")[0] for request in nursery.requests] == ["GET /api/children/"]


def test_what_has_changed_is_changed_there_and_what_is_gone_is_deleted(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222"))
    nursery = Nursery()
    with serving(nursery) as url:
        _send(home, url)
        home.run("history", "edit", "aaaa", "--number", 1, "--amount", "20 ml")
        home.run("history", "delete", "bbbb")
        out = _send(home, url)[1]
        assert out.startswith("0 sent, 1 changed, 1 deleted, 0 there already")
        home.run("history", "undo")
        assert _send(home, url)[1].startswith("1 sent, 0 changed, 0 deleted, 1 there already")
    assert sorted(entry["notes"].splitlines()[-1] for entry in nursery.entries) == ["voice aaaa1111", "voice bbbb2222"]


def test_drops_alone_are_left_out_and_counted(home: Home) -> None:
    session = night(days_ago(2), "aaaa1111")
    home.holds(replace(session, amounts=session.amounts[2:]), replace(night(days_ago(1), "bbbb2222"), amounts=()))
    nursery = Nursery()
    with serving(nursery) as url:
        status, out, _ = _send(home, url)
    assert status == 0
    assert "0 sent" in out
    assert "1 with drops alone left out" in out
    assert nursery.entries == []


def test_a_conflict_is_named_and_skipped_and_the_others_go_on(home: Home) -> None:
    first, second = night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222")
    home.holds(first, second)
    nursery = Nursery()
    nursery.add(
        1, (first.started - timedelta(minutes=5)).isoformat(), (first.started + timedelta(minutes=1)).isoformat()
    )
    nursery.add(2, second.started.isoformat(), (second.started + timedelta(minutes=9)).isoformat())  # of another child
    with serving(nursery) as url:
        status, out, err = _send(home, url)
    assert status == 1
    assert out.startswith("1 sent")
    assert out.endswith("1 skipped\n")
    assert err.startswith("skipped aaaa1111 (")
    assert "Another entry intersects the specified time period. Conflicting entry: Pumping (" in err
    assert "<" not in err


def test_what_baby_buddy_cannot_hold_is_named_and_not_sent(home: Home) -> None:
    long = night(days_ago(5), "aaaa1111")
    ahead = night(days_ago(-2), "bbbb2222")
    undated = replace(night(days_ago(9), "cccc3333"), clock_known=False)
    home.holds(replace(long, ended=long.started + timedelta(hours=25)), ahead, undated)
    nursery = Nursery()
    with serving(nursery) as url:
        status, out, err = _send(home, url)
    assert status == 1
    assert out.startswith("0 sent")
    assert "24 hours or more" in err
    assert "it begins ahead of now" in err
    assert "did not know its date" in err
    assert nursery.entries == []


def test_an_answer_that_was_lost_makes_no_second_entry(home: Home) -> None:
    home.holds(*(night(days_ago(day), f"aaaa{day:04d}") for day in range(2, 9)))
    nursery = Nursery(lose_answers=1, largest_page=2)
    for hour in range(5, 10):
        nursery.add(1, days_ago(1, hour).isoformat(), days_ago(1, hour).isoformat(), notes="my voice was gone")
    with serving(nursery) as url:
        status, _, err = _send(home, url)
        assert status == 1
        assert "run this again" in err
        nursery.requests.clear()
        status, out, _ = _send(home, url)
    assert status == 0
    assert out.startswith("6 sent, 1 changed")
    assert len(nursery.entries) == 12


def test_an_answer_that_was_lost_makes_no_second_entry_where_the_session_was_moved_meanwhile(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    nursery = Nursery(lose_answers=1)
    with serving(nursery) as url:
        _send(home, url)
        home.run("history", "edit", "aaaa", "--at", days_ago(5).strftime("%Y-%m-%dT%H:%M"))
        assert _send(home, url)[1].startswith("0 sent, 1 changed")
    assert len(nursery.entries) == 1


def test_sessions_that_move_to_where_another_was_make_room_for_each_other(home: Home) -> None:
    ids = ("aaaa1111", "bbbb2222", "cccc3333")
    home.holds(*(night(days_ago(day), id_) for day, id_ in zip((5, 4, 3), ids, strict=True)))
    nursery = Nursery()
    with serving(nursery) as url:
        _send(home, url)
        for day, id_ in zip((4, 3, 2), ids, strict=True):
            home.run("history", "edit", id_, "--at", days_ago(day).strftime("%Y-%m-%dT%H:%M"))
        status, out, _ = _send(home, url)
    assert (status, out.split(" deleted")[0]) == (0, "0 sent, 3 changed, 0")


def test_two_sessions_that_changed_places_are_named(home: Home) -> None:
    home.holds(night(days_ago(5), "aaaa1111"), night(days_ago(4), "bbbb2222"))
    with serving(Nursery()) as url:
        _send(home, url)
        for day, id_ in ((4, "aaaa1111"), (5, "bbbb2222")):
            home.run("history", "edit", id_, "--at", days_ago(day).strftime("%Y-%m-%dT%H:%M"))
        status, out, err = _send(home, url)
    assert (status, out.split(" deleted")[0]) == (1, "0 sent, 0 changed, 0")
    assert err.count("skipped ") == 2


def test_an_entry_that_was_deleted_there_is_named_and_sent_anew_the_next_time(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    nursery = Nursery()
    with serving(nursery) as url:
        _send(home, url)
        nursery.entries.clear()
        home.run("history", "edit", "--swap")
        status, _, err = _send(home, url)
        assert (status, "deleted in Baby Buddy" in err) == (1, True)
        assert _send(home, url)[1].startswith("1 sent")


def test_a_redirect_to_another_host_is_refused_and_the_key_stays_here(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    thief = Nursery()
    with serving(thief) as elsewhere, serving(Nursery(redirect=elsewhere)) as url:
        status, out, err = _send(home, url)
    assert (status, out) == (1, "")
    assert "your key goes to no other host" in err
    assert thief.requests == []


def test_a_wrong_key_or_child_or_address_is_one_sentence(home: Home, tmp_path: Path) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    with serving(Nursery()) as url:
        status, _, err = _send(home, url, child=7)
        assert (status, err) == (2, "voice: --child is 7; Baby Buddy has 1, 2.\n")
        (tmp_path / "token.txt").write_text("another", encoding="ascii")
        status, _, err = _send(home, url)
        assert (status, "does not accept the key (Invalid token)" in err) == (2, True)
        for token in ("", "two words", "two\nlines", "\x00", "schl\u00fcssel"):
            (tmp_path / "token.txt").write_text(token, encoding="utf-8")
            status, _, err = _send(home, url)
            assert (status, "holds no API key" in err) == (2, True)
        (tmp_path / "token.txt").unlink()
        assert "cannot be read" in _send(home, url)[2]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "baby",
        "ftp://baby.example",
        "http://",
        "http://me:secret@baby.example",
        "http://baby.example/?a=b",
        "http://[",
        "http://a b",
        "http://a..b",
        "http://a.example:99999",
    ],
)
def test_a_wrong_address_is_named(home: Home, url: str) -> None:
    status, _, err = _send(home, url)
    assert status == 2
    assert err.startswith("voice: --url ")
    assert "secret" not in err


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"results": 3}', b"\xff", b"[" * 100_000, b" " * (9 << 20)])
def test_what_is_no_baby_buddy_is_told_in_one_sentence(home: Home, body: bytes) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    with serving(Nursery(body=body)) as url:
        status, out, err = _send(home, url)
    assert (status, out) == (1, "")
    assert err == "voice: What answers there is no Baby Buddy; expected its own address in --url.\n"


def test_an_address_with_something_after_it_is_told_in_one_sentence(home: Home) -> None:
    with serving(Nursery()) as url:
        assert "make sure of the address" in _send(home, f"{url}/dashboard")[2]
        assert _send(home, f"{url}/api/")[0] == 0


def test_one_that_sends_on_without_an_end_is_told_in_one_sentence(home: Home) -> None:
    nursery = Nursery()
    with serving(nursery) as url:
        nursery.redirect = f"{url}/login"
        status, _, err = _send(home, url)
    assert (status, "sends on without an end" in err, err.count("\n")) == (1, True, 1)


def test_nobody_there_is_told_in_one_sentence(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    with serving(Nursery()) as url:
        pass
    status, _, err = _send(home, url)
    assert (status, "Baby Buddy cannot be reached" in err, err.count("\n")) == (1, True, 1)


def test_a_session_that_was_never_ended_is_sent_to_its_last_moment(home: Home) -> None:
    session = night(days_ago(2), "aaaa1111")
    home.holds(Session(session.started, None, session.spans, amounts=session.amounts, id="aaaa1111"))
    nursery = Nursery()
    with serving(nursery) as url:
        assert _send(home, url)[0] == 0
    assert nursery.entries[0]["end"] > nursery.entries[0]["start"]
