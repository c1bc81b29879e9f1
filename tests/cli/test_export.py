"""`voice export` and `voice import`: files for midwives, spreadsheets and programs, and tables taken in."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.cli.journals import Home, days_ago, night
from voice.journal.records import Session


def test_a_table_goes_out_and_comes_in_again(home: Home, tmp_path: Path) -> None:
    sessions = (night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222"))
    home.holds(*sessions)
    file = tmp_path / "mine.csv"
    assert home.run("export", "csv", "--out", file) == (0, f"{file}\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert home.run("import", "csv", file)[1] == "0 added; 2 there already\n"
    home.run("erase", "--yes")
    assert not home.sessions
    assert home.run("import", "csv", file) == (0, "2 added\n", "voice history undo takes it back.\n")
    assert home.sessions == sessions
    home.run("history", "undo")
    assert not home.sessions


def test_a_table_goes_to_standard_output_without_a_file(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    lines = home.run("export", "csv")[1].split("\r\n")
    assert lines[0].startswith("start,side,amount,unit,")
    assert len(lines) == 5


def test_a_wrong_row_is_named_and_nothing_is_half_imported(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "theirs.csv"
    good = "2026-03-01T03:20:00+01:00,left,12,ml"
    file.write_text(f"start,side,amount,unit\n{good}\n2026-03-02T03:20:00+01:00,left,lots,ml\n", encoding="utf-8")
    status, out, err = home.run("import", "csv", file)
    assert (status, out) == (2, "")
    assert err == f'voice: {file}, line 3, column 3: amount is "lots"; expected a number such as 12 or 2.5.\n'
    assert not home.sessions
    file.write_text(f"start,side,amount,unit\n{good}\n", encoding="utf-8")
    assert home.run("import", "csv", file)[1] == "1 added\n"
    assert home.run("import", "csv", file)[1] == "0 added; 1 there already\n"


def test_what_has_changed_here_is_not_overwritten(home: Home, tmp_path: Path) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    home.run("export", "csv", "--out", "mine.csv")
    home.run("history", "edit", "--swap")
    changed = home.sessions
    told = home.run("import", "csv", tmp_path / "mine.csv")[1]
    assert told == "0 added; 1 there with other contents, left as they are: aaaa1111\n"
    assert home.sessions == changed


def test_a_table_of_another_encoding_or_none_is_one_sentence(home: Home, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("start,side,amount,unit,für\n".encode("latin-1"))
    assert "is not UTF-8 text" in home.run("import", "csv", "latin.csv")[2]
    assert "cannot be read" in home.run("import", "csv", "none.csv")[2]
    assert "cannot be read" in home.run("import", "csv", ".")[2]


def test_json_is_what_history_tells(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    out = home.run("export", "json")[1]
    assert out == home.run("history", "--json")[1]
    assert json.loads(out)[0]["id"] == "aaaa1111"


def test_a_workbook_has_sessions_amounts_and_days(home: Home, tmp_path: Path) -> None:
    home.holds(replace(night(days_ago(2), "aaaa1111"), tags=("=1+1", "http://a.example")))
    assert home.run("export", "xlsx") == (0, "voice.xlsx\n", "")
    book = openpyxl.load_workbook(tmp_path / "voice.xlsx")
    assert book.sheetnames == ["sessions", "amounts", "days"]
    sessions, amounts, days = ([[cell.value for cell in row] for row in sheet.rows] for sheet in book)
    assert sessions[0][:2] == ["start", "end"]
    assert sessions[1][0] == days_ago(2).replace(tzinfo=None)
    assert sessions[1][2:6] == [8, 6, "right", "=1+1, http://a.example"]
    assert book["sessions"]["F2"].data_type == "s"
    assert [row[2:5] for row in amounts[1:]] == [["left", 12, "ml"], ["both", 0.5, "oz"], ["right", None, "drops"]]
    assert days[1][1:] == [1, 8, 6, 12, 0.5, 0, 1]
    assert isinstance(days[1][0], datetime)


def _weeks() -> list[Session]:
    monday = days_ago(days_ago(0).weekday() + 14)
    return [night(monday + timedelta(days=day), f"aaaa{24 * day:g}") for day in (0, 1, 1.25, 6, 8)]


def test_a_pdf_has_a_page_a_week_with_text_that_can_be_selected(home: Home, tmp_path: Path) -> None:
    sessions = _weeks()
    home.holds(*sessions)
    assert home.run("export", "pdf") == (0, "voice.pdf\n", "")
    document = pypdf.PdfReader(tmp_path / "voice.pdf")
    first, second = (page.extract_text() for page in document.pages)
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]
    assert document.metadata is not None
    assert document.metadata.title == "voice"
    assert f"{days_ago(days_ago(0).weekday() + 14):%Y-%m-%d}" in first
    assert first.count("03:20") == 3
    for text in ("Week of", "12 ml left", "0.5 oz both", "drops right", "colostrum", "12 ml, 0.5 oz, drops"):
        assert text in first
    assert "24 ml, 1 oz, drops 2 times" in first
    assert second.count("03:20") == 1
    assert "tired" not in first


def test_paper_is_letter_where_it_is_used_or_asked_for(home: Home, tmp_path: Path) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))

    def size() -> list[int]:
        return [round(float(side)) for side in pypdf.PdfReader(tmp_path / "voice.pdf").pages[0].mediabox[2:]]

    home.run("export", "pdf", "--paper", "letter")
    assert size() == [612, 792]
    home.settings.write_text('region = "us"\n', encoding="utf-8")
    home.run("export", "pdf")
    assert size() == [612, 792]
    home.run("export", "pdf", "--paper", "a4")
    assert size() == [595, 842]


def test_a_week_with_more_than_a_page_holds_goes_on(home: Home, tmp_path: Path) -> None:
    monday = days_ago(days_ago(0).weekday() + 14, hour=0)
    home.holds(*(night(monday + timedelta(hours=hour), f"s{hour}") for hour in range(100)))
    home.run("export", "pdf")
    texts = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "voice.pdf").pages]
    assert len(texts) > 1
    assert "(continued)" in texts[1]
    assert sum(text.count("0.5 oz both") for text in texts) == 100


def test_a_time_that_may_be_wrong_is_marked(home: Home, tmp_path: Path) -> None:
    home.holds(replace(night(days_ago(2), "aaaa1111"), clock_known=False))
    home.run("export", "pdf")
    (page,) = pypdf.PdfReader(tmp_path / "voice.pdf").pages
    assert "~03:20" in page.extract_text()
    assert "The computer may not have known this time." in page.extract_text()
    assert home.run("history")[1].startswith("aaaa1111  ~")


def test_an_empty_journal_gives_empty_files(home: Home, tmp_path: Path) -> None:
    for kind in ("csv", "json", "xlsx", "pdf"):
        status, _, err = home.run("export", kind, "--out", tmp_path / f"empty.{kind}")
        assert (status, err) == (0, "Nothing is remembered yet, or not in that time.\n")
    assert "No sessions" in pypdf.PdfReader(tmp_path / "empty.pdf").pages[0].extract_text()


def test_only_what_was_asked_for_goes_out(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222"))
    day = f"{days_ago(2):%Y-%m-%d}"
    assert [one["id"] for one in json.loads(home.run("export", "json", "--from", day, "--to", day)[1])] == ["aaaa1111"]
    assert [one["id"] for one in json.loads(home.run("export", "json", "--last", 1)[1])] == ["bbbb2222"]


@pytest.mark.parametrize(
    ("package", "module", "command"),
    [
        ("matplotlib", "plot", ("history", "plot")),
        ("reportlab", "pdf", ("export", "pdf")),
        ("xlsxwriter", "workbook", ("export", "xlsx")),
    ],
)
def test_without_its_package_one_sentence_says_what_to_install(
    home: Home, monkeypatch: pytest.MonkeyPatch, package: str, module: str, command: tuple[str, ...]
) -> None:
    home.holds(night(days_ago(2), "aaaa1111"))
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, f"voice.exchange.{module}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    status, out, err = home.run(*command)
    assert (status, out) == (1, "")
    assert 'pip install "voice-guide[export]"' in err
    assert err.count("\n") == 1
