# Sourced by scripts/start and scripts/test: brings this clone's .venv and the system packages up to date.
#
# Gives `install KIND` (KIND is `run` or `test`) and sets `python`, the interpreter in .venv. When nothing is missing it
# costs a fraction of a second. Addresses of registries are neither printed nor stored.
# Written for bash 3.2, which macOS still carries.

set -o pipefail

clone=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
environment=$clone/.venv
stamp=$environment/voice-installed

run_packages=(espeak-ng libportaudio2 libspeexdsp1)
test_packages=(pulseaudio pulseaudio-utils libasound2-plugins)
# The browser that the page is tested in, where it is a package: Ubuntu has it as a snap alone, and skips those tests.
browser_package=chromium
# The only Python packages that some systems have no wheel for (an old glibc, musl), and that the program does without.
compiled=(moonshine-voice hibari-tts onnxruntime)

# One line an argument.
say() { printf '%s\n' "$@" >&2; }

fail() {
  say "$@"
  exit 1
}

# What pip and apt print, without the addresses in it.
without_addresses() {
  local line
  while IFS= read -r line; do
    while [[ $line =~ ^(.*[^A-Za-z+])?[A-Za-z][A-Za-z+]*://[^[:space:]]*(.*)$ ]]; do
      line="${BASH_REMATCH[1]}(address)${BASH_REMATCH[2]}"
    done
    printf '%s\n' "$line" >&2
  done
}

has_apt() {
  [ -r /etc/os-release ] && command -v apt-get >/dev/null 2>&1 || return 1
  # ID names Debian, Ubuntu and Raspberry Pi OS itself; ID_LIKE what is made from them.
  (. /etc/os-release && [[ " ${ID-} ${ID_LIKE-} " =~ \ (debian|ubuntu|raspbian)\  ]])
}

is_debian() { (. /etc/os-release && [[ ${ID-} =~ ^(debian|raspbian)$ ]]); }

# Those of the given packages that are not installed.
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qx "$package installed" <<<"$installed" || printf '%s\n' "$package"
  done
}

# apt_install WHY PACKAGE...
apt_install() {
  local why=$1 as_root=()
  shift
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
      fail "Missing: $* ($why). There is no sudo here: as root, run" "apt-get install --no-install-recommends $*" "and then this again."
    as_root=(sudo)
  fi
  say "Installing with apt${as_root:+, through sudo}: $* ($why)."
  # Old lists are good enough when new ones cannot be had; whether they are, the installation itself will tell.
  ${as_root[@]+"${as_root[@]}"} apt-get -qq update 2>&1 | without_addresses || true
  # Never at the price of removing something that is in use, such as PipeWire.
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends --no-remove "$@" 2>&1 </dev/null | without_addresses ||
    fail "apt could not install: $*. What it said stands above; put that right and run this again."
}

has_library() {
  local folder
  for folder in /opt/homebrew/lib /usr/local/lib /usr/lib /usr/lib64; do
    compgen -G "$folder/lib$1.*" >/dev/null && return 0
  done
  command -v ldconfig >/dev/null 2>&1 && ldconfig -p 2>/dev/null | grep -q "lib$1\.so"
}

# Where there is no apt: the commands to run, and the end, if anything is missing.
require_by_hand() {
  local missing=()
  command -v espeak-ng >/dev/null 2>&1 || missing+=("espeak-ng")
  case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) # the other libraries come with the Python packages
      [ ${#missing[@]} -eq 0 ] || fail "Missing: ${missing[*]}. Run this, open a new window, then run this again:" \
        "  winget install --id eSpeak-NG.eSpeak-NG --exact"
      return ;;
  esac
  has_library portaudio || missing+=("portaudio")
  has_library speexdsp || missing+=("speexdsp")
  [ "$1" != test ] || command -v pulseaudio >/dev/null 2>&1 || missing+=("pulseaudio")
  [ ${#missing[@]} -ne 0 ] || return 0
  case $(uname -s) in
    Darwin) fail "Missing: ${missing[*]}. Run this, then run this again:" "  brew install ${missing[*]}" ;;
    *) fail "Missing: ${missing[*]}. Install them with this system's own packages, then run this again." ;;
  esac
}

require_system_packages() {
  local wanted=("${run_packages[@]}") missing
  [ "$1" != test ] || wanted+=("${test_packages[@]}")
  [ "$1" != test ] || ! is_debian || wanted+=("$browser_package")
  if ! has_apt; then
    require_by_hand "$1"
    return
  fi
  missing=$(missing_packages "${wanted[@]}")
  # Unquoted: one word a package.
  [ -z "$missing" ] || apt_install "sound and speech of the system" $missing
}

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Prints the first Python from 3.11 on; nothing when there is none.
find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3 python; do
    if recent_enough "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
}

apt_python() {
  local version
  for version in 3.13 3.12 3.11; do
    if apt-cache show "python$version-venv" >/dev/null 2>&1; then
      apt_install "the language this program is written in" "python$version" "python$version-venv"
      return
    fi
  done
}

require_python() {
  base_python=$(find_python)
  if [ -z "$base_python" ] && has_apt; then
    apt_python
    base_python=$(find_python)
  fi
  if [ -z "$base_python" ]; then
    case $(uname -s) in
      Darwin) fail "Python 3.11 or newer is missing. Run this, then run this again:" "  brew install python@3.12" ;;
      MINGW* | MSYS* | CYGWIN*)
        fail "Python 3.11 or newer is missing. Run this, open a new window, then run this again:" \
          "  winget install --id Python.Python.3.12 --exact" ;;
      *) fail "Python 3.11 or newer is missing, and no package of this system was found for it." \
        "Install one, for instance with pyenv or a newer release of the system, then run this again." ;;
    esac
  fi
  if ! "$base_python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    has_apt || fail "$base_python cannot make virtual environments (its module ensurepip is missing): install that part."
    apt_install "virtual environments" "$("$base_python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
}

set_python() {
  python=$environment/bin/python
  [ -x "$python" ] || [ ! -x "$environment/Scripts/python.exe" ] || python=$environment/Scripts/python.exe
}

# What the environment was made from: another clone's folder or other versions make it out of date.
wanted_stamp() {
  printf '%s\n' "$clone"
  cat "$clone/pyproject.toml" "$clone/scripts/constraints.txt" | cksum
}

is_current() {
  local kind
  set_python
  [ -f "$stamp" ] && [ -x "$python" ] || return 1
  { read -r kind && [ "$(cat)" = "$(wanted_stamp)" ]; } <"$stamp" || return 1
  [ "$1" = "$kind" ] || [ "$kind" = test ] || return 1
  # The system's Python may have moved on to a version that does not look into this environment.
  "$python" -I -c 'import voice.errors' >/dev/null 2>&1
}

make_environment() {
  # No stamp: a first run was cut off, so whatever is there may be half of anything.
  if [ ! -f "$stamp" ] || ! "$python" -I -m pip --version >/dev/null 2>&1; then
    require_python
    say "Making a Python environment in $environment."
    "$base_python" -m venv --clear -- "$environment" || fail "The environment could not be made; what Python said stands above."
    set_python
  fi
}

pip_install() {
  "$python" -I -m pip install -qq --disable-pip-version-check --no-input \
    --constraint "$clone/scripts/constraints.txt" "$@"
}

# Prints what pyproject.toml asks for, one a line: `requirements compiled` what second ear and natural voice alone need,
# `requirements run` and `requirements test` all the rest.
requirements() {
  "$python" -I - "$1" "$clone/pyproject.toml" "${compiled[@]}" <<'END'
import re, sys, tomllib

kind, file, *compiled = sys.argv[1:]
with open(file, "rb") as stream:
    project = tomllib.load(stream)["project"]
wanted = project["dependencies"]
for extra in ("export", "test", "train") if kind == "test" else ("export",):
    wanted = wanted + project["optional-dependencies"][extra]
for requirement in wanted:
    if (re.match(r"[\w.-]+", requirement)[0] in compiled) == (kind == "compiled"):
        sys.stdout.buffer.write(f"{requirement}\n".encode())
END
}

# without_compiled KIND: installs all but second ear and natural voice. It ends well only where that works and pip still
# finds no wheels for them: then neither the network nor the disk was what failed before.
without_compiled() {
  local line others=() rare=()
  while IFS= read -r line; do others+=("$line"); done < <(requirements "$1")
  while IFS= read -r line; do rare+=("$line"); done < <(requirements compiled)
  [ ${#others[@]} -ne 0 ] && [ ${#rare[@]} -ne 0 ] || return 1
  pip_install "${others[@]}" && pip_install --no-deps --editable "$clone" &&
    ! pip_install --dry-run --no-deps --ignore-installed --only-binary :all: "${rare[@]}"
}

install_python_packages() {
  local what="$clone[export]" size="185 MB to download, 530 MB on the disk" said
  # The tests train a tiny speech model, and torch is large.
  [ "$1" != test ] || { what="$clone[export,test,train]" size="with torch 1.5 GB on the disk"; }
  say "Installing the program's Python packages into it ($size the first time; this can take some minutes)."
  rm -f -- "$stamp"
  if said=$(pip_install --editable "$what" 2>&1); then
    [ -z "$said" ] || without_addresses <<<"$said"
  elif without_compiled "$1" >/dev/null 2>&1; then
    said="For this system there are no packages of second ear and natural voice (${compiled[*]}):"
    say "$said the program hears with the first ear alone, and espeak-ng speaks."
  else
    without_addresses <<<"$said"
    fail "The Python packages could not be installed; what pip said stands above. Check the network and run this again."
  fi
  # Also without second ear and natural voice: they are looked for again when other versions are wanted, not at each start.
  { printf '%s\n' "$1" && wanted_stamp; } >"$stamp.new" && mv -f -- "$stamp.new" "$stamp"
}

install() {
  require_system_packages "$1"
  if ! is_current "$1"; then
    make_environment
    install_python_packages "$1"
  fi
}
