"""Numbers of lists as Word and browsers make them, turned into the four levels that the standard knows: 一、（一）1.（1）."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting", "ideographDigital",
    "taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2", "cjk-ideographic", "simp-chinese-informal",
    "trad-chinese-informal", "cjk-decimal", "ideographTraditional",
}  # fmt: skip
_BULLETS = set("·•●○■□◆◇▪▫►▶★☆–-*Øü§lnuoqvwyØÜ※\uf0b7\uf0a7\uf0d8\uf0fc\uf06c\uf06e\uf075\uf076")


def chinese(number: int) -> str:
    """1 to 99 in Chinese; larger ones in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def numeral(number: int, form: str) -> str:
    """A number in one of the forms that Word (numFmt) and browsers (list-style-type) name."""
    plain = form.lower().replace("-", "")
    if form in _CHINESE:
        return chinese(number)
    if plain in ("lowerletter", "loweralpha", "lowerlatin") and 0 < number <= 26:
        return chr(96 + number)
    if plain in ("upperletter", "upperalpha", "upperlatin") and 0 < number <= 26:
        return chr(64 + number)
    if plain in ("lowerroman", "upperroman") and 0 < number < 40:
        return _roman(number).upper() if plain.startswith("u") else _roman(number)
    if "circle" in plain and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        while number >= value:
            made, number = made + sign, number - value
    return made


def label_of(level: int, number: int) -> str:
    """The standard's label of a level, 1 to 4 (GB/T 9704-2012, 7.3.3)."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[min(max(level, 1), 4) - 1]


def standard_label(label: str, level: int = 0) -> str:
    """A label as it was shown, as the standard writes it; nothing for a bullet.

    ``level``: which of the four a heading or a list of several levels gives it; 1.2.3 tells its level itself.
    """
    plain = re.sub(r"\s", "", label)
    if not plain or plain in _BULLETS or "\ue000" <= plain[0] <= "\uf8ff":
        return ""
    parts = re.fullmatch(r"(\d+(?:[.．]\d+){1,3})[.．、]?", plain)
    if parts:
        numbers = re.split(r"[.．]", parts[1])
        return label_of(level or len(numbers), int(numbers[-1]))
    alone = re.fullmatch(r"[（(]?(\d{1,3})[）).．、:：]?", plain)
    if alone and level:
        return label_of(level, int(alone[1]))
    if re.fullmatch(r"\d{1,3}[.．、]?", plain):
        return f"{plain.rstrip('.．、')}."
    if re.fullmatch(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)]", plain):
        return "（" + plain.strip("（()）") + "）"
    if re.fullmatch(r"[一二三四五六七八九十百]+[、.．]?", plain):
        return plain.rstrip("、.．") + "、"
    return plain
