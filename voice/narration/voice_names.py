"""How voices are named in settings and scenarios; all others are espeak-ng's, by name or language code."""

NATURAL = "natural"
FALLBACK = "en-us"
"""The voice of espeak-ng that speaks where the natural one cannot."""
