"""The pure guide: events in, actions out, time passed in."""
