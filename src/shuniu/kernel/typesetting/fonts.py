"""The faces of an official document (小标宋, 仿宋, 楷体, 黑体, 宋体): the site's licensed ones first, else free ones, and said.

``python -m shuniu.kernel.typesetting.fonts`` fetches the free ones; ``make setup`` calls it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from PIL import ImageFont

FETCHED = Path(__file__).resolve().parent / "fonts"
FOLDER_VARIABLE = "SHUNIU_FONTS"
"""Names the folder where a site keeps the faces that it has licensed."""
NOT_A_CHARACTER = "\U0010fffe"


class Face(StrEnum):
    TITLE = "title"
    BODY = "body"
    KAI = "kai"
    HEI = "hei"
    SONG = "song"


STANDARD: dict[Face, tuple[str, ...]] = {
    Face.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    Face.BODY: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"),
    Face.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"),
    Face.HEI: ("SimHei", "黑体", "STHeiti"),
    Face.SONG: ("SimSun", "宋体", "NSimSun", "新宋体", "STSong"),
}
"""What the standard names (GB/T 9704-2012), as their makers call the families."""
FREE: dict[Face, tuple[str, ...]] = {
    Face.TITLE: ("FandolSong", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    Face.BODY: ("FandolFang R", "FandolFang", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    Face.KAI: ("FandolKai", "FandolFang R", "FandolFang", "Noto Serif SC", "Noto Serif CJK SC"),
    Face.HEI: ("FandolHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"),
    Face.SONG: ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "FandolFang R", "FandolFang"),
}
RARE = ("Noto Serif SC", "Noto Serif CJK SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Serif SC")
"""Wide faces that stand behind the others: names of places and people use characters beyond GB 2312."""
LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "TeX Gyre Termes", "Nimbus Roman", "FreeSerif")
"""Letters and digits beside 仿宋, where the machine has one of these; otherwise the Chinese face's own."""
NAMES: dict[Face, str] = {
    Face.TITLE: "小标宋体",
    Face.BODY: "仿宋体",
    Face.KAI: "楷体",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
}


class NoChineseFont(RuntimeError):
    """No font with Chinese characters on this machine: a document would be rows of empty boxes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "这台机器上没有中文字体，不能排版。请运行 make setup，或把本单位已获授权的字体放入 %(variable)s 所指的文件夹。"
            )
            % {"variable": FOLDER_VARIABLE}
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Which families set which face, the first one leading; ``folders`` is where to look besides the system."""

    folders: tuple[str, ...]
    families: dict[Face, tuple[str, ...]]
    latin: str = ""

    @property
    def substituted(self) -> list[Face]:
        """Faces that another one stands in for; a document's page says so."""
        return [face for face, names in self.families.items() if names[0] not in STANDARD[face]]


def folders() -> tuple[str, ...]:
    """The site's own folder first, then what was fetched."""
    own = os.environ.get(FOLDER_VARIABLE, "")
    return tuple(str(place) for place in (*([Path(own)] if own else []), FETCHED) if place.is_dir())


def choose(known: Iterable[str], *, otherwise: Sequence[str] = ()) -> dict[Face, tuple[str, ...]]:
    """The families for each face from those that are there; ``otherwise`` serves when none of ours is.

    Raises NoChineseFont when a face would be left without any.
    """
    there = set(known)
    chosen = {}
    for face in Face:
        wanted = dict.fromkeys((*STANDARD[face], *FREE[face], *RARE))
        names = tuple(name for name in wanted if name in there) or tuple(otherwise)
        if not names:
            raise NoChineseFont
        chosen[face] = names
    return chosen


@cache
def found() -> Found:
    """What this process sets documents in, looked up once (0.3 s). Raises NoChineseFont."""
    places = folders()
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=list(places)).fonts()
    families = {one.family for one in fonts}
    latin = next((name for name in LATIN if name in families), "")
    try:
        return Found(places, choose(families), latin)
    except NoChineseFont:
        written = {one.family: None for one in fonts if one.path and _writes_chinese(one.path, one.index)}
        return Found(places, choose(families, otherwise=tuple(written)), latin)


def _writes_chinese(path: str, index: int) -> bool:
    """Whether a font draws 国 as something else than what it draws for a character that cannot exist."""
    try:
        face = ImageFont.truetype(path, 24, index=index)
        return bytes(face.getmask("国")) != bytes(face.getmask(NOT_A_CHARACTER))
    except (OSError, ValueError):
        return False


def doctor() -> tuple[str, str]:
    """How the faces stand, in a sentence, and how to mend it (nothing when all is as the standard asks)."""
    try:
        missing = found().substituted
    except NoChineseFont as error:
        return str(error), _("请运行 make setup，或放入本单位已获授权的字体。")
    if not missing:
        return _("公文字体齐备"), ""
    words = _("未安装公文标准字体 %(faces)s，以自由字体代替") % {"faces": "、".join(NAMES[face] for face in missing)}
    return words, _("如本单位已获授权，请把字体放入 %(variable)s 所指的文件夹。") % {"variable": FOLDER_VARIABLE}


if __name__ == "__main__":
    from shuniu.kernel.typesetting.fetching import main  # only the command fetches; nothing does at run time

    sys.exit(main())
