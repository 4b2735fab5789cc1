"""Days, weeks, months and any stretch of days, and which one each is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from shuniu.kernel.web import words
from shuniu.kernel.workdays.periods import SHANGHAI


class Span(StrEnum):
    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days in China, first and last included."""

    span: Span
    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def until(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range(self.length))

    @property
    def before(self) -> Period:
        """上期: the period of the same kind just before it; for a stretch, as many days."""
        if self.span is Span.STRETCH:
            return stretch(self.first - timedelta(days=self.length), self.first - timedelta(days=1))
        return period_of(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        if self.span is Span.STRETCH:
            return stretch(self.last + timedelta(days=1), self.last + timedelta(days=self.length))
        return period_of(self.span, self.last + timedelta(days=1))

    @property
    def last_year(self) -> Period:
        """去年同期: the same dates; for a week, the one 52 weeks before, so that weekdays meet weekdays."""
        if self.span is Span.WEEK:
            return period_of(self.span, self.first - timedelta(weeks=52))
        if self.span is Span.MONTH:
            return period_of(self.span, _year_before(self.first))
        return Period(self.span, _year_before(self.first), _year_before(self.last))

    @property
    def label(self) -> str:
        if self.span is Span.DAY:
            return words.day(self.first)
        if self.span is Span.MONTH:
            return _("%(year)s年%(month)s月") % {"year": self.first.year, "month": self.first.month}
        return _("%(first)s至%(last)s") % {"first": words.day(self.first), "last": words.day(self.last)}


def _year_before(day: date) -> date:
    """The 29th of February is compared with the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def period_of(span: Span, day: date) -> Period:
    """The day, the week from Monday, or the month that holds a day."""
    if span is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(span, monday, monday + timedelta(days=6))
    if span is Span.MONTH:
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return Period(span, first, following - timedelta(days=1))
    return Period(span, day, day)


def stretch(first: date, last: date) -> Period:
    """Any days, first and last included."""
    return Period(Span.STRETCH, first, last)
