"""What the user can choose, with the program's own choice for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from voice.guide.measures import Unit
from voice.guide.narration import Narration
from voice.guide.state import TEMPO_CPM
from voice.guide.steps import Side
from voice.narration.voice_names import NATURAL


@dataclass(frozen=True, slots=True)
class Settings:
    """Every value of one run; voice/settings/keys.py says how each is written."""

    language: str = "en"
    """What is spoken and understood: a folder of voice/content."""
    region: str = "other"
    """Whose emergency number, crisis line and storage rules are said. Never guessed from the computer's language: many
    machines say en_US wherever they stand, and a wrong number is worse than "your local emergency number"."""
    side: Side | None = None
    """Proposed at `choose_side`; None proposes the one to begin with."""
    short: bool = False
    """One prompt before the side, for someone who knows how."""
    rate_wpm: int = 125
    """How fast the voice speaks, words a minute as they are played over the whole script, pauses included."""
    tempo_cpm: float = TEMPO_CPM
    """Cycles of press, compress, relax a minute; the leaflet gives no number, this start value is our own."""
    volume_db: float = 0.0
    """Gain of everything that sounds."""
    narration: Narration = Narration.FADING
    """How fully prompts are said to somebody who has heard them before."""
    match_loudness: bool = True
    """Whether the guide gets quieter when she whispers, and a little louder when she speaks up."""
    night_start: time = time(22, 0)
    night_end: time = time(6, 0)
    """Between these local times everything starts quieter and nothing gets louder by itself; equal times: no night."""
    autopilot: bool = False
    """Timed steps to the end, for when nothing can be heard."""
    hold_when_crying: bool = True
    """Whether beat and timers wait while a baby cries near the microphone."""
    mute_mic: bool = False
    """Do not open a microphone at all."""
    input_device: str | None = None
    output_device: str | None = None
    """Part of a sound device's name or its number; None is the system's choice."""
    model: Path | None = None
    """A Vosk model's folder, or the bare name of a downloaded one; None is the built-in."""
    second_ear: bool = True
    """Whether a second recogniser makes sure of what the first heard, and of what it did not understand."""
    voice: str = NATURAL
    """"natural", in every region, or one of espeak-ng's voices by name or language code."""
    history: bool = True
    """Whether a journal of the sessions is kept on this computer."""
    units: Unit | None = None
    """What amounts are shown in, millilitres or ounces; None shows each as it was said, and so does every export."""
