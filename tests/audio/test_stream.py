"""What must hold of every stream, whatever is ordered and however it is cut into blocks."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audio.sounds import EARCONS, RATE_HZ, TONES, WORDS, Stream, onsets, speech
from voice.audio.limiter import CEILING
from voice.audio.mixer import Mixer
from voice.audio.orders import (
    BeatSounded,
    CueEnded,
    Duck,
    Earcon,
    Ended,
    Hush,
    Order,
    Phase,
    Play,
    PlayEarcon,
    SetCueWords,
    SetTempo,
    SetVolume,
    StartBeat,
    Started,
    StopBeat,
)

CLIPS = [speech(0.05), speech(0.4, peak=0.9, seed=2), speech(1.5, peak=0.1, seed=3)]
RATES = st.integers(100, 600).map(lambda tenths: tenths / 10)
CYCLES = st.one_of(st.none(), st.integers(0, 3))

orders = st.one_of(
    st.builds(Play, st.integers(0, 99), st.sampled_from(CLIPS)),
    st.just(Hush()),
    st.builds(StartBeat, RATES, st.sampled_from([WORDS, TONES]), CYCLES, st.floats(0, 0.5)),
    st.just(StopBeat()),
    st.builds(SetTempo, RATES),
    st.builds(SetCueWords, CYCLES),
    st.builds(PlayEarcon, st.sampled_from(Earcon)),
    st.builds(SetVolume, st.floats(-30, 20)),
    st.builds(Duck, st.booleans()),
)
stories = st.lists(st.tuples(st.lists(orders, max_size=3), st.integers(1, 30_000)), min_size=1, max_size=8)
Story = list[tuple[list[Order], int]]


def told(story: Story, sizes: list[int]) -> Stream:
    """Render a story in blocks of the given sizes, in turn; orders fall on block borders, as they do."""
    stream, turn = Stream(), 0
    for posted, frames in story:
        stream.post(*posted)
        while frames:
            size = min(frames, sizes[turn % len(sizes)])
            stream.run_blocks([size])
            frames, turn = frames - size, turn + 1
    return stream


@settings(max_examples=150, deadline=None)
@given(stories, st.lists(st.integers(1, 3000), min_size=1, max_size=5))
def test_blocks_of_any_size_give_the_same_stream_and_reports(story: Story, sizes: list[int]) -> None:
    at_once, in_pieces = told(story, [100_000]), told(story, [50 + size for size in sizes])
    assert np.array_equal(at_once.sound, in_pieces.sound)
    assert at_once.told == in_pieces.told


@settings(max_examples=150, deadline=None)
@given(stories)
def test_nothing_clips_and_reports_come_in_order_once_each(story: Story) -> None:
    stream = told([*story, ([StopBeat(), Hush()], 40_000)], [480])
    assert np.isfinite(stream.sound).all() and np.abs(stream.sound).max() <= CEILING < 0.99
    frames = [report.frame for report in stream.told]
    assert frames == sorted(frames)
    assert not stream.sound[-RATE_HZ // 2 :].any()
    plays = sum(isinstance(order, Play) for posted, _ in story for order in posted)
    unheard = len(stream.reports(Ended)) - len(stream.reports(Started))
    assert len(stream.reports(Ended)) == plays and 0 <= unheard <= plays
    assert stream.mixer.reports() == []


@settings(max_examples=150, deadline=None)
@given(stories)
def test_words_never_begin_over_narration(story: Story) -> None:
    stream = told([*story, ([StopBeat(), Hush()], 40_000)], [480])
    ends = stream.reports(Ended)
    spans = [
        (started.frame, min(ended.frame for ended in ends if ended.id == started.id and ended.frame >= started.frame))
        for started in stream.reports(Started)
    ]
    for cue in stream.reports(CueEnded):
        assert not any(begin <= cue.start_frame < end for begin, end in spans)


@settings(max_examples=100, deadline=None)
@given(RATES, st.lists(st.tuples(st.integers(1000, 200_000), RATES), max_size=4), st.integers(1, 2000))
def test_tempo_changes_put_every_beat_on_its_exact_frame(
    first: float, changes: list[tuple[int, float]], block: int
) -> None:
    stream = Stream().post(StartBeat(first, TONES, 0, 0.25))
    for frames, rate_cpm in changes:
        stream.run(frames, 100 + block).post(SetTempo(rate_cpm))
    stream.run(200_000, 100 + block)
    beats = stream.reports(BeatSounded)
    assert onsets(stream.sound) == [beat.frame for beat in beats]
    exact = Fraction(6000)
    for beat in beats:
        assert beat.frame == round(exact)
        exact += Fraction(20 * RATE_HZ) / Fraction(beat.rate_cpm).limit_denominator(1000)
    assert [beat.phase for beat in beats] == [tuple(Phase)[n % 3] for n in range(len(beats))]


@pytest.mark.parametrize("rate_cpm", [10, 17, 18, 60])
def test_an_hour_in_the_stream_itself_has_no_error(rate_cpm: int) -> None:
    mixer = Mixer(RATE_HZ, EARCONS)
    mixer.post(StartBeat(rate_cpm, TONES, 0, 0.0))
    found: list[int] = []
    for second in range(3600):
        block = mixer.render(RATE_HZ)
        # Blocks of a second: a tone that runs over a border is not an onset of the next block.
        found += [second * RATE_HZ + frame for frame in onsets(np.r_[np.float32(1), block])[1:]]
        mixer.reports()
    found = [frame - 1 for frame in found]
    expected = [round(Fraction(n * 20 * RATE_HZ, rate_cpm)) for n in range(rate_cpm * 180)]
    inside = [frame for frame in expected if frame % RATE_HZ > 1000]
    assert set(inside) <= set(found) <= set(expected)
