"""What the guide remembers from moment to moment: never undone, never kept."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from voice.guide.actions import Keep, Say, Show
from voice.guide.amounts import Amount
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.live import Situation
from voice.guide.loudness import AS_CHOSEN, Loudness
from voice.guide.patience import Waiting
from voice.guide.state import State
from voice.guide.steps import AT_WORK, Step
from voice.guide.stretches import NOTHING_EXPRESSED, Expressed, Rest

UNDO_DEPTH = 100
"""How many commands can be undone; the oldest are forgotten."""


class Asked(Enum):
    """The questions that the guide asks."""

    FINGERS_OR_SIDES = "fingers or sides"
    SIDE_OR_FINISHED = "this side or finished"
    BODY = "did you say"
    START_OVER = "start over"
    ERASE = "erase"
    AMOUNT = "amount read back"
    STILL_THERE = "still there"
    ALL_SAFE = "everyone safe"
    GO_ON = "go on with what was cut short"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is open: until it is answered, overtaken by a command, or unanswered for `timeout_s`."""

    asked: Asked
    answers: frozenset[Command]
    timeout_s: float
    command: Command | None = None
    """What a yes makes count."""
    heard: Heard | None = None
    holds: bool = False
    """The beat and the timers are held for it."""
    amounts: tuple[Amount, ...] = ()
    replaces: int = 0
    """How many of the amounts saved last these take the place of."""
    cut: Say | None = None
    """What was being said when it was asked, to be taken up again."""
    waiting: Waiting | None = None
    """Since it was said; None until then."""


@dataclass(frozen=True, slots=True)
class Saving:
    """She waits since `since`, room time in seconds, to hear that something stands on the disk.

    `done` and `not_yet` are the keys of what she hears then, or after a while; `told` says that she heard the latter.
    """

    since: float
    done: str = "log_saved"
    not_yet: str = "log_not_yet"
    told: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before a command, for undo and for a longer phrase that replaces it."""

    state: State
    expressed: Expressed
    question: Question | None


NEXT = frozenset({Command.NEXT, Command.DONE})
"""What answers a step that asks for "next"."""
LATE_S = 15.0
"""How long after the guide went on by itself a word still answers what it had asked, in seconds (the contract)."""


@dataclass(frozen=True, slots=True)
class WentOn:
    """The guide went on by itself at `at`, room time in seconds, and nothing was said since."""

    before: Before
    at: float
    did: frozenset[Command] = frozenset()
    """The commands that would have led to the same: they are answered already."""
    answers: frozenset[Command] = frozenset()
    """Those that answer the question that it gave up."""
    leads_back: frozenset[Command] = frozenset()
    """Those that act as though it had not gone on yet."""


@dataclass(frozen=True, slots=True)
class Crying:
    """What is known of a crying baby; times are room time in seconds."""

    sounds: bool = False
    stopped_at: float = float("-inf")
    """When it was last found to have stopped."""
    since: float | None = None
    """Since when everything waits for it to stop; None while nothing does."""
    told_at: float = float("-inf")
    """When she was last told that the beat waits."""
    let_be: bool = False
    """She went on although the baby cried: nothing waits until it has been calm for a while."""
    insisted: tuple[Heard, float] | None = None
    """The single word that did nothing last, and until when saying it again makes it count."""

    def waits(self, state: State) -> bool:
        """Whether what is due by itself waits: reminders, timed steps, the beat."""
        return self.since is not None and not (state.held or state.asleep) and state.step is not Step.GOODBYE

    def holds_beat(self, state: State) -> bool:
        """Whether the beat is held for it."""
        return self.waits(state) and state.step in AT_WORK


@dataclass(slots=True)
class Memory:
    """Owned by the guide; one field for each thing that a rule looks back at. Times are room time in seconds."""

    next_id: int = 1
    situations: deque[tuple[float, Situation]] = field(default_factory=lambda: deque(maxlen=16))
    """What was live lately, each since when; nothing is decided much later than it was said."""
    speaking: Say | None = None
    prompt: Say | None = None
    """The last prompt, said or not."""
    in_full: str | None = None
    """The whole of it where fewer words stood for it, for "repeat"."""
    following: str | None = None
    """The key of what belongs to it and is said right after it."""
    prompted: set[Step] = field(default_factory=set)
    """The steps whose prompts were said in this session."""
    beat_after: int | None = None
    """The id of the narration whose end starts the beat."""
    last_said: Say | None = None
    """The last prompt or answer, for "repeat"."""
    spoken_until: float = float("-inf")
    waiting: Waiting | None = None
    """Since the guide fell silent in this step; None while its prompt is to be said."""
    voice: bool = False
    """Somebody speaks near the microphone."""
    question: Question | None = None
    went_on: WentOn | None = None
    """How the guide went on by itself last, where she has said nothing since."""
    lately_asked: tuple[Command, float] | None = None
    """A safety command that was asked back, and until when saying it again makes it count."""
    reminded: int = 0
    """How often she was reminded of what this step asked."""
    reminder: int | None = None
    """The id of the last reminder, whose end begins no new wait."""
    said_continue: bool = False
    next_unanswered: bool = False
    """ "Next" or "back" was said where only "continue" goes on; she is told so when the guide falls silent."""
    crying: Crying = Crying()
    notes: deque[str] = field(default_factory=lambda: deque(maxlen=8))
    """Keys of notes about the devices that wait for a pause in speaking; the oldest give way."""
    noting: tuple[str, int] | None = None
    """The key and the id of the last such note that was said."""
    concerned: dict[str, int] = field(default_factory=dict)
    """Keys of the notes on what could need a touch, each with how often she talked over it."""
    silenced: bool = False
    """The loudspeaker is lost: what is said can only be read."""
    swallowed: Say | None = None
    """The last prompt or answer that did not sound, to be said again."""
    gap_told_at: float = float("-inf")
    """When she was last told that the sound had been gone for a moment."""
    missed: int = 0
    """How often in a row an answer in this step was not understood."""
    keys_told: bool = False
    few_drops_at: float = float("-inf")
    """When she was last told that few drops are normal."""
    read_back: bool = False
    """An amount was read back before, so that she knows how that goes."""
    paused_said: bool = False
    history_erased: bool = False
    last_command_at: float = 0.0
    held_since: float = 0.0
    """When it was paused or went asleep."""
    undo: deque[Before] = field(default_factory=lambda: deque(maxlen=UNDO_DEPTH))
    last_acted: tuple[Before, Heard] | None = None
    """What stood before the command that acted last, for a longer phrase that replaces it."""
    expressed: Expressed = NOTHING_EXPRESSED
    """Never undone: undo only credits what came since to another side."""
    rests: tuple[Rest, ...] = ()
    since_s: float = 0.0
    """When what the journal holds of this session began."""
    kept: Keep | None = None
    """What the journal was given last; None where it was given nothing."""
    unkept: bool = False
    """Something that the journal was given may not stand on the disk yet."""
    saving: Saving | None = None
    """What she waits to hear of."""
    held_before: bool = False
    """It was held when a crash cut it short, and is held since."""
    letting_be: float | None = None
    """Since when what was cut short is let be, where a late word could still go on with it; else None."""
    settled_at: float = 0.0
    beating: bool = False
    beat_tempo_cpm: float = 0.0
    beat_words: int | None = None
    volume_db: float = 0.0
    """What everything sounds at."""
    loudness: Loudness = AS_CHOSEN
    shown: Show | None = None
    autopilot: bool = False
    autopilot_asked: bool = False
    """Autopilot was chosen, so the microphone's return does not end it."""
    closing_since: float | None = None
    """When Ctrl-C asked for the end; None while nobody did."""
    ended: bool = False

    def went_on_lately(self, now: float) -> WentOn | None:
        """How the guide went on by itself a moment ago; None once it has asked something else."""
        went_on = self.went_on
        return None if went_on is None or self.question is not None or now - went_on.at > LATE_S else went_on
