"""Cue words on the beat: vowels on the frame, and tones where words must not be."""

from __future__ import annotations

import numpy as np

from tests.audio.sounds import RATE_HZ, TONES, WORDS, Stream, speech, word
from voice.audio.orders import (
    BeatSounded,
    CueEnded,
    Cues,
    Ended,
    Hush,
    Phase,
    Play,
    SetCueWords,
    SetTempo,
    StartBeat,
    StopBeat,
)

CYCLE = 80_000
"""Frames of a cycle at 18 a minute and 24 kHz."""
FADE = RATE_HZ // 200


def spoken(stream: Stream) -> list[bool]:
    """For each beat whether it was a word."""
    return [beat.cue is not None for beat in stream.reports(BeatSounded)]


def test_the_vowel_of_every_word_lies_on_its_beat() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(10 * RATE_HZ)
    beats = stream.reports(BeatSounded)
    assert [beat.frame for beat in beats] == [round(9600 + n * CYCLE / 3) for n in range(len(beats))]
    for beat in beats:
        assert beat.cue is WORDS.of(beat.phase)
        assert beat.start_frame == beat.frame - beat.cue.onset_frames
        assert abs(stream.sound[beat.frame - 1]) < 0.01 < abs(stream.sound[beat.frame])
        assert stream.sound[beat.start_frame - 1] == 0 != stream.sound[beat.start_frame]


def test_every_word_is_told_with_its_start_and_end() -> None:
    stream = Stream().post(StartBeat(18, WORDS, 1)).run(2 * CYCLE)
    assert stream.reports(CueEnded) == [
        CueEnded(beat.cue, beat.phase, beat.start_frame, beat.end_frame, cut=False)
        for beat in stream.reports(BeatSounded)
        if beat.cue is not None
    ]


def test_the_first_press_waits_for_a_word_that_needs_more_room() -> None:
    late = Cues(word("press", 5000), WORDS.compress, WORDS.relax)
    stream = Stream().post(StartBeat(18, late, None, 0.0)).run(CYCLE)
    assert stream.reports(BeatSounded)[0].frame == 5000


def test_words_for_some_cycles_then_tones() -> None:
    stream = Stream().post(StartBeat(18, WORDS, 2)).run(4 * CYCLE)
    assert spoken(stream)[:12] == [True] * 6 + [False] * 6


def test_without_clips_the_beat_is_tones() -> None:
    assert not any(spoken(Stream().post(StartBeat(18, TONES, None)).run(2 * CYCLE)))


def test_counting_off_acts_at_once_and_lets_the_word_end() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(9600).post(SetCueWords(0)).run(CYCLE)
    assert spoken(stream) == [True, False, False]
    assert [ended.cut for ended in stream.reports(CueEnded)] == [False]


def test_counting_on_speaks_from_the_next_press() -> None:
    stream = Stream().post(StartBeat(18, WORDS, 0)).run(20_000).post(SetCueWords(1)).run(3 * CYCLE)
    assert spoken(stream)[:9] == [False] * 3 + [True] * 3 + [False] * 3


def test_counting_on_too_late_for_the_next_press_waits_for_the_one_after() -> None:
    stream = Stream().post(StartBeat(18, WORDS, 0)).run(9600 + CYCLE - 1000).post(SetCueWords(1)).run(3 * CYCLE)
    assert spoken(stream)[:9] == [False] * 6 + [True] * 3


def test_counting_on_while_words_run_adds_whole_cycles() -> None:
    stream = Stream().post(StartBeat(18, WORDS, 1)).run(20_000).post(SetCueWords(1)).run(3 * CYCLE)
    assert spoken(stream)[:9] == [True] * 6 + [False] * 3


def test_under_narration_tones_keep_the_beat_and_the_cycles_count() -> None:
    clip = speech(4.0)
    stream = Stream().post(StartBeat(18, WORDS, 2), Play(1, clip)).run(3 * CYCLE)
    beats = stream.reports(BeatSounded)
    end = stream.reports(Ended)[0].frame
    for beat in beats:
        free = beat.frame - WORDS.of(beat.phase).onset_frames >= end
        assert (beat.cue is not None) == (free and beat.frame < 9600 + 2 * CYCLE - 1)
    assert [beat.frame for beat in beats] == [round(9600 + n * CYCLE / 3) for n in range(len(beats))]


def test_a_word_gives_way_when_narration_starts_before_its_vowel() -> None:
    """The consonant fades in 5 ms; a tone takes the beat, on its frame."""
    stream = Stream().post(StartBeat(18, WORDS, None)).run(8400).post(Play(1, speech(1.0))).run(CYCLE)
    (cut, *_), first = stream.reports(CueEnded), stream.reports(BeatSounded)[0]
    assert (cut.clip, cut.start_frame, cut.frame, cut.cut) == (WORDS.press, 7600, 8400 + FADE, True)
    assert (first.phase, first.frame, first.cue) == (Phase.PRESS, 9600, None)


def test_a_word_gives_way_after_its_vowel_without_a_second_beat() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(10_080).post(Play(1, speech(1.0))).run(CYCLE)
    assert [ended.frame for ended in stream.reports(CueEnded) if ended.cut] == [10_080 + FADE]
    assert [beat.frame for beat in stream.reports(BeatSounded)][:2] == [9600, 36_267]


def test_hush_fades_a_word_and_the_beat_goes_on() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(10_080).post(Hush()).run(CYCLE)
    assert not stream.sound[10_080 + FADE : 36_267 - 4000].any()
    assert spoken(stream) == [True, True, True, True]


def test_stop_before_the_vowel_cancels_that_beat() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(8400).post(StopBeat()).run(CYCLE)
    assert stream.reports(BeatSounded) == []
    assert stream.told == [CueEnded(WORDS.press, Phase.PRESS, 7600, 8400 + FADE, cut=True)]


def test_faster_while_the_next_press_is_being_spoken_leaves_it_where_it_is() -> None:
    stream = Stream().post(StartBeat(18, WORDS, None)).run(9600 + CYCLE - 1000).post(SetTempo(30)).run(2 * CYCLE)
    frames = [beat.frame for beat in stream.reports(BeatSounded)]
    assert frames[3:7] == [9600 + CYCLE + n * 16_000 for n in range(4)]
    assert spoken(stream)[:6] == [True] * 6


def test_words_longer_than_a_third_do_not_talk_over_each_other() -> None:
    long = Cues(word("press", 1000, 18_000), word("compress", 1000, 18_000), word("relax", 1000, 18_000))
    stream = Stream().post(StartBeat(30, long, None)).run(5 * RATE_HZ)
    ends = stream.reports(CueEnded)
    starts = [beat.start_frame for beat in stream.reports(BeatSounded)]
    assert all(ended.cut and ended.frame == begin + FADE for ended, begin in zip(ends, starts[1:], strict=False))
    assert float(np.abs(stream.sound).max()) < 0.21


def test_a_faster_beat_takes_its_own_words_from_its_order_on() -> None:
    quick = Cues(word("press", 500, 6000), word("compress", 500, 6000), word("relax", 500, 6000))
    stream = Stream().post(StartBeat(18, WORDS, None)).run(20_000).post(SetTempo(28, quick)).run(2 * CYCLE)
    beats = stream.reports(BeatSounded)
    assert [beat.cue for beat in beats[:4]] == [WORDS.press, quick.compress, quick.relax, quick.press]
    assert beats[3].frame == 9600 + CYCLE and beats[3].start_frame == beats[3].frame - 500


def test_a_word_that_would_have_to_begin_before_its_order_gives_way_to_a_tone() -> None:
    slow = Cues(word("press", 8000, 12_000), word("compress", 8000, 12_000), word("relax", 8000, 12_000))
    stream = Stream().post(StartBeat(18, WORDS, None)).run(30_000).post(SetTempo(20, slow)).run(CYCLE)
    beats = stream.reports(BeatSounded)
    assert (beats[1].phase, beats[1].frame, beats[1].cue) == (Phase.COMPRESS, 36_267, None)
    assert beats[2].cue == slow.relax


def test_over_thirty_cycles_a_minute_the_beat_is_tones_and_slower_again_it_speaks() -> None:
    stream = Stream().post(StartBeat(30, WORDS, None)).run(2 * RATE_HZ).post(SetTempo(32)).run(6 * RATE_HZ)
    by_rate: dict[float, list[bool]] = {30: [], 32: []}
    for beat in stream.reports(BeatSounded):
        by_rate[beat.rate_cpm].append(beat.cue is not None)
    assert all(by_rate[30]) and not any(by_rate[32])
    stream.post(SetTempo(28)).run(6 * RATE_HZ)
    assert stream.reports(BeatSounded)[-1].cue is not None
