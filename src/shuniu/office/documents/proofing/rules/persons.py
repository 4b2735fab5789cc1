"""Personal data that hardly belongs into a document: identity numbers, telephones, bank cards, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from shuniu.office.documents.proofing.finding import HINT, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import Paper

LAW = "个人信息保护法"
_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?P<birth>(?:18|19|20)\d{6})\d{3}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d(?P<s>[\s-]?)\d{4}(?P=s)\d{4}(?![\d.])")
_CARD = re.compile(
    r"(?<![\dA-Za-z.])[3-6]\d{3}(?P<s>[\s-]?)\d{4}(?P=s)\d{4}(?P=s)\d{4}(?:(?P=s)\d{1,3})?(?![\dA-Za-z.])"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_HOME = re.compile(
    r"(?:家住|住址[:：]?|现住|户籍地址[:：]?|家庭地址[:：]?)[^。；\n]{4,30}?(?:号楼?|室|单元|栋|组|户)\d*[^。，；\n]{0,8}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CONTACT = re.compile(r"(?:联系人|联系电话|联系方式|电话|传真|手机)[^\n。]{0,30}$")


def _is_identity(number: str) -> bool:
    """GB 11643: a possible day of birth and the right last character."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[0::2] + [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]) % 10 == 0


def check_identity(paper: Paper) -> Iterator[Hit]:
    for match in _IDENTITY.finditer(paper.text):
        if _is_identity(match.group()):
            yield Hit(match.start(), match.end(), "公民身份号码，确有必要再写")
        else:
            yield Hit(match.start(), match.end(), "像公民身份号码，但校验位不对")


def check_card(paper: Paper) -> Iterator[Hit]:
    for match in _CARD.finditer(paper.text):
        digits = re.sub(r"\D", "", match.group())
        if 16 <= len(digits) <= 19 and _luhn(digits) and not (len(digits) == 18 and _is_identity(digits)):
            yield Hit(match.start(), match.end(), "像银行卡号，确有必要再写")


def check_telephone(paper: Paper) -> Iterator[Hit]:
    for match in _MOBILE.finditer(paper.text):
        contact = _CONTACT.search(paper.text, max(0, match.start() - 40), match.start())
        yield Hit(match.start(), match.end(), "个人手机号码，确有必要再写", None, HINT if contact else "")


def check_address(paper: Paper) -> Iterator[Hit]:
    for match in _MAIL.finditer(paper.text):
        yield Hit(match.start(), match.end(), "电子邮箱，请核对是否应公开")
    for match in _HOME.finditer(paper.text):
        yield Hit(match.start(), match.end(), "住址，请核对是否应公开")


RULES = (
    Rule("person-identity", "公民身份号码", LAW, WARNING, check_identity),
    Rule("person-card", "银行卡号", LAW, WARNING, check_card),
    Rule("person-telephone", "手机号码", LAW, WARNING, check_telephone),
    Rule("person-address", "邮箱、住址", LAW, HINT, check_address),
)
