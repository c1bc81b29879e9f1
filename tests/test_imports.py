"""Who may import what: the rules of the architecture, read from the sources."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import voice

_PACKAGE = Path(voice.__file__).parent
_ONLY_IMPORTER = {
    "cffi": "voice.echo.speex",
    "hassil": "voice.hearing.meaning.automaton",
    "vosk": "voice.hearing.words.engine",
    "onnxruntime": "voice.hearing.words.second_engine",
    "pyttsx3": "voice.narration.engine",
    "hibari": "voice.narration.natural",
    "sounddevice": "voice.audio.portaudio",
    "soxr": "voice.audio.resample",
    "soundfile": "voice.audio.files",
    "platformdirs": "voice.settings.places",
    "rich": "voice.screen.terminal",
    "matplotlib": "voice.exchange.plot",
    "reportlab": "voice.exchange.pdf",
    "xlsxwriter": "voice.exchange.workbook",
    "segno": "voice.page.qr",
    "starlette": "voice.page.application",
    "uvicorn": "voice.page.server",
}
_NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "websockets", "xmlrpc"),
}
_PAGE = {"voice.page.application", "voice.page.browser", "voice.page.guarded", "voice.page.server"}
"""What serves the page, on this machine or in its network, and opens a browser: none of them asks for anything."""
_PURE = {
    *("__future__", "bisect", "collections", "dataclasses", "enum", "fractions", "functools", "heapq", "itertools"),
    *("math", "operator", "re", "string", "types", "typing"),
}
_RUNTIME = {*_ONLY_IMPORTER, "numpy"}


def _module(file: Path) -> str:
    parts = file.relative_to(_PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(file: Path) -> Iterator[str]:
    """Every module that the file imports anywhere in it; `from a import b` counts as a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module, names, level):
                assert level == 0, f"{file} imports relatively"
                yield from (f"{module}.{name.name}" for name in names)
            case _:
                pass


_IMPORTS = [(_module(file), imported) for file in sorted(_PACKAGE.rglob("*.py")) for imported in _imports(file)]


def _importers(package: str) -> set[str]:
    return {module for module, imported in _IMPORTS if imported.split(".")[0] == package}


@pytest.mark.parametrize(("package", "importer"), _ONLY_IMPORTER.items())
def test_a_vendor_package_has_one_importing_module(package: str, importer: str) -> None:
    assert _importers(package) == {importer}


def test_only_the_journal_knows_its_tables() -> None:
    assert {module.rpartition(".")[0] for module in _importers("sqlite3")} == {"voice.journal"}


def test_only_two_modules_ask_the_network_and_only_the_pages_own_are_asked() -> None:
    importers = {module for package in _NETWORK for module in _importers(package)}
    assert importers == {"voice.models_online", "voice.exchange.babybuddy_online", *_PAGE}


def test_only_a_session_or_a_rehearsal_that_is_to_have_a_page_can_load_it() -> None:
    importers = {module for module, imported in _IMPORTS if imported.startswith("voice.page")}
    assert {module for module in importers if not module.startswith("voice.page")} == {
        "voice.cli.rehearse",
        "voice.cli.screen",
    }


@pytest.mark.parametrize(
    ("module", "command"),
    [("voice.models_online", "voice.cli.model"), ("voice.exchange.babybuddy_online", "voice.cli.babybuddy")],
)
def test_only_the_command_that_is_asked_for_it_can_load_what_touches_the_network(module: str, command: str) -> None:
    assert {importer for importer, imported in _IMPORTS if imported.startswith(module)} == {command}


def test_export_loads_what_touches_the_network_for_baby_buddy_alone() -> None:
    assert {importer for importer, imported in _IMPORTS if imported.startswith("voice.cli.babybuddy")} == {
        "voice.cli.export"
    }
    source = (_PACKAGE / "cli/export.py").read_text(encoding="utf-8")
    at_once = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom)]
    assert "voice.cli.babybuddy" not in {node.module for node in at_once}


def test_everything_else_is_the_standard_library_or_declared() -> None:
    imported = {name.split(".")[0] for _, name in _IMPORTS}
    assert imported - set(sys.stdlib_module_names) - _RUNTIME == {"voice"}


def _reached(modules: set[str]) -> set[str]:
    """These modules of ours and every other of ours that they import, however indirectly."""
    known = {module for module, _ in _IMPORTS}
    reached: set[str] = set()
    while coming := modules - reached:
        reached |= coming
        imports = {imported for module, imported in _IMPORTS if module in coming}
        modules = {name for imported in imports for name in (imported, imported.rpartition(".")[0]) if name in known}
    return reached


def test_the_guide_reaches_nothing_that_reads_a_clock_a_file_a_thread_or_a_device() -> None:
    reached = _reached({module for module, _ in _IMPORTS if module.startswith("voice.guide")})
    outside = {(module, name) for module, name in _IMPORTS if module in reached and not name.startswith("voice.")}
    assert {(module, name) for module, name in outside if name.split(".")[0] not in _PURE} == set()


def test_what_is_exchanged_is_decided_without_a_file_a_device_or_the_network() -> None:
    names = (
        "table",
        "table_reading",
        "cells",
        "merging",
        "listing",
        "measures",
        "days",
        "series",
        "pages",
        "babybuddy",
    )
    reached = _reached({f"voice.exchange.{name}" for name in names} | {"voice.journal.milk", "voice.journal.by_hand"})
    outside = {name.split(".")[0] for module, name in _IMPORTS if module in reached and not name.startswith("voice.")}
    assert outside & ({"io", "os", "pathlib", "sys", "tempfile", "threading", "time"} | _NETWORK) == set()


def test_a_view_is_pure_whoever_paints_it() -> None:
    painted = ("view", "layout", "key_pages", "palette", "drawing")
    reached = _reached(
        {
            *(f"voice.screen.{name}" for name in painted),
            "voice.page.messages",
            "voice.page.figures",
            "voice.page.allowance",
        }
    )
    assert {name.split(".")[0] for module, name in _IMPORTS if module in reached} & {
        "rich",
        "threading",
        "time",
    } == set()


def test_the_preflight_judges_facts_and_reads_none() -> None:
    reached = _reached({"voice.doctor.preflight"})
    outside = {name.split(".")[0] for module, name in _IMPORTS if module in reached and not name.startswith("voice.")}
    assert outside - _PURE == {"numpy", "datetime", "pathlib"}  # the last two only as values
