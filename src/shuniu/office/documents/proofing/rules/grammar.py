"""Slips of grammar that can be told without understanding: redundant words, double negation turned round, 的 for 地."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import Paper

_REDUNDANT = (
    (re.compile(r"目的是为了"), "目的是", "“目的”与“为了”重复", ""),
    (re.compile(r"原因是因为|原因是由于"), "原因是", "“原因”与“因为”重复", ""),
    (re.compile(r"(?P<w>涉及|波及|普及|危及|顾及|触及)到"), "{w}", "“及”与“到”重复", HINT),
    (re.compile(r"付诸于"), "付诸", "“诸”就是“之于”", ""),
    (re.compile(r"公诸于(?=社会|众)"), "公诸", "“诸”就是“之于”", HINT),
    (re.compile(r"(?P<w>诉诸|见诸|加诸)于"), "{w}", "“诸”就是“之于”", ""),
    (re.compile(r"亲自亲手|亲自躬身"), "亲自", "意思重复", ""),
    (re.compile(r"凯旋归来|凯旋而归"), "凯旋", "“凯旋”已有归来的意思", HINT),
    (re.compile(r"(?:再次|重新)(?=重申|复查复核)"), "", "意思重复", ""),
    (re.compile(r"更加(?:愈发|越发|愈加)|十分非常|非常十分|更加更"), "更加", "意思重复", ""),
    (re.compile(r"(?:之)?所以[^，。；]{1,20}的?原因"), None, "“所以”与“原因”重复", HINT),
    (re.compile(r"悬殊(?:很大|较大|太大)"), "悬殊", "“悬殊”已有很大的意思", HINT),
    (re.compile(r"切忌(?:不要|不可|不能|勿)"), "切忌", "“切忌”已是否定", ""),
    (re.compile(r"(?:防止|避免|杜绝)[^，。；、]{0,10}(?:不再|不要)(?=发生|出现|重演)"), None, "否定多了一层，意思相反", ""),
    (re.compile(r"忍俊不禁的?笑"), "忍俊不禁", "意思重复", HINT),
    (
        re.compile(r"(?P<w>众多|许多|多位|多名|诸位|[一二三四五六七八九十百千万\d]{1,12}[名位个])(?P<n>[^，。；、的]{2,6})们"),
        "{w}{n}",
        "已有数量，不再用“们”",
        HINT,
    ),
    (re.compile(r"大约(?:大概|约)|约(?:大约|大概)|大概(?:大约|约)"), "大约", "意思重复", ""),
    (re.compile(r"(?:被|为)[^，。；]{1,10}所被"), None, "“所”后不用“被”", ""),
    (re.compile(r"通过[^，。；]{2,24}，使得?(?=[^，。；]{2,12}(?:得到|受到|进一步|更加|明显))"), None, "“通过……使……”缺主语", HINT),
    (re.compile(r"由于[^，。；]{2,24}的原因，(?:因此|所以)"), None, "“由于”“原因”“因此”重复", HINT),
)  # fmt: skip
_ADVERBS = "认真|积极|切实|坚决|严格|扎实|自觉|主动|牢牢|稳妥|逐步|不断|及时|充分|深刻|热情|耐心|细致|毫不动摇|坚定不移|创造性|有针对性|有计划|有步骤"
_ACTS = (
    "落实|贯彻|执行|完成|推进|推动|做好|抓好|开展|履行|学习|研究|遵守|维护|听取|解决|处理|把握|回答|配合|参与|投入到|抓"
)
_DE = re.compile(
    rf"(?:{_ADVERBS})(?P<de>的)(?=(?:{_ACTS})(?:了|好|到|下去|起来|各项|党|国家|上级|市委|群众|企业|问题|困难|矛盾|工作中|和))"
)
_EFFECTS = "推动|促进|保障|提升|提高|增强|改善|带动|激发|维护|调动|发挥|解决|完成|落实"
_DE_DONE = re.compile(
    rf"(?:有力|有效|极大|大大|显著|积极|深刻|充分|明显|进一步|很好|较好)(?P<de>的)(?=(?:{_EFFECTS})了)"
)
_DE_RESULT = re.compile(
    r"(?:做|干|抓|搞|办|管|建设|发展|治理|打扫|收拾|装扮)(?P<de>的)(?=(?:非常|十分|很|特别|比较|更加)(?:好|扎实|到位|出色|漂亮|干净|不够))"
)


def check_redundant(paper: Paper) -> Iterator[Hit]:
    for pattern, right, why, severity in _REDUNDANT:
        for match in pattern.finditer(paper.text):
            suggestion = right.format(**match.groupdict()) if right is not None else None
            yield Hit(match.start(), match.end(), why, suggestion, severity)


def check_de(paper: Paper) -> Iterator[Hit]:
    for pattern in (_DE, _DE_DONE):
        for match in pattern.finditer(paper.text):
            yield Hit(match.start("de"), match.end("de"), "动词前的状语用“地”", "地")
    for match in _DE_RESULT.finditer(paper.text):
        yield Hit(match.start("de"), match.end("de"), "补语前用“得”", "得")


RULES = (
    Rule("grammar-redundant", "语义重复", USAGE, WARNING, check_redundant),
    Rule("grammar-de", "的、地、得", USAGE, WARNING, check_de),
)
