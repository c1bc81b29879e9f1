"""The layout: a view becomes a picture of so many columns and lines, from 40 columns on.

Where there is not room for everything, what is least needed goes first; what is left over stands as blank lines between
the parts, so that parts keep their places while the words above them change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from voice.audio.orders import Phase
from voice.content.screen_words import ScreenWords
from voice.content.spoken import Spoken
from voice.guide.state import CLOCK_HOURS
from voice.guide.steps import Side, Step
from voice.screen.letters import LARGE_ROWS, SMALL_ROWS, lettered
from voice.screen.picture import BLANK, Line, Picture, Span, Tone, apart, cells, cropped, width_of, wrapped
from voice.screen.view import SideView, View

_MARGIN = 2
_LONGEST_WORDS = 170
"""Letters of the longest prompt, for which room is kept; longer answers push the rest down."""
_FACES_FROM_COLUMNS = 60
_FACE_COLUMNS = 30
_SPACIOUS_LINES = 28
_BAR_COLUMNS = 66
_METER_CELLS = 10
_METER_FROM_DBFS, _METER_TO_DBFS = -60.0, -10.0
_MOST_KEY_LINES = 3
_FACE = (((6, 12),), ((2, 10), (10, 2)), ((2, 8), (10, 4)), ((6, 6),))
"""The rows of a small clock, each hour with its column."""
_PHASE_TONES = {Phase.PRESS: Tone.PRESS, Phase.COMPRESS: Tone.COMPRESS, Phase.RELAX: Tone.RELAX}


class _Need(IntEnum):
    """How much a part is needed; the lowest goes first."""

    NOTICE = 1
    HEARD = 2
    SIDES = 3
    NOTED = 4
    KEYS = 5
    SAY = 6
    BEAT = 7
    LARGE = 8
    ALWAYS = 9


@dataclass(frozen=True, slots=True)
class _Part:
    need: _Need
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a language for the screen, and for values."""

    words: ScreenWords
    spoken: Spoken

    def picture(self, view: View, width: int, height: int) -> Picture:
        """The session as exactly `height` lines of at most `width` columns."""
        inner = max(1, width - 2 * _MARGIN)
        parts = self._asleep(view, inner) if view.asleep else self._awake(view, inner, height)
        while len(parts) > 1 and sum(len(part.lines) for part in parts) > height:
            parts.remove(min(parts, key=lambda part: part.need))
        lines = _spread([part.lines for part in parts], height)
        return tuple(_indented(cropped(line, inner)) for line in lines[:height])

    # ---- the parts, from the top

    def _awake(self, view: View, width: int, height: int) -> list[_Part]:
        parts = [
            _Part(_Need.ALWAYS, [self._head(view, width)]),
            _Part(_Need.ALWAYS, _said(view, width)),
            _Part(_Need.LARGE, self._large(view, width, height)),
            _Part(_Need.BEAT, self._beat(view, width)),
            _Part(_Need.SIDES, self._sides(view, width)),
            _Part(_Need.NOTED, self._noted(view, width)),
            _Part(_Need.NOTICE, [(Span(line, Tone.STRONG),) for line in self._notices(view, width)]),
            _Part(_Need.HEARD, self._heard(view, width)),
            _Part(_Need.SAY, self._say(view, width)),
            _Part(_Need.KEYS, self._keys(view, width)),
        ]
        return [part for part in parts if part.lines]

    def _asleep(self, view: View, width: int) -> list[_Part]:
        """Almost dark."""
        return [
            _Part(_Need.LARGE, lettered(self.words.labels.asleep, width, SMALL_ROWS, Tone.QUIET)),
            _Part(_Need.ALWAYS, [(Span(line, Tone.QUIET),) for line in wrapped(view.words, width)]),
            _Part(_Need.SAY, self._say(view, width, Tone.QUIET)),
            _Part(_Need.KEYS, self._keys(view, width)),
        ]

    def _head(self, view: View, width: int) -> Line:
        labels = self.words.labels
        parts = [self.words.steps[view.step]]
        if view.place is not None:
            number, count = view.place
            parts.append(labels.place.format(number=number, count=count))
        if view.side is not None:
            parts.append(labels.side.format(side=self._side(view.side)))
        title = " · ".join(parts)
        return apart((Span(title, Tone.STRONG),), (Span(_clock(view.now_s), Tone.QUIET),), width)

    def _large(self, view: View, width: int, height: int) -> list[Line]:
        """The one word that matters most."""
        rows = LARGE_ROWS if height >= _SPACIOUS_LINES else SMALL_ROWS
        tone = Tone.LARGE
        if view.call is not None and view.step is Step.EMERGENCY:
            text, tone = view.call.emergency_number or self.words.steps[view.step], Tone.ALERT
        elif view.paused:
            text = self.words.labels.paused
        elif view.beat is not None:
            text, tone = self._cue(view.beat.phase), _PHASE_TONES[view.beat.phase]
        else:
            text = self.words.steps[view.step]
        return lettered(text, width, rows, tone)

    def _beat(self, view: View, width: int) -> list[Line]:
        """A bar in three thirds that fills as the cycle passes."""
        beat = view.beat
        if beat is None:
            return []
        third = (min(width, _BAR_COLUMNS) - 2) // 3
        phases = list(Phase)
        bar: Line = ()
        for phase in phases:
            before = phases.index(phase) < phases.index(beat.phase)
            filled = third if before else round(third * beat.done) if phase is beat.phase else 0
            tone = _PHASE_TONES[phase]
            gap = (Span(" "),) if bar else ()
            bar = (*bar, *gap, Span("█" * filled, tone), Span("░" * (third - filled), Tone.QUIET))
        return [bar, (Span(self.words.labels.tempo.format(cycles=f"{beat.tempo_cpm:g}"), Tone.QUIET),)]

    def _sides(self, view: View, width: int) -> list[Line]:
        """Minutes and positions of each side: clocks where there is room, else lists."""
        if width < _FACES_FROM_COLUMNS:
            return [line for side in view.sides for line in self._side_list(side, width)]
        left_and_right = [self._side_face(side) for side in view.sides]
        return [
            tuple(span for line in row for span in _filled(line, _FACE_COLUMNS))
            for row in zip(*left_and_right, strict=True)
        ]

    def _side_list(self, side: SideView, width: int) -> list[Line]:
        hours = tuple(span for hour in CLOCK_HOURS for span in _hour(side, hour))
        title = self._side_title(side)
        return [cropped((*title, *hours), width)]

    def _side_face(self, side: SideView) -> list[Line]:
        face: list[Line] = [self._side_title(side)]
        for row in _FACE:
            line: Line = ()
            for column, hour in row:
                line = (*_filled(line, column), *_hour(side, hour))
            face.append(line)
        return face

    def _side_title(self, side: SideView) -> Line:
        names = max(cells(self._side(each)) for each in Side)
        text = f"{self._side(side.side):<{names}} {_clock(side.expressed_s):>5} "
        return (Span(text, Tone.STRONG if side.current else Tone.QUIET),)

    def _noted(self, view: View, width: int) -> list[Line]:
        texts = [self.words.labels.noted.format(amounts=view.noted)] if view.noted else []
        if view.call is not None and view.step is Step.EMERGENCY:
            texts += self.words.numbers(view.call)
        return [(Span(line, Tone.STRONG),) for text in texts for line in wrapped(text, width)]

    def _notices(self, view: View, width: int) -> list[str]:
        code = [self.words.labels.pairing.format(code=view.code)] if view.code else []
        return [line for text in (*code, view.notice) for line in wrapped(text, width)]

    def _heard(self, view: View, width: int) -> list[Line]:
        """Last heard and the microphone's level, side by side where there is room."""
        labels = self.words.labels
        last = view.heard
        what = Span(labels.nothing_heard, Tone.QUIET)
        if last is not None:
            why = "" if last.reason is None else f" ({self.words.reasons[last.reason]})"
            what = Span(f'"{self.words.phrase(last.phrase)}"{why}', Tone.QUIET if why else Tone.STRONG)
        heard: Line = (Span(f"{labels.heard} ", Tone.QUIET), what)
        meter = (Span(f"{labels.microphone} ", Tone.QUIET), *self._meter(view))
        if width_of(heard) + width_of(meter) < width and width >= _FACES_FROM_COLUMNS:
            return [apart(heard, meter, width)]
        return [heard, meter]

    def _meter(self, view: View) -> Line:
        if view.level_dbfs is None:
            return (Span(self.words.labels.no_microphone, Tone.ALERT),)
        share = (view.level_dbfs - _METER_FROM_DBFS) / (_METER_TO_DBFS - _METER_FROM_DBFS)
        filled = round(_METER_CELLS * min(max(share, 0.0), 1.0))
        return Span("█" * filled, Tone.WORKED), Span("░" * (_METER_CELLS - filled), Tone.QUIET)

    def _say(self, view: View, width: int, tone: Tone = Tone.PLAIN) -> list[Line]:
        text = self.words.can_say(view.can_say) if view.can_say else ""
        return [(Span(line, tone),) for line in wrapped(text, width)]

    def _keys(self, view: View, width: int) -> list[Line]:
        """As many keys as fit into a few lines, and always the one that shows them all."""
        entries: list[Line] = [
            (Span(legend.name, Tone.KEY), Span(f" {self.words.phrase(legend.text)}", Tone.QUIET))
            for legend in view.keys
        ]
        last: Line = (Span("?", Tone.KEY), Span(f" {self.words.labels.all_keys}", Tone.QUIET))
        lines: list[Line] = [BLANK]
        for entry in entries:
            line = _joined(lines[-1], entry)
            if width_of(line) <= width:
                lines[-1] = line
            elif len(lines) < (_MOST_KEY_LINES if width < _FACES_FROM_COLUMNS else 2):
                lines.append(entry)
            else:
                break
        while lines[-1] and width_of(_joined(lines[-1], last)) > width:
            lines[-1] = lines[-1][:-3]  # a gap, a key and its text
        return [*lines[:-1], _joined(lines[-1], last)]

    def _side(self, side: Side) -> str:
        return self.spoken.side(side).capitalize()

    def _cue(self, phase: Phase) -> str:
        cues = self.spoken.cues
        return {Phase.PRESS: cues.press, Phase.COMPRESS: cues.compress, Phase.RELAX: cues.relax}[phase]


def _said(view: View, width: int) -> list[Line]:
    """What the guide says, with room kept for the longest prompt."""
    tone = Tone.SPOKEN if view.speaking else Tone.PLAIN
    lines: list[Line] = [(Span(line, tone),) for line in wrapped(view.words, width)]
    kept = -(-_LONGEST_WORDS // max(1, width - 4))
    return [*lines, *[BLANK] * (kept - len(lines))]


def _hour(side: SideView, hour: int) -> Line:
    """An hour in four columns; brackets and a dot say the same as the colours."""
    if hour == side.hour:
        here = f"[{hour}]"
        return Span(" " * (4 - len(here))), Span(here, Tone.HERE)
    if hour in side.worked:
        return (Span(f"{f'•{hour}':>3} ", Tone.WORKED),)
    return (Span(f"{hour:>3} ", Tone.QUIET),)


def _joined(line: Line, entry: Line) -> Line:
    return (*line, Span("   "), *entry) if line else entry


def _filled(line: Line, width: int) -> Line:
    gap = width - width_of(line)
    return (*line, Span(" " * gap)) if gap > 0 else line


def _indented(line: Line) -> Line:
    return (Span(" " * _MARGIN), *line) if line else line


def _spread(parts: list[list[Line]], height: int) -> list[Line]:
    """The parts from the top, a blank line between them while there are any left; the last stands at the bottom."""
    spare = height - sum(map(len, parts))
    lines: list[Line] = []
    for part in parts[:-1]:
        lines += part
        if spare > 0:
            lines.append(BLANK)
            spare -= 1
    return [*lines, *[BLANK] * spare, *parts[-1]]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
