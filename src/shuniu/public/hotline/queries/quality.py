"""The four checks of a reply before it goes: does it answer each question, cite a basis, say what follows and what the
citizen may still do, in plain words that are not a template?

Heuristics over characters, and shown as such: they tell the writer and the checker where to look and decide nothing.
Pure functions: the same words always give the same answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

QUESTION = re.compile(
    r"[?？]|请问|能否|可否|是否|有没有|是不是|为什么|为何|怎么|怎样|如何|什么时候|何时|多久|多少|哪里|哪个|哪些|"
    r"希望|要求|请求|建议|恳请|盼|请.{0,6}(?:处理|解决|核实|查处|维修|修复|答复|回复|尽快)"
)
CLAUSE = re.compile(r"[^。！!；;\n?？]+[?？]?")
BASIS = re.compile(
    r"《[^》]{2,40}》|依据|根据|按照|依照|〔\d{4}〕|(?:条例|办法|规定|细则|法)第[一二三四五六七八九十百零\d]+条"
)
NEXT = re.compile(
    r"已[^。，]{0,20}(?:完成|修复|修好|解决|整改|恢复|处罚|立案|退还|清理|拆除|到账|办结|停止|安排|责令|约谈|更换|安装|补发)|"
    r"下一步|预计|计划|拟于|今后|每天|每周|"
    r"将[^。，]{0,30}(?:完成|安排|开展|进行|组织|实施|施工|处理|推进|办理|整改|恢复)|\d+月\d*[日底前]|\d+个?工作日内|日内"
)
REMEDY = re.compile(
    r"(?:如|若|对)[^。]{0,30}(?:不满意|异议|疑问|问题|不服|再次发生|仍)|(?:可|请)[^。]{0,20}(?:致电|拨打|联系|申请|反映|咨询)|"
    r"电话\s*[:：]?\s*\d|联系电话|行政复议|行政诉讼|申请复核|复核"
)
BOILERPLATE = (
    "高度重视", "感谢您对我们工作的理解", "感谢您的理解与支持", "理解与支持", "进一步加强", "加大力度", "加强管理",
    "已转相关部门", "已转至相关", "相关部门", "相关规定", "及时处理", "认真研究", "积极协调", "尽快解决", "做好相关工作",
    "祝您生活愉快", "欢迎继续监督", "感谢您的来电", "我单位", "第一时间",
)  # fmt: skip
STOP = set(
    "的了在是我你您他她它们这那有和与及也都就还又很请问能否可以为什么怎么样如何时候希望要求建议没不吗呢吧啊一个到给被把从对"
)
SHORT, LONG_SENTENCE, SHARED, TEMPLATE_SHARE = 30, 90, 2, 0.3


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it is met, and what speaks for the finding."""

    key: str
    label: str
    ok: bool
    reason: str


def checks(question: str, reply: str) -> list[Check]:
    """The four checks of ``reply`` to ``question``, always in the same order."""
    return [_answers(question, reply), _cites(reply), _goes_on(reply), _plain(question, reply)]


def asked(text: str) -> list[str]:
    """The clauses of a text that ask or demand something; the whole first clause when none does."""
    clauses = [clause.strip("，, 　") for clause in CLAUSE.findall(text) if clause.strip("，, 　")]
    return [clause for clause in clauses if QUESTION.search(clause)] or clauses[:1]


def _pairs(text: str) -> set[str]:
    kept = "".join(char if char.isalnum() and char not in STOP else " " for char in text)
    return {word[at : at + 2] for word in kept.split() for at in range(len(word) - 1)}


def _answers(question: str, reply: str) -> Check:
    said = _pairs(reply)
    open_ones = [
        clause
        for clause in asked(question)
        if (wanted := _pairs(clause)) and len(wanted & said) < min(SHARED, len(wanted))
    ]
    label = _("逐项回答了群众的问题")
    if not reply.strip():
        return Check("answers", label, False, _("还没有填写答复。"))
    if open_ones:
        shown = "；".join(f"“{clause[:40]}”" for clause in open_ones[:3])
        return Check("answers", label, False, _("答复中没有找到与这些内容对应的话：%(clauses)s") % {"clauses": shown})
    return Check(
        "answers", label, True, _("提出的 %(count)s 项内容在答复中都有对应。") % {"count": len(asked(question))}
    )


def _cites(reply: str) -> Check:
    found = BASIS.search(reply)
    label = _("说明了依据")
    if found is None:
        return Check(
            "cites", label, False, _("没有写明依据：请写出文件名称（用书名号）和条款，或检测、鉴定、合同等事实依据。")
        )
    return Check("cites", label, True, _("找到：%(words)s") % {"words": found.group(0)[:40]})


def _goes_on(reply: str) -> Check:
    following, remedy = NEXT.search(reply), REMEDY.search(reply)
    label = _("说明了结果或下一步，以及群众还可以怎么办")
    missing = [
        words
        for words, found in (
            (_("办理结果或下一步安排和时间"), following),
            (_("不满意或再次发生时找谁、怎么申请"), remedy),
        )
        if found is None
    ]
    if missing:
        return Check("goes_on", label, False, _("没有写明：%(missing)s。") % {"missing": "；".join(missing)})
    assert following is not None
    assert remedy is not None
    words = f"{following.group(0)[:30]} / {remedy.group(0)[:30]}"
    return Check("goes_on", label, True, _("找到：%(words)s") % {"words": words})


def _plain(question: str, reply: str) -> Check:
    label = _("用平实的话写成，不是套话")
    text = re.sub(r"\s", "", reply)
    if len(text) < SHORT:
        return Check("plain", label, False, _("只有 %(count)s 字，难以说清办理情况。") % {"count": len(text)})
    empty = [phrase for phrase in BOILERPLATE if phrase in text]
    if sum(map(len, empty)) > TEMPLATE_SHARE * len(text) or len(empty) >= 4:
        return Check("plain", label, False, _("套话较多：%(phrases)s") % {"phrases": "、".join(empty[:5])})
    if not re.search(r"\d", text) and len(_pairs(question) & _pairs(reply)) < SHARED:
        return Check("plain", label, False, _("没有写到这件事本身的时间、地点、数量或名称，像是可以答复任何人的模板。"))
    longest = max((len(part) for part in re.split(r"[。！？；\n]", reply)), default=0)
    if longest > LONG_SENTENCE:
        return Check("plain", label, False, _("最长的一句有 %(count)s 字，请断开来写。") % {"count": longest})
    return Check("plain", label, True, _("写到了具体情况，句子不长，没有成片的套话。"))
