"""Where the session stands: one immutable value, so that undo is a matter of taking the one before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.amounts import Amount, Kind
from voice.guide.events import Concern
from voice.guide.narration import Narration
from voice.guide.night import NO_NIGHT, Night
from voice.guide.steps import AT_WORK, HELD, Side, Step
from voice.guide.stretches import Rest, Stretch

CLOCK_HOURS = (12, 2, 4, 6, 8, 10)
"""Where the thumb can lie around the areola, as hours of a clock that she looks down at."""

TEMPO_CPM = 18.0
"""Cycles a minute at the start: our own value, the leaflet gives none ("similar to how your baby nurses")."""
TEMPO_STEP_CPM = 2.0
TEMPO_RANGE_CPM = (10.0, 60.0)

FIVE_MINUTES_S = 300.0
TEN_MINUTES_S = 600.0
"""How long on one side until she is told so (the contract)."""

VOLUME_STEP_DB = 4.0
VOLUME_RANGE_DB = (-24.0, 12.0)
NIGHT_DB = -6.0
"""How much lower everything starts at night."""


SOFT_DB = -6.0
"""How much lower a reminder sounds, and an answer where she asked for quiet: our own value."""


class Counting(Enum):
    """How the beat is counted."""

    FIRST_CYCLES = "first cycles"
    """Words for the first cycles after each start, move or switch, then tones."""
    WORDS = "words"
    TONES = "tones"
    HUSHED = "hushed"
    """Tones, and at work no word but what she asks for, short and soft, and what she must know."""


@dataclass(frozen=True, slots=True)
class Breast:
    """One side: how long it was expressed, in seconds, and where the thumb lay, as clock hours."""

    expressed_s: float = 0.0
    hour: int = CLOCK_HOURS[0]
    worked: tuple[int, ...] = ()
    five_noted: bool = False
    ten_noted: bool = False
    asked_if_there: bool = False
    spot_since_s: float = 0.0
    """`expressed_s` when the thumb came to this spot."""
    round_since_s: float = 0.0
    """`expressed_s` when this round of both sides began."""
    before_hold: Step = Step.CHOOSE_SIDE
    """The step that led to this side's hold, for "back"."""
    from_hold: bool = False
    """Whether the beat followed the hold itself, with no `explain` in between."""


@dataclass(frozen=True, slots=True)
class State:
    """The whole of what a command can change and undo can restore."""

    step: Step = Step.WELCOME
    returns_to: Step | None = None
    """Where "continue" leads from pain, illness, emergency, collected or an early goodbye; None anywhere else.

    In `collected` None means the last side again.
    """
    side: Side | None = None
    left: Breast = Breast()
    right: Breast = Breast()
    sides_done: frozenset[Side] = frozenset()
    last_worked: Side | None = None
    """Where the beat sounded last; None before the first beat."""
    paused: bool = False
    asleep: bool = False
    held_for_safety: bool = False
    """Pain, illness or an emergency came and no "continue" since: nothing else may start the beat again."""
    short: bool = False
    tempo_cpm: float = TEMPO_CPM
    volume_db: float = 0.0
    """What she chose; how she speaks may add to it (`voice.guide.loudness`), which is no part of the state."""
    matching: bool = True
    """Whether the guide is as loud as she is."""
    counting: Counting = Counting.FIRST_CYCLES
    none_yet_said: int = 0
    narration: Narration = Narration.FADING
    kind: Kind | None = None
    """What she said at the container."""
    logged: tuple[Amount, ...] = ()
    logged_together: int = 0
    """How many at the end of `logged` she said at once: what a correction can mean."""

    @property
    def begun(self) -> bool:
        """Whether a beat has sounded in this session."""
        return self.last_worked is not None

    def breast(self, side: Side) -> Breast:
        """The state of one side."""
        return self.left if side is Side.LEFT else self.right

    @property
    def current(self) -> Breast:
        """The side she is on; ValueError before one is chosen."""
        if self.side is None:
            raise ValueError("no side has been chosen")
        return self.breast(self.side)

    @property
    def position(self) -> int | None:
        """The clock hour of the thumb on this side, None until a side is chosen."""
        return None if self.side is None else self.current.hour

    @property
    def may_beat(self) -> bool:
        """Whether the beat belongs to this state."""
        return self.step in AT_WORK and not (self.paused or self.asleep or self.held_for_safety)

    @property
    def hushed(self) -> bool:
        """Whether she asked for quiet, and is at work."""
        return self.counting is Counting.HUSHED and self.step in AT_WORK

    @property
    def held(self) -> bool:
        """Whether only "continue" goes on from here: paused, or beside the line."""
        return self.paused or self.step in HELD


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last session in which a side was expressed, as the history has it."""

    side: Side
    """Where it ended."""
    ago_s: float | None
    """How long before this session it began; None where the history does not tell."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A session that was cut short, as the journal has it; times are room time of this one, and negative."""

    since_s: float
    stretches: tuple[Stretch, ...]
    rests: tuple[Rest, ...]
    logged: tuple[Amount, ...]
    tempo_cpm: float
    held: bool
    """Only "continue" may go on."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known when a session opens: the options, the history and the clock."""

    finished_sessions: int = 0
    last: LastTime | None = None
    """None where nothing is known of an earlier session."""
    proposed_side: Side = Side.LEFT
    short: bool = False
    tempo_cpm: float = TEMPO_CPM
    volume_db: float = 0.0
    narration: Narration = Narration.FADING
    match_loudness: bool = True
    night: Night = NO_NIGHT
    """When nothing gets louder by itself."""
    autopilot: bool = False
    hold_when_crying: bool = True
    earlier: Earlier | None = None
    """What was cut short not long ago; None where nothing was."""
    keeps: bool = True
    """Whether anything stays on the disk."""
    concerns: tuple[Concern, ...] = ()
    """What a look at the machine has found."""
