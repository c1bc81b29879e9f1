"""What `pactl` says, read; its answers are those of PulseAudio 16 and PipeWire 0.3, cut."""

from __future__ import annotations

from voice.doctor.sound_server import ServerDevice, read_server

INFO = "Server Name: pulseaudio\nDefault Sink: bluez_sink.AA.a2dp_sink\nDefault Source: alsa_input.usb-1.mono\n"
SINKS = """\
Sink #1
\tState: SUSPENDED
\tName: alsa_output.pci-0000_00_1f.3
\tDescription: Built-in Audio
\tMute: yes
\tVolume: front-left: 26214 /  40% / -23.88 dB,   front-right: 26214 /  40% / -23.88 dB
\tMonitor Source: alsa_output.pci-0000_00_1f.3.monitor

Sink #2
\tState: RUNNING
\tName: bluez_sink.AA.a2dp_sink
\tDescription: WH-1000XM4
\tMute: no
\tVolume: front-left: 65536 / 100% / 0.00 dB
"""
SOURCES = """\
Source #3
\tName: alsa_input.usb-1.mono
\tDescription: USB PnP: "desk"
\tMute: no
\tVolume: mono: 0 /   0% / -inf dB
\tMonitor of Sink: n/a
\tProperties:
\t\talsa.card = "2"
\t\tdevice.bus_path = "pci-0000:00:14.0-usb-0:1:1.0"
Source #4
\tName: bluez_sink.AA.a2dp_sink.monitor
\tMute: no
\tMonitor of Sink: bluez_sink.AA.a2dp_sink
"""


def test_the_default_devices_are_found_among_the_others() -> None:
    server = read_server(INFO, SINKS, SOURCES)
    assert server.output == ServerDevice("bluez_sink.AA.a2dp_sink", "WH-1000XM4", False, 100, False, "")
    assert server.input == ServerDevice(
        "alsa_input.usb-1.mono", 'USB PnP: "desk"', False, 0, False, "pci-0000:00:14.0-usb-0:1:1.0"
    )


def test_a_monitor_is_no_microphone() -> None:
    info = INFO.replace("alsa_input.usb-1.mono", "bluez_sink.AA.a2dp_sink.monitor")
    source = read_server(info, SINKS, SOURCES).input
    assert source is not None and source.monitor
    assert source.description == source.name and source.volume_percent is None


def test_a_server_with_nothing() -> None:
    server = read_server("Default Sink: @DEFAULT_SINK@\nDefault Source: \n", "", "")
    assert server.input is None and server.output is None
