"""A file of records as JSON: read leniently, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def read_records(file: Path) -> list[dict[str, Any]]:
    """The records of a file; one that cannot be read holds none, since a session must not fail for it."""
    try:
        records = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def write_records(file: Path, records: Sequence[dict[str, Any]]) -> None:
    """Put these records in place of those of the file. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
    part.replace(file)
