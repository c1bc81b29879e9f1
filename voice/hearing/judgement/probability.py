"""How likely it is that a candidate was meant: one small fitted function of the evidence.

A logistic regression; `scripts/train/judgement.py` fits its weights, which stand in `weights.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from voice.hearing.judgement.evidence import Evidence
from voice.hearing.judgement.thresholds import Kind

_LEAST_LOG = -12.0
_TALK_S = 4.0
_ROOM_DB = 40.0
_BEFORE_DB = 30.0


def features(one: Evidence) -> dict[str, float]:
    """The evidence as numbers from about -1 to 1, by name; what the first ear heard counts only where it did."""
    heard = one.confidence is not None
    confidence = one.confidence or 0.0
    margin = max(one.margin, _LEAST_LOG) / -_LEAST_LOG
    doubt = max(one.certainty, _LEAST_LOG) / -_LEAST_LOG
    word = one.words == 1
    noise = 1.0 - min(max(one.over_room_db, 0.0), _ROOM_DB) / _ROOM_DB
    beside = 1.0 - min(max(one.over_before_db, 0.0), _BEFORE_DB) / _BEFORE_DB
    talk = min(one.talk_s, _TALK_S) / _TALK_S
    return {
        "always": 1.0,
        "first heard": float(heard),
        "confidence": confidence,
        "confidence over 0.8": max(confidence - 0.8, 0.0) * 5,
        "confidence, squared": confidence * confidence,
        "second agrees": float(heard and one.exact),
        "second agrees, in a word": float(heard and one.exact and word),
        "second alone": float(not heard),
        "second alone, in a word": float(not heard and word),
        "second alone, other words": float(not heard and not one.of_table),
        "second's certainty, agreeing": doubt * (heard and one.exact),
        "second's certainty, alone": doubt * (not heard),
        "second's certainty, alone, in a word": doubt * (not heard and word),
        "second's certainty, of something else": doubt * (heard and not one.exact),
        "margin": margin * heard,
        "margin, in a word": margin * (heard and word),
        "margin over noise": margin * heard * noise,
        "beside": beside,
        "beside, confidence": confidence * beside,
        "beside, margin": margin * heard * beside,
        "beside, second agrees": beside * (heard and one.exact),
        "beside, second alone": beside * (not heard),
        "margin, crying": margin * (heard and one.crying),
        "margin, narrow": margin * (heard and one.narrow),
        "phantom": float(heard and one.phantom),
        "one word": float(word),
        "words more than two": min(max(one.words - 2, 0), 3) / 3,
        "noise": noise,
        "noise, second alone": noise * (not heard),
        "talk": talk,
        "talk, in a word": talk * word,
        "talk, second alone": talk * (not heard),
        "talk, beside": talk * beside,
        "crying": float(one.crying),
        "crying, second alone": float(one.crying and not heard),
        "narrow": float(one.narrow),
        "narrow, confidence": confidence * one.narrow,
        "own voice": float(one.own_voice),
        "own voice, second alone": float(one.own_voice and not heard),
        "faint": min(max(-45.0 - one.level_dbfs, 0.0), 20.0) / 20.0,
        "body word": float(one.kind is Kind.BODY_WORD),
        "safety": float(one.kind is Kind.SAFETY),
        "safety in speech": float(one.kind is Kind.SAFETY_IN_SPEECH),
        "amount": float(one.kind is Kind.AMOUNT),
    }


def probability(one: Evidence) -> float:
    """The probability from 0 to 1, by the weights that travel with the program."""
    return weighed(one, shipped_weights())


def weighed(one: Evidence, weights: Mapping[str, float]) -> float:
    """The probability from 0 to 1, by these weights."""
    total = sum(weights[name] * value for name, value in features(one).items())
    return 1.0 / (1.0 + math.exp(-min(max(total, -30.0), 30.0)))


@cache
def shipped_weights() -> Mapping[str, float]:
    """The weights beside this module."""
    text = resources.files("voice.hearing.judgement").joinpath("weights.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}
