"""The guide's voice and its ears, for scenes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import numpy as np

from scripts.bench.echo.peers import Peer
from scripts.bench.echo.rooms import ROOM_HZ, Samples, Scene
from voice.audio import orders
from voice.content.catalogue import load
from voice.guide.state import TEMPO_CPM
from voice.hearing.ears import Ears
from voice.hearing.files import Live, standing
from voice.hearing.heard import HeardEvent, PhraseHeard
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser, model_fingerprint
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.settings.settings import Settings


class Studio:
    """The guide's voice and ears, made once."""

    def __init__(self, cache: Path) -> None:
        self._cache = DiskCache(cache, limit_bytes=1 << 30)
        settings = Settings()
        self._narrator = Narrator(Renderer(), self._cache, ROOM_HZ, settings.voice, settings.rate_wpm)
        model = builtin_model()
        content = load("en")
        self.live = Live(content.phrases, None)
        self.recogniser = Recogniser(model)
        self._masks = MaskMaker(self.recogniser, content.phrases, self._cache, model_fingerprint(model))
        self.clips = [self._narrator.sentence(one.text) for one in content.prompts if not one.placeholders]
        words = content.spoken.cues
        self.cues = orders.Cues(
            *(self._narrator.cue(word, TEMPO_CPM) for word in (words.press, words.compress, words.relax))
        )

    def close(self) -> None:
        """End the processes."""
        self._narrator.close()
        self.recogniser.close()

    def ears(self) -> Ears:
        """Fresh ones for which every phrase is live."""
        self.recogniser.open(self.live.set.name, self.live.set.grammar)
        return Ears(self.recogniser, self.live.table, self.live.set)

    def hears(self, peer: Peer, scene: Scene) -> tuple[list[PhraseHeard], Samples, float]:
        """What is accepted of a scene, what the ears got, and the processor's time that the peer took."""
        ears, coming = self.ears(), list(scene.voiced)
        events: list[HeardEvent] = []
        cleaned, cpu_s = [], 0.0
        for start in range(0, len(scene.heard) - 319, 320):
            while coming and coming[0].at_s <= start / RATE_HZ:
                one = coming.pop(0)
                ears.own.started(one.at_s, one.clip.duration_s, partial(self._masks.mask, one.clip, self.live.set))
            since = time.process_time()
            got = peer.take(scene.heard[start : start + 320], scene.played[start : start + 320])
            cpu_s += time.process_time() - since
            peer.tell(ears)
            cleaned.append(got[0])
            events += ears.hear(*got)
        return [one for one in standing(events) if one.ignored is None], np.concatenate(cleaned), cpu_s
