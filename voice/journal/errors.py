"""What can go wrong with the journal, in words for her."""

from __future__ import annotations

from voice.errors import VoiceError


class JournalError(VoiceError):
    """It cannot be read or written now: a full disk, a folder that may not be written, a file that is busy."""


class NewerJournalError(JournalError):
    """A newer version of the program wrote it: this one leaves it alone."""


class BrokenJournalError(JournalError):
    """The file is no journal, or what it says is damaged."""
