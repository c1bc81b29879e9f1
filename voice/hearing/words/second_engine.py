"""The only module that knows onnxruntime; it runs in a child process: `python -m voice.hearing.words.second_engine`.

Requests, told apart by "do", and their answers:
  load  folder                   -> {}           the folder of the second ear's files, once, before everything else
  hear  texts; float32 samples   -> text, certainty, own, scores
An answer with "error" says why there is no other.

`text` is what it writes of the sound, 16,000 samples a second, `certainty` the log probability of exactly that, `own`
of the same words in whichever spelling, and `scores` those of `texts`, words in small letters.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from voice.errors import SecondEarError
from voice.hearing.words.second_files import DECODER, ENCODER, SECOND_EAR_FILES, TOKENS
from voice.hearing.words.spelling import spellings, words_of
from voice.hearing.words.tokens import END, START, Tokens
from voice.processes.child import Header, serve

RATE_HZ = 16_000
_PEAK = 0.5
_AROUND_S = 0.2
"""Silence put before and after the sound, besides what came with it: without any it repeats itself."""
_SHORTEST_S = 0.5
_TOKENS_A_SECOND = 6.5
_FEWEST_TOKENS = 6
"""A text is cut after so many for its sound: it can loop."""
_LAYERS, _HEADS, _WIDTH = 6, 8, 36
_PARTS = ("decoder.key", "decoder.value", "encoder.key", "encoder.value")
_LOADING_NICENESS = 10

Floats = NDArray[np.float32]


class Transcriber:
    """Hears one stretch of sound at a time, with one thread."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._decoder = (
            onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])
            for name in (ENCODER, DECODER)
        )
        self._tokens = Tokens((folder / TOKENS).read_bytes())

    def hear(self, samples: Floats, texts: Sequence[str]) -> Header:
        """The answer to a request `hear`."""
        sound = _prepared(samples)
        encoded = self._encoder.run(None, {"input_values": sound, "attention_mask": np.ones(sound.shape, np.int64)})[0]
        ids, certainty = self._write(encoded, sound.shape[1], len(samples) / RATE_HZ)
        text = self._tokens.decode(ids)
        words = " ".join(words_of(text))
        scores = {one: self._score(encoded, sound.shape[1], one) for one in dict.fromkeys((words, *texts)) if texts}
        return {
            "text": text,
            "certainty": certainty,
            "own": max(scores.get(words, certainty), certainty),
            "scores": [scores[one] for one in texts],
        }

    def _write(self, encoded: Floats, samples: int, length_s: float) -> tuple[list[int], float]:
        """The likeliest text, token by token, and its log probability."""
        ids = [START]
        certainty = 0.0
        kept = _nothing_kept(1)
        for _ in range(max(_FEWEST_TOKENS, round(length_s * _TOKENS_A_SECOND))):
            logits, kept = self._step(encoded, samples, np.array([ids[-1:]]), kept, first=len(ids) == 1)
            chances = _log_softmax(logits[0, -1])
            ids.append(int(np.argmax(chances)))
            certainty += float(chances[ids[-1]])
            if ids[-1] == END:
                break
        return ids, certainty

    def _step(
        self, encoded: Floats, samples: int, ids: NDArray[np.int64], kept: dict[str, Floats], *, first: bool
    ) -> tuple[Floats, dict[str, Floats]]:
        inputs: dict[str, Any] = {
            "input_ids": ids,
            "encoder_hidden_states": encoded,
            "encoder_attention_mask": np.ones((1, samples), np.int64),
            "use_cache_branch": np.array([not first]),
            **kept,
        }
        names = [one.name for one in self._decoder.get_outputs()]
        outputs = dict(zip(names, self._decoder.run(names, inputs), strict=True))
        logits: Floats = outputs.pop("logits")
        now = {name.replace("present", "past_key_values"): value for name, value in outputs.items()}
        # What was made of the sound is made once; later calls return nothing of use there.
        return logits, now if first else {**now, **{name: kept[name] for name in kept if ".encoder." in name}}

    def _score(self, encoded: Floats, samples: int, words: str) -> float:
        """The log probability of the words in any of their spellings: always four texts in one call, since activations
        are quantised over the whole of it."""
        written = [self._tokens.encode(text) for text in spellings(words)]
        longest = max(map(len, written)) + 1
        ids = np.full((len(written), longest), END, np.int64)
        for row, text in zip(ids, written, strict=True):
            row[0], row[1 : len(text) + 1] = START, text
        inputs: dict[str, Any] = {
            "input_ids": ids,
            "encoder_hidden_states": np.repeat(encoded, len(written), axis=0),
            "encoder_attention_mask": np.ones((len(written), samples), np.int64),
            "use_cache_branch": np.array([False]),
            **_nothing_kept(len(written)),
        }
        logits = self._decoder.run(["logits"], inputs)[0]
        sums = []
        for row, text in zip(logits, written, strict=True):
            chances = _log_softmax(row[: len(text) + 1])
            sums.append(float(chances[np.arange(len(text) + 1), [*text, END]].sum()))
        return float(np.logaddexp.reduce(sums))


class _Engine:
    """Answers the requests above."""

    def __init__(self) -> None:
        self._transcriber: Transcriber | None = None

    def answer(self, header: Header, payload: bytes) -> tuple[Header, bytes]:
        match header["do"]:
            case "load":
                return self._load(Path(header["folder"])), b""
            case "hear" if self._transcriber is not None:
                return self._transcriber.hear(np.frombuffer(payload, np.float32), header["texts"]), b""
            case unknown:
                return {"error": f"unknown request {unknown}, or nothing is loaded"}, b""

    def _load(self, folder: Path) -> Header:
        """On a thread of its own, whose low priority ends with it."""
        answers: list[Header] = []
        thread = threading.Thread(target=lambda: answers.append(self._loaded(folder)), name="loading")
        thread.start()
        thread.join()
        return answers[0] if answers else {"error": "The second ear could not be loaded."}

    def _loaded(self, folder: Path) -> Header:
        with contextlib.suppress(OSError, AttributeError):  # only Linux gives a thread a priority of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOADING_NICENESS)
        try:
            SECOND_EAR_FILES.check(folder)
            self._transcriber = Transcriber(folder)
            self._transcriber.hear(np.zeros(RATE_HZ, np.float32), ("stop",))  # the first call is the slowest
        except SecondEarError as error:
            return {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - onnxruntime raises nothing narrower
            return {"error": f"The second ear could not be loaded ({error})."}
        return {}


def _prepared(samples: Floats) -> Floats:
    """At the level and with the silence around it that it hears best with; (1, samples)."""
    peak = float(np.max(np.abs(samples), initial=0.0))
    around = max(round(_AROUND_S * RATE_HZ), (round(_SHORTEST_S * RATE_HZ) - len(samples)) // 2)
    padded: Floats = np.pad(samples * np.float32(_PEAK / peak) if peak > 0 else samples, around)
    return padded[np.newaxis]


def _nothing_kept(rows: int) -> dict[str, Floats]:
    empty = np.zeros((rows, _HEADS, 0, _WIDTH), np.float32)
    return {f"past_key_values.{layer}.{part}": empty for layer in range(_LAYERS) for part in _PARTS}


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chances: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return chances


if __name__ == "__main__":
    serve(_Engine().answer)
