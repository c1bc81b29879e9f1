"""Between session and pages: the latest, and what came since."""

from __future__ import annotations

from tests.screen.scenes import washing
from voice.audio.orders import Phase
from voice.page.hub import Hub
from voice.page.page import Page
from voice.session import timeline


def test_a_page_gets_the_latest_view_and_what_came_since_it_looked() -> None:
    hub, stage = Hub(), washing()
    for number in range(3):
        hub.show(stage.view)
        hub.beat(Phase.PRESS, float(number), 1.0, number)
    news = hub.news(0)
    assert news.view is not None and [beat.at_s for beat in news.beats] == [0.0, 1.0, 2.0] and not news.ended
    assert [beat.at_s for beat in hub.news(news.beats[1].number).beats] == [2.0]


def test_what_is_old_makes_room() -> None:
    hub = Hub()
    for number in range(1000):
        hub.sound(number, b"")
        hub.beat(Phase.RELAX, float(number), 1.0, number)
    news = hub.news(0)
    assert news.sounds[-1].frame == 999 and len(news.sounds) < 100 and len(news.beats) < 10


def test_whoever_watches_is_woken_at_once_and_by_everything() -> None:
    hub = Hub()
    woken: list[None] = []
    assert not hub.wait_for_page(0.0) and hub.wait_for_none(0.0)
    with hub.watched(lambda: woken.append(None)):
        assert len(woken) == 1 and hub.wait_for_page(0.0) and not hub.wait_for_none(0.0)
        hub.beat(Phase.PRESS, 0.0, 1.0, 0)
        hub.sound(0, b"")
        hub.end()
        assert len(woken) == 4 and hub.news(0).ended
    assert hub.wait_for_none(0.0)


def test_a_beat_is_handed_on_with_the_time_at_which_it_is_heard() -> None:
    hub = Hub()
    page = Page(hub, lambda frame: None if frame < 100 else 7.5)
    for frame in (50, 150):
        page.take(timeline.BeatSounded(frame / 100, Phase.COMPRESS, frame, 20.0))
    (beat,) = hub.news(0).beats
    assert (beat.phase, beat.at_s, beat.length_s, beat.frame) == (Phase.COMPRESS, 7.5, 1.0, 150)
