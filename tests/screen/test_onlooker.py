"""One view for all painters."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.screen.scenes import expressing
from tests.screen.stage import Stage
from voice.content.catalogue import load
from voice.guide.actions import Say, Spoken
from voice.guide.steps import Step
from voice.screen.display import PlainDisplay
from voice.screen.onlooker import Onlooker
from voice.screen.picture import text_of
from voice.screen.view import View
from voice.session import timeline
from voice.session.keys import Keyboard
from voice.session.moment import Moment
from voice.session.watch import Watches


@dataclass
class _Painter:
    """Keeps what it is to show."""

    views: list[View] = field(default_factory=list)
    records: list[timeline.Record] = field(default_factory=list)

    def show(self, view: View) -> None:
        self.views.append(view)

    def take(self, record: timeline.Record) -> None:
        self.records.append(record)


def _onlooker(stage: Stage) -> Onlooker:
    return Onlooker(stage.desk.content, stage.legends, stage.layout.words.preferred)


def _moment(stage: Stage, now_s: float = 0.0) -> Moment:
    return Moment(now_s, stage.desk.state, (), -40.0)


def test_every_painter_is_handed_the_same_view_and_every_record() -> None:
    stage = expressing()
    onlooker, painters = _onlooker(stage), (_Painter(), _Painter())
    for painter in painters:
        onlooker.show_on(painter)
    Watches(onlooker).says(Say(1, "Rest here.", Spoken.PROMPT, Step.EXPRESS), 0.0)
    onlooker.passes(lambda: _moment(stage))
    onlooker.take(timeline.Said(0.0, Step.EXPRESS, Spoken.PROMPT, "Rest here.", 0.0, 1.0, cut=False))
    onlooker.passes(lambda: _moment(stage))
    assert painters[0].views[0] is painters[1].views[0]
    assert [view.speaking for view in painters[0].views] == [True, False]
    assert len(painters[1].records) == 1


def test_what_lets_another_screen_in_is_shown_until_its_time_is_over() -> None:
    stage, painter = expressing(), _Painter()
    onlooker = _onlooker(stage)
    onlooker.show_on(painter)
    onlooker.pairs("123 456", 120.0)
    for now_s in (10.0, 129.0, 131.0):
        onlooker.passes(lambda: _moment(stage, now_s))  # noqa: B023 - called at once
    assert [view.code for view in painter.views] == ["123 456", "123 456", ""]
    picture = text_of(stage.layout.picture(painter.views[0], 80, 40))
    assert "Another screen: 123 456" in picture


def test_plain_lines_tell_it_too() -> None:
    stage = expressing()
    lines: list[str] = []
    words = load("en").screen
    keyboard = Keyboard(stage.desk.content.phrases)
    display = PlainDisplay(lines.append, keyboard, words, stage.desk.content.region, _onlooker(stage))
    display.pairs("123 456", 120.0)
    display.tell("Listening.")
    display.finish()
    display.run()
    assert lines == ["Another screen: 123 456", "Listening."]
