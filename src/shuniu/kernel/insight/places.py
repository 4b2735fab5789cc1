"""Place names in a message, found by their endings (小区, 路, 镇 …) and, where the office has one, by its own gazetteer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from .words import STOP_WORDS, district_pieces, normalise, word_list

# Ending → kind. A district says only roughly where.
ENDINGS = {
    "district": "省 市 区 县 自治州 州",
    "street": "街道办事处 街道办 街道 社区 镇 乡 村委会 村",
    "road": "高速公路 快速路 大道 大街 公路 路 街 巷 胡同 号线 大桥 立交桥 隧道 高架桥 桥",
    "estate": "小区 花园 家园 花苑 家苑 佳苑 嘉苑 名苑 公寓 新村 新城 广场 大厦 公馆 别墅 山庄 名邸 府邸 华府 雅苑 苑 国际城 城邦 楼盘 安置房",
    "site": (
        "医院 卫生院 卫生室 学校 中学 小学 幼儿园 大学 学院 职院 公园 菜市场 农贸市场 批发市场 市场 火车站 汽车站 地铁站 机场 水库 "
        "工业园 产业园 开发区 湖 商场 酒店"
    ),
    # As often the trouble itself as the place where it is.
    "works": "工地 搅拌站 变电站 垃圾站 垃圾场 填埋场 焚烧厂 加油站 养殖场 砖厂 水泥厂 化工厂 食品厂 水厂 驾校 超市 ktv 公墓 殡仪馆",
}
_KIND = {ending.lower(): kind for kind, endings in ENDINGS.items() for ending in endings.split()}
_LONGEST_FIRST = sorted(_KIND, key=len, reverse=True)
_ENDS = re.compile("(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + ")$")

NO_NAMES = word_list("not_places.txt")
_BREAKS_BEFORE = frozenset("pcudrvyxfltmqz")  # parts of speech that never stand inside a name
_NOT_IN_NAMES = word_list("not_in_names.txt")
_NAME_OF_DISTRICT = frozenset({"ns", "nr", "en", "nz"})
_NAME_LIMIT = 12
# Where it happened is said early; places named later are often only examples.
READ_FOR_PLACES = 400
_STREET_INSIDE = re.compile(r"(.{2,5}?(?:路|街|大道|镇|街道))(?!办|道|口)(.{3,})")
_BARE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as named in the text (normalised), and its kind: district, street, road, estate, site, works or listed."""

    name: str
    kind: str

    @property
    def specific(self) -> bool:
        """Whether it singles out a place inside a district."""
        return self.kind not in ("district", "works")


def places(text: str, *, gazetteer: "Gazetteer | None" = None) -> tuple[Place, ...]:
    """Places of a normalised text in order of first mention, each once; listed ones first."""
    found: dict[str, Place] = {place.name: place for place in gazetteer.find(text)} if gazetteer else {}
    for piece in district_pieces(text):
        for place in _in_piece(rjieba.tag(piece)):
            found.setdefault(place.name, place)
    return tuple(found.values())


def _in_piece(tagged: list[tuple[str, str]]) -> Iterator[Place]:
    start = 0
    for at, (word, _) in enumerate(tagged):
        ending = _ENDS.search(word)
        # 翠湖|花园: a bare ending right behind belongs to the same, longer name.
        goes_on = at + 1 < len(tagged) and tagged[at + 1][0] in _KIND and _KIND[tagged[at + 1][0]] != "district"
        if ending is None or (goes_on and word not in _KIND):
            continue
        name = _name(tagged, start, at, ending.group())
        start = at + 1
        if name:
            yield from _split(name, _KIND[ending.group()])


def _split(name: str, kind: str) -> Iterator[Place]:
    """集贤街柳岸小区 is a street and an estate; the tagger does not part what it does not know."""
    inner = _STREET_INSIDE.match(name)
    if inner and inner.group(2) not in _KIND and inner.group(1) not in NO_NAMES:
        yield Place(inner.group(1), "road")
        name = inner.group(2)
    yield Place(name, kind)


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


def specific_places(title: str, text: str, *, gazetteer: Gazetteer | None = None) -> frozenset[str]:
    """Names of the places inside a district that a message names in its title or its first sentences."""
    found = places(normalise(f"{title}。{text}", limit=READ_FOR_PLACES), gazetteer=gazetteer)
    return frozenset(place.name for place in found if place.specific)


def same_place(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two sets of names share a place, allowing for a shorter or slightly different spelling."""
    return bool(left & right) or any(_alike(a, b) for a in left for b in right)


@lru_cache(maxsize=100_000)
def _alike(a: str, b: str) -> bool:
    if min(len(a), len(b)) >= 3 and (a in b or b in a):
        return True
    ours, theirs = ({name[at : at + 2] for at in range(len(name) - 1)} for name in (a, b))
    shared = len(ours & theirs)
    return shared >= 2 and 2 * shared >= 0.6 * (len(ours) + len(theirs))
