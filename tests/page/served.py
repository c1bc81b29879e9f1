"""A page that a test serves: a session on paper, shown in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.screen.stage import Stage
from voice.audio.orders import Phase
from voice.content.catalogue import load
from voice.guide.measures import Unit
from voice.page.admission import Admission
from voice.page.application import Session
from voice.page.history import History
from voice.page.hub import Hub
from voice.page.server import Binding, PageServer
from voice.session.keys import Keyboard
from voice.session.moment import Moment
from voice.session.touch import Touch, Touches


@dataclass
class Served:
    """What is served and what was touched; touches reach the stage's guide when `play` is called."""

    stage: Stage
    hub: Hub
    admission: Admission
    night: bool = False
    touches: list[Touch] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    server: PageServer = field(init=False)
    again: Callable[[], None] = field(init=False)
    """Lose every connection."""

    def __post_init__(self) -> None:
        self._touches = Touches(Keyboard(self.stage.desk.content.phrases))
        self._taken = 0

    @property
    def address(self) -> str:
        """The whole address, with the token."""
        return f"{self.server.address}#token={self.admission.token}"

    def show(self) -> None:
        """Show the stage as it stands."""
        self.hub.show(self.stage.view)

    def beat(self, phase: Phase, *, ago_s: float = 0.0, length_s: float = 60.0) -> None:
        """Let a beat have begun."""
        self.hub.beat(phase, time.monotonic() - ago_s, length_s, 0)

    def play(self) -> None:
        """Hand what was touched to the guide and show what came of it."""
        desk = self.stage.desk
        for touch in self.touches[self._taken :]:
            moment = Moment(desk.now, desk.state, desk.guide.live(desk.now), None, desk.guide.asking)
            heard = self._touches.heard(touch, moment)
            if heard is not None:
                desk.tell(heard)
            desk.wait(1.0)
        self._taken = len(self.touches)
        self.show()


@contextmanager
def served(
    stage: Stage,
    binding: Binding | None = None,
    *,
    night: bool = False,
    journal: Path | None = None,
    units: Unit | None = None,
) -> Iterator[Served]:
    """Serve a stage while the block runs, with the history of the journal in that folder."""
    catalogue = load("en")
    one = Served(stage, Hub(), Admission(), night)
    with History(journal, units) as history, ExitStack() as stack:
        session = Session(
            one.hub,
            one.admission,
            catalogue.screen,
            catalogue.spoken,
            one.touches.append,
            lambda code, _: one.codes.append(code),
            lambda: one.night,
            history,
        )
        one.server = stack.enter_context(PageServer(session, binding or Binding()))
        one.again = lambda: _served_again(one, session, stack)
        one.show()
        yield one
        one.hub.end()
        one.hub.wait_for_none(2.0)


def _served_again(one: Served, session: Session, stack: ExitStack) -> None:
    """As after a lost connection: every socket is closed, and the same place is opened anew."""
    port = int(one.server.address.rstrip("/").rpartition(":")[2])
    stack.close()
    one.server = stack.enter_context(PageServer(session, Binding(port=port)))
