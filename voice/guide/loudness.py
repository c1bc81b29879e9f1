"""Whisper in, whisper out: how loud the guide is, by how she speaks.

Microphones differ by 20 dB, so a level says little by itself. Two things tell: whether her voice sounds in a command at
all, and how far the command lies from what she has said aloud in this session. All levels in dB.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voice.guide.manner import Manner, Phonation

SOFTEST_DB = -12.0
"""The furthest below the volume she chose: what lies between talking quietly and whispering."""
STEP_DOWN_DB = 6.0
"""One command lowers it by no more than this, so that one that was misjudged is no matter."""
QUIETEST_DB = -18.0
"""Lowering stops here, counted from the default volume: narration at -38 dBFS is heard in a silent room."""
LOUDEST_DB = 4.0
"""Raising stops here by day, counted from the default volume; at night there is none."""
STEP_UP_DB = 2.0
_LIKE_USUAL_DB = 6.0
"""So much do the commands of one voice differ by themselves: the words, the turn of her head."""
_KNOWN_AFTER = 3
"""So many commands said aloud make a level her usual one, before anything is raised."""
_REMEMBERED = 9
_USUAL_DBFS = (-34.0, -16.0)
"""Where speech aloud lies with microphones that do well; outside it is a soft voice, or a loud one."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What her last commands make of the volume she chose."""

    matched_db: float = 0.0
    """What is to be added to it."""
    lowest_db: float = SOFTEST_DB
    """She said "louder" softly: from then on it is never lowered further than it was."""
    aloud_dbfs: tuple[float, ...] = ()
    """The levels of her last commands that were said aloud, up to nine."""

    def after(self, manner: Manner, chosen_db: float) -> Loudness:
        """One more command acted; `chosen_db` is the volume she chose, from the default."""
        highest_db = max(0.0, min(LOUDEST_DB, LOUDEST_DB - chosen_db))
        wanted_db = min(max(self._wanted_db(manner), self.lowest_db), highest_db)
        if wanted_db > 0.0:
            matched_db = min(wanted_db, max(self.matched_db, 0.0) + STEP_UP_DB)
        else:
            stepped_db = max(wanted_db, min(self.matched_db, 0.0) - STEP_DOWN_DB)
            matched_db = max(stepped_db, min(0.0, QUIETEST_DB - chosen_db))
        return replace(self, matched_db=matched_db, aloud_dbfs=self._with(manner))

    def turned_by_hand(self, manner: Manner | None, *, up: bool) -> Loudness:
        """She said "louder" or "quieter", which wins: raising ends, and "louder" said softly ends lowering further."""
        softly = manner is not None and self._wanted_db(manner) < 0.0
        stays = up and (softly or self.matched_db < 0.0)
        matched_db = min(self.matched_db, 0.0)
        return replace(self, matched_db=matched_db, lowest_db=matched_db if stays else self.lowest_db)

    def applied_db(self, *, night: bool, urgent: bool) -> float:
        """What is added now: nothing that raises at night, nothing that lowers while safety comes first."""
        ceiling_db = 0.0 if night else LOUDEST_DB
        return min(max(self.matched_db, 0.0 if urgent else SOFTEST_DB), ceiling_db)

    def _wanted_db(self, manner: Manner) -> float:
        if manner.phonation is Phonation.WHISPERED:
            return SOFTEST_DB
        over_db = self._over_usual_db(manner)
        if over_db < 0.0:
            return max(min(over_db + _LIKE_USUAL_DB, 0.0), SOFTEST_DB)
        return max(over_db - _LIKE_USUAL_DB, 0.0) if len(self.aloud_dbfs) >= _KNOWN_AFTER else 0.0

    def _over_usual_db(self, manner: Manner) -> float:
        return manner.level_dbfs - self._usual_dbfs(manner)

    def _usual_dbfs(self, manner: Manner) -> float:
        low, high = _USUAL_DBFS
        return min(max(_median(self.aloud_dbfs) if self.aloud_dbfs else manner.level_dbfs, low), high)

    def _with(self, manner: Manner) -> tuple[float, ...]:
        """Soft speech is no measure of what is usual; loud speech moves it slowly, as her first words may be soft."""
        if manner.phonation is not Phonation.VOICED or self._over_usual_db(manner) < -_LIKE_USUAL_DB:
            return self.aloud_dbfs
        level_dbfs = min(manner.level_dbfs, self._usual_dbfs(manner) + _LIKE_USUAL_DB)
        return (*self.aloud_dbfs, level_dbfs)[-_REMEMBERED:]


def _median(levels: tuple[float, ...]) -> float:
    ranked = sorted(levels)
    return (ranked[len(ranked) // 2] + ranked[(len(ranked) - 1) // 2]) / 2


AS_CHOSEN = Loudness()
"""Before she has said anything."""
