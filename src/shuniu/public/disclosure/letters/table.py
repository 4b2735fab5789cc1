"""Which step gives rise to which letter, and to whom it is addressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shuniu.kernel.typesetting.paper import Form, Paper
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.letters import notices, reply
from shuniu.public.disclosure.letters.story import Story


class To(StrEnum):
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    ORGAN = "organ"


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter: its name in lists, its addressee, its title and its text."""

    name: str
    to: To
    body: Callable[[Story], str]
    title: Callable[[Story], str] | None = None
    draft: bool = False
    """A preview that nobody has signed: it is never the applicant's to see."""


LETTERS: dict[str, Letter] = {
    "receive": Letter("政府信息公开申请登记回执", To.APPLICANT, notices.receipt),
    "ask_correction": Letter("政府信息公开申请补正告知书", To.APPLICANT, notices.correction),
    "ask_third_party": Letter("政府信息公开第三方意见征求书", To.THIRD_PARTY, notices.third_party),
    "ask_organ": Letter("关于征求政府信息公开意见的函", To.ORGAN, notices.organ),
    "inform_third_party": Letter("政府信息公开决定告知书", To.THIRD_PARTY, notices.told_third_party),
    "extend": Letter("政府信息公开延长答复期限告知书", To.APPLICANT, notices.extension),
    "ask_reasons": Letter("政府信息公开申请说明理由通知书", To.APPLICANT, notices.reasons),
    "postpone": Letter("政府信息公开延迟答复告知书", To.APPLICANT, notices.postponed),
    "charge": Letter("政府信息公开信息处理费缴费通知书", To.APPLICANT, notices.fee),
    "abandon_uncorrected": Letter("政府信息公开申请视为放弃告知书", To.APPLICANT, notices.abandoned),
    "abandon_unpaid": Letter("政府信息公开申请视为放弃告知书", To.APPLICANT, notices.abandoned),
    "draft_reply": Letter("政府信息公开申请答复书（送审稿）", To.APPLICANT, reply.body, reply.title, draft=True),
    "sign": Letter("政府信息公开申请答复书", To.APPLICANT, reply.body, reply.title),
}


def paper_of(letter: Letter, story: Story) -> Paper:
    """The letter in the form of a 信函, dated with the day of its step."""
    addressed = {
        To.APPLICANT: story.applicant,
        To.THIRD_PARTY: story.third_party,
        To.ORGAN: str(story.data.get("organ") or ""),
    }[letter.to]
    return Paper(
        title=letter.title(story) if letter.title else letter.name,
        text=letter.body(story),
        organs=(story.organ,),
        form=Form.LETTER,
        number=f"{story.case.matter.number}-{story.passage.seq:02d}",
        recipients=addressed,
        signed_on=local_day(story.passage.at),
    )
