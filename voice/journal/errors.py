"""What can go wrong with the journal, in words for her."""

from __future__ import annotations

from datetime import datetime

from voice.errors import VoiceError


class JournalError(VoiceError):
    """It cannot be read or written now: a full disk, a folder that may not be written, a file that is busy."""


class NewerJournalError(JournalError):
    """A newer version of the program wrote it: this one leaves it alone."""


class BrokenJournalError(JournalError):
    """The file is no journal, or what it says is damaged."""


class FullDiskError(JournalError):
    """There is no room for it."""


class ErasedError(JournalError):
    """Since this program opened it, another has erased everything, or taken the session out.

    `at` is when that was, in UTC; None where nobody knows.
    """

    def __init__(self, at: datetime | None) -> None:
        super().__init__("The journal was erased meanwhile: open it once more.")
        self.at = at
