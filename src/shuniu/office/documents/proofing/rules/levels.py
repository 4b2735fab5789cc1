"""Level numbers: 一、 （一） 1. （1）, their marks and their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shuniu.office.documents.proofing.finding import ERROR, FORMAT, HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.numerals import chinese, value
from shuniu.office.documents.proofing.paper import Line, Paper

_C = "[一二三四五六七八九十]{1,4}"
_SPACE = r"[\s\u3000]*"
_WRONG = (
    (re.compile(rf"(?P<n>{_C})(?P<bad>[.．,，:：;；]{_SPACE})(?=\S)"), "“{n}”后用顿号", "{n}、"),
    (re.compile(rf"(?P<bad>[（(](?P<n>{_C})[)）][、.．,，:：])(?=\S)"), "带括号的序号后不加标点", "（{n}）"),
    (re.compile(rf"(?P<bad>(?:\((?P<n>{_C})[)）]|（(?P<m>{_C})\)))"), "序号用全角括号", "（{n}）"),
    (re.compile(r"(?P<bad>[（(](?P<n>\d{1,2})[)）][、.．,，:：])(?=\S)"), "带括号的序号后不加标点", "（{n}）"),
    (re.compile(r"(?P<bad>(?:\((?P<n>\d{1,2})[)）]|（(?P<m>\d{1,2})\)))"), "序号用全角括号", "（{n}）"),
    (re.compile(r"(?P<n>\d{1,2})(?P<bad>[、，,]) ?(?=[^\d\s])"), "“{n}”后用圆点", "{n}."),
)
_ORDINAL = re.compile(r"(?P<n>第[一二三四五六七八九十]|首先|其次|再次|最后)(?P<bad>、)")
_LEVELS = (
    re.compile(rf"(?P<n>{_C})[、.．,，:：]"),
    re.compile(rf"[（(](?P<n>{_C})[)）]"),
    re.compile(r"(?P<n>\d{1,2})(?:[.．](?!\d)|[、，,](?=[^\d]))"),
    re.compile(r"[（(](?P<n>\d{1,2})[)）]"),
)
_RUNNING = re.compile(r"(?:^|(?<=[。；：，:;,、\s]))(?P<n>[一二三四五六七八九十])(?:是|要)(?=\S)")
_FRESH = re.compile(r"附件|附表|附录|第[一二三四五六七八九十]+[章节编部]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered line: its level (0 to 3), its number, where the number stands and how it is written."""

    level: int
    number: int
    start: int
    end: int
    words: str


def heading(line: Line) -> Heading | None:
    body = line.body
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(body):
            at = line.body_start
            return Heading(level, value(match["n"]), at + match.start("n"), at + match.end("n"), match["n"])
    return None


def check_marks(paper: Paper) -> Iterator[Hit]:
    for line in paper.paragraphs:
        body, at = line.body, line.body_start
        for pattern, message, suggestion in _WRONG:
            if match := pattern.match(body):
                number = match["n"] or match["m"]
                start = min(match.start("bad"), match.start("n") if match["n"] else match.start("bad"))
                yield Hit(at + start, at + match.end(), message.format(n=number), suggestion.format(n=number))
                break
        if match := _ORDINAL.match(body):
            yield Hit(at + match.start("bad"), at + match.end("bad"), f"“{match['n']}”后用逗号", "，", WARNING)


def _as_written(sample: Heading, number: int) -> str:
    return str(number) if sample.words.isdigit() else chinese(number)


def check_order(paper: Paper) -> Iterator[Hit]:
    last: list[int] = [0, 0, 0, 0]
    seen = False
    for line in paper.paragraphs:
        found = heading(line)
        if found is None:
            if _FRESH.match(line.body):
                last, seen = [0, 0, 0, 0], False
            continue
        yield from _step(found, last, seen)
        seen = True
        last[found.level] = found.number
        last[found.level + 1 :] = [0] * (3 - found.level)


def _step(found: Heading, last: list[int], seen: bool) -> Iterator[Hit]:
    before = last[found.level]
    if found.number == before + 1 or (found.number == 1 and found.level > 1):
        return
    name = f"“{found.words}”"
    wanted = _as_written(found, before + 1)
    if before == 0:
        # An excerpt may begin anywhere; below a heading of its own the first one is 一.
        if seen and any(last[: found.level]) and found.number <= 20:
            yield Hit(found.start, found.end, f"序号从{name}开始，前面没有“{wanted}”", wanted)
    elif found.number == before:
        yield Hit(found.start, found.end, f"序号{name}重复", wanted)
    elif found.number == 1:
        yield Hit(found.start, found.end, f"序号又从{name}开始", None, HINT)
    elif found.number > before + 1:
        yield Hit(found.start, found.end, f"序号不连续：{_as_written(found, before)}之后是{found.words}", wanted)
    else:
        yield Hit(found.start, found.end, f"序号倒退：{_as_written(found, before)}之后是{found.words}", wanted)


def check_running(paper: Paper) -> Iterator[Hit]:
    """一是…二是… inside a paragraph, and from one paragraph to the next."""
    last = 0
    for match in _RUNNING.finditer(paper.text):
        number = value(match["n"])
        word = match.group()[1:]
        wanted = last + 1
        if last and number != 1 and number != wanted and word == "是":
            said = "重复" if number == last else "不连续"
            yield Hit(match.start("n"), match.end("n"), f"“{match.group()}”{said}", chinese(wanted))
        if word == "是" and (number == 1 or last):
            last = number


def check_skipped(paper: Paper) -> Iterator[Hit]:
    """A level that is left out. Many offices allow it, so it is only a hint."""
    above = -1
    for line in paper.paragraphs:
        found = heading(line)
        if found is None:
            continue
        if above >= 0 and found.level > above + 1:
            yield Hit(found.start, found.end, "层次序数跳级", None)
        above = found.level


RULES = (
    Rule("level-marks", "层次序数标点", FORMAT, WARNING, check_marks),
    Rule("level-order", "层次序数顺序", USAGE, ERROR, check_order),
    Rule("level-running", "段内序数", USAGE, WARNING, check_running),
    Rule("level-skipped", "层次序数跳级", FORMAT, HINT, check_skipped),
)
