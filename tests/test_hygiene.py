"""What must never be committed: one machine's paths, a registry's address, a promise instead of code, a secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import source

BINARY = {
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".gif",
    ".ico",
    ".pdf",
    ".xlsx",
    ".docx",
    ".zip",
    ".mo",
    ".woff2",
    ".otf",
    ".ttf",
}
MYSELF = Path(__file__)

RULES = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|farm|home/\w+|Users/\w+)/"),
    "a registry's address": re.compile(
        r"(?:py)pi\.org|python(?:hosted)|npm(?:js)\.|deb\.(?:debian)|registry\.[a-z0-9-]+\.(?:org|com|net|cn|io)\b"
    ),
    "a promise instead of code": re.compile(
        r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|(?i:lorem ipsum|coming soon)|敬请期待|建设中"
    ),
    "a secret": re.compile(
        r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_\w{36}|xox[bp]-\w+|://[^\s:/@{}<>$]+:(?![A-Z]+@)[^\s@/{}<>$]{6,}@"
    ),
    "how the text came about": re.compile(
        r"\b(?:Chat" r"GPT|Cl" r"aude|Anth" r"ropic|Open" r"AI|Co" r"pilot|L" r"LM)\b|\bsub-?agents?\b", re.I
    ),
}
# path:rule → why it may stand there
ALLOWED: dict[str, str] = {
    "tests/test_hygiene.py": "it has to name what it forbids",
}
CODE = ("src/", "tests/", "tools/", "bench/", "assets/")
CODE_ONLY = {"a promise instead of code"}


def texts() -> list[tuple[str, str]]:
    return [
        (source.name(path), path.read_text(encoding="utf-8", errors="replace"))
        for path in source.kept_files()
        if path.suffix.lower() not in BINARY and path != MYSELF
    ]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_committed_that_should_not_be(rule: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if name not in ALLOWED and (rule not in CODE_ONLY or name.startswith(CODE))
        for number, line in enumerate(text.splitlines(), 1)
        if RULES[rule].search(line)
    ]
    assert found == [], rule


def test_every_check_that_is_switched_off_says_why() -> None:
    """``noqa`` and ``type: ignore`` name their rule and give a reason on the line; a skip gives its reason."""
    bare = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*\s+\S)|#\s*type: ignore(?!\[[\w, -]+\]\s+#?\s*\S)")
    skip = re.compile(r"mark\.(?:skip|xfail)\b(?!.*reason=)|pytest\.skip\(\s*\)")
    found = [
        f"{source.name(path)}:{number}: {line.strip()[:100]}"
        for path in source.python("src", "tests", "bench", "tools", "assets")
        if path != MYSELF
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line) or skip.search(line)
    ]
    assert found == []


def test_the_lock_files_carry_hashes_and_no_address() -> None:
    for file in ("base.txt", "dev.txt"):
        text = (source.ROOT / "requirements" / file).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all(re.fullmatch(r"[a-z0-9.\[\],-]+==\S+( ; [^\\]+)? \\", pin) for pin in pins)
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pins)


def test_nothing_large_is_committed() -> None:
    large = {source.name(path): path.stat().st_size for path in source.kept_files() if path.stat().st_size > 1_500_000}
    assert large == {}
