"""The guide's voice: clips that are the same rendered or cached, at one level, with known onsets."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio.level import active_level_dbfs
from voice.errors import RendererError
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.narration.renderer import EngineVersions, Renderer

_RATE_HZ = 24_000


class _Engine(Renderer):
    """A renderer without a child: counts what it is asked, says a tone for each letter, or fails."""

    def __init__(self, espeak_ng: str = "1.51") -> None:
        super().__init__()
        self.asked: list[str] = []
        self.broken = False
        self._espeak_ng = espeak_ng

    def versions(self) -> EngineVersions:
        return EngineVersions(self._espeak_ng, "2.99")

    def render(self, text: str, voice: str, rate: float) -> tuple[NDArray[np.float32], int]:
        if self.broken:
            raise RendererError("no voice; install espeak-ng")
        self.asked.append(text)
        return np.sin(np.arange(2_000 * len(text)) * 0.1).astype(np.float32) * np.float32(0.5), 22_050


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Narrator]:
    cache = DiskCache(tmp_path_factory.mktemp("cache"), limit_bytes=10**8)
    with closing(Narrator(Renderer(), cache, _RATE_HZ, "en-us", 125)) as narrator:
        yield narrator


def _narrator(engine: Renderer, directory: Path, *, rate_hz: int = _RATE_HZ, rate_wpm: int = 125) -> Narrator:
    return Narrator(engine, DiskCache(directory, limit_bytes=10**8), rate_hz, "en-us", rate_wpm)


def _same(one: Clip, other: Clip) -> bool:
    return (
        one.text == other.text
        and one.key == other.key
        and one.onset_frames == other.onset_frames
        and np.array_equal(one.samples, other.samples)
    )


def test_a_sentence_is_levelled_trimmed_and_read_only(real: Narrator) -> None:
    clip = real.sentence("Wash your hands with soap and water.")
    assert clip.rate_hz == _RATE_HZ and clip.samples.dtype == np.float32 and clip.onset_frames == 0
    assert active_level_dbfs(clip.samples, _RATE_HZ) == pytest.approx(-20.0, abs=0.02)
    assert np.max(np.abs(clip.samples[: _RATE_HZ // 20])) > 0.01  # speaks within 50 ms
    assert np.max(np.abs(clip.samples[-_RATE_HZ // 20 :])) > 0.001
    assert not clip.samples.flags.writeable


def test_two_sentences_have_half_a_second_between_them(real: Narrator) -> None:
    both = real.sentence("Rest now. Well done.")
    apart = [real.sentence("Rest now."), real.sentence("Well done.")]
    pause_s = both.duration_s - sum(clip.duration_s for clip in apart)
    assert pause_s == pytest.approx(0.5, abs=0.001)


def test_the_same_text_gives_the_same_bytes_from_any_child_and_from_the_cache(real: Narrator, tmp_path: Path) -> None:
    text = "Make a C with your thumb and fingers. Rest them there."
    with closing(_narrator(Renderer(), tmp_path)) as other:
        rendered, cached = other.sentence(text), other.sentence(text)
    assert _same(rendered, cached) and _same(rendered, real.sentence(text))


def test_where_the_sound_server_was_never_used_before_a_breathy_voice_sounds_no_different(
    real: Narrator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Is this milk, six spoons of it, or less?"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new"))
    with closing(_narrator(Renderer(), tmp_path)) as other:
        first = other.speak_as(text, "en-us+f3", 150)
    monkeypatch.undo()
    assert _same(first, real.speak_as(text, "en-us+f3", 150))


@pytest.mark.parametrize(
    ("word", "vowel_s"),
    [("press", 0.149), ("compress", 0.060), ("relax", 0.071)],  # by espeak-ng 1.51's own phoneme marks
)
def test_a_cue_words_onset_is_its_first_vowel(real: Narrator, word: str, vowel_s: float) -> None:
    clip = real.cue(word, 18.0)
    assert clip.onset_frames / _RATE_HZ == pytest.approx(vowel_s, abs=0.020)
    assert _same(clip, real.cue(word, 18.0))


def test_other_people_speak_in_their_own_voices(real: Narrator) -> None:
    guide = real.sentence("Next.")
    mother = real.speak_as("Next.", "en-us+f3", 150)
    assert not np.array_equal(guide.samples, mother.samples)
    assert len(real.speak_as("Next.", "en-us", 90).samples) > len(guide.samples)


def test_a_text_without_sound_is_an_error(real: Narrator) -> None:
    with pytest.raises(RendererError, match="write it in words"):
        real.sentence("...")


def test_a_killed_renderer_is_not_noticed(tmp_path: Path) -> None:
    renderer = Renderer()
    with closing(_narrator(renderer, tmp_path)) as narrator:
        narrator.sentence("Rest now.")
        assert renderer.pid is not None
        os.kill(renderer.pid, signal.SIGKILL)
        assert narrator.sentence("Well done.").duration_s > 0.3


def test_what_is_cached_is_not_rendered_again(tmp_path: Path) -> None:
    engine = _Engine()
    first = _narrator(engine, tmp_path).sentence("One. Two.")
    assert engine.asked == ["One.", "Two."]
    engine.broken = True
    assert _same(_narrator(engine, tmp_path).sentence("One. Two."), first)
    with pytest.raises(RendererError):
        _narrator(engine, tmp_path).sentence("Three.")


def test_everything_that_changes_the_sound_changes_the_key(tmp_path: Path) -> None:
    keys = [
        _narrator(_Engine(), tmp_path).sentence("press").key,
        _narrator(_Engine(), tmp_path).sentence("Press").key,
        _narrator(_Engine(), tmp_path).cue("press", 18.0).key,
        _narrator(_Engine(), tmp_path, rate_hz=48_000).sentence("press").key,
        _narrator(_Engine(), tmp_path, rate_wpm=126).sentence("press").key,
        _narrator(_Engine(), tmp_path).speak_as("press", "en-us+f3", 125).key,
        _narrator(_Engine("1.52"), tmp_path).sentence("press").key,
    ]
    assert len(set(keys)) == len(keys)


def test_a_damaged_entry_is_rendered_again(tmp_path: Path) -> None:
    engine = _Engine()
    narrator = _narrator(engine, tmp_path)
    clip = narrator.sentence("One.")
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[:-100])
    assert _same(narrator.sentence("One."), clip)
    assert engine.asked == ["One.", "One."]


def test_a_full_disk_costs_only_rendering_again(tmp_path: Path) -> None:
    engine, cache = _Engine(), DiskCache(tmp_path, limit_bytes=10**8)
    cache.fail_writes = True
    narrator = Narrator(engine, cache, _RATE_HZ, "en-us", 125)
    assert _same(narrator.sentence("One."), narrator.sentence("One."))
    assert len(engine.asked) == 2 and cache.write_failures == 2


def test_what_is_cached_does_not_wait_for_what_is_being_rendered(tmp_path: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    class Slow(_Engine):
        def render(self, text: str, voice: str, rate: float) -> tuple[NDArray[np.float32], int]:
            if text == "Slow.":
                entered.set()
                assert leave.wait(20)
            return super().render(text, voice, rate)

    engine = Slow()
    narrator = _narrator(engine, tmp_path)
    narrator.sentence("Quick.")
    ahead = [threading.Thread(target=narrator.sentence, args=("Slow.",)) for _ in range(2)]
    for thread in ahead:
        thread.start()
    assert entered.wait(20)
    narrator.sentence("Quick.")
    leave.set()
    for thread in ahead:
        thread.join(20)
    assert engine.asked == ["Quick.", "Slow."]  # the second thread found what the first one rendered
