"""The only module that knows vosk; it runs in a child process: `python -m voice.hearing.words.engine`.

Requests, told apart by "do", and their answers:
  load  model                  -> {}                     the folder of the model, once, before everything else
  open  set, phrases           -> dropped                keeps a recogniser for a set of phrases; the latest eight stay
  start set, at                -> {}                     forgets what was heard; the next sample is at second `at`
  feed  set; int16 samples     -> partial, words         words only at an end of speech that vosk found itself
  flush set                    -> words                  everything since the start or the last flush, at once
An answer with "error" says why there is no other. Words are lists of word, start, end (seconds), confidence.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import vosk

from voice.hearing.words.word import UNKNOWN
from voice.processes.chance import begin_anew
from voice.processes.child import Header, serve

RATE_HZ = 16_000
MOST_SETS = 8

Word = tuple[str, float, float, float]


class _Listener:
    """One recogniser for one set of phrases, which counts time from `start`."""

    def __init__(self, model: Any, grammar: str) -> None:
        self._model = model
        self._grammar = grammar
        self.start(0.0)

    def start(self, at_s: float) -> None:
        # A new recogniser costs under a millisecond and begins with nothing in memory; SetGrammar and the built-in
        # reset after ten minutes are never needed.
        self._recogniser = vosk.KaldiRecognizer(self._model, RATE_HZ, self._grammar)
        self._recogniser.SetWords(True)
        self._at_s = at_s
        self._fed_bytes = 0

    def feed(self, samples: bytes) -> tuple[str, list[Word]]:
        # Kaldi adds a trace of noise from the C library's one generator. Seeded by place, the same sound gives the same
        # words to the last digit, whatever else this process has heard.
        begin_anew(self._fed_bytes)
        self._fed_bytes += len(samples)
        if self._recogniser.AcceptWaveform(samples):
            return "", self._words(self._recogniser.Result())
        return str(json.loads(self._recogniser.PartialResult())["partial"]), []

    def flush(self) -> list[Word]:
        begin_anew(self._fed_bytes)
        return self._words(self._recogniser.FinalResult())

    def _words(self, result: str) -> list[Word]:
        return [
            (str(word["word"]), self._at_s + float(word["start"]), self._at_s + float(word["end"]), float(word["conf"]))
            for word in json.loads(result).get("result", [])
        ]


class _Engine:
    """Answers the requests above."""

    def __init__(self) -> None:
        self._model: Any = None
        self._listeners: OrderedDict[str, _Listener] = OrderedDict()

    def answer(self, header: Header, payload: bytes) -> tuple[Header, bytes]:
        if header["do"] == "load":
            return self._load(header["model"]), b""
        if header["do"] == "open":
            return {"dropped": self._open(header["set"], header["phrases"])}, b""
        listener = self._listeners.get(header["set"])
        if listener is None:
            return {"error": f"the set {header['set']} is not open"}, b""
        self._listeners.move_to_end(header["set"])
        return self._heard(listener, header, payload), b""

    @staticmethod
    def _heard(listener: _Listener, header: Header, payload: bytes) -> Header:
        match header["do"]:
            case "start":
                listener.start(header["at"])
                return {}
            case "feed":
                partial, words = listener.feed(payload)
                return {"partial": partial, "words": words}
            case "flush":
                return {"words": listener.flush()}
            case unknown:
                return {"error": f"unknown request {unknown}"}

    def _load(self, folder: str) -> Header:
        try:
            self._model = vosk.Model(folder)
        except Exception as error:  # noqa: BLE001 - vosk raises nothing narrower
            return {"error": str(error)}
        return {}

    def _open(self, name: str, phrases: list[str]) -> list[str]:
        known = [phrase for phrase in phrases if all(self._knows(word) for word in phrase.split())]
        if name not in self._listeners:
            self._listeners[name] = _Listener(self._model, json.dumps([*known, UNKNOWN]))
        self._listeners.move_to_end(name)
        while len(self._listeners) > MOST_SETS:
            self._listeners.popitem(last=False)
        return [phrase for phrase in phrases if phrase not in known]

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


if __name__ == "__main__":
    vosk.SetLogLevel(-1)
    serve(_Engine().answer)
