"""What a session shows: one view of it, as plain lines or painted on a terminal."""
