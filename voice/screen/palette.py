"""How tones look: dark by day, dimmer and warmer at night, so that a dark room stays dark and a baby asleep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice.screen.picture import Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`, with "bold" or "reverse" before them where that is meant even without colour."""

    background: str
    styles: Mapping[Tone, str]


DAY = Palette(
    background="#14161a",
    styles={
        Tone.PLAIN: "#c3c8ce",
        Tone.QUIET: "#868d97",
        Tone.STRONG: "bold #dfe3e8",
        Tone.SPOKEN: "bold #ffffff",
        Tone.LARGE: "bold #dfe3e8",
        Tone.PRESS: "bold #f0b35a",
        Tone.COMPRESS: "bold #ef8a7a",
        Tone.RELAX: "bold #7fc8a9",
        Tone.HERE: "bold reverse #f0b35a",
        Tone.WORKED: "#7fc8a9",
        Tone.KEY: "bold #9cb8e8",
        Tone.ALERT: "bold #ff8f80",
    },
)
NIGHT = Palette(
    background="#000000",
    styles={
        Tone.PLAIN: "#9a7452",
        Tone.QUIET: "#76573c",
        Tone.STRONG: "bold #ab8158",
        Tone.SPOKEN: "bold #c99868",
        Tone.LARGE: "bold #ab8158",
        Tone.PRESS: "bold #b3793a",
        Tone.COMPRESS: "bold #b0654d",
        Tone.RELAX: "bold #8f7d4c",
        Tone.HERE: "bold reverse #b3793a",
        Tone.WORKED: "#8f7d4c",
        Tone.KEY: "bold #96714e",
        Tone.ALERT: "bold #cf6a55",
    },
)
