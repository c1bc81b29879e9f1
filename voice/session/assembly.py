"""How a session is put together: the same parts on real devices and in the simulated room."""

from __future__ import annotations

from dataclasses import dataclass

from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.doctor.first_sounds import FirstSounds
from voice.guide.content import Content
from voice.guide.machine import Guide
from voice.guide.state import Opening
from voice.hearing.ears import Ears
from voice.hearing.judgement.deliberation import Second
from voice.hearing.words.listening import listening_set
from voice.hearing.words.recogniser import Recogniser
from voice.session.conductor import Conductor, Parts, Record
from voice.session.diary import Diary
from voice.session.listener import Listener, front_end
from voice.session.ports import Masks, Speech
from voice.session.watch import PromptWatch

CACHE_FOLDER = "prompts"
"""Where rendered speech and masks are, in the cache of `Places`."""
CACHE_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works for a session; whoever made them closes them."""

    content: Content
    speech: Speech
    recogniser: Recogniser | None
    """None where no microphone is listened to."""
    second: Second | None
    """None where the first ear hears alone."""
    masks: Masks | None
    diary: Diary
    first_sounds: FirstSounds | None = None
    """Judges the microphone's level before she washes her hands; None where nobody does."""
    tells_text: bool = False
    """Whether the timeline holds what the second ear wrote: in rehearsals alone."""
    expected_delay_s: float | None = None
    """How late the loudspeaker was heard when these devices were last measured; None where nobody did."""


def assembled(
    staff: Staff, opening: Opening, rate_hz: int, record: Record, watch: PromptWatch | None = None
) -> tuple[Mixer, Conductor]:
    """The mixer that renders a session and the conductor that runs it. Raises RecogniserError and InputError."""
    content = staff.content
    guide = Guide(content, opening)
    mixer = Mixer(rate_hz, earcons(rate_hz), opening.volume_db)
    listener = None
    if staff.recogniser is not None and staff.masks is not None:
        first = listening_set(content.phrases, guide.live(0.0))
        staff.recogniser.open(first.name, first.grammar)
        ears = Ears(staff.recogniser, content.phrases, first, second=staff.second)
        listener = Listener(ears, staff.recogniser, staff.masks, rate_hz, front_end(staff.expected_delay_s))
    parts = Parts(content, guide, mixer, staff.speech, listener, staff.diary, staff.first_sounds, staff.tells_text)
    return mixer, Conductor(parts, record, watch)
