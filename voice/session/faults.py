"""What can fail around a session, as a scenario and the timeline name it."""

from __future__ import annotations

from enum import Enum


class FaultKind(Enum):
    """What can fail during a rehearsal, and what comes back."""

    MICROPHONE_LOST = "microphone-lost"
    MICROPHONE_BACK = "microphone-back"
    SPEAKER_LOST = "speaker-lost"
    SPEAKER_BACK = "speaker-back"
    RENDERER_KILLED = "renderer-killed"
    RENDERER_HUNG = "renderer-hung"
    RECOGNISER_KILLED = "recogniser-killed"
    SECOND_KILLED = "second-killed"
    """The process of the second ear."""
    SECOND_HUNG = "second-hung"
    SECOND_SLOW = "second-slow"
    """Each of its answers is known some time later."""
    XRUN = "xrun"
    DISK_FULL = "disk-full"
    DISK_BACK = "disk-back"
    CLOCK_JUMP = "clock-jump"
    MICROPHONE_SILENT = "microphone-silent"
    """It gives zeros until `microphone-back`."""
    REOPENED = "reopened"
    """The sound is gone for a moment, while its devices are opened anew."""
    DEFAULT_CHANGED = "default-changed"
    """The same, to go on with another device."""
    LATENCY_RAISED = "latency-raised"
    MICROPHONE_LEVEL = "microphone-level"
    """It gives more or less of everything than it should, and no more than full scale; its level is judged."""
    BATTERY_LOW = "battery-low"
    DISK_LOW = "disk-low"
