"""Prints what a lookout tells, one line each, until it is stopped."""

from __future__ import annotations

import json
import threading

from tests.doctor.test_lookout import SERVED
from voice.audio.ports import Outlook
from voice.doctor.lookout import Lookout
from voice.settings.settings import Settings


def _print(there: Outlook) -> None:
    print(json.dumps([there.microphone, there.loudspeaker]), flush=True)


if __name__ == "__main__":
    with Lookout(Settings(), SERVED, _print):
        threading.Event().wait()
