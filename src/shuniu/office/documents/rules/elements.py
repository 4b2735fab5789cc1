"""Title, number, signer, note and length of a paper: 条例 art. 8, 9, 22 and what offices have agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shuniu.kernel.law.instruments import Mark
from shuniu.office.documents.rules import articles
from shuniu.office.documents.rules.kinds import KINDS, NO_KINDS, SPELLINGS, Way, kind_at_end, proper_title
from shuniu.office.documents.rules.papers import Draft, Finding, Mend, Severity

PHONE = re.compile(r"\d{7,}|\d{3,4}[-－—]\d{7,8}")


def title_kind(draft: Draft) -> Iterator[Finding]:
    """The title ends with the type, and with one of the fifteen."""
    if not draft.title.strip():
        return
    found = kind_at_end(draft.title)
    proper = proper_title(draft.title, draft.lead.name, draft.kind.name)
    at = draft.title.rfind(found) if found else len(draft.title)
    put = (Mend(_("改为“%(title)s”") % {"title": proper}, (("title", proper),)),) if proper != draft.title else ()
    if found in NO_KINDS and found not in KINDS:
        use = NO_KINDS[found]
        yield Finding(
            "title.no_kind", "title",
            _("“%(found)s”不是公文文种，%(how)s") % {"found": found, "how": _how(found, use)},
            articles.Basis(8, 0, Mark.SECONDARY), text=found, start=at, end=at + len(found),
            mends=put if use == draft.kind.name else (Mend(_("改用%(kind)s") % {"kind": use}, (("kind", use),)), *put),
        )  # fmt: skip
    elif found and SPELLINGS.get(found, found) != draft.kind.name:
        yield Finding(
            "title.other_kind", "title", _("标题写的是“%(found)s”，文种选的是“%(kind)s”。") % {"found": found, "kind": draft.kind.name},
            articles.ELEMENTS, text=found, start=at, end=at + len(found),
            mends=(*put, Mend(_("文种改为%(kind)s") % {"kind": found}, (("kind", SPELLINGS.get(found, found)),))),
        )  # fmt: skip
    elif not found:
        yield Finding(
            "title.kind_missing",
            "title",
            _("标题由发文机关名称、事由和文种组成，末尾缺少文种。"),
            articles.ELEMENTS,
            mends=put,
        )


def _how(found: str, use: str) -> str:
    if use == "通知" and found != "通知书":
        return _("用通知印发：“关于印发……%(found)s的通知”。") % {"found": found}
    return _("应当用%(use)s。") % {"use": use}


def title_parts(draft: Draft) -> Iterator[Finding]:
    """The title names the organ and the matter."""
    title = draft.title.strip()
    if not title or draft.kind.name in {"命令", "纪要", "公告", "公报", "决议"} or kind_at_end(title) in NO_KINDS:
        return
    proper = proper_title(title, draft.lead.name, draft.kind.name)
    mends = (Mend(_("改为“%(title)s”") % {"title": proper}, (("title", proper),)),) if proper != title else ()
    if kind_at_end(title) and "关于" not in title and draft.kind.name != "通告":
        yield Finding(
            "title.matter", "title", _("标题缺少事由：“关于……的%(kind)s”。") % {"kind": draft.kind.name}, articles.ELEMENTS,
            Severity.WARNING, title, 0, len(draft.title), mends=mends,
        )  # fmt: skip
    elif title.startswith("关于"):
        yield Finding(
            "title.organ",
            "title",
            _("标题没有写发文机关名称。"),
            articles.ELEMENTS,
            Severity.HINT,
            title,
            0,
            len(draft.title),
            mends=mends,
        )


WRONG_BRACKETS = re.compile(r"[\[［(（【](\d{4})[\]］)）】]")


def number(draft: Draft) -> Iterator[Finding]:
    """The year of a number stands in 〔〕, its figure without 第 and without leading zeros."""
    if not draft.number:
        return
    proper = WRONG_BRACKETS.sub(r"〔\1〕", draft.number)
    proper = re.sub(r"〕\s*第?0*(\d+)", r"〕\1", proper)
    if proper != draft.number:
        yield Finding(
            "number.form", "number", _("发文字号的年份用六角括号，序号不编虚位、不加“第”：%(proper)s。") % {"proper": proper},
            articles.CUSTOM, Severity.WARNING, draft.number, 0, len(draft.number),
            mends=(Mend(_("改为“%(proper)s”") % {"proper": proper}, (("number", proper),)),),
        )  # fmt: skip


def contact(draft: Draft) -> Iterator[Finding]:
    """附注 of a 请示 names whom to call: asked by the rules of 2000, kept by custom since 2012."""
    if draft.kind.name != "请示" or (PHONE.search(draft.note) and "联系" in draft.note):
        return
    mends: tuple[Mend, ...] = ()
    if draft.drafter:
        note = f"联系人：{draft.drafter}，电话：{draft.phone}"
        mends = (Mend(_("填入“%(note)s”") % {"note": note}, (("note", note),)),)
    yield Finding(
        "note.contact",
        "note",
        _("请示应当在附注处注明联系人姓名和电话。"),
        articles.CUSTOM,
        Severity.WARNING,
        mends=mends,
    )


def signer(draft: Draft) -> Iterator[Finding]:
    """22: who must sign. A hint; the approval route keeps it."""
    if draft.way is Way.UP:
        yield Finding(
            "signer.head", "kind", _("上行文由%(organ)s主要负责人签发，签发人姓名在签发后自动标注。") % {"organ": draft.lead.name},
            articles.SIGNING, Severity.HINT,
        )  # fmt: skip
    if len(draft.organs) > 1:
        yield Finding(
            "signer.joint",
            "joint",
            _("联合发文由所有联署机关的负责人会签，用主办机关的发文字号。"),
            articles.SIGNING,
            Severity.HINT,
        )


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is, and whether it stays within 《整治形式主义为基层减负若干规定》: 4,000 characters for a paper on one
    matter, 5,000 for a general one. Information, never a refusal: which of the two a paper is, its author knows."""

    characters: int
    specific: int = 4000
    general: int = 5000

    @property
    def words(self) -> str:
        if self.characters > self.general:
            return _("超过综合性文件 %(most)d 字的上限") % {"most": self.general}
        if self.characters > self.specific:
            return _("超过专项性文件 %(most)d 字的上限") % {"most": self.specific}
        return ""


def length_of(text: str) -> Length:
    """Characters without blanks and the bars of tables."""
    return Length(len(re.sub(r"[\s|]", "", text)))


RULES = (title_kind, title_parts, number, contact, signer)
