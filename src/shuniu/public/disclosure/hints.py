"""What a machine notices in a text before it is published: for the reviewer's eyes, never instead of them. Pure.

It finds what has a shape: numbers of identity, of telephones and of bank cards, and words that speak of secrecy, of
internal papers and of business secrets. A name or a story by which a neighbour knows somebody has no shape: the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.files.secrecy import marks_in

SECRET, THIRD, PRIVACY = "no_secret", "no_third_party", "no_privacy"
"""The check that a hint belongs to."""
MOST = 60
AROUND = 12
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGIT = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
IDENTITY = re.compile(
    rf"{_DIGIT}[1-9]\d{{5}}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXx]{_END}"
)
MOBILE = re.compile(rf"{_DIGIT}1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}")
CARD = re.compile(rf"{_DIGIT}(?:62|4|5)\d{{14,17}}{_END}")


@dataclass(frozen=True, slots=True)
class Hint:
    """Something found: under which check, what kind of thing, the words, a little of what stands around them, in which file."""

    check: str
    label: Promise
    found: str
    around: str
    where: str = ""


_WORDS: tuple[tuple[str, Promise, re.Pattern[str]], ...] = (
    (
        SECRET,
        _("涉密或者内部字样"),
        re.compile(r"绝密|机密|秘密级|国家秘密|工作秘密|内部资料|内部文件|不得外传|注意保存"),
    ),
    (SECRET, _("过程性字样"), re.compile(r"征求意见稿|讨论稿|送审稿|过程稿|会议讨论|请示件")),
    (THIRD, _("商业秘密字样"), re.compile(r"商业秘密|技术秘密|成本明细|客户名单|配方|工艺参数|投标报价")),
    (PRIVACY, _("个人情况字样"), re.compile(r"病历|诊断|患有|家庭住址|身份证号|残疾类别|银行卡号|户籍地址")),
)


def hints_in(text: str) -> list[Hint]:
    """What is found, in the order of the text within each kind; at most ``MOST`` things, each once."""
    kept: dict[tuple[str, str], Hint] = {}
    for hint in _found(text):
        kept.setdefault((hint.check, hint.found), hint)
        if len(kept) >= MOST:
            break
    return list(kept.values())


def _found(text: str) -> Iterator[Hint]:
    for mark in marks_in(text):
        yield Hint(SECRET, _("国家秘密标志"), mark.words, mark.words)
    for check, label, pattern in _WORDS:
        yield from (_hint(check, label, text, match) for match in pattern.finditer(text))
    for match in IDENTITY.finditer(text):
        if is_identity(match.group()):
            yield _hint(PRIVACY, _("身份证号码"), text, match)
    yield from (_hint(PRIVACY, _("手机号码"), text, match) for match in MOBILE.finditer(text))
    for match in CARD.finditer(text):
        if _luhn(match.group()):
            yield _hint(PRIVACY, _("银行卡号"), text, match)


def _hint(check: str, label: Promise, text: str, match: re.Match[str]) -> Hint:
    around = text[max(0, match.start() - AROUND) : match.end() + AROUND]
    return Hint(check, label, match.group(), " ".join(around.split()))


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: the last one is the check of the others (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
