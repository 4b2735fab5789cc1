"""The words of the pure parts (citations, days, notes, periods) in the language of the screen.

`workdays` speaks Chinese, as the law does, and knows no Django; a page that may be read in English asks here.
"""

from datetime import date
from typing import Final, Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import LocalRule
from shuniu.kernel.law.limits import ResolvedLimit
from shuniu.kernel.workdays import CountedDay, DaySort, Note, Period, Unit, chinese_date

VERIFIED: Final = _("已核实")
TO_BE_CONFIRMED: Final = _("待核实")
LOCAL: Final = _("本地规定")
STATED: Final = _("来文载明")

_REASONS: Final = {
    "周一": _("周一"),
    "周二": _("周二"),
    "周三": _("周三"),
    "周四": _("周四"),
    "周五": _("周五"),
    "周六": _("周六"),
    "周日": _("周日"),
    "当日不计入，次日为第一日": _("当日不计入，次日为第一日"),
    "中止计时": _("中止计时"),
    "连续计时，不分昼夜和节假日": _("连续计时，不分昼夜和节假日"),
}
_FESTIVALS: Final = {
    "元旦": _("元旦"),
    "春节": _("春节"),
    "清明节": _("清明节"),
    "劳动节": _("劳动节"),
    "端午节": _("端午节"),
    "中秋节": _("中秋节"),
    "国庆节": _("国庆节"),
    "国庆节、中秋节": _("国庆节、中秋节"),
}
_NOTES: Final = {
    "event_day": _("事件发生当日不计入，自次日起算（《民法典》第二百零一条）。"),
    "at_once": _("按小时、分钟计算的时限自事件发生时起算（《民法典》第二百零一条第二款）。"),
    "paused": _("中止计时%(days)s天，不计入时限：中止开始的当日照计，恢复的当日不计。"),
    "suspended": _("目前仍在中止计时，所列为最早可能的到期时间，恢复计时后重新计算。"),
    "rolled": _(
        "期限末日%(last)s不是工作日；依《民法典》第二百零三条，末日为法定休假日的可顺延至%(rolled)s，"
        "但所适用的规定未必写明顺延，请以此前最后一个工作日%(safe)s为准。"
    ),
    "before_event": _("事件发生至期限届满之间没有工作日，请立即办理。"),
    "provisional": _("%(years)s年的节假日安排尚未载入，所列日期为暂定，载入国务院办公厅通知后重新计算。"),
}


class Cited(Protocol):
    """An instrument, an article, a local rule or a resolved limit."""

    @property
    def confirmed(self) -> bool: ...
    def cite(self) -> str: ...


def standing(cited: Cited) -> Promise:
    """已核实 for verified law, 本地规定 for what the office sets itself, 待核实 for all the rest."""
    if isinstance(cited, (LocalRule, ResolvedLimit)):
        return LOCAL
    return VERIFIED if cited.confirmed else TO_BE_CONFIRMED


def reason(day: CountedDay) -> str:
    """Why a day counts or not; a festival that only a loaded notice knows keeps its Chinese name."""
    if day.why in _REASONS:
        return str(_REASONS[day.why])
    festival = str(_FESTIVALS.get(day.festival, day.festival))
    if day.sort is DaySort.MAKE_UP:
        return gettext("%(festival)s调休上班") % {"festival": festival}
    return gettext("%(festival)s放假") % {"festival": festival}


def note(one: Note) -> str:
    """A note of an explanation, its dates written as the language writes them."""
    return str(_NOTES[one.code]) % {
        name: day(value) if isinstance(value, date) else value for name, value in one.values.items()
    }


def day(day: date) -> str:
    return chinese_date(day) if (get_language() or "zh").startswith("zh") else date_format(day, "l, j F Y")


def period(length: Period) -> str:
    """20个工作日, 60日, 24小时, 15分钟"""
    count, values = length.length, {"count": length.length}
    if length.unit is Unit.WORKING_DAYS:
        return ngettext("%(count)d个工作日", "%(count)d个工作日", count) % values
    if length.unit is Unit.CALENDAR_DAYS:
        return ngettext("%(count)d日", "%(count)d日", count) % values
    if length.unit is Unit.HOURS:
        return ngettext("%(count)d小时", "%(count)d小时", count) % values
    return ngettext("%(count)d分钟", "%(count)d分钟", count) % values
