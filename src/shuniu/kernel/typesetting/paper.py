"""One official paper (公文) as data: the single source from which PDF, DOCX and OFD are set.

The elements are those of GB/T 9704-2012, 7; the five forms its 7 and 10. Nothing here places anything.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from shuniu.kernel.typesetting.notation import Block, blocks


class Form(StrEnum):
    """Which of the standard's layouts a paper takes. A joint paper (联合行文) is one with several ``organs``."""

    ORDINARY = "ordinary"  # 文件, downward or level
    UPWARD = "upward"  # 上行文, with 签发人
    LETTER = "letter"  # 信函格式 (10.1)
    ORDER = "order"  # 命令（令）格式 (10.2)
    MINUTES = "minutes"  # 纪要格式 (10.3)


class BadPaper(ValueError):
    """The data cannot be read as a paper; the message names the field and says what is wrong, in words."""


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: its title and its text in the notation of ``notation``."""

    title: str
    text: str = ""

    @property
    def body(self) -> tuple[Block, ...]:
        return blocks(self.text)


@dataclass(frozen=True, slots=True)
class Seal:
    """印章: the picture (PNG) that goes over one organ's signature. Empty: the place is left free."""

    organ: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. Empty fields are elements that this paper does not have."""

    title: str
    text: str
    """正文, in the notation of ``notation``."""
    organs: tuple[str, ...]
    """发文机关署名, the lead organ first."""
    form: Form = Form.ORDINARY
    mark: str = ""
    """发文机关标志; empty: made from the organs, with 文件 where the form has it."""
    urgency: str = ""
    """紧急程度: 特急 or 加急."""
    number: str = ""
    """发文字号, for example 云政办发〔2026〕12号; 令号 of an order."""
    signers: tuple[str, ...] = ()
    """签发人, on an upward paper."""
    recipients: str = ""
    """主送机关, as it is to be read, without the colon."""
    annexes: tuple[Annex, ...] = ()
    signed_on: date | None = None
    """成文日期."""
    seals: tuple[Seal, ...] = ()
    post: str = ""
    """职务 before a 签名章 (orders)."""
    name: str = ""
    """Whose 签名章 an order bears."""
    signature: bytes = b""
    """Picture of the 签名章."""
    note: str = ""
    """附注, without brackets."""
    copies: str = ""
    """抄送机关, without 抄送： and the full stop."""
    issuer: str = ""
    """印发机关."""
    issued_on: date | None = None
    """印发日期."""
    present: str = ""
    absent: str = ""
    attending: str = ""
    """出席, 请假, 列席 of minutes."""

    @property
    def body(self) -> tuple[Block, ...]:
        return blocks(self.text)

    @property
    def heading(self) -> str:
        """发文机关标志 as it is printed."""
        if self.mark:
            return self.mark
        lead = self.organs[0] if self.organs else ""
        return lead + {Form.ORDER: "令", Form.MINUTES: "纪要", Form.LETTER: ""}.get(self.form, "文件")


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _picture(value: Any) -> bytes:
    return b64decode(value or "", validate=True)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is wanted, found {type(value).__name__}")
    return value


def _annexes(value: Any) -> tuple[Annex, ...]:
    return tuple(Annex(_text(one["title"]), _text(one.get("text", ""))) for one in value)


def _seals(value: Any) -> tuple[Seal, ...]:
    return tuple(Seal(_text(one["organ"]), _picture(one.get("picture"))) for one in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "signed_on": _day,
    "issued_on": _day,
    "organs": _texts,
    "signers": _texts,
    "form": Form,
    "annexes": _annexes,
    "seals": _seals,
    "signature": _picture,
}


def paper_of(data: Mapping[str, Any]) -> Paper:
    """A paper from JSON data with the field names above; ``text`` and annex texts are in the notation, pictures base64.

    Raises ``BadPaper`` with the field's name for what cannot be read.
    """
    names = {one.name for one in fields(Paper)}
    unknown = sorted(set(data) - names)
    if unknown:
        raise BadPaper(f"unknown field: {', '.join(unknown)}")
    missing = [name for name in ("title", "text", "organs") if not data.get(name)]
    if missing:
        raise BadPaper(f"missing field: {', '.join(missing)}")
    return Paper(**{name: _value(name, value) for name, value in data.items() if value is not None})


def _value(name: str, value: Any) -> Any:
    try:
        reader: Callable[[Any], Any] = _READERS.get(name, _text)
        return reader(value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadPaper(f"{name}: {error}") from error


def data_of(paper: Paper) -> dict[str, Any]:
    """The JSON data of a paper: the inverse of ``paper_of``."""
    made: dict[str, Any] = {}
    for one in fields(Paper):
        value = getattr(paper, one.name)
        if value in ("", (), None, b""):
            continue
        if one.name == "annexes":
            value = [{"title": annex.title, "text": annex.text} for annex in value]
        elif one.name == "seals":
            value = [{"organ": seal.organ, "picture": b64encode(seal.picture).decode()} for seal in value]
        elif isinstance(value, bytes):
            value = b64encode(value).decode()
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        made[one.name] = value
    return made
