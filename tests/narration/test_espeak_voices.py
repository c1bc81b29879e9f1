"""Which voice of espeak-ng is meant by a name."""

from __future__ import annotations

from contextlib import closing

import pytest

from voice.errors import InputError
from voice.narration.espeak_voices import EspeakVoice, mbrola_data, meant_by, with_variant
from voice.narration.renderer import Renderer

_BRITAIN = EspeakVoice("English (Great Britain)", "en-gb", "gmw/en")
_AMERICA = EspeakVoice("English (America)", "en-us", "gmw/en-US")
_RECEIVED = EspeakVoice("English (Received Pronunciation)", "en-gb-x-rp", "gmw/en-GB-x-rp")
_MBROLA = EspeakVoice("us-mbrola-1", "en-us", "mb/mb-us1", needs="mbrola-us1")
_ALL = (_MBROLA, _BRITAIN, _AMERICA, _RECEIVED)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("en-gb", _BRITAIN),
        ("en", _BRITAIN),
        ("English_(Great_Britain)", _BRITAIN),
        ("english (great britain)", _BRITAIN),
        ("gmw/en", _BRITAIN),
        ("en-us", _AMERICA),
        ("en-US+f3", _AMERICA),
        ("en-gb-x-rp", _RECEIVED),
        ("us-mbrola-1", _MBROLA),
        ("mb-us1", _MBROLA),
        ("none", None),
        ("", None),
    ],
)
def test_a_voice_is_meant_by_its_name_its_file_or_its_language(asked: str, meant: EspeakVoice | None) -> None:
    assert meant_by(asked, _ALL) == meant


def test_a_variant_stays() -> None:
    assert with_variant(_BRITAIN, "en-gb+f3") == "gmw/en+f3" and with_variant(_BRITAIN, "en-gb") == "gmw/en"


def test_a_voice_of_mbrola_has_data_of_its_own() -> None:
    assert mbrola_data("mb/mb-de1-en") == "de1" and mbrola_data("gmw/en") is None


def test_what_espeak_lists_can_speak_or_says_what_it_needs() -> None:
    with closing(Renderer()) as renderer:
        listed = renderer.voices()
        by_language = {one.language: one for one in listed if not one.needs}
        assert {"en-gb", "en-us", "de", "fr-fr"} <= by_language.keys()
        britain, _ = renderer.render("Rest now.", "en-gb", 140)
        assert len(britain) > 10_000
        lacking = next((one for one in listed if one.needs), None)
        if lacking is not None:
            with pytest.raises(InputError, match=f"needs {lacking.needs} .*expected one that is there"):
                renderer.render("Rest now.", lacking.name, 140)
