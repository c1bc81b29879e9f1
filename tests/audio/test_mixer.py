"""The mixer as stories: orders go in, sound and reports come out at exact frames."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.sounds import EARCONS, RATE_HZ, TONES, WORDS, Stream, onsets, speech
from voice.audio.earcons import beat_tones
from voice.audio.limiter import CEILING
from voice.audio.mixer import MOST_ORDERS, MOST_REPORTS, Mixer
from voice.audio.orders import (
    BeatSounded,
    Duck,
    Earcon,
    EarconStarted,
    Ended,
    Hush,
    Phase,
    Play,
    PlayEarcon,
    SetTempo,
    SetVolume,
    StartBeat,
    Started,
    StopBeat,
)
from voice.narration.clip import Clip

FADE = RATE_HZ // 200


def test_nothing_asked_is_silence() -> None:
    stream = Stream().run(10_000)
    assert not stream.sound.any()
    assert stream.told == []
    assert stream.mixer.position == 10_000


def test_a_clip_plays_from_the_block_after_its_order_untouched() -> None:
    clip = speech(1.0)
    stream = Stream().run(960).post(Play(7, clip)).run(30_000)
    assert np.array_equal(stream.sound[960 : 960 + RATE_HZ], clip.samples)
    assert not stream.sound[960 + RATE_HZ :].any()
    assert stream.told == [Started(7, 960), Ended(7, 960 + RATE_HZ, cut=False)]


def test_hush_is_silent_five_ms_later_and_says_where() -> None:
    stream = Stream().post(Play(1, speech(2.0))).run(9600).post(Hush()).run(9600)
    assert stream.sound[9600 + FADE - 1] != 0
    assert not stream.sound[9600 + FADE :].any()
    assert stream.told == [Started(1, 0), Ended(1, 9600 + FADE, cut=True)]


def test_hush_in_the_last_samples_of_a_clip_is_no_cut() -> None:
    stream = Stream().post(Play(1, speech(0.5))).run(12_000 - FADE // 2).post(Hush()).run(960)
    assert stream.told[-1] == Ended(1, 12_000, cut=False)


def test_a_new_clip_cuts_the_one_before() -> None:
    first, second = speech(2.0), speech(1.0, seed=2)
    stream = Stream().post(Play(1, first)).run(4800).post(Play(2, second)).run(48_000)
    assert np.array_equal(stream.sound[4800 + FADE : 4800 + RATE_HZ], second.samples[FADE:])
    assert stream.told == [
        Started(1, 0),
        Started(2, 4800),
        Ended(1, 4800 + FADE, cut=True),
        Ended(2, 4800 + RATE_HZ, cut=False),
    ]


def test_a_clip_replaced_before_it_sounded_has_an_end_and_no_start() -> None:
    stream = Stream().post(Play(1, speech(1.0)), Play(2, speech(0.1))).run(9600)
    assert stream.told == [Ended(1, 0, cut=True), Started(2, 0), Ended(2, 2400, cut=False)]


def test_an_empty_clip_starts_and_ends_at_once() -> None:
    stream = Stream().post(Play(3, Clip("", np.zeros(0, np.float32), RATE_HZ))).run(480)
    assert stream.told == [Started(3, 0), Ended(3, 0, cut=False)]


def test_a_clip_at_another_rate_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="22050 Hz"):
        Mixer(RATE_HZ, EARCONS).post(Play(1, Clip("x", np.ones(10, np.float32), 22_050)))


def test_earcons_sound_at_once_as_they_are() -> None:
    stream = Stream().run(480).post(PlayEarcon(Earcon.PAUSED)).run(9600)
    own = EARCONS[Earcon.PAUSED]
    assert np.array_equal(stream.sound[480 : 480 + len(own)], own)
    assert stream.told == [EarconStarted(Earcon.PAUSED, 480)]


def test_a_second_earcon_replaces_the_first() -> None:
    stream = Stream().post(PlayEarcon(Earcon.PAUSED)).run(1920).post(PlayEarcon(Earcon.HEARD)).run(9600)
    after = stream.sound[1920 + FADE : 1920 + len(EARCONS[Earcon.HEARD])]
    assert np.array_equal(after, EARCONS[Earcon.HEARD][FADE:])


def test_words_begin_when_the_chime_before_them_is_over() -> None:
    chime = len(EARCONS[Earcon.HEARD])
    stream = Stream().post(PlayEarcon(Earcon.HEARD), Play(1, speech(0.5))).run(24_000)
    assert stream.told[:2] == [EarconStarted(Earcon.HEARD, 0), Started(1, chime)]


def test_volume_moves_smoothly_between_whisper_and_loud() -> None:
    steady = Clip("a", np.full(2 * RATE_HZ, 0.05, np.float32), RATE_HZ)
    stream = Stream().post(Play(1, steady)).run(4800)
    stream.post(SetVolume(-24)).run(4800).post(SetVolume(12)).run(4800)
    assert stream.sound[4799] == np.float32(0.05)
    assert stream.sound[9599] == pytest.approx(0.05 * 10 ** (-24 / 20))
    assert stream.sound[14_399] == pytest.approx(0.05 * 10 ** (12 / 20))
    assert np.abs(np.diff(stream.sound)).max() < 0.0002


def test_volume_turned_during_a_turn_does_not_jump() -> None:
    steady = Clip("a", np.full(RATE_HZ, 0.05, np.float32), RATE_HZ)
    stream = Stream().post(Play(1, steady)).run(960).post(SetVolume(-20)).run(500).post(SetVolume(6)).run(9600)
    assert np.abs(np.diff(stream.sound)).max() < 0.0002


def test_what_is_said_with_a_change_of_volume_begins_when_that_is_reached() -> None:
    steady = Clip("a", np.full(RATE_HZ, 0.05, np.float32), RATE_HZ)
    stream = Stream().post(Play(1, steady)).run(9600).post(SetVolume(-12), Hush(), Play(2, steady)).run(9600)
    (_, begun) = [report.frame for report in stream.told if isinstance(report, Started)]
    assert begun == 9600 + round(0.06 * RATE_HZ)
    assert np.all(stream.sound[begun : begun + 4800] == np.float32(0.05) * np.float32(10 ** (-12 / 20)))
    assert not np.any(stream.sound[9600 + FADE : begun])


def test_volumes_beyond_the_ends_stay_at_the_ends() -> None:
    steady = Clip("a", np.full(RATE_HZ, 0.05, np.float32), RATE_HZ)
    stream = Stream().post(SetVolume(90), Play(1, steady)).run(9600)
    assert stream.sound[-1] == pytest.approx(0.05 * 10 ** (12 / 20))


def test_everything_at_once_and_loud_does_not_clip() -> None:
    loud = Clip("a", np.sin(np.arange(3 * RATE_HZ)).astype(np.float32), RATE_HZ)
    stream = Stream().post(SetVolume(12), StartBeat(60, WORDS, None, 0.0)).run(6000)
    stream.post(Play(1, loud), PlayEarcon(Earcon.SWITCHED)).run(60_000)
    assert np.abs(stream.sound).max() <= CEILING < 0.99


def test_loud_narration_is_turned_down_before_its_peaks_not_bent() -> None:
    """A sine that gain would push to +6 dBFS leaves as a clean sine: all but nothing at its harmonics."""
    wave = (0.5 * np.sin(2 * np.pi * 500 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    stream = Stream(Mixer(RATE_HZ, EARCONS, 12.0)).post(Play(1, Clip("a", wave, RATE_HZ))).run(RATE_HZ)
    spectrum = np.abs(np.fft.rfft(stream.sound))
    assert spectrum[1500] < 1e-4 * spectrum[500]


def test_broken_samples_in_a_clip_are_silence() -> None:
    samples = np.full(960, 0.1, np.float32)
    samples[[3, 4, 5]] = np.nan, np.inf, -np.inf
    stream = Stream().post(Play(1, Clip("a", samples, RATE_HZ))).run(960)
    assert np.array_equal(stream.sound[:7], np.array([0.1, 0.1, 0.1, 0, 0, 0, 0.1], np.float32))


def test_narration_ducks_by_twelve_db_and_comes_back() -> None:
    steady = Clip("a", np.full(2 * RATE_HZ, 0.1, np.float32), RATE_HZ)
    stream = Stream().post(Play(1, steady)).run(4800).post(Duck(on=True)).run(4800).post(Duck(on=False)).run(4800)
    assert stream.sound[4800 + RATE_HZ * 30 // 1000] == pytest.approx(0.1 * 10 ** (-12 / 20))
    assert stream.sound[9600 + RATE_HZ * 30 // 1000] == np.float32(0.1)


def test_tones_lie_twelve_db_lower_under_narration_and_only_there() -> None:
    clip = speech(3.0)
    stream = Stream().post(StartBeat(60, TONES, 0, 0.0)).run(12_000).post(Play(1, clip)).run(5 * RATE_HZ)
    start = stream.reports(Started)[0].frame
    assert start == 12_000 + RATE_HZ * 20 // 1000
    rest = stream.sound.copy()
    rest[start : start + len(clip.samples)] -= clip.samples
    tones, ended = beat_tones(RATE_HZ), start + len(clip.samples)
    for beat in stream.reports(BeatSounded):
        heard, own = rest[beat.frame : beat.end_frame], tones[beat.phase][: len(rest) - beat.frame]
        if beat.end_frame < 12_000 or beat.frame > ended + RATE_HZ * 30 // 1000:
            assert np.array_equal(heard, own)
        elif beat.frame > 12_000 and beat.end_frame < ended:
            assert heard == pytest.approx(own * 10 ** (-12 / 20), abs=1e-6)


def test_stopping_the_beat_fades_its_tone_and_cancels_the_rest() -> None:
    stream = Stream().post(StartBeat(18, TONES, 0, 0.0)).run(960).post(StopBeat()).run(2 * RATE_HZ)
    assert stream.sound[960 + FADE - 1] != 0
    assert not stream.sound[960 + FADE :].any()
    assert [beat.frame for beat in stream.reports(BeatSounded)] == [0]


def test_starting_the_beat_again_begins_with_a_press() -> None:
    stream = Stream().post(StartBeat(18, TONES, 0, 0.0)).run(40_000).post(StartBeat(30, TONES, 0, 0.1)).run(3000)
    last = stream.reports(BeatSounded)[-1]
    assert (last.phase, last.frame, last.rate_cpm) == (Phase.PRESS, 42_400, 30)


def test_tempo_before_the_first_press_counts_from_that_press() -> None:
    stream = Stream().post(StartBeat(18, TONES, 0), SetTempo(30)).run(3 * RATE_HZ)
    assert [beat.frame for beat in stream.reports(BeatSounded)] == [9600, 25_600, 41_600, 57_600]


def test_orders_for_a_beat_that_does_not_run_change_nothing() -> None:
    assert not Stream().post(SetTempo(30), StopBeat(), Hush()).run(9600).sound.any()


def test_when_nobody_renders_the_latest_orders_are_kept() -> None:
    stream = Stream()
    stream.post(*[Play(number, speech(0.1)) for number in range(MOST_ORDERS + 10)])
    assert stream.mixer.dropped_orders == 10
    stream.run(9600)
    assert stream.reports(Started) == [Started(MOST_ORDERS + 9, 0)]


def test_reports_nobody_takes_are_bounded() -> None:
    mixer = Mixer(RATE_HZ, EARCONS)
    for _ in range(MOST_REPORTS + 5):
        mixer.post(PlayEarcon(Earcon.HEARD))
        mixer.render(200)
    assert len(mixer.reports()) == MOST_REPORTS
    assert mixer.dropped_reports == 5


@pytest.mark.parametrize("rate_cpm", [9.9, 60.1, float("nan")])
def test_a_rate_out_of_range_never_reaches_the_stream(rate_cpm: float) -> None:
    with pytest.raises(ValueError, match="rate_cpm"):
        SetTempo(rate_cpm)


def test_the_sound_of_a_beat_is_found_on_the_reported_frame() -> None:
    stream = Stream().post(StartBeat(17, TONES, 0)).run(60 * RATE_HZ)
    assert onsets(stream.sound) == [beat.frame for beat in stream.reports(BeatSounded)]
