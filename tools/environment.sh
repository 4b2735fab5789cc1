#!/usr/bin/env bash
# Build the virtual environment on a machine with nothing but Python: no root, no venv package needed.
#   environment.sh VENV requirements.txt    make VENV if absent and install the locked packages, hashes checked
#   environment.sh VENV --project           install this project into it, editable, without the network
set -euo pipefail
venv=$1 what=$2 python=${PYTHON:-python3}
inside=$venv/bin/python

stop() { printf '\n%s\n' "$*" >&2; exit 1; }

# Debian without python3-venv cannot put pip into a new environment; the pip outside can serve it (--python).
pip() {
    if "$inside" -c 'import pip' 2>/dev/null; then "$inside" -m pip "$@"
    elif "$python" -c 'import pip' 2>/dev/null; then "$python" -m pip --python "$inside" "$@"
    elif command -v uv >/dev/null; then VIRTUAL_ENV=$PWD/$venv uv pip "$@"
    else stop "This Python has neither venv with pip nor pip. Install one of: python3-venv, python3-pip (Debian: as root, apt-get install python3-venv), or uv; then run make again."
    fi
}

if [ "$what" = --project ]; then
    pip install --quiet --no-deps --no-build-isolation --editable .
    exit
fi

command -v "$python" >/dev/null || stop "No $python on this machine. Install Python 3.11 or newer, or say where it is: make setup PYTHON=/path/to/python3.11"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || stop "$("$python" --version) is too old: 3.11 or newer is needed. Say where it is: make setup PYTHON=/path/to/python3.11"
if [ ! -x "$inside" ]; then
    "$python" -m venv "$venv" >/dev/null 2>&1 || "$python" -m venv --clear --without-pip "$venv" \
        || stop "The virtual environment $venv could not be made (above is why)."
fi
echo "Installing the packages of $what into $venv (once; a few minutes on a slow line) ..."
pip install --quiet --require-hashes --requirement "$what"
