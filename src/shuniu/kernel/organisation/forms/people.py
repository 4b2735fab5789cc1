"""Forms about people and their posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.forms.fields import DayField, UnitField

USERNAME = RegexValidator(r"^[A-Za-z0-9._-]{2,60}\Z", _("账号由 2 至 60 个字母、数字、“.”“_”或“-”组成。"))
PHONE = RegexValidator(r"^[0-9+ ()-]{3,30}\Z", _("请填写电话号码。"))


class ReachForm(forms.Form):
    """How a person is called and reached."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False, validators=[PHONE])
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class PostForm(forms.Form):
    unit_id = UnitField(label=_("机构"))
    title = forms.CharField(label=_("职务"), max_length=60)
    main = forms.BooleanField(label=_("作为主要职务（原主要职务同日结束）"), required=False)
    on = DayField(label=_("任职日期"))

    def __init__(self, *args: Any, within: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_id"]
        assert isinstance(field, UnitField)
        field.offer(within)


class AddPersonForm(PostForm):
    username = forms.CharField(label=_("账号"), max_length=60, validators=[USERNAME], help_text=_("一经启用不再改变。"))
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False, validators=[PHONE])
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    main = None  # type: ignore[assignment]  # Django's way to leave out an inherited field: the first post is the main one
    field_order = ("username", "name", "unit_id", "title", "phone", "email", "on")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("事由"), max_length=200)


class PeopleFilterForm(forms.Form):
    q = forms.CharField(label=_("姓名、拼音或账号"), max_length=40, required=False)
    unit = UnitField(label=_("机构"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部")), ("active", _("启用")), ("inactive", _("停用"))], required=False
    )

    def __init__(self, *args: Any, within: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.offer(within, blank=True)
