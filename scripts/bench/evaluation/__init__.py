"""The parts of scripts/bench/recognition.py: recordings, what is done to them, who hears them, and the marks."""
