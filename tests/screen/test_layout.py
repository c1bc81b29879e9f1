"""The pictures of the screen, compared as text; `scripts/picture.py` draws them anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.screen.scenes import SCENES, SIZES
from tests.screen.stage import Stage
from voice.content.catalogue import load
from voice.screen.key_pages import key_pages
from voice.screen.layout import Layout
from voice.screen.letters import lettered
from voice.screen.palette import DAY, NIGHT, Palette
from voice.screen.picture import Span, Tone, cells, cropped, text_of, width_of, wrapped

PICTURES = Path(__file__).parent / "pictures"
STAGES = {name: scene() for name, scene in SCENES.items()}


def shown(stage: Stage, width: int, height: int) -> str:
    return text_of(stage.layout.picture(stage.view, width, height))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_looks_as_it_was_approved(name: str, size: tuple[int, int]) -> None:
    width, height = size
    approved = (PICTURES / f"{name}_{width}x{height}.txt").read_text(encoding="utf-8")
    assert shown(STAGES[name], width, height) + "\n" == approved


@pytest.mark.parametrize("width", [1, 20, 40, 59, 60, 80, 200])
@pytest.mark.parametrize("height", [1, 6, 12, 24, 60])
@pytest.mark.parametrize("name", SCENES)
def test_no_picture_is_larger_than_the_terminal(name: str, width: int, height: int) -> None:
    stage = STAGES[name]
    picture = stage.layout.picture(stage.view, width, height)
    assert len(picture) == height
    for line in picture:
        assert width_of(line) <= max(width, 3)  # the margin and one letter


@pytest.mark.parametrize("size", [(80, 24), (40, 24)])
def test_everything_is_there_at_24_lines(size: tuple[int, int]) -> None:
    text = shown(STAGES["expressing"], *size)
    for part in ("Move", "Right", "7:05", "1:32", "[2]", "•12", "18 a minute", "Heard", "Microphone", "Say", "space"):
        assert part in text
    assert "Move your thumb" in text and "█▀▀ █▀█ █▄ ▄█" in text


def test_what_is_least_needed_goes_first() -> None:
    stage = STAGES["expressing"]
    assert "Heard" not in shown(stage, 80, 16) and "space" in shown(stage, 80, 16)
    assert "Move your thumb" in shown(stage, 80, 6)


def test_the_parts_stay_where_they_are_while_words_change() -> None:
    stage = STAGES["expressing"]
    view = stage.view
    few, many = (
        text_of(stage.layout.picture(replace(view, words=words), 80, 24)).splitlines()
        for words in ("Yes.", "word " * 30)
    )
    assert few.index(next(line for line in few if "█▀▀" in line)) == many.index(
        next(line for line in many if "█▀▀" in line)
    )


def test_a_lost_microphone_is_said() -> None:
    stage = SCENES["washing"]()
    stage.level_dbfs = None
    assert "Microphone not in use" in shown(stage, 80, 24)


def test_every_key_is_on_a_page() -> None:
    words = load("en").screen
    legends = STAGES["washing"].legends
    for width, height, count in ((80, 24, 2), (100, 30, 1), (40, 24, 3)):
        pages = key_pages(legends, words, width, height)
        assert len(pages) == count
        assert {len(page) for page in pages} == {height}
        assert all(width_of(line) <= width for page in pages for line in page)
        text = "\n".join(map(text_of, pages))
        for legend in legends:
            assert f"{legend.name}  {words.phrase(legend.text)}" in text


def test_letters_are_as_large_as_fits() -> None:
    assert [len(lettered("rest", 80, rows, Tone.LARGE)) for rows in (5, 4, 3, 2)] == [5, 3, 3, 1]
    assert len(lettered("compress", 36, 5, Tone.LARGE)) == 3
    assert lettered("drück", 80, 5, Tone.LARGE) == [(Span("DRÜCK", Tone.LARGE),)]


def test_the_large_words_of_english_fit_into_forty_columns() -> None:
    english = load("en")
    labels = english.screen.labels
    words = {*english.screen.steps.values(), labels.paused, labels.asleep}
    cues = english.spoken.cues
    for word in (*words, cues.press, cues.compress, cues.relax):
        assert len(lettered(word, 36, 3, Tone.LARGE)) == 3, word


def test_wide_and_combining_characters_are_counted_as_they_are_shown() -> None:
    assert (cells("abc"), cells("é"), cells("乳房")) == (3, 1, 4)
    assert cropped((Span("乳房"), Span("x")), 3) == (Span("乳"),)
    assert wrapped("one two three", 7) == ["one two", "three"]


@pytest.mark.parametrize(("palette", "ratio"), [(DAY, 5.0), (NIGHT, 3.0)])
def test_every_tone_can_be_read_on_its_ground(palette: Palette, ratio: float) -> None:
    """By day more than the 4.5 that WCAG 2.1 asks of text, at night the 3 that it asks of large text."""
    assert set(palette.styles) == set(Tone)
    for tone, look in palette.styles.items():
        assert contrast(look.split()[-1], palette.background) >= ratio, tone
    assert contrast(palette.styles[Tone.SPOKEN].split()[-1], palette.background) >= 7.0


def test_the_night_is_dimmer() -> None:
    for tone in Tone:
        assert luminance(NIGHT.styles[tone].split()[-1]) < luminance(DAY.styles[tone].split()[-1])


def test_the_layout_knows_the_words_of_another_language() -> None:
    english = load("en")
    other = replace(english.screen, steps={**english.screen.steps, STAGES["washing"].view.step: "Lavar"})
    stage = STAGES["washing"]
    assert "Lavar" in text_of(Layout(other, english.spoken).picture(stage.view, 80, 24))


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance of `#rrggbb`."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
