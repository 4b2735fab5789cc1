"""Chinese numerals up to 9999, as far as level numbers and dates need them."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
_VALUES = {char: number for number, char in enumerate(DIGITS)} | {"零": 0, "○": 0, "Ｏ": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def value(words: str) -> int:
    """十二 → 12, 12 → 12; 0 for what is no numeral."""
    if words.isdecimal():
        return int(words)
    total, digit = 0, 0
    for char in words:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        elif char in _VALUES:
            digit = digit * 10 + _VALUES[char]
        else:
            return 0
    return total + digit


def chinese(number: int) -> str:
    """12 → 十二, for 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "") or "零"
