"""The recogniser as the rest of the program sees it: a child process that can be restarted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from voice.errors import InputError, RecogniserError
from voice.hearing.words.models import check_model
from voice.hearing.words.word import HeardWord, Hearing
from voice.processes.child import Child, ChildDiedError, ChildTimeoutError, Header

RATE_HZ = 16_000
_ENGINE = "voice.hearing.words.engine"
_LOAD_TIMEOUT_S = 60.0
_ANSWER_TIMEOUT_S = 5.0
_FINGERPRINT_PARTS = ("final.mdl", "Gr.fst", "HCLr.fst", "HCLG.fst", "words.txt", "mfcc.conf", "model.conf")


class Listening(Protocol):
    """What the ears need of a recogniser; times are seconds of the stream."""

    def open(self, name: str, phrases: Sequence[str]) -> tuple[str, ...]:
        """Make the set `name` ready; returns the phrases that hold words the model does not know."""

    def start(self, name: str, at_s: float) -> None:
        """Forget what the set has heard; its next sample is the one at `at_s`."""

    def feed(self, name: str, samples: bytes) -> Hearing:
        """Hear the next samples, int16 little-endian at 16,000 Hz."""

    def flush(self, name: str) -> tuple[HeardWord, ...]:
        """Everything heard since the start or the last flush, decided now."""


class Recogniser:
    """A `Listening` whose work is done in a child process; owned by one thread, closed by `with`.

    Every method raises RecogniserError when the child has died or does not answer; after `restart` all sets are open
    again, empty.
    """

    def __init__(self, model: Path) -> None:
        check_model(model)
        self._model = model
        self._sets: dict[str, tuple[str, ...]] = {}
        self._child = self._spawn()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The child's process id, for faults in a rehearsal and for measuring."""
        return self._child.pid

    def open(self, name: str, phrases: Sequence[str]) -> tuple[str, ...]:
        """Make the set `name` ready; returns the phrases that hold words the model does not know.

        The phrases of a name never change. Eight sets stay ready in the child; an older one is made again when needed.
        """
        known = self._sets.setdefault(name, tuple(phrases))
        if known != tuple(phrases):
            raise ValueError(f"the set {name} was opened with other phrases")
        answer = self._ask({"do": "open", "set": name, "phrases": list(phrases)})
        return tuple(str(phrase) for phrase in answer["dropped"])

    def start(self, name: str, at_s: float) -> None:
        """Forget what the set has heard; its next sample is the one at `at_s`."""
        self._ask({"do": "open", "set": name, "phrases": list(self._sets[name])})
        self._ask({"do": "start", "set": name, "at": at_s})

    def feed(self, name: str, samples: bytes) -> Hearing:
        """Hear the next samples, int16 little-endian at 16,000 Hz."""
        answer = self._ask({"do": "feed", "set": name}, samples)
        return Hearing(str(answer["partial"]), _words(answer["words"]))

    def flush(self, name: str) -> tuple[HeardWord, ...]:
        """Everything heard since the start or the last flush, decided now."""
        return _words(self._ask({"do": "flush", "set": name})["words"])

    def restart(self) -> None:
        """Replace a dead or hung child; the sets are open again with nothing heard."""
        self._child.kill()
        self._child = self._spawn()
        for name, phrases in self._sets.items():
            self.open(name, phrases)

    def close(self) -> None:
        """End the child."""
        self._child.close()

    def _spawn(self) -> Child:
        child = Child(_ENGINE)
        try:
            answer, _ = child.request({"do": "load", "model": str(self._model)}, timeout_s=_LOAD_TIMEOUT_S)
        except ChildDiedError as error:
            child.close()
            raise InputError(f"{self._model}: vosk cannot load this model; choose another with --model") from error
        except ChildTimeoutError as error:
            raise RecogniserError(f"{self._model}: the model was not loaded in {_LOAD_TIMEOUT_S:g} s") from error
        if "error" in answer:
            child.close()
            raise InputError(f"{self._model}: vosk cannot load this model; choose another with --model")
        return child

    def _ask(self, header: Header, payload: bytes = b"") -> Header:
        try:
            answer, _ = self._child.request(header, payload, timeout_s=_ANSWER_TIMEOUT_S)
        except (ChildDiedError, ChildTimeoutError, OSError) as error:
            raise RecogniserError(f"the recogniser is lost ({error}); it is started again") from error
        if "error" in answer:
            raise RecogniserError(f"the recogniser refused: {answer['error']}")
        return answer


def model_fingerprint(folder: Path) -> str:
    """A short hash of everything in the model that changes what is heard."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.name in _FINGERPRINT_PARTS and path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _words(rows: list[Any]) -> tuple[HeardWord, ...]:
    return tuple(HeardWord(str(word), float(start), float(end), float(conf)) for word, start, end, conf in rows)
