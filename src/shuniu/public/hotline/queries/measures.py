"""What is counted, each thing defined once: by a condition, a label and the sentence behind 怎么算的.

A figure and the list that it opens are made from the same condition, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SATISFIED = 3
"""基本满意 and better count as satisfied; the page says so."""
FEW = 5
"""A rate of fewer is shown with its parts and called a small sample, never as a percentage."""


def unanswered_and_overdue(now: datetime) -> Q:
    """Open, unanswered, and past the day promised to the citizen (not any inner clock of the office)."""
    past = Clock.objects.filter(matter_id=OuterRef("pk"), name="answer_clock", stopped_at=None, legal_due__lt=now)
    return Q(answered_at=None, matter__closed_at=None) & Q(Exists(past))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted among the requests received in a period."""

    label: StrOrPromise
    words: StrOrPromise
    where: Callable[[datetime], Q]


def _is(condition: Q) -> Callable[[datetime], Q]:
    return lambda _now: condition


IN_RATES = Q(excluded=False)
LATE, ANSWERED, DISPATCHED = Q(late=True), Q(answered_at__isnull=False), Q(first_unit__isnull=False)

MEASURES: dict[str, Measure] = {
    "received": Measure(_("受理"), _("本期登记的全部诉求，不论来自哪个渠道。"), _is(Q())),
    "answered": Measure(_("已答复"), _("到目前为止已经答复群众的。"), _is(ANSWERED)),
    "late": Measure(_("超期答复"), _("答复了，但晚于承诺群众的期限。"), _is(LATE)),
    "overdue": Measure(_("超期未答复"), _("还没有答复，而承诺群众的期限已过。"), unanswered_and_overdue),
    "rated": Measure(_("作出评价"), _("群众作了满意度评价，且未经批准不计入考核的。"), _is(IN_RATES & Q(satisfaction__isnull=False))),
    "reached": Measure(_("问到是否联系"), _("回访问到承办单位是否联系过本人的。"), _is(IN_RATES & Q(responded__isnull=False))),
    "responded": Measure(_("确认已联系"), _("群众说承办单位联系过本人的。"), _is(IN_RATES & Q(responded=True))),
    "judged": Measure(_("问到是否解决"), _("回访问到问题是否解决的。"), _is(IN_RATES & Q(resolved__isnull=False))),
    "resolved": Measure(_("确认已解决"), _("群众说问题解决了的。"), _is(IN_RATES & Q(resolved=True))),
    "satisfied": Measure(_("满意"), _("评价为基本满意、满意或非常满意的。"), _is(IN_RATES & Q(satisfaction__gte=SATISFIED))),
    "dispatched": Measure(_("派单"), _("派给承办单位办理的。"), _is(DISPATCHED)),
    "misdirected": Measure(_("改派"), _("最后的承办单位不是第一次派往的单位。"), _is(DISPATCHED & ~Q(first_unit=F("matter__unit")))),
    "returned": Measure(_("退过单"), _("承办单位至少退单一次的。"), _is(Q(returns__gt=0))),
    "returned_twice": Measure(_("两次以上退单"), _("承办单位退单两次或更多的。"), _is(Q(returns__gt=1))),
    "redone": Measure(_("重办"), _("群众不认可，退回重新办理的。"), _is(Q(redos__gt=0))),
    "excluded": Measure(_("不计入考核"), _("经热线中心主任批准并记录在案，不计入响应率、解决率和满意率的。"), _is(Q(excluded=True))),
    "rechecked": Measure(_("抽查"), _("办结后被抽查的。"), _is(Q(false_closing__isnull=False))),
    "false_closings": Measure(_("虚假办结"), _("抽查认定没有真正办结的。"), _is(Q(false_closing=True))),
}  # fmt: skip
"""Counted together in one query; a field of ``figures.Figures`` each."""

LISTED: dict[str, Measure] = {
    **MEASURES,
    "due": Measure(_("应已答复"), _("已答复的和超期未答复的。"), lambda now: ANSWERED | unanswered_and_overdue(now)),
    "not_on_time": Measure(_("未按期"), _("超期答复的和超期未答复的。"), lambda now: LATE | unanswered_and_overdue(now)),
    "unresponded": Measure(_("说未联系"), _("群众说承办单位没有联系过本人的。"), _is(IN_RATES & Q(responded=False))),
    "unresolved": Measure(_("说未解决"), _("群众说问题没有解决的。"), _is(IN_RATES & Q(resolved=False))),
    "unsatisfied": Measure(_("不满意"), _("评价为不满意或非常不满意的。"), _is(IN_RATES & Q(satisfaction__lt=SATISFIED))),
}  # fmt: skip
"""Everything that a figure may open."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: how many of ``whole`` (a measure) were not ``missed`` (a measure)."""

    label: StrOrPromise
    words: StrOrPromise
    whole: str
    missed: str
    inverse: bool = False
    """The share of what went wrong itself: 虚假办结率."""


RATES: dict[str, Rate] = {
    "on_time": Rate(
        _("按期率"), _("按期答复 ÷（已答复 + 超期未答复）。还没有答复而期限已过的，算作未按期。"), "due", "not_on_time"
    ),
    "response": Rate(_("响应率"), _("群众确认承办单位联系过本人 ÷ 回访问到的。"), "reached", "unresponded"),
    "resolution": Rate(
        _("解决率"), _("群众确认问题解决 ÷ 回访问到的。办结不等于解决，以群众的话为准。"), "judged", "unresolved"
    ),
    "satisfaction": Rate(_("满意率"), _("基本满意及以上 ÷ 作出评价的。"), "rated", "unsatisfied"),
    "first_dispatch": Rate(_("一次派准率"), _("由第一次派往的单位办到底 ÷ 派单的。"), "dispatched", "misdirected"),
    "false_closing": Rate(
        _("虚假办结率"), _("抽查认定虚假办结 ÷ 抽查的。"), "rechecked", "false_closings", inverse=True
    ),
}
