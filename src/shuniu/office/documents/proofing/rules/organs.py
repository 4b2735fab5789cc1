"""Names and order of organs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.lists import table
from shuniu.office.documents.proofing.paper import Paper

REFORM = "党和国家机构改革"
_LEVEL = "(?P<l>[省市县区州盟旗])"
_ORDER = (
    (re.compile(rf"{_LEVEL}(?:人民)?政府、(?P=l)委(?![员托派会])"), "党委在前", "{l}委、{l}政府"),
    (re.compile(rf"{_LEVEL}政协、(?P=l)人大(?:常委会)?"), "人大在政协前", None),
    (re.compile(rf"{_LEVEL}政府、(?P=l)人大(?:常委会)?"), "人大在政府前", None),
    (re.compile(rf"{_LEVEL}政协、(?P=l)政府"), "政府在政协前", "{l}政府、{l}政协"),
    (re.compile(r"国务院、(?:党中央|中共中央)"), "党中央在前", None),
    (re.compile(r"全国政协、全国人大"), "全国人大在前", None),
    (re.compile(r"政协、人大(?![常代])"), "人大在政协前", "人大、政协"),
)
_NAMES = (
    (re.compile(r"人大代表大会"), "人民代表大会"),
    (re.compile(r"中国人民共和国|中华人民共各国|中化人民共和国"), "中华人民共和国"),
    (re.compile(r"中国共产党党中央"), "党中央"),
    (re.compile(r"中共中国共产党"), "中国共产党"),
    (re.compile(r"人大常务委员会(?<!大会常务委员会)"), "人大常委会"),
    (re.compile(r"中央纪委监委(?!网)"), "中央纪委国家监委"),
    (re.compile(r"人民政治协商会议政协"), "人民政治协商会议"),
    (re.compile(r"(?<=人民)代表大会常委委员会"), "代表大会常务委员会"),
    (re.compile(r"(?<=人民政府)办公厅办公室|(?<=人民政府)办公室办公室"), "办公室"),
    (re.compile(r"发展与改革(?=委|局)"), "发展和改革"),
    (re.compile(r"人力资源与社会保障(?=部|厅|局)"), "人力资源和社会保障"),
    (re.compile(r"住房与城乡建设(?=部|厅|局)"), "住房和城乡建设"),
    (re.compile(r"文化与旅游(?=部|厅|局)"), "文化和旅游"),
    (re.compile(r"工业与信息化(?=部|厅|局)"), "工业和信息化"),
    (re.compile(r"卫生与健康(?=委)"), "卫生健康"),
)
_JOINED = re.compile(r"党中央国务院|中共中央国务院")
_PAST = re.compile(r"原(?:来的)?$|前$|曾任?$|时任$|[《〈][^》〉]*$|20(?:0\d|1[0-7])年[^。；]*$|19\d\d年[^。；]*$")


def check_order(paper: Paper) -> Iterator[Hit]:
    for pattern, why, right in _ORDER:
        for match in pattern.finditer(paper.text):
            groups = match.groupdict()
            yield Hit(match.start(), match.end(), f"机关排列：{why}", right.format(**groups) if right else None)


def check_names(paper: Paper) -> Iterator[Hit]:
    for pattern, right in _NAMES:
        for match in pattern.finditer(paper.text):
            yield Hit(match.start(), match.end(), "机关名称不规范", right)
    for match in _JOINED.finditer(paper.text):
        yield Hit(match.start(), match.end(), "两个机关之间用顿号", match.group().replace("国务院", "、国务院"))


def check_former(paper: Paper) -> Iterator[Hit]:
    """Organs that a reform renamed or merged, when the paper is later than the reform and does not speak of the past."""
    for old, new, year, *unless in table("former_organs.txt"):
        pattern = re.compile(re.escape(old) + (f"(?!{unless[0]})" if unless else ""))
        for match in pattern.finditer(paper.text):
            if _PAST.search(paper.text, max(0, match.start() - 60), match.start()):
                continue
            later = paper.year > int(year)
            message = f"{year}年机构改革后已不用这个名称"
            yield Hit(match.start(), match.end(), message, new or None, "" if later else HINT)


RULES = (
    Rule("organ-order", "机关排列", USAGE, WARNING, check_order),
    Rule("organ-name", "机关名称", USAGE, ERROR, check_names),
    Rule("organ-former", "已改名的机关", REFORM, WARNING, check_former),
)
