"""Where the program's processor time goes: `voice` with a clock around each of its stages.

    scripts/bench/stages.py FILE rehearse night --out DIR      `voice rehearse night --out DIR`, with clocks

Writes a line of JSON into FILE every second and at the end: `process_s`, what the process has used so far, and
`seconds`, the part of it by stage. A stage's time is that of its own thread while it works, less what it spends in the
stages that it calls; waiting costs nothing. The clocks themselves take about 0.5 % of a core. `cost.py` reads the file.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_EVERY_S = 1.0

STAGES: dict[str, tuple[str, ...]] = {
    "device callbacks": ("audio.portaudio:Stream._loudspeaker", "audio.portaudio:Stream._microphone"),
    "mixer": ("audio.mixer:Mixer.render",),
    "pairing of blocks": ("audio.device:Device.read",),
    "change of rate": ("audio.resample:StreamResampler.push",),
    "session's thread": ("session.live:LiveSession._take", "session.live:LiveSession._take_keys"),
    "conductor": ("session.conductor:Conductor.advance",),
    "first sounds": ("doctor.first_sounds:FirstSounds.hear",),
    "guide": ("guide.machine:Guide.handle",),
    "what is listened for": ("session.conductor:Conductor._listen",),
    "display": ("screen.onlooker:Onlooker.take", "screen.onlooker:Onlooker.passes"),
    "front end": ("echo.front_end:FrontEnd.hear",),
    "search for the delay": ("echo.delay:DelayFinder.take",),
    "echo's reference": ("echo.reference:Reference.read", "echo.reference:Reference.push"),
    "echo canceller": ("echo.speex:Canceller.cancel",),
    "ears": ("hearing.ears:Ears.hear",),
    "crying": ("hearing.sound.crying:CryingDetector.take",),
    "residual": ("hearing.sound.residual:Residual.take",),
    "quiet": ("hearing.sound.quiet:QuietDetector.hear",),
    "echo watch": ("hearing.sound.echo_watch:EchoWatch.take",),
    "level": ("hearing.sound.level:SlowGain.apply",),
    "foreground, voicing": ("hearing.sound.foreground:Foreground.take", "hearing.sound.voicing:Voicing.take"),
    "track": ("hearing.words.track:Track.feed", "hearing.words.track:Track.pass_over"),
    "pipes": ("processes.child:Child.request", "processes.child:_read", "processes.child:_write"),
}
"""What has a clock, by stage: functions below `voice`, as module:name."""


@dataclass(frozen=True, slots=True)
class Used:
    """Processor time so far, in seconds: of the whole process, and of the stages that were at work."""

    process_s: float
    seconds: dict[str, float]

    def since(self, earlier: Used) -> Used:
        """What was used between two moments."""
        seconds = {stage: used_s - earlier.seconds.get(stage, 0.0) for stage, used_s in self.seconds.items()}
        return Used(self.process_s - earlier.process_s, seconds)

    def shares(self, length_s: float) -> dict[str, float]:
        """The stages as shares of a core over so long, the largest first, and at the end what is in no stage."""
        largest_first = sorted(self.seconds.items(), key=lambda one: -one[1])
        rest_s = self.process_s - sum(self.seconds.values())
        return {stage: used_s / length_s for stage, used_s in (*largest_first, ("everything else", rest_s))}


class Clocks:
    """Time by stage, from any threads."""

    def __init__(self, clock: Callable[[], int] = time.thread_time_ns) -> None:
        """`clock` gives the nanoseconds that a thread has used."""
        self._clock = clock
        self._used_ns: dict[tuple[int, str], int] = defaultdict(int)
        """By thread, so that no two ever add to one number."""
        self._own = threading.local()

    def wrap(self) -> None:
        """Put a clock around everything in STAGES."""
        for stage, places in STAGES.items():
            for place in places:
                owner, name = found(place)
                setattr(owner, name, self.timed(stage, getattr(owner, name)))

    def used(self) -> Used:
        """What was used up to now; what a stage that works just now has used since it began is missing."""
        seconds: dict[str, float] = defaultdict(float)
        for (_, stage), used_ns in list(self._used_ns.items()):
            seconds[stage] += used_ns / 1e9
        return Used(time.process_time(), dict(seconds))

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, with a clock that counts for a stage."""
        own, used_ns, clock = self._own, self._used_ns, self._clock

        @functools.wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            thread, outer = threading.get_ident(), getattr(own, "stage", None)
            now = clock()
            if outer is not None:
                used_ns[thread, outer] += now - own.since
            own.stage, own.since = stage, now
            try:
                return function(*args, **named)
            finally:
                now = clock()
                used_ns[thread, stage] += now - own.since
                own.stage, own.since = outer, now

        return timed


def found(place: str) -> tuple[Any, str]:
    """What holds a function of STAGES, and the function's name there."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(f"voice.{module}")
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    return owner, name


def main() -> int:
    """Run the program."""
    from voice.cli.main import main as voice

    clocks = Clocks()
    clocks.wrap()
    ended = threading.Event()
    with Path(sys.argv[1]).open("w", encoding="utf-8", buffering=1) as file:

        def write() -> None:
            file.write(json.dumps(asdict(clocks.used())) + "\n")

        def watch() -> None:
            while not ended.wait(_EVERY_S):
                write()

        watcher = threading.Thread(target=watch, name="stages", daemon=True)
        watcher.start()
        try:
            return voice(sys.argv[2:])
        finally:
            ended.set()
            watcher.join()
            write()


def last_written(file: Path) -> Used:
    """The last moment that a program under way has written whole."""
    whole, _, _ = file.read_text(encoding="utf-8").rpartition("\n")
    return Used(**json.loads(whole.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
