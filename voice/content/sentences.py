"""The sentences of a language: what she can say in other words than the phrases of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice.guide.commands import Command

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Several ways of saying one command, as hassil templates, and one `example` of them to show.

    `value` and the marks are those of a phrase of the table. `whole` keeps a safety command to whole utterances;
    `question` is one that is meant only where it is asked.
    """

    command: Command
    templates: tuple[str, ...]
    example: str
    value: str | None = None
    conversational: bool = False
    body_word: bool = False
    crisis: bool = False
    whole: bool = False
    question: bool = False


@dataclass(frozen=True, slots=True)
class Denials:
    """How a language says that something is not so: words that stand about a safety phrase and take its meaning."""

    before: frozenset[Words]
    """Directly before it: "don't think"."""
    near: frozenset[str]
    """Up to a few words before one that names a thing: "no" before "chest pain"."""
    after: frozenset[Words]
    """Directly after it: "less"."""
    subjects: frozenset[str]
    """The first words of what is a sentence of its own and names no thing: "it", "my"."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Every sentence of a language, and the words that people put around one."""

    all: tuple[Sentence, ...]
    rules: Mapping[str, str]
    """Parts of templates by name."""
    nothing: tuple[str, ...]
    """Templates of whole utterances that mean nothing."""
    beside: tuple[str, ...]
    """Templates of what may stand beside a command as a part of the sentence by itself."""
    same: Mapping[Words, Words]
    """Words to be read as other words ("i am" as "i'm"), in the order in which they are replaced."""
    lead: frozenset[Words]
    request: frozenset[Words]
    """What stands before a command and asks for it, so that a question mark changes nothing."""
    trail: frozenset[Words]
    statements: frozenset[Command]
    """Commands that a question mark takes the meaning from."""
    asking: frozenset[str]
    """First words of what is asked of the guide."""
    denials: Denials
