"""`voice guide`: everything the guide says, and with `--sources` where each sentence comes from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from voice.cli.options import add_command
from voice.content.catalogue import Catalogue, load
from voice.content.prompts import Prompt, Prompts
from voice.content.regions import Region, Regions

if TYPE_CHECKING:
    from voice.cli.options import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers, "guide", "show everything the guide says, and its sources", example="voice guide --sources"
    )
    parser.add_argument("--sources", action="store_true", help="name the source of every sentence, for a review")


def run(args: argparse.Namespace) -> int:
    """Print every prompt."""
    print(listing(load(), sources=args.sources))
    return 0


def listing(catalogue: Catalogue, *, sources: bool) -> str:
    """The lines that `run` prints: the prompts in their order, then what differs by region."""
    lines: list[str] = []
    for prompt in catalogue.prompts:
        lines += _entry(prompt, sources=sources)
    for prompt in _storage(catalogue.regions, catalogue.prompts):
        lines += _entry(prompt, sources=sources)
    for code in catalogue.regions.codes:
        lines += _region(catalogue.regions[code], sources=sources)
    return "\n".join(lines)


def _entry(prompt: Prompt, *, sources: bool) -> list[str]:
    return _block(prompt.key, prompt.text, prompt.source if sources else None)


def _region(region: Region, *, sources: bool) -> Iterator[str]:
    on_screen = region.emergency_number or "no number"
    yield from _block(
        f"region {region.code}, emergency",
        f"{region.emergency} (on the screen: {on_screen})",
        region.emergency_source if sources else None,
    )
    yield from _block(f"region {region.code}, crisis line", region.crisis, region.crisis_source if sources else None)


def _block(title: str, text: str, source: str | None) -> list[str]:
    return [f"{title}:", f"    {text}", *([f"    source: {source}"] if source is not None else [])]


def _storage(regions: Regions, prompts: Prompts) -> Iterator[Prompt]:
    """Each sentence about storage once, though regions share them; the one that stands for no rules is a prompt."""
    lines = [line for code in regions.codes for line in regions[code].storage.lines]
    return (line for line in dict.fromkeys(lines) if line.key not in prompts)
