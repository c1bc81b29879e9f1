"""A program that can be killed: a whole session after the other, guide and diary as in `voice start`, without sound.

    python -m tests.journal.player FOLDER SEED [--pace S]

A second of room time takes `--pace` seconds. Numbers from 100 times SEED on are logged, each once. It prints what it
says of the journal as it says it, one line each: "saved 17" for an amount of which she heard that it is saved, "erased"
where another program has erased everything.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from tests.guide.desk import Desk
from voice.guide.actions import Action, CloseEarlier, Keep, Say
from voice.guide.events import Erased, Event
from voice.guide.numerals import number_words
from voice.guide.steps import AT_WORK, Step
from voice.session.diary import Diary
from voice.session.opening import opening_for
from voice.session.remembered import remember
from voice.settings.settings import Settings

_AT_WORK = (("move fingers",), ("pause", "continue"), ("it hurts", "continue"), ("faster",))


@dataclass
class Player(Desk):
    """A desk whose guide keeps a diary; a second of room time takes it `pace_s`."""

    diary: Diary = field(kw_only=True)
    pace_s: float = field(kw_only=True)
    told: set[Fraction] = field(default_factory=set)

    def tell(self, event: Event) -> list[Action]:
        actions = super().tell(event)
        for news in self.diary.news(self.now):
            if isinstance(news, Erased):
                print("erased", flush=True)
            self.tell(news)
        return actions

    def carry_out(self, action: Action) -> None:
        super().carry_out(action)
        match action:
            case Keep():
                self.diary.keep(action, self.now)
            case CloseEarlier():
                self.diary.close_earlier(self.now)
            case Say() if action.text == self.text("log_saved"):
                self._saved()
            case _:
                pass

    def _saved(self) -> None:
        for amount in self.state.logged:
            if amount.amount is not None and amount.amount not in self.told:
                self.told.add(amount.amount)
                print(f"saved {amount.amount}", flush=True)

    def wait(self, seconds: float) -> None:
        """Room time, and a little of the computer's."""
        super().wait(seconds)
        time.sleep(self.pace_s * seconds)


def play(folder: Path, seed: int, pace_s: float) -> None:
    """One session after the other, for as long as nobody kills it."""
    chance = random.Random(seed)
    numbers = iter(range(max(1, 100 * seed), 100 * seed + 100))
    while True:
        now = datetime.now().astimezone()
        remembered = remember(folder, now, enabled=True)
        opening = opening_for(
            Settings(short=True), remembered.past, remembered.opens_at(now), earlier=remembered.earlier
        )
        desk = Player(opening, disk_takes=False, diary=remembered.diary(now), pace_s=pace_s)
        if remembered.earlier is not None:
            desk.answer("continue" if remembered.earlier.held else chance.choice(["yes", "no"]))
        _session(desk, chance, numbers)
        remembered.close()


def _session(desk: Player, chance: random.Random, numbers: Iterator[int]) -> None:
    if desk.step is Step.WELCOME:
        desk.answer("next", chance.choice(["left", "right"]))
    for _ in range(4):
        desk.listen()
        desk.wait(chance.uniform(1, 40))
        if desk.step in AT_WORK and not desk.state.paused:
            desk.answer(
                *chance.choice([("move fingers",), ("pause", "continue"), ("it hurts", "continue"), ("faster",)])
            )
            desk.listen()
    desk.answer("stop")
    for _ in range(chance.randint(1, 4)):
        number = next(numbers, None)
        if number is None or desk.step is not Step.COLLECTED:
            break
        desk.say(" ".join(("log", *number_words(number, desk.content.phrases.amounts))))
        desk.answer("yes")
        desk.wait(chance.uniform(0.1, 3))
    desk.listen()
    desk.answer("stop", "stop")


def main() -> None:
    """Play."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("--pace", type=float, default=0.002)
    args = parser.parse_args()
    play(args.folder, args.seed, args.pace)


if __name__ == "__main__":
    main()
