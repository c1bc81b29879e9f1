"""scripts/install.sh on machines that lack something, with stand-ins for the system's own commands."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPTS = Path(__file__).parent.parent / "scripts"
_NEEDED = ("bash", "cat", "cksum", "dirname", "env", "grep", "mv", "rm")


class Machine:
    """A machine whose commands are those in one folder; `log` holds how the stand-ins were called."""

    def __init__(self, folder: Path) -> None:
        self._commands = folder / "bin"
        self._commands.mkdir()
        self._log = folder / "log"
        self._log.touch()
        for name in _NEEDED:
            found = shutil.which(name)
            assert found is not None
            (self._commands / name).symlink_to(found)

    def add(self, name: str, script: str = "") -> None:
        """Give the machine a command: it notes how it was called, then runs the lines of `script`."""
        command = self._commands / name
        command.write_text(f'#!/bin/bash\necho "{name} $*" >>"{self._log}"\n{script}\n', encoding="utf-8")
        command.chmod(0o755)

    def run(self, lines: str) -> subprocess.CompletedProcess[str]:
        """Run lines of bash after sourcing the script, with this machine's commands alone."""
        program = f'set -eu; . "{_SCRIPTS}/install.sh"; {lines}'
        return subprocess.run(
            ["bash", "-c", program], env={"PATH": str(self._commands)}, capture_output=True, text=True, timeout=60
        )

    def command(self, name: str) -> Path:
        """Where a command of this machine lies."""
        return self._commands / name

    @property
    def log(self) -> list[str]:
        """The calls of the stand-ins, in order."""
        return self._log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def debian(machine: Machine) -> Machine:
    """With apt, and with espeak-ng as the only package that is installed."""
    machine.add("apt-get")
    machine.add("dpkg-query", "echo 'espeak-ng installed'")
    machine.add("sudo", '"$@"')
    return machine


_ON_DEBIAN = "has_apt() { true; }; "


def test_as_root_what_is_missing_is_named_and_installed_without_removing_anything(debian: Machine) -> None:
    debian.add("id", "echo 0")
    done = debian.run(_ON_DEBIAN + "require_system_packages run")
    assert done.returncode == 0
    assert done.stderr == "Installing with apt: libportaudio2 libspeexdsp1 (sound and speech of the system).\n"
    installing = [call for call in debian.log if " install " in call]
    assert len(installing) == 1
    assert installing[0].startswith("apt-get")
    assert installing[0].endswith("--no-remove libportaudio2 libspeexdsp1")


def test_the_tests_also_need_pulseaudio(debian: Machine) -> None:
    debian.add("id", "echo 0")
    debian.run(_ON_DEBIAN + "is_debian() { false; }; require_system_packages test")
    assert debian.log[-1].endswith("libportaudio2 libspeexdsp1 pulseaudio pulseaudio-utils libasound2-plugins")


def test_on_debian_itself_they_need_a_browser_too(debian: Machine) -> None:
    debian.add("id", "echo 0")
    debian.run(_ON_DEBIAN + "is_debian() { true; }; require_system_packages test")
    assert debian.log[-1].endswith("libasound2-plugins chromium")


def test_when_not_root_it_goes_through_sudo(debian: Machine) -> None:
    debian.add("id", "echo 1000")
    done = debian.run(_ON_DEBIAN + "require_system_packages run")
    assert "through sudo" in done.stderr
    assert [call.split()[0] for call in debian.log if " install " in call] == ["sudo", "apt-get"]


def test_with_neither_root_nor_sudo_it_says_what_to_run(machine: Machine) -> None:
    machine.add("dpkg-query")
    machine.add("id", "echo 1000")
    done = machine.run(_ON_DEBIAN + "require_system_packages run")
    assert done.returncode == 1
    assert "apt-get install --no-install-recommends espeak-ng libportaudio2 libspeexdsp1" in done.stderr


def test_when_nothing_is_missing_apt_is_not_called(debian: Machine) -> None:
    debian.add("dpkg-query", "printf '%s installed\\n' espeak-ng libportaudio2 libspeexdsp1")
    done = debian.run(_ON_DEBIAN + "require_system_packages run")
    assert (done.returncode, done.stderr) == (0, "")
    assert [call.split()[0] for call in debian.log] == ["dpkg-query"]


def test_when_apt_fails_it_says_so_and_shows_no_address(debian: Machine) -> None:
    debian.add("id", "echo 0")
    debian.add("apt-get", "echo 'E: Failed to fetch (https://packages.example/a.deb) now'; exit 100")
    done = debian.run(_ON_DEBIAN + "require_system_packages run")
    assert done.returncode == 1
    assert "apt could not install: libportaudio2 libspeexdsp1." in done.stderr
    assert "E: Failed to fetch ((address) now" in done.stderr
    assert "packages.example" not in done.stderr


@pytest.mark.parametrize(
    ("system", "command"),
    [("Darwin", "brew install espeak-ng"), ("MINGW64_NT-10.0", "winget install --id eSpeak-NG.eSpeak-NG --exact")],
)
def test_where_there_is_no_apt_the_exact_command_is_named(machine: Machine, system: str, command: str) -> None:
    machine.add("uname", f"echo {system}")
    done = machine.run("require_system_packages run")
    assert done.returncode == 1
    assert command in done.stderr


def test_where_there_is_no_apt_and_nothing_is_missing_it_goes_on(machine: Machine) -> None:
    machine.add("uname", "echo MSYS_NT-10.0")
    machine.add("espeak-ng")
    assert machine.run("require_system_packages run").returncode == 0


def test_a_python_that_is_too_old_is_passed_over(machine: Machine) -> None:
    machine.add("python3.13", "exit 127")
    machine.add("python3.12", "exit 1")
    machine.add("python3", 'case "$2" in *executable*) echo /usr/bin/python3 ;; esac')
    assert machine.run("find_python").stdout == "/usr/bin/python3\n"


def test_without_a_python_it_says_what_to_do(machine: Machine) -> None:
    for system, said in (("Darwin", "brew install python"), ("MINGW64", "winget install"), ("Linux", "Install one")):
        machine.add("uname", f"echo {system}")
        done = machine.run("require_python")
        assert done.returncode == 1
        assert "Python 3.11 or newer is missing" in done.stderr
        assert said in done.stderr


class Clone:
    """A clone with an environment of its own, whose pip is a stand-in: lines of bash that see its arguments."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        self._machine = machine
        self._scripts = folder / "scripts"
        self._scripts.mkdir(parents=True)
        for name in ("install.sh", "constraints.txt"):
            shutil.copy(_SCRIPTS / name, self._scripts)
        self._project = folder / "pyproject.toml"
        shutil.copy(_SCRIPTS.parent / "pyproject.toml", self._project)
        (folder / ".venv" / "bin").mkdir(parents=True)
        self._python = folder / ".venv" / "bin" / "python"
        self.stamp = folder / ".venv" / "voice-installed"

    def install(self, pip: str) -> subprocess.CompletedProcess[str]:
        """What `scripts/start` does for the Python packages, where there is an environment already."""
        self._machine.add(
            "python",
            f"""case "$*" in
  *"-m pip install"*) {pip} ;;
  *"import voice.errors"*) ;;
  *) exec "{sys.executable}" "$@" ;;
esac""",
        )
        if not self._python.exists():
            self._python.symlink_to(self._machine.command("python"))
        lines = f'. "{self._scripts}/install.sh"; is_current run || install_python_packages run'
        return self._machine.run(lines)

    @property
    def pips(self) -> list[str]:
        """What pip was asked for, without what it is always given."""
        return [call.split("constraints.txt ")[1] for call in self._machine.log if "-m pip install" in call]

    def want_others(self) -> None:
        """Ask for other versions, as a change of this project does."""
        self._project.write_text(self._project.read_text(encoding="utf-8") + "# other versions\n", encoding="utf-8")


@pytest.fixture
def clone(machine: Machine, tmp_path: Path) -> Clone:
    return Clone(machine, tmp_path / "clone")


_NO_WHEEL = """case "$*" in
  *moonshine*) exit 1 ;;
  *--no-deps*) ;;
  *--editable*) echo 'ERROR: No matching distribution found for moonshine-voice==0.0.59' >&2; exit 1 ;;
esac"""
_SAID = "For this system there are no packages of second ear and natural voice (moonshine-voice hibari-tts onnxruntime)"


def test_the_size_is_told_and_everything_is_installed_in_one_go(clone: Clone) -> None:
    done = clone.install(":")
    assert done.returncode == 0
    assert "(185 MB to download, 530 MB on the disk the first time; this can take some minutes)" in done.stderr
    assert _SAID not in done.stderr
    assert [asked.split()[0] for asked in clone.pips] == ["--editable"]


def test_where_the_second_ear_has_no_wheel_everything_else_is_installed_and_one_sentence_says_so(clone: Clone) -> None:
    done = clone.install(_NO_WHEEL)
    assert done.returncode == 0
    assert _SAID in done.stderr
    assert "ERROR" not in done.stderr
    _, others, program, looked_for = clone.pips
    assert others.startswith("cffi")
    assert "vosk" in others
    assert "moonshine" not in others
    assert "hibari" not in others
    assert "onnxruntime" not in others
    assert program.startswith("--no-deps --editable")
    assert looked_for.startswith("--dry-run --no-deps --ignore-installed --only-binary :all: moonshine-voice==")
    assert " onnxruntime>=" in looked_for


def test_the_second_ear_is_not_looked_for_again_until_other_versions_are_wanted(clone: Clone) -> None:
    clone.install(_NO_WHEEL)
    asked = len(clone.pips)
    again = clone.install(_NO_WHEEL)
    assert (again.returncode, again.stderr) == (0, "")
    assert len(clone.pips) == asked
    clone.want_others()
    assert _SAID not in clone.install(":").stderr
    assert len(clone.pips) == asked + 1


@pytest.mark.parametrize(
    "fails",
    [
        pytest.param("exit 1", id="the network is gone: nothing can be had"),
        pytest.param(
            'case "$*" in *"/clone"|*"/clone[export]") exit 1 ;; esac', id="the program itself cannot be built"
        ),
        pytest.param('case "$*" in *--no-deps*) ;; *--editable*) exit 1 ;; esac', id="the second ear has a wheel"),
    ],
)
def test_what_fails_for_another_reason_stays_a_failure(clone: Clone, fails: str) -> None:
    done = clone.install(f"echo 'ERROR: what pip said, from https://packages.example/simple' >&2; {fails}")
    assert done.returncode == 1
    assert "ERROR: what pip said, from (address)" in done.stderr
    assert "The Python packages could not be installed" in done.stderr
    assert _SAID not in done.stderr
    assert not clone.stamp.exists()
