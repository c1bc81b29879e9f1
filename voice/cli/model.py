"""`voice model list` and `voice model get NAME`: the speech models that are there, and how to get another."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.options import add_command
from voice.hearing.words.models import builtin_model
from voice.model_store import ModelStore
from voice.settings.places import Places

if TYPE_CHECKING:
    from voice.cli.options import Subparsers
    from voice.models_online import Progress, Publisher


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers, "model", "list the speech models, or get another", example="voice model get small-en-us"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    add_command(actions, "list", "show the models that are there and those that can be had", example="voice model list")
    get = add_command(actions, "get", "download a model from its publisher", example="voice model get small-en-us")
    get.add_argument("name", metavar="NAME", help="as in `voice model list`")


def run(args: argparse.Namespace) -> int:
    """List the models on standard output, or get one and print its folder there."""
    store = ModelStore(Places.of_user().models)
    if args.action == "list":
        print(listing(store))
        return 0
    # Imported here: nothing else may load what can reach the network.
    from voice.models_online import Publisher
    from voice.screen.terminal import download_bar

    with download_bar() as progress:
        folder = get_model(args.name, store, Publisher(), progress)
    print(folder)
    print(f"It is used when you choose it: voice start --model {args.name}", file=sys.stderr)
    return 0


def listing(store: ModelStore) -> str:
    """One line a model: its name, whether it is there, and where or how to get it."""
    from voice.models_online import ONLINE_MODELS

    there = store.names()
    rows = [("en-us-guide", "built in", str(builtin_model()))]
    rows += [(name, "downloaded", str(store.place(name))) for name in there]
    rows += [
        (model.name, "not here", f"voice model get {model.name}   ({model.about})")
        for model in ONLINE_MODELS
        if model.name not in there
    ]
    return "\n".join(f"{name:<14}{state:<12}{where}" for name, state, where in rows)


def get_model(name: str, store: ModelStore, publisher: Publisher, progress: Progress) -> Path:
    """Download, verify and unpack the model unless it is there already; its folder.

    Raises InputError for a name that cannot be had, VoiceError when the network, the archive or the disk fails.
    """
    from voice.models_online import online_model

    model = online_model(name)
    if not store.has(name):
        archive = publisher.download(publisher.listing(model), store.folder, progress)
        store.install(archive, name)
        archive.unlink()
    return store.place(name)
