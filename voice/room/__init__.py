"""The simulated room: the whole program without a sound device, in virtual time."""
