"""The natural voice: what it says, that it says it alone and the same each time, and who speaks where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import voice
from voice.errors import InputError, NaturalVoiceError
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.natural import NaturalVoice
from voice.narration.natural_files import NATURAL_FILES, natural_versions
from voice.narration.renderer import Renderer
from voice.narration.voice_names import NATURAL

_RATE_HZ = 24_000
_WATCH = """
import os, sys

def watch(event, args):
    if event.startswith("socket."):
        line = event
    elif event == "open" and not isinstance(args[0], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        line = f"wrote {args[0]}"
    else:
        return
    os.write(log, f"{line}\\n".encode())

log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(watch)
"""
_SPEAK = """
from voice.narration.renderer import Renderer
renderer = Renderer()
samples, rate_hz = renderer.render("Wash your hands with soap and water.", "natural", 0.75)
renderer.close()
print(len(samples) / rate_hz)
"""


@pytest.fixture(scope="module")
def loaded() -> NaturalVoice:
    return NaturalVoice()


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with closing(Renderer()) as renderer:
        yield renderer


def _broken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name which is found first, and whose voice is another."""
    assets = folder / "hibari" / "assets"
    assets.mkdir(parents=True)
    (folder / "hibari" / "__init__.py").touch()
    (assets / "hibari.onnx").write_bytes(b"another voice")
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("compress", "kəmpɹˈɛs"),
        ("Then press, compress, and relax.", "ðˈɛn pɹˈɛs, kəmpɹˈɛs, ænd ɹəlˈæks."),
        ("Press, then compress: gently.", "pɹˈɛs, ðˈɛn kəmpɹˈɛs: ʤˈɛntli."),
        ("areola", "əɹˈiələ"),
        ("colostrum", "kəlˈɑstɹəm"),
        ("about four o'clock", "əbˈWt fˈɔɹ əklˈɑk"),
        ("about twelve o'clock", "əbˈWt twˈɛlv əklˈɑk"),
        ("15 and a half millilitres", "fˌɪftˈin ænd ɐ hˈæf mˈɪləlˌiTəɹz"),
        ("30 ml", "θˈɜɹTi mˈɪləlˌiTəɹz"),
        ("1 ounce", "wˈʌn ˈWns"),
        ("a quarter of a teaspoon", "ɐ kwˈɔɹTəɹ ʌv ɐ tˈispˌun"),
        ("at 9 8 8", "æt nˈIn ˈAt ˈAt"),
        ("within 24 hours", "wɪðˈɪn twˈɛnti fˈɔɹ ˈWəɹz"),
    ],
)
def test_words_of_the_guide_are_pronounced_right(loaded: NaturalVoice, text: str, phonemes: str) -> None:
    assert loaded.phonemes(text) == phonemes


def test_the_same_text_gives_the_same_samples_from_any_child(renderer: Renderer) -> None:
    text = "Make a C with your thumb and fingers."
    first, rate_hz = renderer.render(text, NATURAL, 0.6)
    renderer.render("Rest now.", "en-us", 140)
    again, _ = renderer.render(text, NATURAL, 0.6)
    with closing(Renderer()) as other:
        elsewhere, _ = other.render(text, NATURAL, 0.6)
    assert rate_hz == _RATE_HZ and 1.5 < len(first) / rate_hz < 5.0
    assert np.array_equal(first, again) and np.array_equal(first, elsewhere)


def test_espeak_beside_it_sounds_as_it_does_alone(renderer: Renderer) -> None:
    renderer.load_natural()
    with closing(Renderer()) as other:
        assert np.array_equal(renderer.render("Rest now.", "en-us", 140)[0], other.render("Rest now.", "en-us", 140)[0])


@pytest.mark.parametrize("speed", [0.1, 2.5])
def test_a_speed_that_it_cannot_speak_is_refused(renderer: Renderer, speed: float) -> None:
    with pytest.raises(InputError, match=r"expected 0\.2 to 2"):
        renderer.render("Rest now.", NATURAL, speed)


@pytest.mark.parametrize(
    ("word", "vowel_s"),
    [("press", 0.180), ("compress", 0.135), ("relax", 0.120)],  # where the formants of the vowel stand, by eye
)
def test_a_cue_words_onset_is_its_first_vowel(renderer: Renderer, tmp_path: Path, word: str, vowel_s: float) -> None:
    narrator = Narrator(renderer, DiskCache(tmp_path, limit_bytes=10**8), _RATE_HZ, NATURAL, 125)
    assert narrator.cue(word, 18.0).onset_frames / _RATE_HZ == pytest.approx(vowel_s, abs=0.020)


def test_every_beat_that_speaks_has_words_that_fit_and_an_onset_in_their_first_third(
    renderer: Renderer, tmp_path: Path
) -> None:
    narrator = Narrator(renderer, DiskCache(tmp_path, limit_bytes=10**8), _RATE_HZ, NATURAL, 125)
    for tempo_cpm in (10.0, 20.0, 22.0, 24.0, 26.0, 28.0, 30.0):
        for word in ("press", "compress", "relax"):
            clip = narrator.cue(word, tempo_cpm)
            assert 0.02 < clip.onset_frames / _RATE_HZ < clip.duration_s / 3
            assert clip.duration_s < 60 / tempo_cpm / 3


def test_other_people_can_have_it_at_a_rate_that_counts_pauses(renderer: Renderer, tmp_path: Path) -> None:
    narrator = Narrator(renderer, DiskCache(tmp_path, limit_bytes=10**8), _RATE_HZ, "en-us", 125)
    calm, quick = narrator.speak_as("Next.", NATURAL, 100), narrator.speak_as("Next.", NATURAL, 200)
    assert calm.duration_s > 1.3 * quick.duration_s


def test_without_its_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)  # as where nothing of that name is found
    with pytest.raises(NaturalVoiceError, match=r"not installed \(hibari is missing\): run scripts/start"):
        NATURAL_FILES.folder()


def test_its_files_are_the_ones_that_were_measured(tmp_path: Path) -> None:
    NATURAL_FILES.check(NATURAL_FILES.folder())
    with pytest.raises(NaturalVoiceError, match=r"hibari\.onnx cannot be read"):
        NATURAL_FILES.check(tmp_path)
    (tmp_path / "hibari.onnx").write_bytes(b"another")
    with pytest.raises(NaturalVoiceError, match=r"hibari\.onnx is damaged or another version"):
        NATURAL_FILES.check(tmp_path)


def test_its_versions_name_what_decides_the_samples() -> None:
    assert all(name in natural_versions() for name in ("hibari-tts 0.2.1", "onnxruntime 1.", "numpy ", "scipy "))


def test_where_it_is_broken_espeak_speaks_at_once_and_it_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(tmp_path / "package", monkeypatch)
    told: list[str] = []
    cache = DiskCache(tmp_path / "cache", limit_bytes=10**8)
    with (
        closing(Narrator(Renderer(), cache, _RATE_HZ, NATURAL, 125)) as narrator,
        closing(Narrator(Renderer(), cache, _RATE_HZ, "en-us", 125)) as espeak,
    ):
        narrator.tell_fallen_back(told.append)
        said = [narrator.sentence("Rest now."), narrator.sentence("Well done."), narrator.cue("press", 18.0)]
        assert [clip.key for clip in said[:2]] == [espeak.sentence(clip.text).key for clip in said[:2]]
        assert len(told) == 1 and "is damaged or another version" in told[0] and told[0] == narrator.fallen_back
        assert narrator.found("Rest now.") is not None


def test_who_asks_late_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _broken(tmp_path / "package", monkeypatch)
    told: list[str] = []
    cache = DiskCache(tmp_path / "cache", limit_bytes=10**8)
    with closing(Narrator(Renderer(), cache, _RATE_HZ, NATURAL, 125)) as narrator:
        narrator.sentence("Rest now.")
        narrator.tell_fallen_back(told.append)
    assert len(told) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_it_needs_no_network_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home, hooks, log = tmp_path / "home", tmp_path / "hooks", tmp_path / "log"
    home.mkdir()
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(_WATCH)
    package = str(Path(voice.__file__).parents[1])
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
        "HOME": str(home),
        "WATCHED": str(log),
        "PYTHONPATH": f"{hooks}{os.pathsep}{package}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*_without_network(), sys.executable, "-c", _SPEAK],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and 1.0 < float(done.stdout) < 6.0, done.stderr
    assert not list(home.iterdir())
    noted = log.read_text().splitlines()
    assert not [line for line in noted if line.startswith("socket.")]
    written = [line.removeprefix("wrote ") for line in noted]
    assert not [path for path in written if path != os.devnull and "/voice-" not in path]


def _without_network() -> list[str]:
    """What runs a program in a network of its own with nobody in it, where this machine allows that."""
    for unshare in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
                return unshare
        except FileNotFoundError:
            break
    return []
