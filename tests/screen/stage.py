"""A stage: a session on paper whose every moment can be looked at, with a beat that keeps its time."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.guide.desk import Desk
from voice.audio.orders import Phase
from voice.content.catalogue import load
from voice.guide import actions
from voice.screen.layout import Layout
from voice.screen.view import Seen, View, view
from voice.session import timeline
from voice.session.keys import Keyboard
from voice.session.moment import Moment

_PHASES = tuple(Phase)


@dataclass
class Stage:
    """A desk with an onlooker; the microphone hears -35 dBFS until `level_dbfs` says otherwise."""

    desk: Desk = field(default_factory=Desk)
    level_dbfs: float | None = -35.0
    seen: Seen = field(default_factory=Seen)
    _told: int = 0
    _beat: tuple[float, float] | None = None
    """When the beat began and its cycles a minute."""

    def __post_init__(self) -> None:
        catalogue = load("en")
        self.layout = Layout(catalogue.screen, catalogue.spoken)
        self.legends = Keyboard(catalogue.phrases).legends()

    @property
    def view(self) -> View:
        """What is to be shown now."""
        desk = self.desk
        for at_s, action in desk.done[self._told :]:
            self._take(at_s, action)
        self._told = len(desk.done)
        if desk.silent and self.seen.saying is not None:
            self.take(timeline.Said(0.0, desk.step, actions.Spoken.PROMPT, self.seen.words, 0.0, desk.now, cut=False))
        if self._beat is not None:
            since, tempo_cpm = self._beat
            third_s = 60.0 / tempo_cpm / len(_PHASES)
            number = int((desk.now - since) / third_s)
            phase = _PHASES[number % len(_PHASES)]
            self.take(timeline.BeatSounded(since + number * third_s, phase, 0, tempo_cpm))
        moment = Moment(desk.now, desk.state, desk.guide.live(desk.now), self.level_dbfs, desk.guide.asking)
        self.seen = self.seen.at(moment)
        return view(self.seen, moment, desk.content, self.legends, self.layout.words.preferred)

    def take(self, record: timeline.Record) -> None:
        """Let the onlooker see a record."""
        self.seen = self.seen.after(record)

    def _take(self, at_s: float, action: actions.Action) -> None:
        match action:
            case actions.Say():
                self.seen = self.seen.says(action)
            case actions.Acted(command, heard, value):
                self.take(timeline.Commanded(at_s, command, heard.text, heard.confidence, at_s, at_s, value))
            case actions.Ignored(heard, reason):
                self.take(timeline.Ignored(at_s, heard.text, reason))
            case actions.ShowKeys():
                self.seen = self.seen.wants_keys()
            case actions.StartBeat(tempo_cpm):
                self._beat = (at_s, tempo_cpm)
            case actions.StopBeat():
                self._beat = None
            case _:
                pass
