"""Sequences that are quoted by name: their members and the order of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from shuniu.office.documents.proofing.finding import ERROR, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.lists import table
from shuniu.office.documents.proofing.paper import Paper
from shuniu.office.documents.proofing.similar import likeness

_PARTS = re.compile(r"[^，。；：、（）\s“”]+")
_THOUGHT = re.compile(
    r"习近平(?:总书记|同志)?新时代(?!中国特色社会主义思想)[^，。；、”》]{0,14}?(?:主义)?思想|习近平(?:总书记|同志)?新时代(?!中国特色社会主义思想)[^，。；、”》]{0,10}?主义"
    r"|习近平(?:总书记|同志)新时代中国特色社会主义思想|习近平中国特色社会主义思想"
)
_VERBS = (
    (re.compile(r"(?P<wrong>坚定|坚持|做到)(?=[“‘\"]?四个意识)"), "增强", "“增强‘四个意识’”"),
    (re.compile(r"(?P<wrong>增强|做到|坚持)(?=[“‘\"]?四个自信)"), "坚定", "“坚定‘四个自信’”"),
    (re.compile(r"(?P<wrong>增强|坚定|坚持)(?=[“‘\"]?两个维护)"), "做到", "“做到‘两个维护’”"),
)
_NAMES = (
    (re.compile(r"(?:三|五|六)个意识(?=[”’\"、，])"), "四个意识"),
    (re.compile(r"(?:三|五|六)个自信(?=[”’\"、，])"), "四个自信"),
    (re.compile(r"(?:三|四)个维护(?=[”’\"、，])"), "两个维护"),
    (re.compile(r"(?:四|六)位一体(?=总体布局|”总体布局)"), "五位一体"),
    (re.compile(r"(?:三|五)个全面(?=战略布局|”战略布局)"), "四个全面"),
)


@cache
def _members() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(members.split(" "))) for name, members in table("sequences.txt"))


def check_order(paper: Paper) -> Iterator[Hit]:
    for start, sentence in paper.sentences():
        parts = list(_PARTS.finditer(sentence))
        for name, members in _members():
            if sum(member in sentence for member in members) >= max(3, len(members) // 2):
                yield from _ordered(start, sentence, parts, name, members)


def _ordered(
    start: int, sentence: str, parts: list[re.Match[str]], name: str, members: tuple[str, ...]
) -> Iterator[Hit]:
    """Members that stand one after another and not in the canonical order, or one of them misspelt."""
    places = sorted((sentence.find(member), number) for number, member in enumerate(members) if member in sentence)
    order = [number for _, number in places]
    close = all(after - before - len(members[number]) <= 3 for (before, number), (after, _) in pairwise(places))
    if close and order != sorted(order) and len(order) >= 3:
        begin, end = places[0][0], places[-1][0] + len(members[places[-1][1]])
        right = "、".join(members[number] for number in sorted(order))
        yield Hit(start + begin, start + end, f"“{name}”的次序是：{'、'.join(members)}", right)
    for number in set(range(len(members))) - set(order):
        yield from _misspelt(start, parts, members[number], name)


def _misspelt(start: int, parts: list[re.Match[str]], member: str, name: str) -> Iterator[Hit]:
    if len(member) < 3:
        return
    for part in parts:
        words = part.group()
        begin = len(words) - len(member)
        for shift in {0, begin} if begin >= 0 else set():
            piece = words[shift : shift + len(member)]
            wrong = [place for place, char in enumerate(piece) if char != member[place]]
            if len(wrong) == 1 and (len(member) >= 5 or likeness(piece[wrong[0]], member[wrong[0]])):
                place = start + part.start() + shift
                yield Hit(place, place + len(member), f"“{name}”中是“{member}”", member)
                return


def check_names(paper: Paper) -> Iterator[Hit]:
    for match in _THOUGHT.finditer(paper.text):
        yield Hit(match.start(), match.end(), "表述不完整或有误", "习近平新时代中国特色社会主义思想")
    for pattern, right in _NAMES:
        for match in pattern.finditer(paper.text):
            yield Hit(match.start(), match.end(), f"固定说法是“{right}”", right)
    for pattern, right, said in _VERBS:
        for match in pattern.finditer(paper.text):
            yield Hit(match.start("wrong"), match.end("wrong"), f"固定搭配是{said}", right, WARNING)


RULES = (
    Rule("phrase-name", "重要表述", USAGE, ERROR, check_names),
    Rule("phrase-sequence", "重要表述的次序", USAGE, ERROR, check_order),
)
