"""What the guide notes for the record, as records of the timeline."""

from __future__ import annotations

from typing import assert_never

from voice.guide import actions
from voice.guide.commands import Command
from voice.session import timeline

Noted = actions.Show | actions.Acted | actions.Ignored | actions.Save | actions.End


def record_of(noted: Noted, now_s: float) -> timeline.Record:
    """The record of an action that is only noted, at `now_s` of room time."""
    match noted:
        case actions.Show():
            return timeline.StateChanged(
                now_s,
                noted.step,
                noted.side,
                noted.position,
                noted.paused,
                noted.asleep,
                noted.left_s,
                noted.right_s,
            )
        case actions.Acted():
            return _commanded(noted, now_s)
        case actions.Ignored():
            return timeline.Ignored(now_s, noted.heard.text, noted.reason)
        case actions.Save():
            amount = noted.amount
            return timeline.Logged(now_s, amount.side, amount.kind, amount.amount, amount.unit)
        case actions.End():
            return timeline.Ended(now_s, noted.reason, noted.left_s, noted.right_s)
        case _:
            assert_never(noted)


def _commanded(acted: actions.Acted, now_s: float) -> timeline.Commanded:
    heard = acted.heard
    if acted.command in (Command.DONE, Command.THIS_SIDE):
        raise ValueError(f"{acted.command} is never written as a command")
    return timeline.Commanded(
        now_s, acted.command, heard.text, heard.confidence, heard.speech_end_s, heard.decided_s, acted.value
    )
