"""Bring the free faces into ``fonts/``, without root: Fandol from Debian, Noto from the Python package that carries it.

Each file is checked against its SHA-256. A stamp makes the second call free and off line. What cannot be fetched is
said; documents are then set in what the machine has.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from shuniu.kernel.typesetting.fonts import FETCHED

FANDOL = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
}
NOTO = {"NotoSansSC-Regular.otf": "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9"}
STAMP = "stamp.txt"
DEBIAN_PACKAGE = "texlive-lang-chinese"
PYTHON_PACKAGE = "pylopdf-fonts-zh-cn==0.1.1"
APT = ("apt-get", "-q", "-o", "APT::Sandbox::User=root")
"""Without root there is nobody to change to, and with root a temporary folder is closed to others."""
PATIENCE = 300
"""Seconds for one command."""


def _run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words


def _fandol(into: Path) -> Path:
    """Unpack Debian's package in a folder; its lists are brought there too when the machine has none."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise OSError("this machine has no apt-get")
    try:
        _run(*APT, "download", DEBIAN_PACKAGE, cwd=into)
    except subprocess.CalledProcessError:
        for folder in ("lists/partial", "cache/archives/partial"):
            (into / folder).mkdir(parents=True)
        own = ("-o", f"Dir::State::lists={into / 'lists'}", "-o", f"Dir::Cache={into / 'cache'}")
        _run(*APT, *own, "update", cwd=into)
        _run(*APT, *own, "download", DEBIAN_PACKAGE, cwd=into)
    _run("dpkg-deb", "-x", str(next(into.glob("*.deb"))), "unpacked", cwd=into)
    licence = next((into / "unpacked").rglob("fandol/COPYING.gz"))
    FETCHED.mkdir(exist_ok=True)
    (FETCHED / "LICENSE-Fandol.txt").write_bytes(gzip.decompress(licence.read_bytes()))
    return into / "unpacked"


def pip_command() -> list[str]:
    """The pip at hand: this environment's, uv, or the one of the Python that the environment was made from."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        return [uv, "pip"]
    return [getattr(sys, "_base_executable", sys.executable), "-m", "pip"]


def _noto(into: Path) -> Path:
    _run(*pip_command(), "install", "--quiet", "--no-deps", "--target", str(into), PYTHON_PACKAGE, cwd=into)
    FETCHED.mkdir(exist_ok=True)
    shutil.copy(next(into.rglob("LICENSE")), FETCHED / "LICENSE-Noto.txt")
    return into


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _bring(wanted: dict[str, str], fetch: Callable[[Path], Path]) -> str:
    """Fetch some faces; why not, when it failed."""
    if all((FETCHED / name).is_file() for name in wanted):
        return ""
    with TemporaryDirectory() as folder:
        try:
            place = fetch(Path(folder))
            for name, digest in wanted.items():
                file = next(place.rglob(name))
                if _digest(file) != digest:
                    return f"{name} is not the file that was expected"
                shutil.copy(file, FETCHED / name)
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            return f"{', '.join(wanted)}: {type(error).__name__} {error}"
    return ""


def main() -> int:
    """0 when all faces are there; 1 when some are missing (the product works all the same)."""
    expected = "\n".join(f"{digest}  {name}" for name, digest in sorted({**FANDOL, **NOTO}.items())) + "\n"
    stamp = FETCHED / STAMP
    if stamp.is_file() and stamp.read_text() == expected:
        return 0
    troubles = [why for why in (_bring(FANDOL, _fandol), _bring(NOTO, _noto)) if why]
    for why in troubles:
        print(f"fonts: {why}", file=sys.stderr)
    if troubles:
        return 1
    stamp.write_text(expected)
    for face in sorted(FETCHED.glob("*.otf")):
        print(f"fonts: {face.name} {face.stat().st_size // 1024} KB")
    return 0
