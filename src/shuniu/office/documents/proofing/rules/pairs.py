"""Marks that come in pairs: quotation marks, brackets, 书名号; which stands inside which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, PUNCTUATION, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Line, Paper

_PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "〔": "〕",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "［": "］",
}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_WIDTH = {"(": "（", ")": "）", "[": "［", "]": "］"}
_ENUMERATED = re.compile(r"^[\s\u3000]*(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])[）)]")
_STRAIGHT = re.compile(r'"')


def check_balance(paper: Paper) -> Iterator[Hit]:
    """Each paragraph closes what it opens. A quotation over several paragraphs opens each of them and closes the last."""
    lines = paper.paragraphs
    carried = False
    for number, line in enumerate(lines):
        goes_on = number + 1 < len(lines) and lines[number + 1].body.startswith("“")
        open_, stray = _balance(line, carried)
        carried = any(char == "“" for char, _ in open_) and goes_on
        for char, place in stray:
            yield Hit(place, place + 1, f"“{char}”没有对应的前一半")
        for char, place in open_:
            if not (char == "“" and goes_on):
                yield Hit(place, place + 1, f"“{char}”没有对应的后一半")


def _balance(line: Line, carried: bool) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What stays open, and what closes without having been opened, with their places."""
    stack: list[tuple[str, int]] = []
    stray: list[tuple[str, int]] = []
    skip = match.end() if (match := _ENUMERATED.match(line.text)) else 0
    for place, raw in enumerate(line.text[skip:], line.start + skip):
        char = _WIDTH.get(raw, raw)
        if char in _PAIRS:
            stack.append((raw, place))
        elif char in _CLOSING:
            _close(char, raw, place, stack, stray)
    if carried and stray and stray[0][0] == "”":
        stray = stray[1:]
    return stack, stray


def _close(char: str, raw: str, place: int, stack: list[tuple[str, int]], stray: list[tuple[str, int]]) -> None:
    wanted = _CLOSING[char]
    depth = next((n for n in range(1, min(len(stack), 5) + 1) if _WIDTH.get(stack[-n][0], stack[-n][0]) == wanted), 0)
    if depth == 1:
        stack.pop()
    elif depth:
        del stack[-depth]  # what stands between stays open and is said at its own place
    elif raw != "’":  # an apostrophe looks the same
        stray.append((raw, place))


def check_nested(paper: Paper) -> Iterator[Hit]:
    """《…《…》…》 is 《…〈…〉…》; “…“…”…” is “…‘…’…”."""
    for line in paper.paragraphs:
        for outer, inner in (("《》", "〈〉"), ("“”", "‘’")):
            yield from _nested(line, outer, inner)


def _nested(line: Line, outer: str, inner: str) -> Iterator[Hit]:
    depth: list[int] = []
    if line.text.count(outer[0]) != line.text.count(outer[1]):
        return
    for place, char in enumerate(line.text, line.start):
        if char == outer[0]:
            depth.append(place)
        elif char == outer[1] and depth:
            begin = depth.pop()
            if len(depth) == 1:
                words = line.text[begin - line.start + 1 : place - line.start]
                message = f"{outer}里面用{inner}"
                if outer == "《》" or "‘" not in words:
                    yield Hit(begin, place + 1, message, f"{inner[0]}{words}{inner[1]}")


def check_straight(paper: Paper) -> Iterator[Hit]:
    """Typewriter quotation marks in a Chinese paragraph."""
    for line in paper.paragraphs:
        if not re.search(f"[{HAN}]", line.text):
            continue
        for number, match in enumerate(_STRAIGHT.finditer(line.text)):
            place = line.start + match.start()
            yield Hit(place, place + 1, "中文里用弯引号", "”" if number % 2 else "“")


def check_width(paper: Paper) -> Iterator[Hit]:
    """One half of a pair of brackets full-width, the other half-width."""
    for match in re.finditer(r"（[^（()）\n]{0,80}\)|\([^（()）\n]{0,80}）", paper.text):
        words = match.group()[1:-1]
        yield Hit(match.start(), match.end(), "括号一半全角、一半半角", f"（{words}）")


RULES = (
    Rule("pair-width", "括号全半角不一", PUNCTUATION, WARNING, check_width),
    Rule("pair-open", "成对标点", PUNCTUATION, ERROR, check_balance),
    Rule("pair-nested", "书名号、引号套用", PUNCTUATION, WARNING, check_nested),
    Rule("pair-straight", "直引号", PUNCTUATION, WARNING, check_straight),
)
