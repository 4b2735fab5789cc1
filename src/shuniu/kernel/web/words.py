"""Dates, sizes and numbers in words, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

WEEKDAYS = "一二三四五六日"


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def day(value: date) -> str:
    """2026年11月23日（周一）; in English Mon 23 November 2026. A moment is read in the installation's zone."""
    return _day(value, isinstance(value, datetime), get_language())


@lru_cache(maxsize=20_000)
def _day(value: date, with_time: bool, language: str | None) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）"
    return date_format(value, "D j F Y")


def moment(value: datetime) -> str:
    """The day with hour and minute."""
    return _moment(value, get_language())


@lru_cache(maxsize=20_000)
def _moment(value: datetime, language: str | None) -> str:
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}" if not _chinese() else f"{day(local)}{local:%H:%M}"


def short_day(value: date, today: date) -> str:
    """For dense tables: 11月23日, with the year only when it is another one."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if value.year == today.year:
        return yearless_day(value)
    return f"{value.year}年{yearless_day(value)}" if _chinese() else date_format(value, "j M Y")


def yearless_day(value: date) -> str:
    """For what lies about today, in dense tables: 11月23日; in English 23 Nov."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.month}月{value.day}日" if _chinese() else date_format(value, "j M")


def relative_day(value: date, today: date) -> str:
    """今天, 明天, 3天后, 2天前: calendar days from the day of the page."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    ahead = (value - today).days
    near = {0: gettext("今天"), 1: gettext("明天"), 2: gettext("后天"), -1: gettext("昨天"), -2: gettext("前天")}
    if ahead in near:
        return near[ahead]
    if ahead > 0:
        return ngettext("%(count)d天后", "%(count)d天后", ahead) % {"count": ahead}
    return ngettext("%(count)d天前", "%(count)d天前", -ahead) % {"count": -ahead}


def age(value: datetime, now: datetime) -> int:
    """What the words of ``ago`` for a moment gone by depend on, besides the day: another number, other words."""
    minutes = int((now - value).total_seconds() // 60)
    if minutes < 60:
        return minutes
    return 60 + minutes // 60 if minutes < 24 * 60 else 100


def ago(value: datetime, now: datetime) -> str:
    """刚刚, 5分钟前, 3小时前, then by day. A moment to come reads as its day and hour."""
    seconds = (now - value).total_seconds()
    if seconds < 0:
        return moment(value)
    minutes = int(seconds // 60)
    if minutes < 1:
        return gettext("刚刚")
    if minutes < 60:
        return ngettext("%(count)d分钟前", "%(count)d分钟前", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(count)d小时前", "%(count)d小时前", hours) % {"count": hours}
    return relative_day(value, timezone.localtime(now).date())


def size(octets: int) -> str:
    """A file's size: 812 B, 34 KB, 2.6 MB (1 KB = 1024 bytes)."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024**2:
        return f"{octets / 1024:.0f} KB"
    return f"{octets / 1024**2:.1f} MB"


def number(value: float) -> str:
    """Thousands set apart: 12,345; a fraction keeps one digit."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def masked(value: str) -> str:
    """A phone or card number with its middle hidden: 138****5678. What is too short to mask is hidden whole."""
    text = value.strip()
    if len(text) < 7:
        return "*" * len(text)
    ends = (3, 4) if len(text) <= 12 else (4, 4)
    return f"{text[: ends[0]]}{'*' * (len(text) - sum(ends))}{text[-ends[1] :]}"
