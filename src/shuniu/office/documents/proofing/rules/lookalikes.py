"""Characters that look like the right ones: traditional forms, radicals, kana, Cyrillic letters, marks of other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

from shuniu.office.documents.proofing.finding import ERROR, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import HAN, Paper

LAW = "国家通用语言文字法第十条"
_STILL_USED = frozenset("乾瞭徵藉夥餘鍾麽噁覆剋讎誌摺迴蔘拚彷彿捨妳昇陞甯堃濬喆淼祐祇龢碁炤頫繫著後於")
"""Traditional forms that are also proper characters in names and in a few words, or that OpenCC maps one way only."""
_ALWAYS = {"後": "后", "於": "于", "昇": "升", "繫": "系", "餘": "余"}
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_KANA = re.compile(
    f"(?<=[{HAN}])(?P<no>の)(?=[{HAN}])|(?<=[{HAN}，。、])(?P<bar>ー)(?=[{HAN}])|(?P<other>[\u3041-\u30fa]+)"
)
_CYRILLIC = re.compile("[\u0370-\u03ff\u0400-\u04ff]+")
_LATIN_OF = dict(zip("АВЕКМНОРСТХаеорсухАΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo", strict=True))
_MARKS = {"丶": "、", "﹑": "、", "､": "、", "｡": "。", "﹐": "，", "﹔": "；", "﹕": "：", "﹙": "（", "﹚": "）", "˙": "·", "・": "·",
          "‧": "·", "•": "·", "〝": "“", "〞": "”", "﹁": "“", "﹂": "”", "〖": "【", "〗": "】", "﹝": "〔", "﹞": "〕", "﹏": "—"}  # fmt: skip
_MARK = re.compile(f"(?<=[{HAN}])[{''.join(_MARKS)}]")


@cache
def simplified() -> dict[str, str]:
    """Traditional → simplified; the same table by which texts are compared."""
    text = resources.files("shuniu.kernel.insight").joinpath("lists/traditional.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {old: new for old, new in pairs if old not in _STILL_USED} | _ALWAYS


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(simplified()) + "]+")


def check_traditional(paper: Paper) -> Iterator[Hit]:
    for match in _traditional().finditer(paper.text):
        right = "".join(simplified()[char] for char in match.group())
        yield Hit(match.start(), match.end(), "混入繁体字或异体字", right)


def check_radicals(paper: Paper) -> Iterator[Hit]:
    for match in _RADICALS.finditer(paper.text):
        right = unicodedata.normalize("NFKC", match.group())
        message = "部首或兼容字符，不是普通汉字"
        yield Hit(match.start(), match.end(), message, right if right != match.group() else None)


def check_foreign(paper: Paper) -> Iterator[Hit]:
    for match in _KANA.finditer(paper.text):
        right = "的" if match["no"] else ("一" if match["bar"] else None)
        yield Hit(match.start(), match.end(), "混入日文假名", right)
    for match in _CYRILLIC.finditer(paper.text):
        letters = match.group()
        if len(letters) <= 3 and all(letter in _LATIN_OF for letter in letters):
            right = "".join(_LATIN_OF[letter] for letter in letters)
            yield Hit(match.start(), match.end(), "像拉丁字母的别国字母", right)


def check_marks(paper: Paper) -> Iterator[Hit]:
    for match in _MARK.finditer(paper.text):
        if match.group() not in "•・‧" or re.match(f"[{HAN}]", paper.text[match.end() : match.end() + 1]):
            yield Hit(match.start(), match.end(), "不是规范的标点字符", _MARKS[match.group()])


RULES = (
    Rule("character-traditional", "繁体字、异体字", LAW, WARNING, check_traditional),
    Rule("character-radical", "部首、兼容字符", USAGE, WARNING, check_radicals),
    Rule("character-foreign", "外文字母混入", USAGE, ERROR, check_foreign),
    Rule("character-mark", "非规范标点字符", USAGE, WARNING, check_marks),
)
