"""Samples in and out: files, levels, the mixer, the beat, the devices."""
