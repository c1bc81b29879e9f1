"""The front end between microphone and recogniser: it takes the guide's own sound out of what the microphone hears."""
