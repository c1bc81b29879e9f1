"""What the second ear's texts mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.hearing.meaning.english import command, meaning
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.live import Situation
from voice.guide.phrases import Phrase
from voice.guide.steps import Step

PHRASES = load("en").phrases
TUNING = tomllib.loads((Path(__file__).parent / "tuning.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Could you say that again, please?", Command.REPEAT),
        ("Hold on a second.", Command.PAUSE),
        ("Let's switch to the other side.", Command.SWITCH_SIDE),
        ("How much longer?", Command.HOW_LONG),
        ("Can you slow down a bit?", Command.SLOWER),
        ("Could you speak up a little?", Command.LOUDER),
        ("I think we can stop now.", Command.FINISH),
        ("What are my options?", Command.HELP),
        ("Take that back.", Command.UNDO),
        ("How long can I keep the milk?", Command.STORAGE),
        ("Yes, it does.", Command.YES),
        ("No, I'm fine.", Command.NO),
        ("The left one.", Command.LEFT),
    ],
)
def test_a_command_may_be_said_in_other_words(text: str, wanted: Command) -> None:
    assert command(text) == (wanted, None)


@pytest.mark.parametrize(
    ("text", "value"), [("Nothing is coming out.", "none_yet"), ("There's no more milk coming.", "ended")]
)
def test_other_words_have_the_value_of_what_they_say(text: str, value: str) -> None:
    assert command(text) == (Command.NO_MORE_DROPS, value)


@pytest.mark.parametrize(
    "text",
    [
        "He went to the other side of the street.",
        "I told her to stop calling.",
        "That's right, I saw it too.",
        "Don't stop.",
        "I can't stop now.",
        "Should I stop?",
        "Not the other side.",
        "Don't switch yet.",
        "That's it.",
    ],
)
def test_only_a_whole_utterance_is_a_command(text: str) -> None:
    assert meaning(text) is None


@pytest.mark.parametrize("phrase", PHRASES.all, ids=lambda phrase: phrase.text)
def test_a_phrase_of_the_table_stays_that_phrase(phrase: Phrase) -> None:
    for text in (phrase.text, f"{phrase.text.capitalize()}.", f"Um, {phrase.text}, please!"):
        meant = meaning(text)
        assert meant is not None
        assert meant.phrase is phrase or meant.phrase.command is phrase.command


def test_other_words_make_a_phrase_of_their_own() -> None:
    meant = meaning("Ready when you are!")
    assert meant is not None
    assert (meant.phrase.text, meant.phrase.conversational, meant.whole) == ("ready when you are", True, True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It stopped.", (Command.NO_MORE_DROPS, "ended")),
        ("Stop counting.", (Command.COUNTING_OFF, None)),
        ("Stop listening.", (Command.SLEEP, None)),
        ("Slow down.", (Command.SLOWER, None)),
        ("It slowed down.", None),
        ("Switch.", (Command.ASK_SWITCH, None)),
        ("Wait, it hurts.", (Command.PAIN, None)),
        ("Stop for a second.", (Command.PAUSE, None)),
        ("That's it for today.", (Command.FINISH, None)),
        ("We're done.", (Command.FINISH, None)),
        ("Right now.", None),
        ("Well done.", None),
        ("Yeah, right.", None),
    ],
)
def test_what_sounds_alike_is_told_apart(text: str, wanted: tuple[Command, str | None] | None) -> None:
    assert command(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Can you slow down?", Command.SLOWER),
        ("Can we stop here?", Command.FINISH),
        ("What's next?", Command.NEXT),
        ("Sorry?", Command.REPEAT),
    ],
)
def test_a_question_to_the_guide_is_a_command(text: str, wanted: Command) -> None:
    assert command(text) == (wanted, None)


@pytest.mark.parametrize("text", ["Ready?", "All done?", "Right?", "Stop?", "Sorry."])
def test_a_question_mark_matters(text: str) -> None:
    assert meaning(text) is None


def test_every_part_of_a_sentence_may_say_the_same() -> None:
    meant = meaning("The baby's crying, hold on!")
    assert meant is not None
    assert (meant.phrase.command, meant.phrase.text, meant.whole) == (
        Command.PAUSE,
        "the baby's crying hold on",
        True,
    )


@pytest.mark.parametrize("text", ["The baby is awake, hold on.", "Say it again, I was distracted.", "Oops, undo that."])
def test_what_only_explains_a_command_may_stand_beside_it(text: str) -> None:
    assert meaning(text) is not None


def test_two_commands_in_one_sentence_are_none() -> None:
    assert meaning("Louder. Next.") is None


@pytest.mark.parametrize("text", ["Wait, wait, wait!", "No, no.", "Stop. Stop. Stop."])
def test_people_say_things_twice(text: str) -> None:
    assert meaning(text) is not None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We were just sitting here and it really hurts me.", Command.PAIN),
        ("Hang on, I think I have a temperature, mum.", Command.ILLNESS),
        ("Oh god, my baby isn't breathing, come here!", Command.EMERGENCY),
        ("Somebody please call 911, quick!", Command.EMERGENCY),
        ("I'm so tired that I might hurt my baby one day.", Command.EMERGENCY),
    ],
)
def test_safety_counts_amid_other_words(text: str, wanted: Command) -> None:
    meant = meaning(text)
    assert meant is not None
    assert (meant.phrase.command, meant.whole) == (wanted, False)
    assert meant.phrase.counts_anywhere


@pytest.mark.parametrize(
    "text",
    [
        "It doesn't hurt.",
        "It hurts less now.",
        "It hurts a bit less.",
        "I'm not bleeding.",
        "She's not choking.",
        "No pain.",
        "No chest pain, no fever.",
        "I don't have any chest pain.",
        "There isn't a lump.",
        "I don't think it hurts.",
        "Tell me if it hurts.",
        "You don't need to call an ambulance.",
        "I'm okay now.",
    ],
)
def test_what_is_denied_is_no_match(text: str) -> None:
    assert meaning(text) is None


def test_a_denial_of_something_else_hides_nothing() -> None:
    assert command("I can't do this any more, it hurts.") == (Command.PAIN, None)
    assert command("No, stop, it hurts!") == (Command.PAIN, None)


@pytest.mark.parametrize("text", ["I want to hurt myself.", "I might hurt my baby.", "I want to die."])
def test_a_crisis_is_marked(text: str) -> None:
    meant = meaning(text)
    assert meant is not None
    assert (meant.phrase.command, meant.phrase.crisis) == (Command.EMERGENCY, True)


@pytest.mark.parametrize("text", ["911", "9-1-1.", "Nine nine nine.", "He isn't breathing!", "She's choking."])
def test_a_bare_number_and_somebody_elses_breath_count_as_a_whole(text: str) -> None:
    meant = meaning(text)
    assert meant is not None
    assert (meant.phrase.command, meant.whole) == (Command.EMERGENCY, True)


@pytest.mark.parametrize("text", ["It was 999 euros.", "In the film he isn't breathing at the end.", "Room 112 please"])
def test_inside_a_text_they_do_not(text: str) -> None:
    assert meaning(text) is None


@pytest.mark.parametrize("text", ["", "You", "Thank you.", "Uh...", "Stop stop stop stop stop stop", "?!"])
def test_a_phantom_means_nothing(text: str) -> None:
    assert meaning(text) is None


@pytest.mark.parametrize("named", TUNING["commands"])
def test_what_the_templates_were_tuned_on(named: str) -> None:
    name, _, value = named.partition("/")
    wanted = (Command(name), value or None)
    assert {text: command(text) for text in TUNING["commands"][named] if command(text) != wanted} == {}


def test_talk_that_the_templates_were_tuned_on() -> None:
    assert {text: command(text) for text in TUNING["nothing"]["talk"] if command(text) is not None} == {}


@pytest.mark.parametrize("text", ["I'm all set.", "Okay, got that."])
def test_that_she_is_ready_means_nothing_while_she_expresses(text: str) -> None:
    meant = meaning(text)
    assert meant is not None and meant.phrase.command is Command.NEXT
    assert not Situation(Step.EXPRESS, recent=True).lives(meant.phrase)
    assert Situation(Step.WASH).lives(meant.phrase)
    assert Situation(Step.EXPRESS, late=frozenset({Command.NEXT})).lives(meant.phrase), "the guide went on just now"
