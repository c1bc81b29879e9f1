"""The figures as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from scripts.bench.evaluation.calibration import Curves, HeldOut
from scripts.bench.evaluation.commands import CommandMarks
from scripts.bench.evaluation.marks import NOTHING, Outcome, Rate, Tally, quantiles
from scripts.bench.evaluation.own_words import OwnWordsMarks
from voice.hearing.judgement.thresholds import THRESHOLDS

_WORST = 12
_SHOWN_PHRASES = 6
_TRIED = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def print_commands(name: str, marks: CommandMarks) -> None:
    """Outcomes by condition, word and speaker, and what was heard in place of what."""
    print_tallies(f"{name}: commands said alone, by condition", marks.by_condition)
    print_tallies(f"{name}: by word, clean", marks.by_word)
    print_tallies(f"{name}: amounts, clean", {"numbers": marks.amounts})
    shares = [tally.share(Outcome.HEARD) for tally in marks.by_speaker.values() if tally.total >= 2]
    if shares:
        whole, none = (sum(share == all_of for share in shares) for all_of in (1.0, 0.0))
        parts = quantiles(shares, (0.05, 0.1, 0.25, 0.5))
        print(f"\n{name}: of {len(shares)} speakers with two words or more, {whole} heard always, {none} never")
        print("share heard of the speakers at " + ", ".join(f"{at}: {share:.0%}" for at, share in parts.items()))
    print(f"\n{name}: what was heard in place of what, clean")
    confused = [(said, heard, count) for said, tally in marks.by_word.items() for heard, count in tally.instead.items()]
    for said, heard, count in sorted(confused, key=lambda one: -one[2]):
        if heard != NOTHING:
            print(f"  {said:<12} as {heard:<32}{count:>4}")
    print(f"{name}: seconds from the end of the word to the decision: {_in_words(quantiles(marks.late_s))}")


def print_tallies(title: str, tallies: Mapping[str, Tally], *, worst: bool = False) -> None:
    """One line a tally; with `worst` only those least heard, and the sum."""
    print(f"\n{title}\n{'':<34}{'said':>6}{'heard':>8}{'wrong':>8}{'rejected':>10}")
    rows = list(tallies.items())
    if worst:
        total = Tally()
        for tally in tallies.values():
            total.outcomes.update(tally.outcomes)
        rows = [*sorted(rows, key=lambda row: row[1].share(Outcome.HEARD))[:_WORST], ("all", total)]
    for name, tally in rows:
        shares = "".join(
            f"{tally.share(outcome):>{width}.1%}" for outcome, width in zip(Outcome, (8, 8, 10), strict=True)
        )
        instead = "; ".join(f"{what} ({count})" for what, count in tally.instead.most_common(3)) if worst else ""
        print(f"{name:<34}{tally.total:>6}{shares}  {instead}".rstrip())


def print_own_words(name: str, marks: OwnWordsMarks) -> None:
    """Commands by voice and command, amounts apart, the others, and each sentence that went wrong."""
    print_tallies(f"{name}: commands in own words, by voice", marks.by_kind)
    print_tallies(f"{name}: commands in own words, by command", marks.by_command)
    print_tallies(f"{name}: amounts in own words, by voice", marks.amounts)
    print_tallies(f"{name}: sentences that are no commands (wrong: something acted)", marks.others)
    print(f"{name}: of these, {len(marks.others_that_acted)} sentences acted by one voice or more")
    print(f"\n{name}: what became of what was said in own words, where it went wrong")
    alike = Counter((one.text, one.group, one.became) for one in marks.confusions)
    for (text, group, became), voices in alike.items():
        print(f"  {text:<46}{group:<30}as {became} ({voices})")


def print_accepted(name: str, tally: Tally) -> None:
    """Words that are no commands."""
    print(f"\n{name}: of {tally.total} words that are no commands, {tally.share(Outcome.WRONG):.1%} did something")
    print("  " + _counted(tally.instead))


def print_rates(name: str, rates: Mapping[str, Rate]) -> None:
    """False commands an hour by kind of sound."""
    print(f"\n{name}: false commands\n{'':<14}{'hours':>8}{'false':>7}{'an hour':>9}{'95 % under':>12}")
    for kind, rate in rates.items():
        print(
            f"{kind:<14}{rate.hours:>8.2f}{len(rate.phrases):>7}{rate.an_hour:>9.2f}{rate.at_most_an_hour:>12.2f}  "
            + _counted(Counter(rate.phrases))
        )
    for kind, rate in rates.items():
        for detail in rate.details:
            print(f"  {kind}: {detail}")


def print_curves(name: str, curves: Curves) -> None:
    """For each kind, what some thresholds hear and let through."""
    print(f"\n{name}: heard of what was said / false an hour of talk, by threshold; in use are")
    print(f"{'':<26}{'acts':>6}{'asked':>6}" + "".join(f"{at:>14g}" for at in _TRIED))
    for kind, curve in curves.items():
        needed = THRESHOLDS[kind]
        cells = [f"{curve.heard(at):.1%} / {curve.false_an_hour(at):.1f}" for at in _TRIED]
        print(f"{kind.value:<26}{needed.acts:>6g}{needed.asked:>6g}" + "".join(f"{cell:>14}" for cell in cells))


def print_held_out(name: str, rows: Iterable[HeldOut]) -> None:
    """What a threshold chosen on one half of the recordings does there and on the other half."""
    print(
        f"\n{name}: heard / false an hour at a threshold chosen on one half of the recordings, there and on the other"
    )
    for row in rows:
        there, elsewhere = (f"{heard:.1%} / {false:.1f}" for heard, false in (row.chosen_on, row.elsewhere))
        print(f"{row.kind.value:<26}{row.threshold:>6g}{there:>16}{elsewhere:>16}")


def print_shares(title: str, shares: Mapping[str, float]) -> None:
    """One share a line."""
    print(f"\n{title}")
    for name, share in shares.items():
        print(f"  {name:<20}{share:>7.1%}")


def _counted(texts: Counter[str]) -> str:
    return "; ".join(f"{text} ({count})" for text, count in texts.most_common(_SHOWN_PHRASES))


def _in_words(parts: Mapping[str, float]) -> str:
    return ", ".join(f"{at} under {value:g}" for at, value in parts.items()) or "none heard"


def print_peers(rows: Iterable[tuple[str, Tally, Tally, Rate, float]]) -> None:
    """One line a listener: commands heard clean, other words accepted, false commands an hour of talk, cost."""
    print(f"\n{'the same run':<24}{'heard':>8}{'wrong':>8}{'others':>8}{'false/h':>9}{'one core':>10}")
    for name, clean, others, rate, share in rows:
        print(
            f"{name:<24}{clean.share(Outcome.HEARD):>8.1%}{clean.share(Outcome.WRONG):>8.1%}"
            f"{others.share(Outcome.WRONG):>8.1%}{rate.an_hour:>9.2f}{share:>10.1%}"
        )
