"""What the sound is like, before any word is known: level, quiet, voices, crying, what is left of an echo."""
