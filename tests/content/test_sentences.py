"""The English sentences: each means its command, none is said by the guide itself, and none contradicts the table."""

from __future__ import annotations

import pytest

from tests.content.readability import sentences
from tests.content.test_prompts import PROMPTS, fillings
from tests.hearing.meaning.english import meaning, templates
from voice.content.catalogue import load
from voice.content.prompts import Prompt
from voice.content.sentences import Sentence
from voice.guide.commands import SAFETY, Command
from voice.guide.phrases import Phrase

ENGLISH = load("en")
SENTENCES = ENGLISH.sentences.all
each_sentence = pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.example)


def as_said(sentence: Sentence) -> str:
    return f"{sentence.example}{'?' if sentence.question else '.'}"


@each_sentence
def test_the_example_that_is_shown_means_what_its_entry_means(sentence: Sentence) -> None:
    meant = meaning(as_said(sentence))
    assert meant is not None
    assert meant.sentence == sentence
    assert (meant.phrase.command, meant.phrase.value) == (sentence.command, sentence.value)
    assert meant.phrase.crisis is sentence.crisis


@each_sentence
def test_no_other_entry_has_the_example(sentence: Sentence) -> None:
    meant = meaning(as_said(sentence))
    assert meant is not None
    assert templates().entries(meant.phrase.text) == (sentence,)


def test_every_command_but_amounts_can_be_said_in_other_words() -> None:
    assert {sentence.command for sentence in SENTENCES} == set(Command) - {Command.LOG, Command.CORRECT}


def test_marks_are_those_of_safety_alone() -> None:
    for sentence in SENTENCES:
        assert sentence.command in SAFETY or not (sentence.whole or sentence.body_word or sentence.crisis)


@pytest.mark.parametrize("phrase", ENGLISH.phrases.all, ids=lambda phrase: phrase.text)
def test_no_template_gives_a_phrase_of_the_table_another_meaning(phrase: Phrase) -> None:
    others = {(entry.command, entry.value) for entry in templates().entries(phrase.text)}
    assert others <= {(phrase.command, phrase.value)}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_no_sentence_of_the_guide_is_a_command(prompt: Prompt) -> None:
    for text in fillings(prompt):
        for said in (text, *sentences(text)):
            assert meaning(said) is None, said
