"""The units of sound: silence, noise of the mouth, and the 39 phones of the CMU dictionary."""

from __future__ import annotations

SILENCE, SPOKEN_NOISE = "SIL", "SPN"
PHONES = (
    *("AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY"),
    *("F", "G", "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY"),
    *("P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"),
)
UNITS = (SILENCE, SPOKEN_NOISE, *PHONES)
"""Their order is the order of the network's outputs."""
INDEX = {unit: index for index, unit in enumerate(UNITS)}
FIRST_PHONE = 2
"""The index of the first unit that is a phone."""
OUTPUTS = 2 * len(UNITS)
"""Each unit has two outputs: for its first frame (2 n) and for the rest of it (2 n + 1)."""
EVERY = 3
"""Frames of features, 10 ms apart, to one output."""
