"""Whether the type fits who is written to: 条例 art. 8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.office.documents.rules import articles
from shuniu.office.documents.rules.kinds import KINDS, Way
from shuniu.office.documents.rules.organs import UPWARD, Sort, Standing
from shuniu.office.documents.rules.papers import Draft, Finding, Mend, Severity, names

REQUESTS = re.compile(
    r"(?:妥否|当否|可否|是否妥当)[，,]?\s*(?:请|恳请)[^。！\n]{0,12}(?:批示|批复|指示|审批|批准|审示)|(?:请|恳请|望)(?:予|给予)?(?:批准|批示|批复|审批)"
)
"""How a request for a decision reads."""  # fmt: skip


def kind_to(name: str, title: str) -> Mend:
    """Change the type, and the title's last word with it."""
    kind = KINDS[name]
    return Mend(_("改用%(kind)s") % {"kind": kind.name}, (("kind", name),))


def _wrong(draft: Draft, message: str, *instead: str, severity: Severity = Severity.ERROR) -> Finding:
    mends = tuple(kind_to(name, draft.title) for name in instead)
    return Finding(
        f"kind.{draft.kind.name}",
        "kind",
        message,
        articles.kind(draft.kind.item),
        severity,
        draft.kind.name,
        mends=mends,
    )


def _asks(draft: Draft) -> bool:
    return bool(REQUESTS.search(draft.text)) or "申请" in draft.title or "请求" in draft.title


def upward_only(draft: Draft) -> Iterator[Finding]:
    """(10), (11): 报告 and 请示 go up."""
    if draft.kind.ways != frozenset({Way.UP}) or not draft.recipients or draft.towards(UPWARD):
        return
    said = {"kind": draft.kind.name, "names": names(draft.recipients)}
    if draft.way is Way.DOWN:
        yield _wrong(draft, _("%(kind)s只用于上行，%(names)s是下级机关。") % said, "通知")
    else:
        yield _wrong(draft, _("%(kind)s只用于上行，与%(names)s不相隶属，应当用函。") % said, "函")


def not_upward(draft: Draft) -> Iterator[Finding]:
    """通知, 通报, 决定, 命令, 批复 and 函 do not go up."""
    above = draft.towards(UPWARD)
    if not above or Way.UP in draft.kind.ways or draft.kind.name == "议案":
        return
    said = {"kind": draft.kind.name, "names": names(above)}
    first, second = ("请示", "报告") if _asks(draft) else ("报告", "请示")
    yield _wrong(draft, _("%(kind)s不用于上行，%(names)s是上级机关。") % said, first, second)


def reply(draft: Draft) -> Iterator[Finding]:
    """(12): 批复 answers the 请示 of a subordinate; organs that are not subordinate are answered by 函."""
    if draft.kind.name != "批复":
        return
    beside = [one for one in draft.recipients if draft.standing_of(one) is Standing.BESIDE]
    if beside:
        yield _wrong(
            draft, _("批复用于答复下级机关的请示；答复不相隶属的%(names)s用函。") % {"names": names(beside)}, "函"
        )
    if draft.text.strip() and "请示" not in draft.answers and "请示" not in draft.text[:200]:
        yield Finding(
            "kind.reply_to", "text", _("批复开头应当引述来文，例如：你单位《关于……的请示》（文号）收悉。"),
            articles.kind(12), Severity.WARNING, start=0, end=min(len(draft.text), draft.text.find("\n") % (len(draft.text) + 1)),
        )  # fmt: skip


def letter_down(draft: Draft) -> Iterator[Finding]:
    """(14): a letter is for organs that are not subordinate."""
    below = draft.towards(frozenset({Standing.BELOW}))
    if draft.kind.name == "函" and below and len(below) == len(draft.recipients):
        message = _("函用于不相隶属机关之间，%(names)s是下级机关。布置工作用通知，答复请示用批复。")
        yield _wrong(draft, message % {"names": names(below)}, "通知", "批复", severity=Severity.WARNING)


def bill(draft: Draft) -> Iterator[Finding]:
    """(13): 议案 goes from a government to the congress of its level, and what a government asks of it is a 议案."""
    if draft.kind.name != "议案":
        return
    if not draft.lead.governs:
        yield _wrong(draft, _("议案由人民政府提出，%(name)s不是人民政府。") % {"name": draft.lead.name}, "函")
    others = [one for one in draft.recipients if one.sort is not Sort.CONGRESS]
    if others:
        yield _wrong(draft, _("议案只主送同级人民代表大会或其常务委员会。"), "请示" if draft.towards(UPWARD) else "函")


def order(draft: Draft) -> Iterator[Finding]:
    """(3): an order is published by an organ that the law names."""
    if draft.kind.name == "命令" and not draft.lead.governs:
        yield _wrong(
            draft,
            _("命令（令）用于公布规章、宣布重大强制性措施等，%(name)s一般无权发布。") % {"name": draft.lead.name},
            "通知",
            "通告",
        )


def request_inside(draft: Draft) -> Iterator[Finding]:
    """15 (4): a report carries no request."""
    if draft.kind.name != "报告":
        return
    for found in REQUESTS.finditer(draft.text):
        end = found.end() + (draft.text[found.end() : found.end() + 1] == "。")
        last = not draft.text[end:].strip()
        yield Finding(
            "text.request_in_report", "text", _("不得在报告中夹带请示事项。要请上级决定的，另写请示。"), articles.ONE_MATTER,
            text=draft.text[found.start() : end], start=found.start(), end=end,
            suggestion=KINDS["报告"].ending if last else None, mends=(kind_to("请示", draft.title),),
        )  # fmt: skip


ASKED = re.compile(r"(?:请|恳请|请求|申请)[^。；\n]{0,24}(?:批准|同意|拨付|核定|追加|解决|支持|安排)")


def one_matter(draft: Draft) -> Iterator[Finding]:
    """15 (4): a 请示 asks for one thing. Numbered requests in the text are told."""
    if draft.kind.name != "请示":
        return
    asked = [
        found
        for line in re.finditer(r"[^\n]+", draft.text)
        if re.match(
            r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．]|[一二三四五]是)", line.group().strip()
        )
        for found in [ASKED.search(draft.text, line.start(), line.end())]
        if found
    ]
    if len(asked) > 1:
        second = asked[1]
        yield Finding(
            "text.one_matter", "text", _("请示应当一文一事，这里像是提出了 %(count)d 项请求。确属同一事项的可以不改。") % {"count": len(asked)},
            articles.ONE_MATTER, Severity.WARNING, second.group(), second.start(), second.end(),
        )  # fmt: skip


RULES = (upward_only, not_upward, reply, letter_down, bill, order, request_inside, one_matter)
