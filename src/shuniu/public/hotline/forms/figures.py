"""What the reports, the figures page and the list behind a figure are asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.web.fields import DayInput
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.queries.behind import Cut, units_offered
from shuniu.public.hotline.queries.measures import LISTED
from shuniu.public.hotline.queries.periods import Period, Span, period_of, stretch

SPANS = [(Span.DAY.value, _("日报")), (Span.WEEK.value, _("周报")), (Span.MONTH.value, _("月报"))]
LONGEST = 366
USUAL = 30
"""Days that the figures page shows when nothing else is asked for."""


class _OfUnit(forms.Form):
    unit = forms.TypedChoiceField(label=_("单位（含下级）"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *((one.id, f"{'　' * depth}{one}") for one, depth in units_offered(actor))]


class ReportForm(_OfUnit):
    """Which report."""

    span = forms.ChoiceField(label=_("报表"), choices=SPANS)
    day = forms.DateField(label=_("日期"), widget=DayInput)
    issue = forms.IntegerField(label=_("期号"), min_value=1, max_value=9999, required=False)
    field_order = ("span", "day", "unit", "issue")

    @staticmethod
    def usual(today: date) -> dict[str, str]:
        """Yesterday's, when nothing is asked for."""
        return {"span": Span.DAY.value, "day": (today - timedelta(days=1)).isoformat()}

    @property
    def period(self) -> Period:
        return period_of(Span(self.cleaned_data["span"]), self.cleaned_data["day"])


class FiguresForm(_OfUnit):
    """Which stretch of days, and whose."""

    since = forms.DateField(label=_("登记日期自"), widget=DayInput)
    until = forms.DateField(label=_("登记日期至"), widget=DayInput)
    field_order = ("since", "until", "unit")

    @staticmethod
    def usual(today: date) -> dict[str, str]:
        return {"since": (today - timedelta(days=USUAL - 1)).isoformat(), "until": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("since"), data.get("until")
        if first and last and first > last:
            self.add_error("until", _("结束日期早于开始日期。"))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("since", _("一次最多统计一年。"))
        return data

    @property
    def cut(self) -> Cut:
        return Cut(stretch(self.cleaned_data["since"], self.cleaned_data["until"]), self.cleaned_data["unit"])


class BehindForm(FiguresForm):
    """What a figure's address carries; made by ``Cut.url``, so nobody types it."""

    measure = forms.ChoiceField(choices=[(name, one.label) for name, one in LISTED.items()], required=False)
    type = forms.ChoiceField(choices=[("", ""), *Type.choices], required=False)
    channel = forms.ChoiceField(choices=[("", ""), *Channel.choices], required=False)
    subject = forms.IntegerField(min_value=0, required=False)
    lead = forms.IntegerField(min_value=0, required=False)
    place = forms.CharField(max_length=200, required=False)
    weekday = forms.IntegerField(min_value=1, max_value=7, required=False)
    hour = forms.IntegerField(min_value=0, max_value=23, required=False)

    @property
    def measure_asked(self) -> str:
        return str(self.cleaned_data["measure"] or "received")

    @property
    def cut(self) -> Cut:
        names = ("type", "channel", "subject", "lead", "place", "weekday", "hour")
        asked = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] not in (None, "")}
        return super().cut.narrow(**asked)
