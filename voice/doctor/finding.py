"""What a check comes to: a value with a name, a verdict and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How much a finding matters."""

    OK = "ok"
    ADVICE = "advice"
    """A session works, and would be better when this was done."""
    PROBLEM = "problem"
    """A session by voice would not work."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `found` is what is so, `todo` what to do about it (empty where nothing is)."""

    name: str
    verdict: Verdict
    found: str
    todo: str = ""


def ok(name: str, found: str) -> Finding:
    """All is well."""
    return Finding(name, Verdict.OK, found)


def advice(name: str, found: str, todo: str) -> Finding:
    """It works, but better so."""
    return Finding(name, Verdict.ADVICE, found, todo)


def problem(name: str, found: str, todo: str) -> Finding:
    """It does not work until this is done."""
    return Finding(name, Verdict.PROBLEM, found, todo)


def skipped(name: str, why: str) -> Finding:
    """It was not looked at."""
    return Finding(name, Verdict.SKIPPED, why)


def would_work(findings: Iterable[Finding]) -> bool:
    """Whether a session by voice would work."""
    return all(finding.verdict is not Verdict.PROBLEM for finding in findings)
