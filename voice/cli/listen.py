"""`voice listen`: what is understood, from sound files or from the microphone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from voice.audio.device import Device
from voice.audio.files import read_audio
from voice.audio.ports import DeviceName, Ports
from voice.audio.resample import StreamResampler, resample
from voice.cli.options import add_command, device_name
from voice.content.catalogue import load
from voice.errors import DeviceError, InputError, SecondEarError
from voice.guide.measures import Amount, Kind
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.files import ALL, Hearer, Live, Understood, Value, hear_recording
from voice.hearing.heard import PhraseHeard, Replaced
from voice.hearing.judgement.deliberation import Second
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.sound.band import narrow_recording
from voice.hearing.words.models import find_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.hearing.words.second import AwaitedSecond
from voice.settings.places import Places

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_DECIMALS = 3
_READ_TIMEOUT_S = 0.5

_Plain = str | int | float | None | dict[str, "_Plain"] | list["_Plain"]


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "listen",
        "print what is understood, from the microphone or from sound files",
        example="voice listen --wav next.wav @more.txt --state wash --json",
    )
    parser.add_argument("--wav", nargs="+", action="extend", default=[], metavar="FILE", help="sound files, or @LIST")
    parser.add_argument("files", nargs="*", metavar="FILE", help="the same; @LIST is a file with one path a line")
    parser.add_argument("--state", default=ALL, metavar="STEP", help="what is live: that of a step, or all (default)")
    parser.add_argument("--json", action="store_true", help="one JSON object for each file (microphone: command)")
    parser.add_argument(
        "--model", type=Path, metavar="PATH", help="a Vosk model's folder, or a downloaded model's name"
    )
    parser.add_argument("--input-device", metavar="NAME", help="a part of the microphone's name, or its number")
    parser.add_argument(
        "--second-ear", action=argparse.BooleanOptionalAction, default=True, help="hear with both ears, or the first"
    )


def run(args: argparse.Namespace) -> int:
    """Listen to the files, or to the microphone until Ctrl-C, and print on standard output."""
    catalogue = load()
    live = Live(catalogue.phrases, _step(args.state))
    files = list(_listed([*args.wav, *args.files]))
    model = find_model(args.model, Places.of_user().models)
    with ExitStack() as stack:
        recogniser = stack.enter_context(Recogniser(model))
        second = _second(stack) if args.second_ear else None
        meaning = TextMeaning(catalogue.phrases, catalogue.sentences)
        hearer = Hearer(recogniser, None if second is None else Second(second, meaning))
        unheard = recogniser.open(live.set.name, live.set.grammar)
        for phrase in live.phrases:
            if phrase.text in unheard:
                print(f"voice: the model lacks a word of {phrase.text!r}", file=sys.stderr)
        if files:
            for file in files:
                _hear_file(hearer, live, file, as_json=args.json)
        else:
            _hear_microphone(hearer, live, device_name(args.input_device), as_json=args.json)
    return 0


def _second(stack: ExitStack) -> AwaitedSecond | None:
    """The second ear; None, and a sentence, where it cannot be used."""
    try:
        return stack.enter_context(AwaitedSecond())
    except SecondEarError as error:
        print(f"voice: {error} Until then the first ear hears alone.", file=sys.stderr)
        return None


def _step(name: str) -> Step | None:
    if name == ALL:
        return None
    try:
        return Step(name)
    except ValueError as error:
        expected = ", ".join([*(step.value for step in Step), ALL])
        raise InputError(f"--state: there is no step {name!r}; expected one of {expected}") from error


def _listed(given: list[str]) -> Iterator[Path]:
    """The files that were named, those in lists in their places; paths in a list are relative to where we are."""
    for name in given:
        if not name.startswith("@"):
            yield Path(name)
            continue
        try:
            lines = Path(name[1:]).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{name[1:]}: cannot be read; expected a text file with one path a line") from error
        yield from (Path(line.strip()) for line in lines if line.strip())


def _hear_file(hearer: Hearer, live: Live, file: Path, *, as_json: bool) -> None:
    samples, rate_hz = read_audio(file)
    utterances: list[_Plain] = []

    def on_text(start_s: float, end_s: float, text: str) -> None:
        utterances.append({"start": round(start_s, _DECIMALS), "end": round(end_s, _DECIMALS), "text": text})

    heard = resample(samples, rate_hz, RATE_HZ)
    understood = hear_recording(hearer, live, heard, narrow=narrow_recording(heard, rate_hz), on_text=on_text)
    if as_json:
        commands: list[_Plain] = [_fields(one) for one in understood]
        line: dict[str, _Plain] = {"file": str(file), "commands": commands}
        line["duration"] = round(len(samples) / rate_hz, _DECIMALS)
        line["utterances"] = utterances
        print(json.dumps(line, ensure_ascii=False), flush=True)
    else:
        print(f"{file}: {'; '.join(map(_in_words, understood)) or 'nothing understood'}", flush=True)


def _hear_microphone(hearer: Hearer, live: Live, input_device: DeviceName, *, as_json: bool) -> None:
    """Print each command as it is decided; nothing of the sound is kept."""
    ears = Ears(hearer.recogniser, live.table, live.set, second=hearer.second)
    with Device(None, ports=Ports.MICROPHONE, input_device=input_device) as device:
        print("Listening; Ctrl-C ends it.", file=sys.stderr)
        rate = StreamResampler(device.rate_hz, RATE_HZ)
        while device.hears:
            captured = device.read(_READ_TIMEOUT_S)
            if captured is None or captured.samples is None:
                continue
            for event in ears.hear(rate.push(captured.samples)):
                heard = event.long if isinstance(event, Replaced) else event
                one = live.understood(heard) if isinstance(heard, PhraseHeard) else None
                if one is not None:
                    print(json.dumps(_fields(one)) if as_json else _in_words(one), flush=True)
    raise DeviceError("The microphone is gone; plug it in and start again.")


def _in_words(one: Understood) -> str:
    value = "" if one.value is None else f" {json.dumps(_plain(one.value))}"
    times = f"said by {one.speech_end_s:.2f} s, decided at {one.decided_s:.2f} s"
    return f"{one.command.value}{value} ({one.phrase!r}, confidence {one.confidence:.2f}, {times})"


def _fields(one: Understood) -> dict[str, _Plain]:
    fields: dict[str, _Plain] = {
        "command": one.command.value,
        "phrase": one.phrase,
        "confidence": round(one.confidence, _DECIMALS),
        "speech_end": round(one.speech_end_s, _DECIMALS),
        "decided": round(one.decided_s, _DECIMALS),
    }
    return fields if one.value is None else {**fields, "value": _plain(one.value)}


def _plain(value: Value) -> _Plain:
    match value:
        case tuple() if len(value) == 1:
            return _amount(value[0])
        case tuple():
            return [_amount(amount) for amount in value]
        case Kind():
            return value.value
        case _:
            return value


def _amount(amount: Amount) -> _Plain:
    return {
        "side": amount.side.value if amount.side is not None else None,
        "kind": amount.kind.value if amount.kind is not None else None,
        "amount": _number(amount.amount),
        "unit": amount.unit.value,
    }


def _number(number: Fraction | None) -> _Plain:
    if number is None or number.denominator == 1:
        return None if number is None else number.numerator
    return round(float(number), _DECIMALS)
