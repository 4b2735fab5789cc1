"""Place names in a message, found by their endings (小区, 路, 镇 …) and, where the office has one, by its own gazetteer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from .words import STOP_WORDS, district_pieces, word_list

# Ending → kind. A district says roughly where; only the other kinds single out a place.
ENDINGS = {
    "district": "省 市 区 县 自治州 州",
    "street": "街道办事处 街道办 街道 社区 镇 乡 村委会 村",
    "road": "高速公路 快速路 大道 大街 公路 路 街 巷 胡同 号线 大桥 立交桥 隧道 高架桥 桥",
    "estate": "小区 花园 家园 花苑 家苑 佳苑 嘉苑 名苑 公寓 新村 新城 广场 大厦 公馆 别墅 山庄 名邸 府邸 华府 雅苑 苑 国际城 城邦 楼盘 安置房",
    "site": (
        "医院 卫生院 卫生室 学校 中学 小学 幼儿园 大学 学院 职院 公园 菜市场 农贸市场 批发市场 市场 火车站 汽车站 地铁站 机场 水库 工业园 产业园 "
        "开发区 工地 搅拌站 变电站 垃圾站 垃圾场 填埋场 焚烧厂 加油站 养殖场 砖厂 水泥厂 化工厂 食品厂 驾校 商场 超市 酒店 KTV 湖 水厂 公墓 殡仪馆"
    ),
}
_KIND = {ending.lower(): kind for kind, endings in ENDINGS.items() for ending in endings.split()}
_LONGEST_FIRST = sorted(_KIND, key=len, reverse=True)
_ENDS = re.compile("(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + ")$")

NO_NAMES = word_list("not_places.txt")
_BREAKS_BEFORE = frozenset("pcudrvyxfltmqz")  # parts of speech that never stand inside a name
_NOT_IN_NAMES = word_list("not_in_names.txt")
_NAME_OF_DISTRICT = frozenset({"ns", "nr", "en", "nz"})
_NAME_LIMIT = 12
_BARE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as named in the text (normalised), and its kind: district, street, road, estate, site or listed."""

    name: str
    kind: str

    @property
    def specific(self) -> bool:
        """Whether it singles out a place inside a district."""
        return self.kind != "district"


def places(text: str, *, gazetteer: "Gazetteer | None" = None) -> tuple[Place, ...]:
    """Places of a normalised text in order of first mention, each once; listed ones first."""
    found: dict[str, Place] = {place.name: place for place in gazetteer.find(text)} if gazetteer else {}
    for piece in district_pieces(text):
        tagged = rjieba.tag(piece)
        start = 0
        for at, (word, _) in enumerate(tagged):
            ending = _ENDS.search(word)
            if ending is None:
                continue
            name = _name(tagged, start, at, ending.group())
            start = at + 1
            if name and name not in found:
                found[name] = Place(name, _KIND[ending.group()])
    return tuple(found.values())


def _name(tagged: list[tuple[str, str]], start: int, at: int, ending: str) -> str:
    """The words up to the ending that belong to the name; empty where it is a common word."""
    last = tagged[at][0]
    parts = [last]
    for word, kind in reversed(tagged[start:at]):
        outside = kind[0] in _BREAKS_BEFORE and not word.isascii()
        outside |= _KIND.get(ending, "") == "district" and (kind[:2] not in _NAME_OF_DISTRICT or last.isascii())
        ordinary = word in STOP_WORDS or word in _NOT_IN_NAMES or _BARE.match(word)
        if outside or ordinary or len(word) + sum(map(len, parts)) > _NAME_LIMIT:
            break
        parts.append(word)
    name = "".join(reversed(parts))
    return "" if name in NO_NAMES or name in STOP_WORDS or len(name) < 2 or name in _KIND else name


class Gazetteer:
    """The office's own list of streets, communities and estates, searched longest name first."""

    def __init__(self, names: Iterable[str]) -> None:
        usable = sorted({name.strip().lower() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, usable))) if usable else None

    def find(self, text: str) -> list[Place]:
        """Listed places in a normalised text."""
        return [Place(match.group(), "listed") for match in self._pattern.finditer(text)] if self._pattern else []


@lru_cache(maxsize=4096)
def specific_places(text: str) -> frozenset[str]:
    """Names of the places inside a district that a normalised text names."""
    return frozenset(place.name for place in places(text) if place.specific)
