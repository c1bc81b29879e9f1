"""`voice commands`: everything that can be said, or what can be said in one step."""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import TYPE_CHECKING

from voice.cli.options import add_command
from voice.content.catalogue import Catalogue, load
from voice.guide.commands import Command
from voice.guide.live import Situation, live_commands, live_phrases
from voice.guide.steps import Step

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_ALL = "all"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "commands",
        "show everything that can be said, or what can be said in one step",
        example="voice commands --state express",
    )
    parser.add_argument(
        "--state",
        metavar="STEP",
        default=_ALL,
        choices=(_ALL, *(step.value for step in Step)),
        help=f"a step of the session, or {_ALL} (as without it): {', '.join(step.value for step in Step)}",
    )


def run(args: argparse.Namespace) -> int:
    """Print the commands with their phrases and examples of other words."""
    print(listing(load(), None if args.state == _ALL else Step(args.state)))
    return 0


def listing(catalogue: Catalogue, step: Step | None) -> str:
    """One line a command that is live in `step` (every command for None): its name, then its phrases.

    Then, in quotation marks, an example of each way to say it in other words.

    At work the phrases that people also say to each other count for a while after each sentence of the guide, so they
    are listed too.
    """
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in live_phrases(catalogue.phrases, Situation(step, recent=True)):
        phrases[_named(phrase.command, phrase.value)].append(phrase.text)
    live = live_commands(step)
    for sentence in catalogue.sentences.all:
        if sentence.command in live:
            phrases[_named(sentence.command, sentence.value)].append(f'"{sentence.example}"')
    amounts = catalogue.phrases.amounts
    if step is Step.CONTAINER:  # it asks for the kind of milk alone
        phrases[Command.LOG.value] += map(" ".join, amounts.kinds)
    elif Command.LOG in live:
        phrases[Command.LOG.value] += amounts.examples
    if Command.CORRECT in live:
        phrases[Command.CORRECT.value] += amounts.corrections
    width = max(map(len, phrases))
    return "\n".join(f"{name:<{width}}  {'; '.join(texts)}" for name, texts in phrases.items())


def _named(command: Command, value: str | None) -> str:
    return command.value if value is None else f"{command.value} ({value})"
