"""The parts of duplex.py, first_seconds.py and whisper.py: the guide speaks in a room, and somebody speaks over it."""
