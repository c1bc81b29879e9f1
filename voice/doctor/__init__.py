"""Whether a session would work on this machine now, and what to do where it would not."""
