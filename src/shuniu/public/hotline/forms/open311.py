"""What a client of the open interface sends (GeoReport v2): parameters, as a form with the standard's names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.forms.citizens import PHONE, TEXT_LEAST, no_controls, no_secrets
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.operations.intake import TEXT_MOST, Report

STATUSES = ("open", "closed")
IDS_MOST = 50


class MomentField(forms.Field):
    """A W3C date and time (ISO 8601); one without a zone is Beijing time."""

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(str(value).replace(" ", "+"))
        except ValueError as error:
            raise forms.ValidationError(_("日期时间应为 2026-11-23T09:30:00+08:00 这样的格式。")) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


class PostForm(forms.Form):
    """POST requests: the standard's own names; ``attribute[type]`` is the one attribute that services declare."""

    description = forms.CharField(max_length=TEXT_MOST, min_length=TEXT_LEAST, validators=[no_secrets, no_controls])
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    address_string = forms.CharField(required=False, max_length=200, validators=[no_secrets, no_controls])
    address_id = forms.CharField(required=False, max_length=100)
    first_name = forms.CharField(required=False, max_length=40)
    last_name = forms.CharField(required=False, max_length=40)
    phone = forms.RegexField(PHONE, required=False, max_length=20)
    email = forms.EmailField(required=False, max_length=200)
    media_url = forms.URLField(required=False, max_length=500, assume_scheme="https")
    type = forms.ChoiceField(required=False, choices=Type.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("long") is None):
            raise forms.ValidationError(_("lat 和 long 必须同时给出。"))
        if data.get("lat") is None and not data.get("address_string") and not data.get("address_id"):
            raise forms.ValidationError(_("必须给出位置：lat 和 long，或 address_string，或 address_id。"))
        return data

    def report(self, subject_id: int, default_type: str, client_id: int) -> Report:
        data = self.cleaned_data
        return Report(
            text=data["description"],
            type=data["type"] or default_type,
            place=data["address_string"] or data["address_id"],
            latitude=data["lat"],
            longitude=data["long"],
            subject_id=subject_id,
            name=f"{data['last_name']}{data['first_name']}",
            phone=data["phone"],
            email=data["email"],
            media_url=data["media_url"],
            client_id=client_id,
        )


class ListForm(forms.Form):
    """GET requests: the standard's filters."""

    service_request_id = forms.CharField(required=False, max_length=2000)
    service_code = forms.CharField(required=False, max_length=1000)
    start_date = MomentField(required=False)
    end_date = MomentField(required=False)
    status = forms.CharField(required=False, max_length=20)

    def clean_status(self) -> list[str]:
        wanted = words(self.cleaned_data["status"])
        if any(one not in STATUSES for one in wanted):
            raise forms.ValidationError(_("status 只能是 open 或 closed。"))
        return wanted

    def clean_service_request_id(self) -> list[str]:
        return words(self.cleaned_data["service_request_id"])[:IDS_MOST]

    def clean_service_code(self) -> list[str]:
        return words(self.cleaned_data["service_code"])


def words(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
