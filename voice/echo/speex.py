"""The linear echo canceller of libspeexdsp, a library of the system that may be missing; used only here.

It models the way from loudspeaker to microphone as one filter, learns it while something is played, and subtracts what
comes through it. Its suppressor (another part of the library) stays unused: it takes the user's voice away as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from cffi import FFI
from numpy.typing import NDArray

FRAMES = 160
"""Frames a call: 10 ms at 16,000 Hz."""
TAIL_FRAMES = 4096
"""How long an echo may ring: 256 ms at 16,000 Hz."""

_NAMES = (
    "libspeexdsp.so.1",
    "libspeexdsp.dylib",
    "/opt/homebrew/lib/libspeexdsp.dylib",
    "/usr/local/lib/libspeexdsp.dylib",
    "libspeexdsp.dll",
)
_SET_SAMPLING_RATE = 24
_DECLARATIONS = """
    typedef struct SpeexEchoState_ SpeexEchoState;
    SpeexEchoState *speex_echo_state_init(int frame_size, int filter_length);
    void speex_echo_state_destroy(SpeexEchoState *state);
    void speex_echo_cancellation(SpeexEchoState *state, const int16_t *heard, const int16_t *played, int16_t *out);
    int speex_echo_ctl(SpeexEchoState *state, int request, void *value);
"""
_FULL_SCALE, _LOWEST = np.float32(32767.0), np.float32(-32768.0)

Frame = NDArray[np.float32]


def is_installed() -> bool:
    """Whether the library is there."""
    return _library() is not None


class Canceller:
    """One echo path, learned as it goes; owned by one thread. Raises OSError where the library is missing."""

    def __init__(self, rate_hz: int) -> None:
        """`rate_hz` is the true rate of both signals: the speed of learning follows from it."""
        library = _library()
        if library is None:
            raise OSError("libspeexdsp is not installed")
        ffi, self._speex = library
        self._state = ffi.gc(
            self._speex.speex_echo_state_init(FRAMES, TAIL_FRAMES), self._speex.speex_echo_state_destroy
        )
        self._speex.speex_echo_ctl(self._state, _SET_SAMPLING_RATE, ffi.new("int32_t *", rate_hz))
        # The same three frames are used for every call, so that nothing is allocated on the way.
        self._heard, self._played, self._out = (np.zeros(FRAMES, np.int16) for _ in range(3))
        self._scaled = np.zeros(FRAMES, np.float32)
        self._pointers = tuple(
            ffi.cast("int16_t *", frame.ctypes.data) for frame in (self._heard, self._played, self._out)
        )

    def cancel(self, heard: Frame, played: Frame) -> Frame:
        """What of `heard` is left without `played`; all float32 of `FRAMES` frames, without delay."""
        for samples, frame in ((heard, self._heard), (played, self._played)):
            scaled = np.multiply(samples, _FULL_SCALE, out=self._scaled)
            np.rint(scaled, out=scaled)
            np.maximum(scaled, _LOWEST, out=scaled)  # both together, as np.clip, in a third of its time
            np.minimum(scaled, _FULL_SCALE, out=scaled)
            frame[:] = scaled
        self._speex.speex_echo_cancellation(self._state, *self._pointers)
        return np.divide(self._out, _FULL_SCALE, dtype=np.float32)


@cache
def _library() -> tuple[FFI, Any] | None:
    ffi = FFI()
    ffi.cdef(_DECLARATIONS)
    for name in _NAMES:
        try:
            return ffi, ffi.dlopen(name)
        except OSError:
            continue
    return None
