"""What looking on costs: the terminal's painter, and the page in a browser with how late it is.

    scripts/bench/screen.py                 both, half a minute each
    scripts/bench/screen.py --seconds 60 --columns 100 --lines 30
    scripts/bench/screen.py --page          the page alone; --terminal the other

The terminal: `voice start` runs on a pseudo-terminal and virtual devices; its main thread only paints, and what that
uses while the beat runs is read from /proc (Linux only). The session's thread makes the views; that is measured here by
making many. Ends with status 1 where both together take more than 3 % of a core.

The page: Debian's chromium, headless, 1280x800, without a GPU, shows a session on paper whose beat runs. Measured are
the share of a core of all of its processes and of the server's thread, the time from a decision to the frame that shows
it, and how far the drawing's phases are from the beat as it was told. Then a session on virtual devices: how far they
are from the tones that a recorder hears at the loudspeaker. Ends with status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.devices import RATE_HZ, VirtualDevices
from tests.on_terminal import OnTerminal
from tests.page.browser import browser
from tests.page.served import Served, served
from tests.program import Program, own_folders
from tests.screen.scenes import expressing
from voice.audio.orders import Phase
from voice.session.conductor import TICK_S

_TARGET = 0.03
_LATE_MS, _OFF_MS, _PAGE, _SERVER = 100.0, 50.0, 0.10, 0.03
_TICKS = os.sysconf("SC_CLK_TCK")
_VIEWS = 2000
_DECISIONS = 40
_LOUD = 0.01
_TOLD_AHEAD_S = 0.03
"""So long before it sounds a beat is known: what a loudspeaker's buffer holds."""
_PHASE_S = 60.0 / 18 / len(Phase)
_WATCH = """
    window.painted = [];
    const noted = (what) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.painted.push([what, performance.timeOrigin + performance.now()]);
      channel.port2.postMessage(0);
    });
    new MutationObserver(() => noted("words " + document.getElementById("words").textContent))
      .observe(document.getElementById("words"), { childList: true, characterData: true, subtree: true });
    new MutationObserver(() => noted("phase " + (document.body.dataset.phase || "")))
      .observe(document.body, { attributes: true, attributeFilter: ["data-phase"] });
"""
"""Notes when a change has been painted: a task after the frame's own callbacks."""


@dataclass(frozen=True, slots=True)
class _PageFigures:
    late_ms: list[float]
    off_ms: list[float]
    page: float
    server: float


def main() -> int:
    """Measure, print, and end with status 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to measure each (default 30)")
    parser.add_argument("--columns", type=int, default=80, help="default 80")
    parser.add_argument("--lines", type=int, default=24, help="default 24")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--page", action="store_true", help="the page alone")
    only.add_argument("--terminal", action="store_true", help="the terminal alone")
    args = parser.parse_args()
    good = True
    if not args.page:
        good = _terminal(args.seconds, args.columns, args.lines) and good
    if not args.terminal:
        good = _page(args.seconds) and good
    return 0 if good else 1


def _terminal(seconds: float, columns: int, lines: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="voice-screen-") as folder:
        painting, kilobytes = _painting(Path(folder), seconds, columns, lines)
    viewing = _view_s() / TICK_S
    print(f"painting {painting:.2%} of a core, {kilobytes:.1f} kB a second; views {viewing:.2%}")
    print(f"target for both: {_TARGET:.0%}")
    return painting + viewing < _TARGET


def _painting(folder: Path, seconds: float, columns: int, lines: int) -> tuple[float, float]:
    """The main thread's share of a core while the beat runs, and how much it writes in kB a second."""
    with VirtualDevices(folder / "pulse") as devices, devices.recording(), devices.recording(devices.microphone):
        environment = own_folders(devices.environment, folder)
        with OnTerminal(environment, "start", "--short", columns=columns, lines=lines) as program:
            for shown, key in (("Welcome", "n"), ("Side", "l")):
                program.wait_for(shown)
                program.type(key)
            program.wait_for("18 a minute")
            task = Path(f"/proc/{program.pid}/task/{program.pid}/stat")
            used_s, read, since = _cpu_s(task), program.read, time.monotonic()
            program.watch(seconds)
            passed_s = time.monotonic() - since
            return (_cpu_s(task) - used_s) / passed_s, (program.read - read) / passed_s / 1000


def _cpu_s(stat: Path) -> float:
    """User and system time of a process or a thread; 0 where it has ended."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / _TICKS


def _view_s() -> float:
    """How long it takes to make one view."""
    stage = expressing()
    began = time.process_time()
    for _ in range(_VIEWS):
        _ = stage.view
    return (time.process_time() - began) / _VIEWS


def _page(seconds: float) -> bool:
    figures = _measured(seconds)
    late = statistics.median(figures.late_ms)
    print(
        f"decision to painted frame: median {late:.0f} ms, most {max(figures.late_ms):.0f} ms (target {_LATE_MS:.0f})"
    )
    told = _off("the beat as it was told", figures.off_ms)
    print(f"page {figures.page:.1%} of a core (target {_PAGE:.0%}), server {figures.server:.2%} (target {_SERVER:.0%})")
    with tempfile.TemporaryDirectory(prefix="voice-screen-") as folder:
        heard = _off("the loudspeaker", _heard_off_ms(Path(folder), seconds))
    return late < _LATE_MS and told and heard and figures.page < _PAGE and figures.server < _SERVER


def _off(what: str, off_ms: list[float]) -> bool:
    median, worst = statistics.median(off_ms), statistics.quantiles(off_ms, n=20)[-1]
    print(f"drawing to {what}: median {median:.0f} ms, 95 % within {worst:.0f} ms (target {_OFF_MS:.0f})")
    return worst < _OFF_MS


def _heard_off_ms(folder: Path, seconds: float) -> list[float]:
    """How far each change of phase was painted from the tone that was recorded at the loudspeaker."""
    with VirtualDevices(folder / "pulse") as devices:
        environment = own_folders({**devices.environment, "DISPLAY": "", "WAYLAND_DISPLAY": ""}, folder)
        options = ("--short", "--mute-mic", "--plain", "--screen")
        with Program(environment, "start", *options) as program, browser() as chromium:
            page = chromium.new_page(viewport={"width": 1280, "height": 800})
            page.goto(program.wait_for("screen: ").split()[1])
            page.locator("button[data-key=n]").click()
            program.wait_for("now      choose side")
            page.locator("button[data-key=l]").click()
            program.wait_for("beat ")
            page.wait_for_timeout(1000)
            page.keyboard.press(",")  # tones alone, whose beginnings are sharp
            page.wait_for_timeout(9000)
            page.evaluate(_WATCH)
            with devices.recording() as recording:
                zero_s, until = float("inf"), time.monotonic() + seconds
                while time.monotonic() < until:
                    page.wait_for_timeout(2)
                    zero_s = min(zero_s, time.time() - recording.frames / RATE_HZ)
                samples = recording.samples
            shown = [at_ms for what, at_ms in page.evaluate("window.painted") if what.startswith("phase ")]
    tones_ms = [1000 * (zero_s + at_s) for at_s in _onsets_s(samples)]
    return [min(abs(at_ms - tone_ms) for at_ms in shown) for tone_ms in tones_ms[1:-1]]


def _onsets_s(samples: NDArray[np.float32]) -> list[float]:
    """Where sound begins after a tenth of a second of silence, in seconds."""
    step, silent = RATE_HZ // 200, 20
    loud = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1) > _LOUD
    return [at * step / RATE_HZ for at in range(silent, len(loud)) if loud[at] and not loud[at - silent : at].any()]


def _measured(seconds: float) -> _PageFigures:
    stage = expressing()
    with served(stage) as one, browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(one.address)
        page.wait_for_selector("#session:not([hidden])")
        page.evaluate(_WATCH)
        beats: list[float] = []
        ended = threading.Event()
        player = threading.Thread(target=_play, args=(one, beats, ended), name="session", daemon=True)
        player.start()
        page.wait_for_timeout(3000)
        page_share, server_share = _shares(page, seconds)
        ended.set()
        player.join()
        off = _off_ms(page.evaluate("window.painted"), beats[3:])
        late = [_late_ms(page, one, question) for _ in range(_DECISIONS // 2) for question in ("which side", "help")]
    return _PageFigures(late, off, page_share, server_share)


def _play(one: Served, beats: list[float], ended: threading.Event) -> None:
    """A session in real time: a view each tick, each beat told shortly before it sounds."""
    begins = time.monotonic() + 1.0
    number = 0
    while not ended.is_set():
        one.stage.desk.wait(TICK_S)
        one.stage.level_dbfs = -50.0 + 25.0 * (number % 2)
        one.show()
        next_tick = time.monotonic() + TICK_S
        while (now := time.monotonic()) < next_tick:
            at_s = begins + number * _PHASE_S
            if now >= at_s - _TOLD_AHEAD_S:
                one.hub.beat(tuple(Phase)[number % len(Phase)], at_s, _PHASE_S, number)
                beats.append(at_s)
                number += 1
            time.sleep(0.005)


def _shares(page: Page, seconds: float) -> tuple[float, float]:
    """Shares of a core: of the browser's processes, and of the server's thread."""
    (server,) = (thread for thread in threading.enumerate() if thread.name == "page")
    assert server.ident is not None
    clock = time.pthread_getcpuclockid(server.ident)
    stats = [Path(f"/proc/{pid}/stat") for pid in _browser_pids()]
    before, since = (sum(map(_cpu_s, stats)), time.clock_gettime(clock)), time.monotonic()
    page.wait_for_timeout(1000 * seconds)
    passed_s = time.monotonic() - since
    after = sum(map(_cpu_s, stats)), time.clock_gettime(clock)
    return (after[0] - before[0]) / passed_s, (after[1] - before[1]) / passed_s


def _browser_pids() -> list[int]:
    """The browser's processes: all of ours, however far down, that chromium is in the command of."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended
    ours = {os.getpid()}
    while found := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= found
    return [pid for pid in ours if b"chrom" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]]


def _off_ms(painted: list[tuple[str, float]], beats: list[float]) -> list[float]:
    """How far each change of phase was painted from its beat, whichever came first."""
    zero_ms = 1000 * (time.time() - time.monotonic())
    shown = [at_ms for what, at_ms in painted if what.startswith("phase ")]
    return [min(abs(at_ms - zero_ms - 1000 * beat_s) for at_ms in shown) for beat_s in beats[:-1]]


def _late_ms(page: Page, one: Served, question: str) -> float:
    """From a decision of the guide to the frame that shows its words."""
    desk = one.stage.desk
    desk.wait(10.0)
    page.evaluate("window.painted = []")
    decided_ms = 1000 * time.time()
    desk.say(question)
    one.show()
    while not (shown := [at for what, at in page.evaluate("window.painted") if what.startswith("words ")]):
        page.wait_for_timeout(20)
    return float(min(shown)) - decided_ms


if __name__ == "__main__":
    sys.exit(main())
