"""`--screen` as programs: a whole rehearsal watched and touched through the page, a session beside the terminal."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.devices import VirtualDevices
from tests.page.browser import NEEDS_CHROMIUM, PATIENT_MS, browser
from tests.program import Program, chooses, own_folders
from voice.cli.main import main

pytestmark = NEEDS_CHROMIUM
NEEDS_PULSE = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")
SCENARIO = """
title = "On the page"
length = 120
[start]
short = true
region = "uk"
voice = "en-us"
second-ear = false
[[say]]
after = "welcome"
delay = 0.7
text = "next"
[[say]]
after = "choose_side"
delay = 0.7
text = "left"
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Folders of its own, and no window that a browser could open in."""
    chooses(tmp_path, "en-us")
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return own_folders(kept, tmp_path)


def _opened(chromium: Browser, line: str) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(line.split()[1])
    expect(page.locator("#session")).to_be_visible(timeout=PATIENT_MS)
    return page


def _reaches(page: Page, title: str) -> None:
    expect(page.locator("#title")).to_have_text(title, timeout=PATIENT_MS)


def test_a_whole_rehearsal_is_watched_heard_and_touched_on_the_page(
    chromium: Browser, environment: dict[str, str], tmp_path: Path
) -> None:
    scenario = tmp_path / "page.toml"
    scenario.write_text(SCENARIO)
    with Program(environment, "rehearse", str(scenario), "--out", str(tmp_path / "out"), "--screen") as program:
        line = program.wait_for("screen: http://127.0.0.1:")
        program.wait_for("The rehearsal begins when the page is open.")
        page = _opened(chromium, line)
        _reaches(page, "Welcome")
        page.mouse.click(900, 300)  # the first touch is for the sound alone
        expect(page.locator("#sound")).to_have_text("Sound off")
        _reaches(page, "Express")
        for phase in ("press", "compress", "relax"):
            expect(page.locator("body")).to_have_attribute("data-phase", phase, timeout=PATIENT_MS)
        page.mouse.click(900, 420)
        _reaches(page, "Move")
        page.get_by_role("button", name="It hurts").click()
        expect(page.locator("#held")).to_be_visible()
        expect(page.get_by_role("link", name="Emergency: 999")).to_have_attribute("href", "tel:999")
        page.locator("#hold").click(delay=1300)
        expect(page.locator("#held")).to_be_hidden(timeout=PATIENT_MS)
        page.get_by_role("button", name="Stop", exact=True).click()
        for title in ("Amount", "Store"):
            _reaches(page, title)
            page.wait_for_timeout(900)
            page.get_by_role("button", name="Next", exact=True).click()
        expect(page.locator("body")).to_have_attribute("data-link", "ended", timeout=PATIENT_MS)
        assert program.end() == 0
    lines = [json.loads(line) for line in (tmp_path / "out/timeline.jsonl").read_text("utf-8").splitlines()]
    commands = [line["command"] for line in lines if line["type"] == "command"]
    assert commands == ["next", "left", "next", "pain", "resume", "finish", "next", "next"]


@NEEDS_PULSE
def test_a_session_is_on_the_terminal_and_on_the_page(
    chromium: Browser, devices: VirtualDevices, environment: dict[str, str], tmp_path: Path
) -> None:
    environment = own_folders({**devices.environment, **environment}, tmp_path)
    with Program(environment, "start", "--short", "--mute-mic", "--plain", "--screen") as program:
        page = _opened(chromium, program.wait_for("screen: http://127.0.0.1:"))
        _reaches(page, "Welcome")
        expect(page.locator("#microphone")).to_contain_text("not in use")
        page.get_by_role("button", name="Next", exact=True).click()
        program.wait_for("now      choose side")
        page.get_by_role("button", name="Left", exact=True).click()
        program.wait_for("now      express, left side")
        expect(page.locator("body")).to_have_attribute("data-phase", "press", timeout=PATIENT_MS)
        page.get_by_role("button", name="History").click()
        expect(page.get_by_role("table", name="Time of day")).to_be_visible(timeout=PATIENT_MS)


@NEEDS_PULSE
def test_a_port_that_is_taken_is_told_and_the_session_goes_on(
    devices: VirtualDevices, environment: dict[str, str], tmp_path: Path
) -> None:
    environment = own_folders({**devices.environment, **environment}, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with Program(environment, "start", "--short", "--mute-mic", "--screen", "--screen-port", port) as program:
            program.wait_for(f"Port {port} is taken by another program: choose another with --screen-port")
            program.wait_for("now      welcome")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--screen-port", "70000"], "--screen-port is 70000; expected a number from 0 to 65535"),
        (["--screen-certificate", "nowhere.pem"], "There is no file nowhere.pem; expected a certificate or key as PEM"),
        (["--screen-key", __file__], "--screen-key needs --screen-certificate too"),
    ],
)
def test_options_that_cannot_be_used_are_one_sentence(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", "--screen", *options]) == 2
    told = capsys.readouterr()
    assert told.out == "" and said in told.err and len(told.err.splitlines()) == 1


def test_with_no_sound_device_the_rehearsal_in_its_place_is_on_the_page(
    chromium: Browser, environment: dict[str, str], tmp_path: Path
) -> None:
    alone = {name: value for name, value in environment.items() if not name.startswith("PULSE_")}
    with Program(
        {**alone, "XDG_RUNTIME_DIR": str(tmp_path / "none"), "HOME": str(tmp_path)}, "start", "--screen"
    ) as program:
        program.wait_for("There is no sound device, so this is a rehearsal of a whole session instead.")
        page = _opened(chromium, program.wait_for("screen: http://127.0.0.1:"))
        _reaches(page, "Welcome")
