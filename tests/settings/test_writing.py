"""The settings file after a choice was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.errors import InputError
from voice.settings.sources import load_settings
from voice.settings.writing import remember, with_value

MINE = '# mine\nregion = "uk"\ninput-device = "old # one"   # the desk\n\n# the end\ntempo = 20'


def test_a_line_is_replaced_and_everything_else_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(MINE, encoding="utf-8")
    remember(file, {"input-device": 'The "new" one', "output-device": "Box"})
    assert file.read_text("utf-8") == (
        '# mine\nregion = "uk"\ninput-device = "The \\"new\\" one"   # the desk\n\n# the end\ntempo = 20\n'
        'output-device = "Box"\n'
    )
    settings = load_settings(file).settings
    assert (settings.input_device, settings.output_device, settings.tempo_cpm) == ('The "new" one', "Box", 20)
    assert list(tmp_path.iterdir()) == [file]


def test_the_file_and_its_folder_are_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    remember(file, {"input-device": "Mikrofón"})
    assert file.read_text("utf-8") == 'input-device = "Mikrofón"\n'


def test_line_endings_quoted_keys_comments_and_permissions_stay(tmp_path: Path) -> None:
    assert with_value("a = 1\r\n'b'=2\r\n", "b", "x") == 'a = 1\r\nb = "x"\r\n'
    assert with_value("a = 1\r\n", "b", "x") == 'a = 1\r\nb = "x"\r\n'
    assert with_value("# b = 1\n", "b", "x") == '# b = 1\nb = "x"\n'
    file = tmp_path / "settings.toml"
    file.write_text("tempo = 20\n")
    file.chmod(0o600)
    remember(file, {"input-device": "a"})
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "settings.toml"
    real.write_text("tempo = 20\n")
    link.symlink_to(real)
    remember(link, {"input-device": "a"})
    assert link.is_symlink() and real.read_text() == 'tempo = 20\ninput-device = "a"\n'


@pytest.mark.parametrize(
    "text",
    [
        'voice = """\ninput-device = 1\n"""\n',  # only looks like the key
        'input-device = """\nold"""\n',
        "tempo = = 1\n",
        "[table]\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(InputError, match='write into it yourself: input-device = "a"'):
        remember(file, {"input-device": "a"})
    assert file.read_text() == text


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        remember(tmp_path / "file" / "settings.toml", {"input-device": "a"})
