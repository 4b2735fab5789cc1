"""本地期限: what the office itself has set, for all staff to read; its keepers set it, each change with its source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from shuniu.kernel.casework import limit_families
from shuniu.kernel.casework.limit_families import Change, Family
from shuniu.kernel.law.models import LocalLimit
from shuniu.kernel.law.operations import LawError
from shuniu.kernel.web.answers import go, page
from shuniu.kernel.web.fields import DayInput
from shuniu.kernel.web.request import Request
from shuniu.kernel.workdays import Period, Unit


class LimitForm(forms.Form):
    """How long, from when, by what paper."""

    key = forms.ChoiceField(label=_l("时限"))
    value = forms.IntegerField(label=_l("长度"), min_value=1, max_value=1000)
    unit = forms.ChoiceField(label=_l("单位"), choices=LocalLimit.Units.choices)
    effective_from = forms.DateField(
        label=_l("施行日期"), widget=DayInput, help_text=_l("从这一天起开始的期限按新规定；已经开始的不变。")
    )
    source_title = forms.CharField(label=_l("依据"), max_length=200, help_text=_l("本市印发的文件名称。"))
    source_number = forms.CharField(label=_l("文号"), max_length=200, required=False)
    note = forms.CharField(label=_l("备注"), max_length=500, required=False)

    def __init__(self, *args: Any, family: Family, **options: Any) -> None:
        super().__init__(*args, **options)
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)
        key.choices = [(one.key, _(one.label)) for one in family.rules]

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            data["key"], Period(data["value"], Unit(data["unit"])), data["effective_from"],
            data["source_title"], data["source_number"], data["note"],
        )  # fmt: skip


@require_safe
def every(request: Request) -> HttpResponse:
    """What is in force today, by business."""
    groups = [
        {"family": one, "lines": limit_families.in_force(one, request.today), "mine": one.kept_by(request.actor)}
        for one in limit_families.families()
    ]
    return page(request, "casework/limits.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
def change(request: Request, name: str) -> HttpResponse:
    """One family with all its values, and the form that sets one. 404 for whoever does not keep it."""
    family = limit_families.family(name)
    if family is None or not family.kept_by(request.actor):
        raise Http404
    form = LimitForm(request.POST or None, family=family, initial={"effective_from": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            limit_families.change_limit(family, form.change(), actor=request.actor, at=request.now, on=request.today)
        except LawError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已设定，将自施行日期起适用。"))
            return go(request, reverse("limits:family", args=[name]))
    context = {"form": form, "family": family, "histories": limit_families.histories(family, request.today)}
    return page(request, "casework/limit_family.html", context, status=422 if form.errors else 200)
