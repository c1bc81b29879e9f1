"""The second ear as the rest of the program sees it: a child process that is started again a few times."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from voice.errors import SecondEarError
from voice.hearing.words.second_files import SECOND_EAR_FILES
from voice.hearing.words.transcript import Question, Transcript
from voice.processes.child import Child, ChildDiedError, ChildTimeoutError, Header

MOST_RESTARTS = 3
_ENGINE = "voice.hearing.words.second_engine"
_ENVIRONMENT = {"ORT_DISABLE_TELEMETRY": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""It counts nobody, and its libraries compute on one thread."""
_LOAD_TIMEOUT_S = 60.0
_ANSWER_TIMEOUT_S = 10.0
_WAITING = 8
"""Questions that wait for the process; more are not asked, since what is late is of no use."""
_JUDGED_ANSWERS = 20
TOO_SLOW_S = 0.4
_CLOSE_TIMEOUT_S = 2.0


class SecondProcess:
    """The process, which answers one question at a time; owned by one thread, closed by `close`.

    Raises SecondEarError from everything: where its files are missing or damaged, when it died or hangs (it is started
    again with the next question), and once it was started `MOST_RESTARTS` times again.
    """

    def __init__(self) -> None:
        self._folder = SECOND_EAR_FILES.folder()
        self._restarts = 0
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The process id, for faults in a rehearsal and for measuring; None while it does not run."""
        return None if self._child is None else self._child.pid

    @property
    def lost(self) -> bool:
        """Whether it is not started again."""
        return self._child is None and self._restarts > MOST_RESTARTS

    def load(self) -> None:
        """Start it and wait until it hears."""
        child = Child(_ENGINE, _ENVIRONMENT)
        try:
            answer, _ = child.request({"do": "load", "folder": str(self._folder)}, timeout_s=_LOAD_TIMEOUT_S)
        except (ChildDiedError, ChildTimeoutError, OSError) as error:
            child.close()
            raise SecondEarError(f"The second ear could not be loaded ({error}).") from error
        if "error" in answer:
            child.close()
            raise SecondEarError(str(answer["error"]))
        self._child = child

    def hear(self, question: Question) -> Transcript:
        """The answer to a question."""
        if self._child is None:
            self._restart()
        assert self._child is not None
        request: Header = {"do": "hear", "texts": list(question.words)}
        try:
            sound = question.sound.astype("<f4", copy=False).tobytes()
            answer, _ = self._child.request(request, sound, timeout_s=_ANSWER_TIMEOUT_S)
        except (ChildDiedError, ChildTimeoutError, OSError) as error:
            self.close()
            raise SecondEarError(f"The second ear is lost ({error}).") from error
        if "error" in answer:
            raise SecondEarError(f"The second ear refused: {answer['error']}.")
        scores = dict(zip(question.words, map(float, answer["scores"]), strict=True))
        return Transcript(str(answer["text"]), float(answer["certainty"]), float(answer["own"]), scores)

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()  # it keeps nothing, and may hang

    def _restart(self) -> None:
        self._restarts += 1
        if self.lost:
            raise SecondEarError("The second ear is lost, and is not started again.")
        self.load()


class AwaitedSecond:
    """A `SecondEar` whose answers are waited for, and take no time of the stream: for rehearsals and recordings."""

    slow = False
    """A machine is never judged where nobody waits for it."""

    def __init__(self) -> None:
        """Loads it. Raises SecondEarError where it cannot be used."""
        self._process = SecondProcess()
        self._process.load()
        self._later_s = 0.0
        self._known: deque[tuple[float, int, Transcript]] = deque()
        self._struck = False
        self.waited_s = 0.0
        """How long its answers were waited for so far, in seconds of the clock."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.close()

    @property
    def pid(self) -> int | None:
        """The process id, for measuring; None while it does not run."""
        return self._process.pid

    def begin_anew(self) -> None:
        """As it was when it was made, whatever befell it."""
        self._known.clear()
        self._later_s = 0.0
        if self._struck:
            self._process.close()
            self._process = SecondProcess()
            self._process.load()
            self._struck = False

    def strike(self, number: signal.Signals) -> None:
        """Send its process a signal, as a fault in a rehearsal does."""
        self._struck = True
        if self._process.pid is not None:
            os.kill(self._process.pid, number)

    @property
    def ready(self) -> bool:
        """Whether questions are answered."""
        return not self._process.lost

    def slow_down(self, later_s: float) -> None:
        """From now on each answer is known so much later."""
        self._later_s = later_s

    def ask(self, question: Question, now_s: float) -> None:
        """Answer at once; what a process that died or hangs was asked is never answered."""
        began = time.monotonic()
        try:
            self._known.append((now_s + self._later_s, question.number, self._process.hear(question)))
        except SecondEarError:
            pass  # the first ear decides alone, as it does in a session
        self.waited_s += time.monotonic() - began

    def answers(self, now_s: float) -> list[tuple[int, Transcript]]:
        """The answers that are known by now."""
        known: list[tuple[int, Transcript]] = []
        while self._known and self._known[0][0] <= now_s + 1e-9:
            _, number, transcript = self._known.popleft()
            known.append((number, transcript))
        return known


class LiveSecond:
    """A `SecondEar` for a session: a thread of its own ("second ear") loads the process and waits for its answers.

    `ask` and `answers` never block. Where it cannot be used, `ready` stays False.
    """

    def __init__(self, process: SecondProcess, beside: Callable[[], object]) -> None:
        """`beside` is done on the thread once the process is loaded, and before it is ready."""
        self._process = process
        self._beside = beside
        self._questions: queue.Queue[Question | None] = queue.Queue(_WAITING)
        self._answers: queue.SimpleQueue[tuple[int, Transcript]] = queue.SimpleQueue()
        """Without a bound, since no more than `_WAITING` questions are under way."""
        self._took_s: deque[float] = deque(maxlen=_JUDGED_ANSWERS)
        self._loaded = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="second ear", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_up()
        self._thread.join(_CLOSE_TIMEOUT_S)

    def give_up(self) -> None:
        """Hear nothing any more, and hold no memory; may be called on any thread."""
        self._closing.set()
        self._loaded.clear()
        self._process.close()  # whatever the thread waits for ends with it
        try:
            self._questions.put_nowait(None)
        except queue.Full:
            pass  # it finds its process gone

    @property
    def ready(self) -> bool:
        """Whether questions are answered now."""
        return self._loaded.is_set()

    @property
    def slow(self) -> bool:
        """Whether the slowest of the last twenty answers but one took more than 0.4 s."""
        took_s = sorted(self._took_s)
        return len(took_s) == _JUDGED_ANSWERS and took_s[-2] > TOO_SLOW_S

    def ask(self, question: Question, now_s: float) -> None:
        """Hand a question to the thread; where too many wait already it is lost."""
        try:
            self._questions.put_nowait(question)
        except queue.Full:
            pass  # the first ear decides alone, as for every answer that comes too late

    def answers(self, now_s: float) -> list[tuple[int, Transcript]]:
        """The answers that came since the last call."""
        known: list[tuple[int, Transcript]] = []
        while True:
            try:
                known.append(self._answers.get_nowait())
            except queue.Empty:
                return known

    def _run(self) -> None:
        try:
            self._process.load()
        except SecondEarError:
            return  # `voice check` says why
        if self._closing.is_set():
            self._process.close()  # it was given up meanwhile
            return
        self._beside()
        self._loaded.set()
        while (question := self._questions.get()) is not None and not (self._process.lost or self._closing.is_set()):
            began = time.monotonic()
            try:
                transcript = self._process.hear(question)
            except SecondEarError:
                continue
            self._took_s.append(time.monotonic() - began)
            self._answers.put((question.number, transcript))
        self._loaded.clear()
