"""A desk to play a session on paper: the guide alone, with narration that takes its time."""

from __future__ import annotations

from dataclasses import dataclass, field

from voice.content.catalogue import load
from voice.guide.actions import (
    Acted,
    Action,
    End,
    EraseHistory,
    Hush,
    Ignored,
    Keep,
    PlayEarcon,
    Save,
    Say,
    Show,
    ShowNote,
    Spoken,
    StartBeat,
    StopBeat,
)
from voice.guide.amounts import Amount
from voice.guide.content import Content
from voice.guide.events import Event, Heard, Kept, NarrationEnded, Opened, TimePassed
from voice.guide.machine import Guide
from voice.guide.manner import Manner
from voice.guide.state import Opening, State
from voice.guide.steps import Side, Step

SECONDS_A_WORD = 0.4


def content(region: str = "us") -> Content:
    """The English content for a region."""
    catalogue = load("en")
    return Content(
        catalogue.phrases, catalogue.prompts, catalogue.spoken, catalogue.regions[region], catalogue.sentences
    )


@dataclass
class Desk:
    """Speaks to the guide and keeps what it wanted done. Time passes in steps of 0.1 s."""

    opening: Opening = field(default_factory=Opening)
    guide: Guide = field(init=False)
    now: float = 0.0
    done: list[tuple[float, Action]] = field(default_factory=list)
    disk_takes: bool = True
    """Whether what is kept stands on the disk at once."""
    _speaking: Say | None = None
    _silent_at: float = 0.0

    def __post_init__(self) -> None:
        self.content = content()
        self.guide = Guide(self.content, self.opening)
        self.tell(Opened())

    @property
    def state(self) -> State:
        return self.guide.state

    @property
    def step(self) -> Step:
        return self.guide.state.step

    def at(self, step: Step) -> bool:
        """Whether the session stands in this step."""
        return self.guide.state.step is step

    def tell(self, event: Event) -> list[Action]:
        """Hand over one event and take what comes back."""
        actions = list(self.guide.handle(event, self.now))
        self.done += [(self.now, action) for action in actions]
        for action in actions:
            self.carry_out(action)
        if self.disk_takes and any(isinstance(action, Keep | EraseHistory) for action in actions):
            actions += self.tell(Kept())
        return actions

    def carry_out(self, action: Action) -> None:
        """Do what the guide wants, as far as it shows here."""
        if isinstance(action, Say):
            self._cut()
            self._speaking = action
            self._silent_at = self.now + SECONDS_A_WORD * len(action.text.split())
        elif isinstance(action, Hush):
            self._cut()

    def _cut(self) -> None:
        if self._speaking is not None:
            cut, self._speaking = self._speaking, None
            self.tell(NarrationEnded(cut.id, cut=True))

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now = round(self.now + 0.1, 3)
            if self._speaking is not None and self.now >= self._silent_at:
                ended, self._speaking = self._speaking, None
                self.tell(NarrationEnded(ended.id, cut=False))
            self.tell(TimePassed())

    @property
    def silent(self) -> bool:
        """Whether nothing is being said."""
        return self._speaking is None

    def listen(self) -> None:
        """Wait until the guide is silent, and what follows by itself has been said too."""
        goes_on = self._speaking is not None and self._speaking.goes_on
        while self._speaking is not None:
            self.wait(0.1)
        if goes_on:
            self.wait(0.6)
            self.listen()

    def say(
        self,
        text: str,
        *,
        certain: bool = True,
        replaces: bool = False,
        manner: Manner | None = None,
        talking: bool = False,
        spell: bool = False,
    ) -> list[Action]:
        """Say a phrase or an amount, half a second after the guide fell silent or over its voice."""
        words = tuple(text.split())
        phrase = self.content.phrases.find(words)
        return self.tell(
            Heard(
                words,
                phrase,
                speech_end_s=self.now,
                decided_s=self.now,
                certain=certain,
                replaces=replaces,
                manner=manner,
                talking=talking,
                spell=spell,
            )
        )

    def answer(self, *texts: str) -> None:
        """Wait for the prompt's end before each of these, then say it."""
        for text in texts:
            self.listen()
            self.wait(0.7)
            self.say(text)

    def to_express(self) -> None:
        """Get through the preparations with the left side, to the running beat."""
        self.answer("next", "next", "next", "next", "next", "left", "next", "next")
        self.listen()
        self.wait(0.5)

    def to_second_side(self) -> None:
        """On from a running beat to the beat on the other side."""
        self.say("other side")
        self.answer("next", "next")
        self.listen()
        self.wait(0.5)

    def to_collected(self) -> None:
        """On from a running beat to the question for amounts, both sides done."""
        self.to_second_side()
        self.say("other side")
        self.answer("next")
        self.listen()

    def text(self, key: str, **values: str) -> str:
        """A prompt of the content as it is said."""
        return self.content.text(key, **values)

    def said(self, kind: Spoken | None = None) -> list[str]:
        """Everything said so far, or what was said as one kind."""
        says = [action for _, action in self.done if isinstance(action, Say)]
        return [say.text for say in says if kind is None or say.kind is kind]

    @property
    def last(self) -> str:
        """What was said last."""
        return self.said()[-1]

    def shown(self) -> list[str]:
        """What was only shown so far."""
        return [action.text for _, action in self.done if isinstance(action, ShowNote)]

    def beats_begun(self) -> int:
        """How often the beat began so far."""
        return sum(isinstance(action, StartBeat) for _, action in self.done)

    def saved(self) -> list[Amount]:
        """The amounts that were logged so far."""
        return [action.amount for _, action in self.done if isinstance(action, Save)]

    def earcons(self) -> list[str]:
        """The earcons that sounded so far."""
        return [action.name.value for _, action in self.done if isinstance(action, PlayEarcon)]

    def ends(self) -> list[str]:
        """Why the session ended: at most one reason."""
        return [action.reason.value for _, action in self.done if isinstance(action, End)]

    def expressed_s(self, side: Side) -> float:
        """Seconds expressed on a side."""
        return self.state.breast(side).expressed_s

    def commands(self) -> list[str]:
        """The commands that acted so far, as the timeline names them."""
        return [action.command.value for _, action in self.done if isinstance(action, Acted)]

    def ignored(self) -> list[tuple[str, str]]:
        """What was ignored so far, and why."""
        return [(action.heard.text, action.reason.value) for _, action in self.done if isinstance(action, Ignored)]

    def steps(self) -> list[str]:
        """The steps shown so far, one after another."""
        steps: list[str] = []
        for _, action in self.done:
            if isinstance(action, Show) and (not steps or steps[-1] != action.step.value):
                steps.append(action.step.value)
        return steps

    @property
    def beating(self) -> bool:
        """Whether the beat sounds now."""
        on = [isinstance(action, StartBeat) for _, action in self.done if isinstance(action, StartBeat | StopBeat)]
        return bool(on) and on[-1]
