"""What can be foreseen that the guide will say, in the order in which she meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from voice.content.prompts import Prompt
from voice.guide.content import Content
from voice.guide.state import CLOCK_HOURS
from voice.guide.steps import Side, Step

_MINUTES = range(1, 31)
"""Of one side, as far as they are asked for often."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A text of a prompt, and the step whose prompt it is; None for answers and notes, which come anywhere."""

    text: str
    step: Step | None
    key: str


def foreseen(content: Content) -> tuple[Foreseen, ...]:
    """Prompts of the steps first, then everything else that holds no number of hers; each text once."""
    steps = {prompt.key: _step_of(prompt.key) for prompt in content.prompts}
    order = [*Step, None]
    ordered = sorted(content.prompts, key=lambda prompt: order.index(steps[prompt.key]))
    texts = {text: (steps[prompt.key], prompt.key) for prompt in ordered for text in _filled(prompt, content)}
    texts.setdefault(content.storage(), (None, "storage"))
    return tuple(Foreseen(text, step, key) for text, (step, key) in texts.items())


def _step_of(key: str) -> Step | None:
    """The step with the longest name that begins the key: "hold_short" is a prompt of `hold`."""
    own = [step for step in Step if key == step.value or key.startswith(f"{step.value}_")]
    return max(own, key=lambda step: len(step.value), default=None)


def _filled(prompt: Prompt, content: Content) -> Iterator[str]:
    values = {
        "side": [content.spoken.side(side) for side in Side],
        "hour": [content.spoken.hour(hour) for hour in CLOCK_HOURS],
        "spot": [content.spoken.spot(hour) for hour in CLOCK_HOURS],
        "minutes": [content.spoken.minutes(minutes) for minutes in _MINUTES],
        "emergency": [content.region.emergency],
        "crisis": [content.region.crisis],
    }
    names = sorted(prompt.placeholders)
    if all(name in values for name in names):
        for chosen in product(*(values[name] for name in names)):
            yield prompt.say(**dict(zip(names, chosen, strict=True)))
