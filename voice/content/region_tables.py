"""Regions from the tables of their two files: numbers and sources, and the words of a language for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voice.content.prompts import Prompt, Prompts
from voice.content.regions import Region, Regions, Storage
from voice.content.spoken import Spoken
from voice.guide.milk import Keeping

_Table = dict[str, Any]
"""A table of a TOML file, before it becomes a dataclass."""

_NO_RULES = "storage_anywhere"
"""The prompt that stands in for storage rules where none have a source."""
_ANYWHERE = "anywhere"
"""The rules that it tells."""


def regions_of(shared: _Table, words: _Table, prompts: Prompts, spoken: Spoken) -> Regions:
    """Every region in one language. Raises KeyError, TypeError and ValueError where the tables are not whole."""
    hospital = Prompt("storage_hospital", words["hospital"]["text"], words["hospital"]["source"])
    anywhere = shared["storage"][_ANYWHERE]["numbers"]
    storages = {
        name: Storage((*_storage_lines(name, rules, words["storage"][name]), hospital), _keeping(rules, anywhere))
        for name, rules in shared["storage"].items()
        if name != _ANYWHERE
    }
    no_rules = Storage((prompts[_NO_RULES],), _keeping(shared["storage"][_ANYWHERE], anywhere))
    return Regions(
        {
            code: _region(code, facts, words["region"][code], storages.get(facts.get("storage", ""), no_rules), spoken)
            for code, facts in shared["region"].items()
        }
    )


def _storage_lines(name: str, rules: _Table, texts: _Table) -> Iterator[Prompt]:
    for line, text in texts.items():
        yield Prompt(f"storage_{name}_{line}", text.format_map(rules["numbers"]), rules["source"])


def _keeping(rules: _Table, anywhere: _Table) -> Keeping:
    """A table's numbers; what it has no time for takes that of anywhere."""
    numbers: dict[str, int] = rules["numbers"]
    fridge_hours = numbers["fridge_hours"] if "fridge_hours" in numbers else numbers["fridge_days"] * 24
    warm_days = numbers.get("warm_fridge_days")
    return Keeping(
        fridge_hours=fridge_hours if warm_days is None else warm_days * 24,
        frozen_months=numbers["frozen_months"],
        thawed_hours=numbers["thawed_hours"] if "thawed_hours" in numbers else anywhere["thawed_hours"],
        source=rules["source"],
        cold_fridge_hours=None if warm_days is None else fridge_hours,
        cold_degrees=numbers.get("cold_degrees"),
    )


def _region(code: str, facts: _Table, words: _Table, storage: Storage, spoken: Spoken) -> Region:
    number: str | None = facts.get("emergency")
    return Region(
        code=code,
        name=words["name"],
        emergency=spoken.templates.emergency_unknown if number is None else spoken.templates.emergency_here,
        emergency_number=number,
        emergency_source=facts.get("emergency_source"),
        crisis=words["crisis"],
        crisis_number=facts.get("crisis"),
        crisis_source=facts.get("crisis_source"),
        storage=storage,
    )
