"""What happens in a simulated room, as values: who says what when, what else sounds, what the echo does, what fails.

Times are seconds of room time (0 when the room opens), levels dBFS at the microphone. `scenario_file` reads them from
TOML; tests build them directly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import Enum
from pathlib import Path

from voice.guide.steps import Side, Step
from voice.session.faults import FaultKind as FaultKind
from voice.settings.settings import Settings

SPEECH_LEVEL_DB = -26.0
"""Active speech at the microphone where the scenario names no level, in dBFS (contract)."""

BACKGROUND_LEVEL_DB = -40.0
"""RMS of a whole background file where the scenario names no level, in dBFS (contract)."""

DEFAULT_VOICE = "en-us+f3"
DEFAULT_RATE_WPM = 150
"""Who speaks a text, and how many words a minute, where the scenario does not say (contract)."""


GAPS = (FaultKind.REOPENED, FaultKind.DEFAULT_CHANGED)
"""The faults for which devices are opened anew."""


class Request(Enum):
    """The requests of a room check, in their order; a session has none."""

    FIRST = "request-1"
    SECOND = "request-2"
    THIRD = "request-3"
    FOURTH = "request-4"
    FIFTH = "request-5"


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """An answer or a note that is said in this step."""

    step: Step


Anchor = Step | AnswerIn | Request
"""What an entry may follow: a step's prompt, what else is said in a step, or a request of a room check."""


@dataclass(frozen=True, slots=True)
class At:
    """Spoken at a fixed time, in seconds of room time."""

    time_s: float


@dataclass(frozen=True, slots=True)
class After:
    """Spoken `delay_s` seconds after the end of what is said there; negative: before it, at most at its start."""

    anchor: Anchor
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SpokenFile:
    """A part of a sound file: `frames` frames from `offset_frames` on, at the file's own rate (None: to its end)."""

    path: Path
    offset_frames: int = 0
    frames: int | None = None


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Words for a synthetic voice; `rate_wpm` in words a minute."""

    text: str
    voice: str = DEFAULT_VOICE
    rate_wpm: int = DEFAULT_RATE_WPM


@dataclass(frozen=True, slots=True)
class Say:
    """One thing spoken into the room; `level_db` is the active speech level at the microphone in dBFS."""

    when: At | After
    source: SpokenFile | SpokenText
    level_db: float = SPEECH_LEVEL_DB

    @property
    def label(self) -> str:
        """What to call it in a list: its words, or the name of its file."""
        return f'"{self.source.text}"' if isinstance(self.source, SpokenText) else self.source.path.name


@dataclass(frozen=True, slots=True)
class Background:
    """A sound file in the background, from `from_s` until `to_s` (None: the end), again and again if `loop`.

    `level_db` is the RMS of the whole file at the microphone in dBFS.
    """

    path: Path
    level_db: float = BACKGROUND_LEVEL_DB
    from_s: float = 0.0
    to_s: float | None = None
    loop: bool = True


@dataclass(frozen=True, slots=True)
class Jump:
    """From `at_s` on the echo comes `grows_ms` milliseconds later (negative: earlier) than before."""

    at_s: float
    grows_ms: float


@dataclass(frozen=True, slots=True)
class EchoPath:
    """How the microphone hears the loudspeaker.

    The response is a measured one (`impulse_response`, a file) or, if that is None, a decay of `rt60_s` seconds made
    from the seed. `level_db` is relative to speech: narration at default volume arrives at -26 + level dBFS. With a
    positive `drift_ppm` the microphone's clock runs fast, so the delay grows by that many microseconds a second.
    `nonlinearity` goes from 0 (linear) to 1 (the loudspeaker clips hard).
    """

    impulse_response: Path | None = None
    rt60_s: float = 0.25
    delay_ms: float = 60.0
    level_db: float = 10.0
    drift_ppm: float = 0.0
    nonlinearity: float = 0.0
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that fails, or comes back, at `at_s`; the others are read by the kinds that have them."""

    at_s: float
    kind: FaultKind
    xrun_ms: float = 40.0
    jump_s: float = 3600.0
    gain_db: float = -36.0
    gap_ms: float = 800.0
    """How long the sound is gone while its devices are opened anew."""
    slow_ms: float = 800.0
    """How much later each answer of the second ear is known."""


@dataclass(frozen=True, slots=True)
class CutShort:
    """A session that a crash ended `ago_s` before the room opens, on `side`, after so much work on each."""

    side: Side
    left_s: float
    right_s: float
    ago_s: float = 60.0
    held: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole rehearsal. The room closes after `length_s` at the latest; `clock` is the local time when it opens.

    `band_hz` is up to where the microphone hears, if it is a telephone-like one (None: everything). `settings` are the
    program's own with those of the scenario over them; `finished_sessions` is the history that the
    rehearsal pretends, 0 for a first run. `file` is where it was read from, for messages about what it names.
    """

    file: Path | None = field(default=None, compare=False)
    title: str = ""
    seed: int = 0
    length_s: float = 1800.0
    clock: time = time(10, 0)
    settings: Settings = field(default_factory=Settings)
    finished_sessions: int = 0
    cut_short: CutShort | None = None
    """What the rehearsal's journal holds unfinished; None where there is nothing."""
    says: tuple[Say, ...] = ()
    backgrounds: tuple[Background, ...] = ()
    echo: EchoPath | None = None
    band_hz: float | None = None
    faults: tuple[Fault, ...] = ()
