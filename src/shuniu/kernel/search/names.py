"""Pinyin initials, for finding a person by typing ``zhw``."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """The first letters of a name's pinyin, lower case: 张宏伟 → ``zhw``. Latin letters stay, other signs are left out.

    A character with several readings counts with its reading as pypinyin finds it in context; surnames are not special.
    """
    spelled = lazy_pinyin(name, style=Style.NORMAL, errors=" ".join)
    letters = (part[0] for piece in spelled for part in piece.split())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum()).lower()
