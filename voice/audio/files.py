"""Sound files: any that libsndfile reads (WAV, FLAC, Ogg, Opus, MP3), and 16-bit WAV to write."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import numpy as np
import soundfile
from numpy.typing import NDArray

from voice.errors import InputError

_BLOCK_FRAMES = 1 << 16
_EXPECTED = "expected a WAV, FLAC, Ogg or Opus file."
_STREAMED_BYTES = 0x7FF00000
"""From here on a length in a WAV header stands for "not known": what writes to a pipe cannot go back to correct it."""


def read_audio(path: Path, *, offset: int = 0, frames: int | None = None) -> tuple[NDArray[np.float32], int]:
    """The sound as float32 mono (the mean of its channels) and its rate in Hz.

    `offset` and `frames` cut a part, counted at the file's own rate; `frames` None means up to the end. Raises
    InputError when the file is missing, is not a sound, holds no sound, or ends before the part does.
    """
    try:
        if not path.is_file():
            raise InputError(f"{path} is not there; {_EXPECTED}")
        if _is_cut_short(path):
            raise InputError(f"{path} ends before the length that its header states; expected a whole WAV file.")
        with soundfile.SoundFile(path) as file:
            total, rate_hz = file.frames, int(file.samplerate)
            end = total if frames is None else offset + frames
            if not total:
                raise InputError(f"{path} holds no samples; {_EXPECTED}")
            if not 0 <= offset < end <= total:
                raise InputError(f"{path} has {total} frames; expected {_part(offset, frames)} to lie within them.")
            samples = _read_mono(file, offset, end - offset)
    except (soundfile.SoundFileError, TypeError, OSError) as error:  # TypeError: a name that stands for headerless data
        raise InputError(f"{path} cannot be read as sound; {_EXPECTED}") from error
    if len(samples) < end - offset and frames is not None:
        raise InputError(f"{path} is cut off after frame {offset + len(samples)}; expected it to reach frame {end}.")
    if not len(samples) or not np.all(np.isfinite(samples)):
        raise InputError(f"{path} holds no usable samples; {_EXPECTED}")
    return samples, rate_hz


def write_wav(path: Path, samples: NDArray[np.float32], rate_hz: int) -> None:
    """Write a mono 16-bit WAV file; what lies beyond full scale is clipped. Raises InputError when it cannot."""
    with WavWriter(path, rate_hz) as writer:
        writer.write(samples)


class WavWriter:
    """A mono 16-bit WAV file written block by block; a context manager, owned by one thread."""

    def __init__(self, path: Path, rate_hz: int) -> None:
        self._path = path
        try:
            self._file = soundfile.SoundFile(path, "w", rate_hz, 1, subtype="PCM_16", format="WAV")
        except (soundfile.SoundFileError, OSError) as error:
            raise InputError(f"{path} cannot be written; expected a folder that can be written to.") from error

    def write(self, block: NDArray[np.float32]) -> None:
        """Append `block`, float32 mono in [-1, 1]."""
        try:
            self._file.write(block)
        except (soundfile.SoundFileError, OSError) as error:
            raise InputError(f"{self._path} cannot be written any further; expected room on the disk.") from error

    def close(self) -> None:
        """Complete the header and close the file."""
        self._file.close()

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _is_cut_short(path: Path) -> bool:
    """Whether a WAV file holds fewer bytes of sound than it says, which libsndfile passes over in silence."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return False
        while len(chunk := file.read(8)) == 8:
            size = int.from_bytes(chunk[4:], "little")
            if chunk[:4] == b"data":
                return size < _STREAMED_BYTES and path.stat().st_size - file.tell() < size
            file.seek(size + size % 2, 1)
    return False


def _part(offset: int, frames: int | None) -> str:
    return f"frame {offset}" if frames is None else f"{frames} frames from frame {offset} on"


def _read_mono(file: soundfile.SoundFile, offset: int, frames: int) -> NDArray[np.float32]:
    """Mixed down block by block, so that hours of stereo never lie in memory whole.

    Some streams state no true length, so `frames` is a bound and not a promise.
    """
    if file.subtype == "VORBIS":
        _skip(file, offset)  # libsndfile seeks Vorbis to a wrong frame
    else:
        file.seek(offset)
    blocks: list[NDArray[np.float32]] = []
    while frames > 0:
        block = file.read(min(_BLOCK_FRAMES, frames), dtype="float32", always_2d=True)
        if not len(block):
            break
        blocks.append(np.mean(block, axis=1, dtype=np.float32))
        frames -= len(block)
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def _skip(file: soundfile.SoundFile, frames: int) -> None:
    while frames > 0 and len(block := file.read(min(_BLOCK_FRAMES, frames), dtype="float32")):
        frames -= len(block)
