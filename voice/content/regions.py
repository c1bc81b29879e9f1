"""Regions: whom to call there, and how long milk keeps by the rules that hold there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice.content.prompts import Prompt
from voice.guide.milk import Keeping


@dataclass(frozen=True, slots=True)
class Storage:
    """What is said on "storage", most needed first, each with its source; and the same as numbers."""

    lines: tuple[Prompt, ...]
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class Region:
    """A region in one language.

    `emergency_number` is for the screen and never spoken; None where the region is not known, and then so is
    `crisis_number`. `emergency` and `crisis` are what the prompts say.
    """

    code: str
    name: str
    emergency: str
    emergency_number: str | None
    emergency_source: str | None
    crisis: str
    crisis_number: str | None
    crisis_source: str | None
    storage: Storage


@dataclass(frozen=True, slots=True)
class Regions:
    """Every region by its code, in the order of the file."""

    by_code: Mapping[str, Region]

    def __getitem__(self, code: str) -> Region:
        return self.by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """What `--region` takes."""
        return tuple(self.by_code)
