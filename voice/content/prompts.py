"""The prompts of a language: what the guide says, where it comes from, and what is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

OURS = "ours"
"""The source of a prompt without medical content."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing the guide can say; `source` is "leaflet", "ours" or named sources joined by "; "."""

    key: str
    text: str
    source: str

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that `say` needs."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name is not None)

    def say(self, **values: str) -> str:
        """The text with its placeholders filled and a capital at its head; values without a place in it are left out.

        Raises ValueError when one is missing.
        """
        missing = self.placeholders - values.keys()
        if missing:
            raise ValueError(f"prompt {self.key} needs {', '.join(sorted(missing))}")
        text = self.text.format_map(values)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every prompt of a language, by key, in the order of its file."""

    by_key: Mapping[str, Prompt]

    def __getitem__(self, key: str) -> Prompt:
        return self.by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def __iter__(self) -> Iterator[Prompt]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)
