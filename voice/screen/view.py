"""The view: everything that a session shows at one moment, as one immutable value with no word about how it is drawn.

`Seen` remembers what the timeline and the guide have told, `view` joins it with a moment of the session. Both are pure;
terminal and page paint the same view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voice.audio.orders import Phase
from voice.content.regions import Region
from voice.content.screen_words import UNSHOWN
from voice.guide.actions import Reason, Say, Spoken
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.guide.state import Breast
from voice.guide.steps import READY, Side, Step
from voice.screen.suggestions import buttons_now, can_say, keys_now, live_now
from voice.session import timeline
from voice.session.keys import Legend
from voice.session.moment import Moment
from voice.session.touch import rests, tap_is_next

_PHASES = len(Phase)
_OVERDUE = 1.5
"""A phase that lasts so many times its length was the last one: the beat is held."""
_LEVEL_FALLS_DB = 2.0
"""How much the shown level of the microphone falls from one moment to the next, so that it can be read."""
_NOTICE_S = 15.0


@dataclass(frozen=True, slots=True)
class Beat:
    """The beat in this moment: `done` of the phase has passed, from 0 to 1."""

    phase: Phase
    done: float
    tempo_cpm: float


@dataclass(frozen=True, slots=True)
class SideView:
    """One side: seconds expressed, the hour at which the thumb lies, and the hours worked before."""

    side: Side
    current: bool
    expressed_s: float
    hour: int | None
    """None where she is not on this side."""
    worked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LastHeard:
    """The last phrase that was understood; `reason` says why it did nothing, None that it acted."""

    phrase: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class View:
    """What is shown. Texts are in her language; times are seconds of room time."""

    now_s: float
    step: Step
    place: tuple[int, int] | None
    """The how many-th of how many steps of getting ready; None after them."""
    side: Side | None
    paused: bool
    asleep: bool
    words: str
    """What the guide says, or said last."""
    speaking: bool
    beat: Beat | None
    """None while it does not run."""
    sides: tuple[SideView, ...]
    """Left and right; none before a side is chosen."""
    heard: LastHeard | None
    level_dbfs: float | None
    """Of the microphone; None where it gives nothing."""
    can_say: tuple[str, ...]
    keys: tuple[Legend, ...]
    """Those that act now, most needed first."""
    buttons: tuple[Legend, ...]
    """One for everything that can be said now, most likely wanted first."""
    takes_amounts: bool
    asks: bool
    """A question is open, or an amount is being read back."""
    tap_is_next: bool
    """A touch anywhere means "next"."""
    all_keys: tuple[Legend, ...]
    shows_keys: bool
    """Hearing has failed twice: every key is to be shown."""
    noted: str
    """The amounts that were saved, as the guide would say them."""
    call: Region | None
    """Whose numbers are to be shown at once: everything rests for pain, illness or an emergency until she continues."""
    notice: str
    """What the program tells of itself, for some seconds."""
    code: str
    """What lets another screen in, empty where nothing does: for this machine's own screens alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of what was told so far."""

    words: str = ""
    saying: int | None = None
    """The number of what is being said; None when nothing is."""
    beats: tuple[timeline.BeatSounded, ...] = ()
    """The last ones, of which the mixer may tell before they are heard."""
    heard: LastHeard | None = None
    shows_keys: bool = False
    level_dbfs: float | None = None
    notices: tuple[tuple[str, float], ...] = ()
    """What the program tells of itself, each with the time until which it is shown."""
    code: tuple[str, float] = ("", 0.0)
    """What lets another screen in, and until when."""

    def says(self, say: Say) -> Seen:
        """The guide says something from now on."""
        return replace(self, words=say.text, saying=say.id)

    def wants_keys(self) -> Seen:
        """The guide has asked in vain."""
        return replace(self, shows_keys=True)

    def told(self, notice: str, now_s: float) -> Seen:
        """The program has something to tell of itself."""
        return replace(self, notices=(*self.notices, (notice, now_s + _NOTICE_S)))

    def pairs(self, code: str, until_s: float) -> Seen:
        """This lets another screen in until then."""
        return replace(self, code=(code, until_s))

    def after(self, record: timeline.Record) -> Seen:
        """Remember what matters of a record."""
        match record:
            case timeline.Said() if record.kind is not Spoken.CUE and record.text == self.words:
                return replace(self, saying=None)
            case timeline.BeatSounded():
                return replace(self, beats=(*self.beats, record)[-_PHASES:])
            case timeline.Commanded():
                return replace(self, heard=LastHeard(record.phrase, None), shows_keys=False)
            case timeline.Ignored() if record.reason not in UNSHOWN:
                return replace(self, heard=LastHeard(record.phrase, record.reason))
            case _:
                return self

    def at(self, moment: Moment) -> Seen:
        """Let time pass: the level falls slowly, notices end."""
        level = moment.level_dbfs
        if level is not None and self.level_dbfs is not None:
            level = max(level, self.level_dbfs - _LEVEL_FALLS_DB)
        notices = tuple((notice, until_s) for notice, until_s in self.notices if moment.now_s < until_s)
        return replace(self, level_dbfs=level, notices=notices)


def view(
    seen: Seen, moment: Moment, content: Content, legends: Sequence[Legend], preferred: Mapping[Command, str]
) -> View:
    """What is to be shown in this moment; `preferred` are the phrases that are shown for some commands."""
    state = moment.state
    live = live_now(state, moment.live, content.phrases.amounts)
    return View(
        now_s=moment.now_s,
        step=state.step,
        place=(READY.index(state.step) + 1, len(READY)) if state.step in READY and not state.begun else None,
        side=state.side,
        paused=state.paused,
        asleep=state.asleep,
        words=seen.words,
        speaking=seen.saying is not None,
        beat=_beat(seen.beats, moment.now_s) if state.may_beat else None,
        sides=() if state.side is None else tuple(_side(moment, side) for side in Side),
        heard=seen.heard,
        level_dbfs=seen.level_dbfs,
        can_say=can_say(state, live, preferred),
        keys=keys_now(state, live, legends),
        buttons=buttons_now(state, live, legends, preferred),
        takes_amounts=bool(live.amounts),
        asks=moment.asks,
        tap_is_next=tap_is_next(moment),
        all_keys=tuple(legends),
        shows_keys=seen.shows_keys,
        noted=content.spoken.amounts(state.logged) if state.logged else "",
        call=content.region if rests(state) else None,
        notice=" ".join(notice for notice, _ in seen.notices),
        code=seen.code[0] if moment.now_s < seen.code[1] else "",
    )


def _beat(beats: Sequence[timeline.BeatSounded], now_s: float) -> Beat | None:
    begun = [beat for beat in beats if beat.t <= now_s]
    if not begun:
        return None
    last = begun[-1]
    done = (now_s - last.t) / (60.0 / last.rate / _PHASES)
    return Beat(last.phase, min(done, 1.0), last.rate) if done < _OVERDUE else None


def _side(moment: Moment, side: Side) -> SideView:
    state = moment.state
    breast: Breast = state.breast(side)
    current = state.side is side
    return SideView(side, current, breast.expressed_s, breast.hour if current else None, breast.worked)
