"""Sound files of every kind, and those that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voice.audio.files import WavWriter, read_audio, write_wav
from voice.errors import InputError


def _sweep(rate_hz: int, seconds: float = 1.5) -> NDArray[np.float32]:
    time = np.arange(round(rate_hz * seconds)) / rate_hz
    return (0.3 * np.sin(2 * np.pi * (300 + 200 * time) * time)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "options", "rate_hz", "tolerance"),
    [
        ("a.wav", {"subtype": "PCM_16"}, 44_100, 1e-4),
        ("a.wav", {"subtype": "FLOAT"}, 96_000, 0.0),
        ("a.flac", {"subtype": "PCM_24"}, 8_000, 1e-6),
        ("a.ogg", {"format": "OGG", "subtype": "VORBIS"}, 22_050, 0.05),
    ],
)
def test_what_was_written_is_read_at_its_own_rate(
    tmp_path: Path, name: str, options: dict[str, str], rate_hz: int, tolerance: float
) -> None:
    sweep = _sweep(rate_hz)
    soundfile.write(tmp_path / name, sweep, rate_hz, **options)
    samples, read_hz = read_audio(tmp_path / name)
    assert read_hz == rate_hz and samples.dtype == np.float32 and samples.shape == sweep.shape
    assert np.max(np.abs(samples - sweep)) <= tolerance


def test_opus_keeps_length_and_loudness(tmp_path: Path) -> None:
    sweep = _sweep(48_000)
    soundfile.write(tmp_path / "a.opus", sweep, 48_000, format="OGG", subtype="OPUS")
    samples, rate_hz = read_audio(tmp_path / "a.opus")
    assert rate_hz == 48_000 and len(samples) == len(sweep)
    assert np.std(samples) == pytest.approx(np.std(sweep), rel=0.05)


@pytest.mark.parametrize(("name", "subtype"), [("a.wav", "PCM_16"), ("a.ogg", "VORBIS"), ("a.ogg", "OPUS")])
def test_a_part_is_where_it_is_in_the_whole(tmp_path: Path, name: str, subtype: str) -> None:
    soundfile.write(tmp_path / name, _sweep(48_000, 4.0), 48_000, subtype=subtype)
    whole, _ = read_audio(tmp_path / name)
    for offset in (1, 50_000, 123_457):
        part, _ = read_audio(tmp_path / name, offset=offset, frames=8_000)
        assert np.max(np.abs(part - whole[offset : offset + 8_000])) < 0.002
    rest, _ = read_audio(tmp_path / name, offset=190_000)
    assert len(rest) == len(whole) - 190_000


def test_channels_become_their_mean(tmp_path: Path) -> None:
    left = _sweep(16_000)
    soundfile.write(tmp_path / "a.wav", np.stack([left, -left, left], axis=1), 16_000, subtype="FLOAT")
    samples, _ = read_audio(tmp_path / "a.wav")
    assert np.allclose(samples, left / 3, atol=1e-6)


@pytest.mark.parametrize(("offset", "frames"), [(24_000, None), (0, 24_001), (23_999, 2), (-1, 5), (5, 0)])
def test_a_part_outside_the_file_is_refused(tmp_path: Path, offset: int, frames: int | None) -> None:
    write_wav(tmp_path / "a.wav", _sweep(16_000), 16_000)
    with pytest.raises(InputError, match=r"a\.wav has 24000 frames; expected .*frame"):
        read_audio(tmp_path / "a.wav", offset=offset, frames=frames)


@pytest.mark.parametrize("name", ["text.wav", "empty.wav", "headerless.raw", "missing.wav", "folder.wav", "silent.wav"])
def test_what_is_no_sound_is_named_with_what_was_expected(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.wav").write_text("not a sound")
    (tmp_path / "empty.wav").touch()
    (tmp_path / "headerless.raw").write_bytes(bytes(1000))
    (tmp_path / "folder.wav").mkdir()
    write_wav(tmp_path / "silent.wav", np.zeros(0, np.float32), 16_000)
    with pytest.raises(InputError, match=rf"{name} .*expected a WAV, FLAC, Ogg or Opus file") as caught:
        read_audio(tmp_path / name)
    assert caught.value.exit_status == 2 and "\n" not in str(caught.value)


def test_samples_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.0, np.nan], np.float32), 16_000, subtype="FLOAT")
    with pytest.raises(InputError, match="usable samples"):
        read_audio(tmp_path / "a.wav")


def test_blocks_make_the_same_file_as_the_whole(tmp_path: Path) -> None:
    sweep = _sweep(24_000)
    write_wav(tmp_path / "whole.wav", sweep, 24_000)
    with WavWriter(tmp_path / "blocks.wav", 24_000) as writer:
        for start in range(0, len(sweep), 240):
            writer.write(sweep[start : start + 240])
    assert (tmp_path / "blocks.wav").read_bytes() == (tmp_path / "whole.wav").read_bytes()
    assert soundfile.info(tmp_path / "whole.wav").subtype == "PCM_16"


def test_beyond_full_scale_is_clipped_and_does_not_wrap(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", np.array([2.0, -2.0, 0.0], np.float32), 16_000)
    samples, _ = read_audio(tmp_path / "a.wav")
    assert samples[0] > 0.99 and samples[1] < -0.99 and samples[2] == 0.0


def test_a_wav_file_that_is_cut_short_is_refused_and_one_from_a_pipe_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    write_wav(file, _sweep(24_000), 24_000)
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    with pytest.raises(InputError, match=r"a\.wav ends before the length"):
        read_audio(file)
    at = whole.index(b"data") + 4
    file.write_bytes(whole[:at] + (0x7FFFF000).to_bytes(4, "little") + whole[at + 4 :])
    assert len(read_audio(file)[0]) == len(_sweep(24_000))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        WavWriter(tmp_path / "nowhere" / "a.wav", 16_000)
