"""The history on the page in a real browser: what it shows, that it lives, and that the session goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.page.browser import NEEDS_CHROMIUM, PATIENT_MS, browser
from tests.page.remembered import fortnight
from tests.page.served import Served, served
from tests.screen.scenes import calling, expressing, noting, washing
from voice.guide.measures import Unit
from voice.journal.journal import Journal
from voice.session.touch import Tapped

pytestmark = NEEDS_CHROMIUM
LAPTOP, PHONE, WIDE = (1280, 800), (360, 740), (1920, 1080)
TITLES = ["Amount a day (ml)", "Minutes a day", "Time of day", "Left and right"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with the journal of a fortnight."""
    with Journal.open(tmp_path) as journal:
        journal.add(*fortnight())
    return tmp_path


def _opened(chromium: Browser, one: Served, size: tuple[int, int] = LAPTOP) -> Page:
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(one.address)
    expect(page.locator("#session")).to_be_visible()
    return page


def _looking_back(chromium: Browser, one: Served, size: tuple[int, int] = LAPTOP) -> Page:
    page = _opened(chromium, one, size)
    page.get_by_role("button", name="History").click()
    expect(page.locator("#history")).to_be_visible()
    return page


def _await(page: Page, reached: Callable[[], bool]) -> None:
    for _ in range(PATIENT_MS // 20):
        if reached():
            return
        page.wait_for_timeout(20)
    raise AssertionError("what was waited for never came")


def _row(page: Page, table: str, date: str) -> list[str]:
    row = page.get_by_role("region", name=table).locator("tbody tr", has_text=date).first
    return row.locator("td").all_inner_texts()


def test_every_plot_has_its_table_and_both_say_the_same(chromium: Browser, kept: Path) -> None:
    with served(expressing(), journal=kept) as one:
        page = _looking_back(chromium, one)
        expect(page.locator("#plots h3")).to_have_text(TITLES)
        for title in TITLES:
            expect(page.get_by_role("img", name=f"{title}, drawn")).to_be_visible()
            expect(page.get_by_role("table", name=title)).to_be_visible()
        expect(page.locator(".legend").first).to_have_text("leftrightbothside not saiddrops")
        assert _row(page, TITLES[0], "12 Mar 2026") == ["", "", "42", "", "drops"]
        assert _row(page, TITLES[1], "12 Mar 2026") == ["27", "27"]
        assert _row(page, TITLES[2], "12 Mar 2026") == ["23:50", "00:09"]
        assert _row(page, TITLES[3], "Minutes") == ["378", "333"]
        expect(page.locator("#history-note")).to_have_text("1 session is left out: the computer did not know the date.")


def test_the_days_shown_are_a_choice_and_nothing_before_them_counts(chromium: Browser, kept: Path) -> None:
    with served(expressing(), journal=kept) as one:
        page = _looking_back(chromium, one)
        rows = page.get_by_role("region", name=TITLES[1]).locator("tbody tr")
        expect(rows).to_have_count(14)
        page.get_by_role("button", name="7 days").click()
        expect(rows).to_have_count(7)
        assert _row(page, TITLES[3], "Minutes") == ["189", "168"]


def test_it_lives_while_it_is_open_and_what_is_erased_is_gone(chromium: Browser, kept: Path) -> None:
    with served(expressing(), journal=kept) as one, Journal.open(kept) as journal:
        page = _looking_back(chromium, one)
        rows = page.get_by_role("region", name=TITLES[1]).locator("tbody tr")
        expect(rows).to_have_count(14)
        for session in journal.sessions(last=3):
            journal.delete(session.id)
        expect(rows).to_have_count(13, timeout=PATIENT_MS)
        journal.erase()
        expect(page.locator("#history-note")).to_have_text("Nothing is remembered yet.", timeout=PATIENT_MS)
        expect(page.locator("#plots")).to_be_hidden()
        assert not re.search(r"\d Mar", page.locator("#history").inner_html())


def test_amounts_are_shown_in_ounces_where_she_chose_them(chromium: Browser, kept: Path) -> None:
    with served(expressing(), journal=kept, units=Unit.OZ) as one:
        page = _looking_back(chromium, one)
        expect(page.locator("#plots h3").first).to_have_text("Amount a day (oz)")
        assert _row(page, "Amount a day", "14 Mar 2026")[:2] == ["2.23", "1.93"]


def test_without_a_history_a_sentence_says_so(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _looking_back(chromium, one)
        expect(page.locator("#history-note")).to_have_text(
            "No history is kept of this session, so there is nothing to look back at."
        )
        expect(page.locator("#plots")).to_be_hidden()


def test_the_session_goes_on_beside_it_and_no_touch_or_key_reaches_it(chromium: Browser, kept: Path) -> None:
    with served(washing(), journal=kept) as one:
        page = _looking_back(chromium, one)
        page.mouse.click(640, 300)
        page.keyboard.press("n")
        one.stage.desk.say("next")
        one.show()
        expect(page.locator("#title")).to_have_text("Sit")
        expect(page.locator("#words")).to_have_text(one.stage.view.words)
        assert one.touches == []
        page.keyboard.press("Escape")
        expect(page.locator("#history")).to_be_hidden()
        expect(page.locator("#look-back")).to_be_focused()
        assert "Mar" not in page.locator("#history").inner_html()
        page.mouse.click(640, 300)
        _await(page, lambda: bool(one.touches))
        page.get_by_role("button", name="History").click()
        page.go_back()
        expect(page.locator("#history")).to_be_hidden()
        assert one.touches == [Tapped()]


def test_it_makes_way_for_safety_and_for_questions(chromium: Browser, kept: Path) -> None:
    with served(washing(), journal=kept) as one:
        page = _looking_back(chromium, one)
        expect(page.locator("#answers")).to_be_hidden()
        one.stage = noting()
        one.show()
        expect(page.locator("#answers")).to_be_visible()
        one.stage = calling()
        one.show()
        expect(page.locator("#held")).to_be_visible()
        expect(page.locator("#history")).to_be_hidden()


def test_a_page_that_may_only_look_sees_it_and_nobody_who_was_not_let_in(chromium: Browser, kept: Path) -> None:
    with served(expressing(), journal=kept) as one:
        page = chromium.new_context().new_page()
        page.goto(one.server.address)
        page.get_by_role("button", name="Show a new code").click()
        _await(page, lambda: bool(one.codes))
        answer = page.request.get(f"{one.server.address}history.json")
        assert answer.status == 403 and "2026" not in answer.text()
        page.locator("#code").fill(one.codes[0])
        page.get_by_role("button", name="Look only").click()
        page.get_by_role("button", name="History").click()
        expect(page.get_by_role("table", name="Minutes a day")).to_be_visible()


@pytest.mark.parametrize("night", [False, True])
def test_it_fits_every_screen_and_axe_finds_nothing_serious(chromium: Browser, kept: Path, night: bool) -> None:
    with served(expressing(), night=night, journal=kept) as one:
        page = _looking_back(chromium, one, PHONE)
        for width, height in (PHONE, LAPTOP, WIDE):
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator("#plots svg").last).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            heights = page.evaluate("[...document.querySelectorAll('button')].map(one => one.offsetHeight)")
            assert all(height == 0 or height >= 44 for height in heights)
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
