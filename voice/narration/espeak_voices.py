"""The voices of espeak-ng: as it lists them, and which one is meant by what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MBROLA = re.compile(r"mb/mb-([a-z]+\d+)")
_VARIANT = "+"


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """One line of `espeak-ng --voices`."""

    name: str
    """ "English (Great Britain)"."""
    language: str
    """ "en-gb"."""
    file: str
    """ "gmw/en", which names this voice and no other."""
    needs: str = ""
    """The package whose data it lacks, "mbrola-en1"; empty where it can speak."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called, in small letters, the surest first."""
        whole = (self.file, self.file.rpartition("/")[2], self.name, self.name.replace(" ", "_"), self.language)
        return tuple(name.lower() for name in whole)


def mbrola_data(file: str) -> str | None:
    """The data that a voice of MBROLA speaks with ("en1" for "mb/mb-en1"); None for espeak-ng's own voices."""
    found = _MBROLA.match(file)
    return None if found is None else found[1]


def meant_by(asked: str, voices: Iterable[EspeakVoice]) -> EspeakVoice | None:
    """The voice of this name, file or language code, a variant after "+" left out; one that can speak goes first."""
    wanted = asked.partition(_VARIANT)[0].lower()
    meant = [voice for voice in voices if wanted in voice.names]
    return min(meant, key=lambda voice: (bool(voice.needs), voice.names.index(wanted)), default=None)


def with_variant(voice: EspeakVoice, asked: str) -> str:
    """The voice's file with the variant that was asked for: "gmw/en+f3" for "en-gb+f3"."""
    return voice.file + "".join(asked.partition(_VARIANT)[1:])
