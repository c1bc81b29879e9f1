"""The templates of English, read once for every test."""

from __future__ import annotations

from functools import cache

from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.hearing.meaning.templates import Meant, Templates


@cache
def templates() -> Templates:
    catalogue = load("en")
    return Templates(catalogue.phrases, catalogue.sentences)


def meaning(text: str) -> Meant | None:
    return templates().meaning(text)


def command(text: str) -> tuple[Command, str | None] | None:
    """The command of a text with its value."""
    meant = meaning(text)
    return None if meant is None else (meant.phrase.command, meant.phrase.value)
