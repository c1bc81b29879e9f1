"""Which words the model must know: those of the phrase table, amounts, safety, and the most frequent of English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scripts.train.lexicon import in_dictionary
from voice.content.catalogue import load
from voice.guide.amounts import Unit, vocabulary
from voice.guide.phrases import PhraseTable

FREQUENT_WORDS = 5_500
HIGHEST_AMOUNT = 200

_ALSO = (
    "colostrum milk bottle fridge freezer fever chills lump seizure fainting bleeding choking emergency ambulance "
    "doctor nurse midwife nipple areola breast breasts thumb finger fingers press compress relax massage towel wash "
    "teaspoon teaspoons tablespoon tablespoons cup cups spoon third quarter quarters point hundred thousand "
    "yes yeah yep yup no nope nah okay ok please sorry thanks thank cancel confirm correct wrong right left both "
    "okay ready guide start begin go stop end help volume rate tempo beat count rhythm slow fast quick breath breathe "
    "mute unmute louder quieter softer whisper resume pause continue switch swap change undo erase delete repeat"
)
"""Words that a next version of the phrase table may well want."""


def phrase_texts(table: PhraseTable | None = None) -> tuple[str, ...]:
    """Every phrase of the table."""
    phrases = table or load("en").phrases
    return tuple(phrase.text for phrase in phrases.all)


def narration_texts() -> tuple[str, ...]:
    """What the guide itself says: its prompts, without what is filled in."""
    prompts = load("en").prompts
    said = (prompt.say(**dict.fromkeys(prompt.placeholders, "")) for prompt in prompts)
    texts = (" ".join(text.split()) for text in said)
    return tuple(dict.fromkeys(text for text in texts if text))


def amount_texts(count: int, *, seed: int) -> tuple[str, ...]:
    """Amounts as people say them: examples of the table, every number up to two hundred, and `count` more by chance."""
    amounts = load("en").phrases.amounts.listened_for
    rng = np.random.default_rng(seed)
    units = [" ".join(words) for words, measure in amounts.units.items() if measure.unit is not Unit.DROPS]
    openings = [" ".join(words) for words in amounts.opening]
    texts = [*amounts.examples, *amounts.corrections]
    texts += [number for value in range(HIGHEST_AMOUNT + 1) for number in (in_words(value),)]
    for _ in range(count):
        number = in_words(int(rng.choice((rng.integers(1, 21), rng.integers(1, HIGHEST_AMOUNT + 1)))))
        other = in_words(int(rng.integers(1, 61)))
        unit = str(rng.choice(units))
        texts.append(
            str(
                rng.choice(
                    (
                        f"{rng.choice(openings)} {number}",
                        f"{number} {unit}",
                        f"{rng.choice(openings)} {number} {unit}",
                        f"{number} and a half {unit}",
                        f"half {rng.choice(('a', 'an'))} {unit}",
                        f"left {number} right {other}",
                        f"no {number}",
                        f"not {number} {other}",
                        f"{number} of {rng.choice(('first milk', 'milk', 'colostrum'))}",
                        f"a few {rng.choice(('drops', 'mils'))}",
                    )
                )
            )
        )
    return tuple(dict.fromkeys(texts))


def in_words(number: int) -> str:
    """A whole number below a thousand, with the table's own words: 121 is "one hundred and twenty one"."""
    numbers = {value: word for word, value in load("en").phrases.amounts.numbers.items()}
    hundreds, rest = divmod(number, 100)
    words = [numbers[hundreds], "hundred"] if hundreds else []
    if hundreds and rest:
        words.append("and")
    if rest in numbers and (rest or not hundreds):
        words.append(numbers[rest])
    elif rest:
        words += [numbers[rest // 10 * 10], numbers[rest % 10]]
    return " ".join(words)


def command_words() -> tuple[str, ...]:
    """Every word of the phrase table and of amounts, those around commands, and likely words of later tables."""
    table = load("en").phrases
    words = [word for phrase in table.all for word in phrase.words]
    words += [word for denial in table.denials for word in denial]
    words += [*sorted(table.around), *(word for text in vocabulary(table.amounts) for word in text.split())]
    return tuple(dict.fromkeys([*words, *_ALSO.split()]))


def frequent_words(transcripts: Iterable[str], most: int = FREQUENT_WORDS) -> tuple[str, ...]:
    """The most frequent words of these texts that the dictionary has, the most frequent first."""
    counted = Counter(word for text in transcripts for word in text.split())
    known = (word for word, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0])) if in_dictionary(word))
    return tuple(word for word, _ in zip(known, range(most), strict=False))
