"""What can go wrong for a user, in words that say what to do about it."""

from __future__ import annotations


class VoiceError(Exception):
    """Raised for a user: the message is one sentence that says what can be done.

    `exit_status` is what the program ends with when nobody catches it.
    """

    exit_status = 1


class InputError(VoiceError):
    """Something the user wrote or named is not usable: a file, a key, a value (exit status 2)."""

    exit_status = 2


class RendererError(VoiceError):
    """No speech can be rendered now; the session goes on with tones and the screen."""


class NaturalVoiceError(RendererError):
    """The natural voice is not there, or failed; espeak-ng speaks in its place."""


class RecogniserError(VoiceError):
    """The recogniser ended or did not answer; the session starts it again."""


class DeviceError(VoiceError):
    """A sound device cannot be opened or was lost."""


class SecondEarError(VoiceError):
    """The second ear is not there or does not answer; the session hears with the first alone."""


class PageError(VoiceError):
    """The page cannot be shown in a browser; the session goes on without it."""
