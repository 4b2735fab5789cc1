"""What the search page asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.search.sources import Filter, Source
from shuniu.kernel.web.fields import DayInput

LONGEST = 100


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("搜什么"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autofocus": True, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("范围"), required=False)
    since = forms.DateField(label=_("起"), required=False, widget=DayInput)
    until = forms.DateField(label=_("止"), required=False, widget=DayInput)

    def __init__(self, data: Mapping[str, Any] | None, *, offered: Sequence[Source]) -> None:
        super().__init__(data)
        chosen = (data or {}).get("kind", "")
        kinds = [(source.kind, source.label) for source in offered]
        self.fields["kind"].choices = [("", _("全部")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField has them
        if len(kinds) < 2:
            del self.fields["kind"]
        asked = offered if len(offered) == 1 else [source for source in offered if source.kind == chosen]
        self.filters: list[Filter] = [one for source in asked for one in source.filters()]
        for one in self.filters:
            choices = [("", _("全部")), *one.choices.items()]
            self.fields[one.name] = forms.ChoiceField(label=one.label, choices=choices, required=False)
        self.order_fields(["q", "kind", *(one.name for one in self.filters), "since", "until"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", _("止日早于起日。"))
        return found

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked: words or a filter."""
        return any(self.data.get(name) for name in self.fields)

    def conditions(self) -> dict[str, Any]:
        """The keywords of ``search``."""
        given = self.cleaned_data
        facets = [[given[one.name]] for one in self.filters if given.get(one.name)]
        kinds = [given["kind"]] if given.get("kind") else []
        since, until = given.get("since"), given.get("until")
        return {
            "kinds": kinds,
            "any_of": facets,
            "since": make_aware(datetime.combine(since, time())) if since else None,
            "until": make_aware(datetime.combine(until + timedelta(days=1), time())) if until else None,
        }
