"""Makes a speech model from recordings.

    python -m scripts.train --data DIR... --work WORK --out MODEL
        from nothing: pocketsphinx aligns a part, a small network aligns the rest, then frames, then sequences
    python -m scripts.train --data DIR... --work WORK --out MODEL --start-from models/en-us-guide
        from a model made here: it aligns, and its weights are trained on

DIR is a folder with an index.csv (file, offset, frames, text, speaker, licence, source, kind, split), LibriSpeech or
Common Voice as published. Cut off at any point, the same line goes on where it stopped. Sizes: `--help`.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from pathlib import Path

from scripts.train.job import Job, Sizes, run


def main() -> int:
    """Do every step that is not done yet."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="DIR", help="folders of recordings")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="everything in between, some 10 GB")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the model folder to write")
    parser.add_argument("--start-from", type=Path, metavar="MODEL", help="a model folder made here")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument(
        "--without", nargs="+", default=[], metavar="GROUP", help="examples to do without: synthetic, ..."
    )
    for size in fields(Sizes):
        option = f"--{size.name.replace('_', '-')}"
        parser.add_argument(option, type=type(size.default), default=size.default, metavar="N", help="%(default)s")
    args = parser.parse_args()
    sizes = Sizes(**{size.name: getattr(args, size.name) for size in fields(Sizes)})
    folders = tuple(args.data), args.work, args.out, args.start_from
    job = Job(*folders, sizes, args.seed, args.processes, tuple(args.without))
    job.work.mkdir(parents=True, exist_ok=True)
    run(job.before_the_aligner())
    from scripts.train import learning  # torch takes seconds to load

    learning.use_processors(args.processes)
    if job.start_from is None:
        run([learning.first_network(job)])
    run(job.after_the_aligner())
    run(learning.networks(job))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
