"""Every prompt of the content is said somewhere, and every step and question finds its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import voice
from tests.guide.desk import content
from voice.content.catalogue import load
from voice.guide import wording
from voice.guide.commands import SAFETY
from voice.guide.live import live_commands
from voice.guide.state import Opening, State
from voice.guide.steps import Side, Step

CONTENT = content()
PROMPTS = {prompt.key for prompt in CONTENT.prompts}
NO_STORAGE_RULES = "storage_anywhere"
"""Said where a region has no rules of its own; the catalogue puts it there."""


def texts_in_the_program() -> set[str]:
    """Every string that the program's modules contain."""
    folder = Path(next(iter(voice.__path__)))
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in folder.rglob("*.py")]
    constants = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def test_no_prompt_is_unused() -> None:
    safety = [phrase for phrase in CONTENT.phrases.all if phrase.command in SAFETY]
    asked_back = {f"ask_{'_'.join(phrase.words)}" for phrase in safety}
    timed = {f"{key}_timed" for key in PROMPTS}
    shorter = {key + suffix for key in PROMPTS for suffix in ("_keywords", "_word")}
    assert PROMPTS - texts_in_the_program() - asked_back - timed - shorter - {NO_STORAGE_RULES} == set()


def test_the_leaflets_words_on_storage_stand_where_a_region_has_no_rules() -> None:
    regions = load("en").regions
    storages = {code: regions[code].storage.lines for code in regions.codes}
    keys = {line.key for lines in storages.values() for line in lines}
    assert NO_STORAGE_RULES in keys


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("begun", [False, True])
def test_every_step_has_words_for_its_prompt_for_help_and_for_more(step: Step, begun: bool) -> None:
    state = State(step=step, side=Side.LEFT, last_worked=Side.LEFT if begun else None)
    for timed in (False, True):
        key, values = wording.prompt(state, Opening(), CONTENT, again=False, timed=timed)
        assert CONTENT.text(key, **values)
        assert not (timed and "next" in CONTENT.text(key, **values).split())
    assert CONTENT.text(wording.help_key(state))
    assert CONTENT.text(wording.more_key(state))


@pytest.mark.parametrize("step", Step)
def test_help_offers_only_what_is_live(step: Step) -> None:
    """The phrases that help names act in the step where it is said."""
    state = State(step=step, last_worked=Side.LEFT)
    for key in (wording.help_key(state), wording.more_key(state)):
        words = CONTENT.text(key).lower().replace(",", "").replace(".", "").split()
        named = {phrase.command for _, _, phrase in CONTENT.phrases.longest_in(tuple(words))}
        assert named <= live_commands(step)


def test_help_at_an_early_goodbye_offers_to_pick_it_up_and_later_does_not() -> None:
    assert "resume" in CONTENT.text(wording.help_key(State(step=Step.GOODBYE)))
    assert "resume" not in CONTENT.text(wording.help_key(State(step=Step.GOODBYE, last_worked=Side.LEFT)))
