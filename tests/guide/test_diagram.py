"""The diagram of states, and that the README shows it as the table stands."""

from __future__ import annotations

from pathlib import Path

from voice.guide.diagram import diagram
from voice.guide.steps import Step

README = Path(__file__).parents[2] / "README.md"


def test_every_step_is_drawn() -> None:
    drawn = diagram()
    assert all(step.value in drawn for step in Step)


def test_the_readme_shows_exactly_this_diagram() -> None:
    assert f"```mermaid\n{diagram()}\n```" in README.read_text(encoding="utf-8")
