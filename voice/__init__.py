"""Voice: an offline, voice-guided, hands-free assistant for hand expression of breast milk."""

__version__ = "0.1.0"
