"""The prompt linter: every text that the guide can say in English, read by its rules."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest

from tests.content.readability import grade, sentences, words
from voice.content.catalogue import load
from voice.content.prompts import OURS, Prompt
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.commands import Command
from voice.guide.steps import Side, Step

ENGLISH = load("en")
STORAGE = [line for code in ENGLISH.regions.codes for line in ENGLISH.regions[code].storage.lines]
PROMPTS = {prompt.key: prompt for prompt in (*ENGLISH.prompts, *STORAGE)}
EMERGENCY_NUMBERS = {ENGLISH.regions[code].emergency_number for code in ENGLISH.regions.codes}
NAMED_SOURCES = {
    "leaflet",
    "Bliss",
    "CDC",
    "CDC Hear Her",
    "Enfield Council / UK Start for Life",
    "Fraser Health",
    "HealthLink BC (healthlinkbc.ca, Storing and using breastmilk)",
    "Marmet technique and Isle of Man Government",
    "MSD manual",
    "Ministry for Primary Industries, Feeding your baby expressed breast milk (mpi.govt.nz)",
    "NHS",
    "NHS Forth Valley",
    "NHMRC Infant Feeding Guidelines 2012, page 59 (nhmrc.gov.au)",
    "Rotherham NHS",
    "UCLH",
}
ASKED_FOR = ("next", "repeat", "switch side", "louder", "it hurts")
"""By the room check."""
FIRST_SESSION = (
    *("welcome_first", "welcome_limits", "container_kind", "wash", "sit", "massage", "choose_side", "hold", "explain"),
    "express",
)
THREE_SENTENCES = ("pain", "illness", "emergency", "storage", "welcome_first", "welcome_limits")
"""Keys that begin so may have three sentences; all others have two at most."""
MOST_WORDS = 20
"""In a sentence."""
SCRIPT_GRADE, PROMPT_GRADE = 6.0, 8.0
"""The Flesch-Kincaid grades that the whole script and a single prompt may reach."""
ENDS_ON_ITS_ANSWER = ("ask_switch", "ask_done", "ask_all_safe", "log_readback", "restore")
"""Prompts whose last word is what is waited for: short questions, as one person asks another. Those of their words that
the loudspeaker could say for her are masked while they sound; `test_prompts_over_an_echo` tries it."""


def fillings(prompt: Prompt) -> list[str]:
    """The prompt as said, with the values that can end a sentence differently."""
    spoken = ENGLISH.spoken
    variants = []
    for side, code, phrase in product(Side, ENGLISH.regions.codes, ASKED_FOR):
        values = {
            "phrase": phrase,
            "side": spoken.side(side),
            "hour": spoken.hour(2),
            "spot": spoken.spot(2),
            "done": spoken.hours_done([12, 2]),
            "minutes": spoken.minutes(3),
            "minute": spoken.number(4),
            "ago": spoken.duration(10_000.0),
            "amounts": spoken.amounts([Amount(Fraction(13), Unit.ML, side, Kind.MILK)]),
            "emergency": ENGLISH.regions[code].emergency,
            "crisis": ENGLISH.regions[code].crisis,
        }
        variants.append(prompt.say(**values))
    return list(dict.fromkeys(variants))


def digits_said(text: str) -> set[str]:
    """Every number that words in a row can be heard as: "9 1 1" and "9 11" are 911."""
    said = words(text)
    runs = ["".join(said[start:stop]) for start in range(len(said)) for stop in range(start + 1, len(said) + 1)]
    return {run for run in runs if run.isdigit()}


each_prompt = pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)


@each_prompt
def test_has_few_sentences_and_short_ones(prompt: Prompt) -> None:
    assert 1 <= len(sentences(prompt.text)) <= (3 if prompt.key.startswith(THREE_SENTENCES) else 2)
    assert prompt.text[-1] in ".?"
    for text in fillings(prompt):
        assert max(len(words(sentence)) for sentence in sentences(text)) <= MOST_WORDS


@each_prompt
def test_a_prompt_is_plain(prompt: Prompt) -> None:
    assert max(map(grade, fillings(prompt))) <= PROMPT_GRADE


def test_the_script_reads_at_sixth_grade() -> None:
    assert grade(" ".join(fillings(prompt)[0] for prompt in PROMPTS.values())) <= SCRIPT_GRADE


@each_prompt
def test_no_question_says_right_but_one_about_sides(prompt: Prompt) -> None:
    for sentence in sentences(prompt.text):
        if sentence.endswith("?") and "right" in words(sentence):
            assert "left" in words(sentence)


@each_prompt
def test_colostrum_is_named_at_the_container_alone(prompt: Prompt) -> None:
    assert "later milk" not in prompt.text
    if "colostrum" in words(prompt.text):
        assert prompt.key.removesuffix("_timed") in {"container", "container_kind"}


@each_prompt
def test_ends_on_no_phrase(prompt: Prompt) -> None:
    if prompt.key.startswith(ENDS_ON_ITS_ANSWER):
        return
    for text in fillings(prompt):
        said = words(text)
        while said and said[-1] in ENGLISH.phrases.around:
            said.pop()  # "next, please" is "next"
        endings = [found.phrase.text for found in ENGLISH.phrases.longest_in(tuple(said)) if found.stop == len(said)]
        assert not endings


@each_prompt
def test_contains_no_emergency_phrase_and_no_emergency_number(prompt: Prompt) -> None:
    for text in fillings(prompt):
        found = {phrase.command for _, _, phrase in ENGLISH.phrases.longest_in(tuple(words(text)))}
        assert Command.EMERGENCY not in found
        assert not EMERGENCY_NUMBERS & digits_said(text)


@each_prompt
def test_says_nothing_that_hurts_or_frightens(prompt: Prompt) -> None:
    forbidden = (
        r"squeez|\bslid|\bpull|\bdrag|massage (it )?(hard|firm)|\brub\b|\bheat|\bhot (pack|water|shower)"
        r"|mastitis|infect|abscess|clog|\bblocked|thrush|cancer|\bpill|medicine(?! cup)|antibiot|ibuprofen|paracetamol"
        r"|\bgoal|\btarget|streak|\benough milk|too little|only \d|low supply|better than|last time|well done|good job"
    )
    assert not re.search(forbidden, prompt.text, re.IGNORECASE)


@each_prompt
def test_never_claims_to_have_called(prompt: Prompt) -> None:
    assert not re.search(r"\bi('m| am) calling|\bi('ve| have)? called|\bi('ll| will) call", prompt.text, re.IGNORECASE)


@each_prompt
def test_calls_nothing_normal_but_few_drops(prompt: Prompt) -> None:
    for sentence in sentences(prompt.text):
        if "normal" in sentence.lower():
            assert "few or no drops" in sentence.lower()


@each_prompt
def test_names_warmth_only_while_getting_ready(prompt: Prompt) -> None:
    if "warm" in words(prompt.text):
        plain = prompt.key.removesuffix("_timed")
        assert plain in {"container", "container_kind", "container_keywords", "massage"}


@each_prompt
def test_has_a_source_that_a_clinician_can_look_up(prompt: Prompt) -> None:
    parts = prompt.source.split("; ")
    assert parts == [OURS] or set(parts) <= NAMED_SOURCES


@each_prompt
def test_medical_words_need_more_than_our_own_word(prompt: Prompt) -> None:
    medical = (
        r"\bpain\b.*\bcall|care team|doctor|clinician|\bnormal|nipple|inch|several minutes|thaw|freez|massage"
        r"|care at once|gently|rhythm|wash"
    )
    if re.search(medical, prompt.text, re.IGNORECASE):
        assert prompt.source != OURS


def test_every_step_has_its_prompt() -> None:
    assert {step.value for step in Step} <= PROMPTS.keys()


@pytest.mark.parametrize(
    ("part", "keys", "wanted"),
    [
        ("getting ready", ("wash", "sit", "massage"), ("wash your hands", "chair or bed", "gently massage", "towel")),
        ("towel before washing", ("container",), ("warm towel",)),
        ("press", ("hold", "explain"), ("an inch to an inch and a half", "make a c", "back toward your chest")),
        ("press, in few words", ("hold_keywords",), ("an inch to an inch and a half from the nipple", "gently")),
        ("compress", ("explain",), ("keep pressing as you compress", "thumb and fingers come together gently")),
        ("relax", ("explain",), ("relax your fingers",)),
        ("stay", ("explain",), ("stay there until no more drops come",)),
        ("move", ("move",), ("move your thumb", "areola", "darker skin", "press, compress, and relax")),
        ("switch", ("five_minutes", "ten_minutes"), ("five minutes", "ten")),
        ("rhythm", ("express",), ("rhythm like your baby's", "faster or slower")),
        ("few drops", ("few_drops",), ("few or no drops is normal the first few times", "practice helps")),
        ("few drops, asked", ("none_yet",), ("few or no drops is normal the first few times",)),
        ("collect", ("container",), ("medicine cup or teaspoon for colostrum", "any clean container")),
        ("collect, asked", ("container_kind",), ("colostrum", "medicine cup or teaspoon", "any clean container")),
        ("store", ("store",), ("if you won't use your milk at once, refrigerate or freeze it",)),
        ("limits", ("welcome_limits",), ("can't diagnose, or take your doctor's place", "still pregnant")),
        ("limits, at the end", ("goodbye_first",), ("questions, or a problem that lasts, ask your doctor",)),
    ],
)
def test_the_leaflet_is_all_there(part: str, keys: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    said = " ".join(PROMPTS[key].text.lower() for key in keys)
    assert [words for words in wanted if words not in said] == []
    assert all("leaflet" in PROMPTS[key].source for key in keys)


def test_a_first_session_says_little_before_the_first_beat() -> None:
    """At 125 words a minute, half a second between sentences, 1.2 s an answer: at most 110 s (the contract)."""
    texts = [PROMPTS[key].text for key in FIRST_SESSION]
    spoken_s = sum(len(words(text)) for text in texts) / 125 * 60
    pauses_s = sum(len(sentences(text)) - 1 for text in texts) * 0.5
    assert spoken_s + pauses_s + 1.2 * 8 <= 110


@pytest.mark.parametrize("key", ["express", "express_again", "resume"])
def test_what_comes_just_before_the_beat_is_one_sentence(key: str) -> None:
    assert len(sentences(PROMPTS[key].text)) == 1


def test_help_names_three_things_at_most() -> None:
    for key, prompt in PROMPTS.items():
        if key.startswith(("help_", "more_")):
            named = re.split(r", or |, | or ", prompt.text)
            assert len(named) <= 3, key


def test_the_crisis_reply_is_warm_and_names_the_line() -> None:
    reply = PROMPTS["emergency_crisis"]
    assert "glad you told me" in reply.text
    assert reply.placeholders == {"crisis", "emergency"}


def test_a_missing_value_is_named() -> None:
    with pytest.raises(ValueError, match="prompt move needs hour"):
        PROMPTS["move"].say()
