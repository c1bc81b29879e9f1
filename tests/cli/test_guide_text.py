"""`voice guide`."""

from __future__ import annotations

from voice.cli.guide_text import listing
from voice.content.catalogue import load

ENGLISH = load("en")


def test_every_prompt_is_listed() -> None:
    lines = listing(ENGLISH, sources=False).splitlines()
    for prompt in ENGLISH.prompts:
        assert lines[lines.index(f"{prompt.key}:") + 1] == f"    {prompt.text}"
    assert not any("source:" in line for line in lines)


def test_sources_stand_below_what_they_are_for() -> None:
    lines = listing(ENGLISH, sources=True).splitlines()
    for prompt in ENGLISH.prompts:
        assert lines[lines.index(f"{prompt.key}:") + 2] == f"    source: {prompt.source}"


def test_what_differs_by_region_is_there_once() -> None:
    lines = listing(ENGLISH, sources=True).splitlines()
    assert lines.count("storage_cdc_first:") == lines.count("storage_hospital:") == 1
    assert lines.count("storage_anywhere:") == 1
    assert "    your emergency number (on the screen: 911)" in lines
    assert "    source: 988 Suicide & Crisis Lifeline (SAMHSA), 988lifeline.org" in lines
