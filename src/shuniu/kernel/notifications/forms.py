"""How a person wants to be told."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.notifications.channels import offered
from shuniu.kernel.notifications.queries import Wishes


class TimeInput(forms.TimeInput):
    input_type = "time"


class WishesForm(forms.Form):
    """One row of channels for each kind, and the quiet hours."""

    quiet_since = forms.TimeField(label=_("免打扰：起"), required=False, widget=TimeInput(format="%H:%M"))
    quiet_until = forms.TimeField(
        label=_("免打扰：止"),
        required=False,
        widget=TimeInput(format="%H:%M"),
        help_text=_("可以跨过午夜；紧急通知不受限制。"),
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [kind.key for kind in wishes.kinds]
        for kind in reversed(wishes.kinds):
            field = forms.MultipleChoiceField(
                label=str(kind.label),
                choices=offered(),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=wishes.chosen[kind.key],
            )
            self.fields = {kind.key: field, **self.fields}
        if wishes.quiet is not None:
            self.fields["quiet_since"].initial = wishes.quiet.since
            self.fields["quiet_until"].initial = wishes.quiet.until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("quiet_since")) != bool(cleaned.get("quiet_until")):
            self.add_error("quiet_until", _("免打扰的起止时间须同时填写，或都不填。"))
        return cleaned

    def channels_by_kind(self) -> dict[str, list[str]]:
        return {key: self.cleaned_data[key] for key in self.kinds}

    def quiet(self) -> tuple[time, time] | None:
        since, until = self.cleaned_data["quiet_since"], self.cleaned_data["quiet_until"]
        return (since, until) if since and until else None
