"""Settings from the program, the file and the command line: which wins, and what is refused in which words."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.errors import InputError
from voice.guide.steps import Side
from voice.settings.keys import KEYS
from voice.settings.places import Places
from voice.settings.settings import Settings
from voice.settings.sources import Source, load_settings, merged


def _file(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _refusal(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        load_settings(_file(folder, text))
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder / "settings.toml") in message
    return message


def test_with_no_file_everything_is_the_program_s_own_choice(tmp_path: Path) -> None:
    chosen = load_settings(tmp_path / "none.toml")
    assert chosen.settings == Settings()
    assert set(chosen.sources) == {Source.DEFAULT}


def test_every_field_has_one_key() -> None:
    assert [key.field for key in KEYS] == list(Settings.__slots__)


def test_the_command_line_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = _file(tmp_path, 'tempo = 20\nside = "left"')
    chosen = load_settings(file, {"tempo": 24})
    assert chosen.settings == Settings(tempo_cpm=24.0, side=Side.LEFT)
    sources = {setting.name: setting.source for setting in chosen.listed()}
    assert sources["tempo"] is Source.COMMAND_LINE
    assert sources["side"] is Source.FILE
    assert sources["rate"] is Source.DEFAULT


def test_a_switch_of_the_file_can_be_turned_off_for_once(tmp_path: Path) -> None:
    file = _file(tmp_path, "short = true")
    assert load_settings(file).settings.short
    assert not load_settings(file, {"short": False}).settings.short


def test_times_are_local_times_in_either_spelling(tmp_path: Path) -> None:
    settings = load_settings(_file(tmp_path, 'night-start = "21:30"\nnight-end = 05:15:00')).settings
    assert (settings.night_start, settings.night_end) == (time(21, 30), time(5, 15))


def test_a_model_of_the_file_lies_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for written, model in (
        ("mine", tmp_path / "mine"),
        ("a/b", tmp_path / "a/b"),
        ("small-en-us", Path("small-en-us")),
    ):
        assert load_settings(_file(tmp_path, f'model = "{written}"')).settings.model == model


def test_a_device_may_be_given_by_its_number(tmp_path: Path) -> None:
    assert load_settings(_file(tmp_path, "input-device = 3")).settings.input_device == "3"


def test_an_unknown_key_is_named_and_the_nearest_one_offered(tmp_path: Path) -> None:
    assert _refusal(tmp_path, "tempoo = 18").endswith('"tempoo" is not a setting; did you mean "tempo"?')
    assert "expected one of language, region, side" in _refusal(tmp_path, "[audio]\ngain = 1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tempo = 9", '"tempo" is 9; expected a number from 10 to 60'),
        ('tempo = "18"', '"tempo" is "18"; expected a number from 10 to 60'),
        ("tempo = nan", '"tempo" is nan; expected a number from 10 to 60'),
        ("tempo = true", '"tempo" is true; expected a number from 10 to 60'),
        ("volume = 13", "expected a number from -24 to 12"),
        ("rate = 140.5", "expected a whole number from 80 to 240"),
        ('side = "both"', "expected left or right"),
        ('region = "mars"', "expected one of us, uk"),
        ('language = "xx"', "expected one of en"),
        ("short = 1", "expected true or false"),
        ('night-start = "25:00"', "expected a local time"),
        ('night-end = "6"', "expected a local time"),
        ('input-device = ""', "expected a part of a sound device's name"),
        ("model = []", "expected the folder of a Vosk model"),
        ("voice = 7", 'expected "natural", or an espeak-ng voice'),
    ],
)
def test_a_bad_value_is_refused_with_what_was_expected(tmp_path: Path, written: str, expected: str) -> None:
    assert expected in _refusal(tmp_path, written)


def test_a_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in _refusal(tmp_path, "tempo = 18\nside is left")


def test_a_file_that_is_not_text_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not a TOML file"):
        load_settings(tmp_path / "settings.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_settings(tmp_path)


def test_on_the_command_line_the_option_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'^--side is "up"; expected left or right\.$'):
        load_settings(tmp_path / "none.toml", {"side": "up"})


def test_what_is_shown_can_be_read_again(tmp_path: Path) -> None:
    written = 'side = "right"\nshort = true\nvolume = -4.5\nmodel = "/a \\"b\\" \\\\c"\ninput-device = "USB"'
    chosen = load_settings(_file(tmp_path, written))
    shown = "\n".join(f"{setting.name} = {setting.text}" for setting in chosen.listed() if setting.text is not None)
    assert load_settings(_file(tmp_path, shown)).settings == chosen.settings


_TOML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.times(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([key.name for key in KEYS]) | st.text(), _TOML, max_size=3))
def test_whatever_is_written_it_is_read_or_refused_in_one_sentence(written: dict[str, object]) -> None:
    said = "settings.toml: "
    try:
        merged(Settings(), written, where="settings.toml", folder=Path("/nowhere"))
    except InputError as error:
        said = str(error)
    assert said.startswith("settings.toml: ")


def test_a_folder_of_one_s_own_holds_all_places(tmp_path: Path) -> None:
    places = Places.in_folder(tmp_path)
    for place in (places.settings_file, places.models, places.cache):
        assert place.is_relative_to(tmp_path)


def test_the_user_s_places_follow_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    places = Places.of_user()
    assert places == Places(
        tmp_path / "CONFIG/voice-guide", tmp_path / "DATA/voice-guide", tmp_path / "CACHE/voice-guide"
    )
