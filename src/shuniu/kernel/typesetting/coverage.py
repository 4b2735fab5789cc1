"""Characters that no font of this machine draws: said before the paper goes out with an empty box in a person's name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import typst
from PIL import ImageFont

from shuniu.kernel.typesetting.fonts import NOT_A_CHARACTER, folders

SIZE = 24


def undrawn(text: str) -> str:
    """Each character of a text once that no font draws. What every Chinese font has is not looked up."""
    return "".join(one for one in dict.fromkeys(text) if not _common(one) and not one.isspace() and not _drawn(one))


def _common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def _drawn(character: str) -> bool:
    """A character of the private area may be drawn, but as what, nobody but its maker knows."""
    if unicodedata.category(character) == "Co":
        return False
    return any(_draws(face, nothing, character) for face, nothing in _faces())


def _draws(face: ImageFont.FreeTypeFont, nothing: bytes, character: str) -> bool:
    try:
        return bytes(face.getmask(character)) not in (nothing, b"")
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=1)
def _faces() -> list[tuple[ImageFont.FreeTypeFont, bytes]]:
    """One face of each font file, with what it draws for a character that cannot exist."""
    files = {
        one.path: one.index
        for one in typst.Fonts(include_embedded_fonts=False, font_paths=list(folders())).fonts()
        if one.path
    }
    made = []
    for path, index in files.items():
        try:
            face = ImageFont.truetype(path, SIZE, index=index)
            made.append((face, bytes(face.getmask(NOT_A_CHARACTER))))
        except (OSError, ValueError):
            continue
    return made
