"""The page in a real browser: what it shows, what a touch does, who is turned away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.page.browser import NEEDS_CHROMIUM, PATIENT_MS, browser
from tests.page.served import Served, served
from tests.screen.scenes import SCENES, calling, expressing, noting, paused, washing
from tests.screen.stage import Stage
from voice.audio.orders import Phase
from voice.guide.measures import Unit
from voice.guide.steps import Side, Step
from voice.page.admission import May
from voice.session.touch import HeldDown, Measured, Pressed, Tapped

pytestmark = NEEDS_CHROMIUM
LAPTOP, PHONE, WIDE = (1280, 800), (360, 740), (1920, 1080)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def _opened(chromium: Browser, address: str, size: tuple[int, int] = LAPTOP, *, reduced: bool = False) -> Page:
    width, height = size
    context = chromium.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce" if reduced else "no-preference"
    )
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(address)
    return page


def _seen(chromium: Browser, one: Served, size: tuple[int, int] = LAPTOP, *, reduced: bool = False) -> Page:
    page = _opened(chromium, one.address, size, reduced=reduced)
    expect(page.locator("#session")).to_be_visible()
    return page


def _await(page: Page, reached: Callable[[], bool]) -> None:
    for _ in range(PATIENT_MS // 20):
        if reached():
            return
        page.wait_for_timeout(20)
    raise AssertionError("what was waited for never came")


def _touched(page: Page, one: Served, count: int) -> None:
    _await(page, lambda: len(one.touches) >= count)
    one.play()


def test_it_shows_the_words_the_step_both_sides_and_what_was_heard(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one)
        view = one.stage.view
        expect(page.locator("#words")).to_have_text(view.words)
        expect(page.locator("#title")).to_have_text("Move")
        expect(page.locator("#side")).to_have_text("Right breast")
        expect(page.locator("#heard")).to_contain_text("no more drops")
        rings = page.locator("#sides svg")
        expect(rings.nth(0)).to_have_attribute("aria-label", "Left, 7 min, worked at 12 o'clock")
        expect(rings.nth(1)).to_have_attribute("aria-label", "Right, 1 min, thumb at 2 o'clock, worked at 12 o'clock")
        assert "token" not in page.url


def test_the_drawing_follows_the_beat(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one)
        drawn = set()
        for phase in Phase:
            one.beat(phase, ago_s=50.0)
            expect(page.locator("body")).to_have_attribute("data-phase", phase.value)
            expect(page.locator("#cue")).to_have_text(phase.value)
            page.wait_for_timeout(120)
            drawn.add(page.locator("#cut path.skin").get_attribute("d"))
        assert len(drawn) == len(Phase)
        assert page.locator("#front > g").get_attribute("transform") == "rotate(60)"


def test_everything_that_can_be_said_is_a_button(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one)
        shown = {button.get_attribute("data-key") for button in page.locator("#answers button, #buttons button").all()}
        assert shown | {"u"} == {legend.name for legend in one.stage.view.buttons}
        page.get_by_role("button", name="Other side").click()
        _touched(page, one, 1)
        expect(page.locator("#title")).to_have_text("Both")
        page.locator("#undo").click()
        _touched(page, one, 2)
        expect(page.locator("#title")).to_have_text("Express")


def test_a_touch_anywhere_is_next_and_two_are_one(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _seen(chromium, one)
        expect(page.locator("#anywhere")).to_have_text("Touch anywhere for next")
        page.mouse.click(640, 260)
        page.mouse.click(640, 260)
        _await(page, lambda: len(one.touches) == 2)
        assert one.touches == [Tapped(), Tapped()]
        one.play()
        assert (
            one.stage.desk.step is Step.MASSAGE
        )  # a second apart they would be two; the session tests that they are one


@pytest.mark.parametrize("scene", [noting, paused, calling])
def test_a_touch_anywhere_does_nothing_where_something_is_asked_or_held(
    chromium: Browser, scene: Callable[[], Stage]
) -> None:
    with served(scene()) as one:
        page = _seen(chromium, one)
        expect(page.locator("#anywhere")).to_have_text("")
        before = one.stage.desk.commands()
        page.mouse.click(900, 420)
        _touched(page, one, 1)
        assert one.stage.desk.commands() == before


def test_an_amount_from_the_number_pad(chromium: Browser) -> None:
    with served(noting()) as one:
        page = _seen(chromium, one, PHONE)
        page.get_by_role("button", name="Amount").click()
        pad = page.locator("#pad")
        for key in ("1", "2", ".", "5"):
            pad.get_by_role("button", name=key, exact=True).click()
        pad.get_by_role("button", name="oz", exact=True).click()
        pad.get_by_role("button", name="Left", exact=True).click()
        expect(page.locator("#pad-amount")).to_have_text("12.5 oz")
        page.get_by_role("button", name="Note it").click()
        _await(page, lambda: bool(one.touches))
        assert one.touches == [Measured(Fraction("12.5"), Unit.OZ, Side.LEFT)]


def test_what_rests_for_safety_shows_whom_to_call_and_goes_on_when_held_for_a_second(chromium: Browser) -> None:
    with served(calling()) as one:
        page = _seen(chromium, one, PHONE)
        expect(page.locator("#held-words")).to_have_text(one.stage.view.words)
        expect(page.get_by_role("link", name="Emergency: 911")).to_have_attribute("href", "tel:911")
        hold = page.locator("#hold")
        hold.click()  # too short
        page.keyboard.press("c")
        hold.click(delay=1400)
        _await(page, lambda: bool(one.touches))
        assert one.touches == [HeldDown("c")]
        one.play()
        assert one.stage.desk.guide.asking


def test_keys_do_what_they_do_on_the_terminal(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one)
        page.keyboard.press("f")
        page.keyboard.press("Space")
        _await(page, lambda: len(one.touches) == 2)
        assert one.touches == [Pressed("f"), Pressed(" ")]
        one.play()
        expect(page.locator("#cue")).to_have_text("Paused")


def test_it_connects_again_by_itself_and_shows_the_true_state(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _seen(chromium, one)
        one.stage.desk.say("next")
        one.again()
        one.show()
        expect(page.locator("#title")).to_have_text("Sit")
        expect(page.locator("body")).to_have_attribute("data-link", "open")


def test_two_pages_are_one(chromium: Browser) -> None:
    with served(washing()) as one:
        pages = [_seen(chromium, one), _seen(chromium, one, PHONE)]
        pages[0].get_by_role("button", name="Next", exact=True).click()
        _touched(pages[0], one, 1)
        for page in pages:
            expect(page.locator("#title")).to_have_text("Sit")


def test_the_end_is_said_and_nothing_connects_again(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _seen(chromium, one)
        one.hub.end()
        expect(page.locator("#notice")).to_have_text("The session has ended. You can close this page.")
        expect(page.locator("body")).to_have_attribute("data-link", "ended")


def test_a_wrong_token_is_one_sentence(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _opened(chromium, f"{one.server.address}#token=wrong")
        expect(page.locator("#door-words")).to_contain_text("This address is not right.")
        expect(page.locator("#session")).to_be_hidden()


def test_another_screen_is_paired_by_its_code_and_may_only_look(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _opened(chromium, one.server.address, PHONE)
        page.get_by_role("button", name="Show a new code").click()
        _await(page, lambda: bool(one.codes))
        page.locator("#code").fill("12")
        page.get_by_role("button", name="Look only").click()
        expect(page.locator("#door-words")).to_contain_text("That is not the code.")
        page.locator("#code").fill(one.codes[0])
        page.get_by_role("button", name="Look only").click()
        expect(page.locator("#session")).to_be_visible()
        expect(page.locator("#anywhere")).to_have_text("This page may only look.")
        page.mouse.click(180, 260)
        page.keyboard.press("n")
        page.wait_for_timeout(100)
        assert one.touches == [] and May.LOOK is May("look")


def test_markup_in_a_name_stays_text(chromium: Browser) -> None:
    stage = washing()
    stage.seen = stage.seen.told('<img src=x onerror="document.title=1">"Röde" & <b>mic</b>', stage.desk.now)
    with served(stage) as one:
        page = _seen(chromium, one)
        expect(page.locator("#notice")).to_have_text('<img src=x onerror="document.title=1">"Röde" & <b>mic</b>')
        assert page.locator("#notice *").count() == 0 and page.title() == "voice"


def test_nothing_outside_is_asked_for(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _opened(chromium, "about:blank")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(one.address)
        expect(page.locator("#session")).to_be_visible()
        page.mouse.click(640, 260)
        page.wait_for_timeout(300)
        host = one.server.address.removeprefix("http://")
        assert asked and all(url.split("://")[1].startswith(host) for url in asked)


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_fits_every_screen_and_every_button_a_finger(chromium: Browser, name: str) -> None:
    with served(SCENES[name]()) as one:
        page = _seen(chromium, one)
        for width, height in (PHONE, LAPTOP, WIDE):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            heights = page.evaluate("[...document.querySelectorAll('button, a')].map(one => one.offsetHeight)")
            assert all(height == 0 or height >= 44 for height in heights)


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize("name", SCENES)
def test_axe_finds_nothing_serious(chromium: Browser, name: str, night: bool) -> None:
    with served(SCENES[name](), night=night) as one:
        page = _seen(chromium, one, PHONE)
        dialog = {"noting": "Amount", "washing": "Display"}.get(name)
        if dialog is not None:
            page.get_by_role("button", name=dialog).click()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found if _is_serious(one)] == []


def _is_serious(violation: dict[str, str]) -> bool:
    return violation["impact"] in ("serious", "critical")


def test_screen_readers_hear_prompts_and_safety_but_no_cues(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one)
        expect(page.locator("#words")).to_have_attribute("aria-live", "polite")
        expect(page.locator("#held-words")).to_have_attribute("role", "alert")
        expect(page.locator("#cue")).to_have_attribute("aria-hidden", "true")


def test_with_reduced_motion_only_stills_are_drawn(chromium: Browser) -> None:
    with served(expressing()) as one:
        page = _seen(chromium, one, reduced=True)
        one.beat(Phase.COMPRESS, ago_s=0.0)
        expect(page.locator("body")).to_have_attribute("data-phase", "compress")
        page.wait_for_timeout(120)
        first = page.locator("#cut path.skin").get_attribute("d")
        page.wait_for_timeout(1000)
        assert page.locator("#cut path.skin").get_attribute("d") == first


def test_only_her_slider_makes_it_dimmer_and_it_is_remembered(chromium: Browser) -> None:
    with served(expressing(), night=True) as one:
        page = _seen(chromium, one)
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--dim')") == "100%"
        page.get_by_role("button", name="Display").click()
        page.locator("#brightness").fill("40")
        page.reload()
        expect(page.locator("#session")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--dim')") == "40%"


def test_it_says_whether_the_screen_stays_on(chromium: Browser) -> None:
    with served(washing()) as one:
        page = _seen(chromium, one)
        page.mouse.click(640, 260)
        expect(page.locator("#awake")).not_to_be_empty()
