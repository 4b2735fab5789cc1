"""Instruments and articles (法律依据) as data. Pure: no Django, so that a procedure can cite without a database.

A figure may be shown as law only when its source is confirmed: `Mark.VERIFIED`. Anything else is shown with the words
待核实. What an office decides for itself is a `LocalRule`: its value is configuration (`limits.py`), never a constant.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shuniu.kernel.law.texts import TEXTS

_DIGITS: Final = "零一二三四五六七八九"


class Mark(StrEnum):
    """How far a text is verified. Only the first may be cited as law."""

    VERIFIED = "V"
    SECONDARY = "V2"
    RECALLED = "R"
    DOUBTFUL = "R?"

    @property
    def confirmed(self) -> bool:
        """Whether the text itself was seen."""
        return self is Mark.VERIFIED


@dataclass(frozen=True, slots=True)
class Instrument:
    """One law, regulation, standard or official paper.

    `title` is the full title, `short` the one it is cited by; `in_force` is None when the date is not verified;
    `number_mark` is given when the number is less certain than the text; `source` says where the text was read.
    """

    key: str
    title: str
    number: str = ""
    issued_by: str = ""
    in_force: date | None = None
    mark: Mark = Mark.DOUBTFUL
    source: str = ""
    short: str = ""
    number_mark: Mark | None = None
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether it may be cited as law."""
        return self.mark.confirmed

    @property
    def number_confirmed(self) -> bool:
        """Whether its document number may be printed without 待核实."""
        return (self.number_mark or self.mark).confirmed

    def cite(self) -> str:
        """《政府信息公开条例》"""
        return f"《{self.short or self.title}》"

    def article(self, number: int | str, paragraph: int | None = None, item: int | None = None) -> "Article":
        """An article of it; `number` is a string for the clauses of a standard, such as "7.1"."""
        return Article(self, number, paragraph, item)


@dataclass(frozen=True, slots=True)
class Article:
    """One article (条), with the paragraph (款) and item (项) where they matter."""

    instrument: Instrument
    number: int | str
    paragraph: int | None = None
    item: int | None = None

    @property
    def confirmed(self) -> bool:
        """Whether it may be cited as law."""
        return self.instrument.confirmed

    @property
    def text(self) -> str:
        """The words of the article, or of its paragraph, where `texts.py` has them, else empty. Never our own words."""
        whole = TEXTS.get((self.instrument.key, self.number), "")
        if self.paragraph is None or not whole:
            return whole
        paragraphs = whole.split("\n")
        return paragraphs[self.paragraph - 1] if self.paragraph <= len(paragraphs) else ""

    def cite(self) -> str:
        """《政府信息公开条例》第三十三条第二款; 《政府热线服务规范》7.1"""
        if isinstance(self.number, str):
            return f"{self.instrument.cite()}{self.number}"
        words = f"{self.instrument.cite()}第{chinese_numeral(self.number)}条"
        if self.paragraph is not None:
            words += f"第{chinese_numeral(self.paragraph)}款"
        if self.item is not None:
            words += f"第（{chinese_numeral(self.item)}）项"
        return words


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A rule the office sets for itself. Its value is configured; `source` says where the default comes from."""

    key: str
    title: str
    source: str
    mark: Mark = Mark.SECONDARY

    @property
    def confirmed(self) -> bool:
        """A local rule is never shown as law, however well its source is known."""
        return False

    def cite(self) -> str:
        """本地规定“投诉办理时限”"""
        return f"本地规定“{self.title}”"


def chinese_numeral(number: int) -> str:
    """1 → 一, 10 → 十, 33 → 三十三, 201 → 二百零一, 1260 → 一千二百六十. Raises ValueError outside 1–9999."""
    if not 1 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}")
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    return words.removeprefix("一") if words.startswith("一十") else words
