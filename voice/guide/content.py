"""What the guide says and understands, in one language and one region."""

from __future__ import annotations

from dataclasses import dataclass

from voice.content.prompts import Prompts
from voice.content.regions import Region
from voice.content.sentences import Sentences
from voice.content.spoken import Spoken
from voice.guide.milk import Keeping
from voice.guide.phrases import PhraseTable


@dataclass(frozen=True, slots=True)
class Content:
    """The values that a loader fills (`voice.content.catalogue`); nothing in here reads a file."""

    phrases: PhraseTable
    prompts: Prompts
    spoken: Spoken
    region: Region
    sentences: Sentences
    """Commands in other words than the phrases'."""

    def text(self, key: str, **values: str) -> str:
        """The prompt `key` with `values` and the region's names in its braces.

        Raises KeyError for an unknown key, ValueError where a value is missing.
        """
        return self.prompts[key].say(emergency=self.region.emergency, crisis=self.region.crisis, **values)

    def storage(self) -> str:
        """How long milk keeps, by the region's rules."""
        return " ".join(line.text for line in self.region.storage.lines)

    @property
    def keeping(self) -> Keeping:
        """The same rules in figures."""
        return self.region.storage.keeping
