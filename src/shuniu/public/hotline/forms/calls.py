"""接电话登记: one form, from the caller's number to what becomes of the call."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.tree import Node
from shuniu.public.hotline.forms.citizens import PHONE, SubjectSelect, no_controls, no_secrets
from shuniu.public.hotline.forms.fields import TextField, UnitField
from shuniu.public.hotline.models.request import Channel, Type
from shuniu.public.hotline.operations.calls import Ending
from shuniu.public.hotline.operations.intake import TEXT_MOST, Report
from shuniu.public.hotline.queries.subjects import subjects
from shuniu.public.hotline.queries.units import served_units
from shuniu.public.hotline.queries.wording import PATHS, SERVICES

ENDINGS = [
    ("", _("登记待派")),
    ("dispatch", _("登记并派单")),
    ("answer_at_once", _("当场答复")),
    ("join", _("并入已有诉求")),
    ("explain_path", _("告知法定途径")),
    ("pass_on_emergency", _("转紧急服务")),
]
KEYS = {"": "alt+w", "dispatch": "alt+p", "answer_at_once": "alt+z", "join": "alt+m", "explain_path": "alt+v",
        "pass_on_emergency": "alt+j"}  # fmt: skip
"""Shortcuts of the endings; the same letters as on the page of a request, where they are free."""
CHANNELS = [(Channel.PHONE.value, Channel.PHONE.label), (Channel.LETTER.value, Channel.LETTER.label)]

WANTED: dict[str, dict[str, Any]] = {
    "dispatch": {"unit": _("请选择承办单位。")},
    "answer_at_once": {"answer": _("请写下答复内容，或按 Alt+1 至 Alt+3 采用知识库的答复。")},
    "explain_path": {"path": _("请选择法定途径。"), "path_text": _("请说明向哪个机关提出、依据和期限。")},
    "join": {"into": _("请填写主件编号，或按 Alt+4 至 Alt+6 选择疑似同一事件。")},
    "pass_on_emergency": {"service": _("请选择转接的紧急服务。"), "confirmed": _("请先接通紧急服务，再登记转交。")},
}
"""What each ending asks for, and what is said when it is missing."""


class EndingSelect(forms.RadioSelect):
    """One choice, each with its shortcut."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **options)
        option["attrs"].update({"data-key": KEYS[str(value)], "data-key-label": label})
        return option


def _keyed(key: str, label: Any, **more: Any) -> dict[str, Any]:
    return {"data-key": key, "data-key-label": label, **more}


class CallForm(forms.Form):
    """The order of the fields is the order of the conversation."""

    channel = forms.ChoiceField(label=_("渠道"), choices=CHANNELS, initial=Channel.PHONE.value)
    phone = forms.CharField(
        label=_("来电号码"), max_length=20, required=False,
        widget=forms.TextInput(attrs=_keyed("alt+c", _("来电号码"), inputmode="tel", autocomplete="off", **{"data-focus": ""})),
    )  # fmt: skip
    name = forms.CharField(
        label=_("怎么称呼"), max_length=40, required=False, validators=[no_controls],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("来电人说"),
        widget=forms.Textarea(attrs=_keyed("alt+t", _("来电人说"), rows=6, maxlength=TEXT_MOST)),
        max_length=TEXT_MOST,
        validators=[no_secrets, no_controls],
        error_messages={"required": _("请写下来电人反映的事情。")},
    )
    place = forms.CharField(
        label=_("地点"), max_length=200, required=False, validators=[no_secrets, no_controls],
        widget=forms.TextInput(attrs=_keyed("alt+l", _("地点"), autocomplete="off")),
    )  # fmt: skip
    type = forms.ChoiceField(label=_("类型"), choices=Type.choices, initial=Type.HELP.value)
    subject = forms.IntegerField(label=_("事项分类"), required=False, widget=SubjectSelect)
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=Matter.Urgency.choices, initial=Matter.Urgency.ORDINARY.value
    )
    sealed = forms.BooleanField(label=_("身份保密（举报一律保密）"), required=False)

    ending = forms.ChoiceField(label=_("怎么办"), choices=ENDINGS, required=False, widget=EndingSelect)
    unit = UnitField(label=_("主办单位"), required=False, help_text=_("输入名称的任意部分，从列表中选择。"))
    unit_note = TextField(label=_("给承办单位的话"), required=False, rows=2, most=1000)
    answer = TextField(label=_("答复内容"), required=False, rows=6, help_text=_("群众凭编号和查询码可以看到。"))
    article = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    into = forms.CharField(
        label=_("主件编号"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    path = forms.ChoiceField(label=_("法定途径"), choices=[("", _("请选择")), *PATHS.items()], required=False)
    path_text = TextField(
        label=_("说明"), required=False, rows=4, help_text=_("向哪个机关提出、依据、期限和需要的材料。")
    )
    service = forms.ChoiceField(
        label=_("转接"), choices=list(SERVICES.items()), required=False, widget=forms.RadioSelect
    )
    confirmed = forms.BooleanField(label=_("已经接通紧急服务并转交"), required=False)
    service_note = TextField(label=_("转交情况"), required=False, rows=2, most=1000)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units: list[Node] = served_units(on)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.units = self.units

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not PHONE.match(phone):
            raise forms.ValidationError(_("电话号码只能有数字、空格和短横线，请检查。"))
        return phone

    def clean_subject(self) -> int | None:
        chosen: int | None = self.cleaned_data["subject"]
        if chosen is not None and all(chosen != one.pk for one in subjects()):
            raise forms.ValidationError(_("这个类别已经停用，请另选一个。"))
        return chosen

    def clean_into(self) -> str:
        return "".join(filter(str.isalnum, self.cleaned_data["into"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, missing in WANTED.get(data.get("ending", ""), {}).items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return data

    def report(self) -> Report:
        data = self.cleaned_data
        return Report(
            text=data["text"], type=data["type"], place=data["place"], subject_id=data["subject"], name=data["name"],
            phone=data["phone"], sealed=data["sealed"], urgency=data["urgency"],
        )  # fmt: skip

    def end(self) -> Ending:
        """What the chosen ending needs; what was typed for another one stays on the page and goes nowhere."""
        data = self.cleaned_data
        step = data["ending"]
        particulars: dict[str, dict[str, Any]] = {
            "dispatch": {"unit": data["unit"]},
            "answer_at_once": {"text": data["answer"]},
            "join": {"into": data["into"]},
            "explain_path": {"path": data["path"], "text": data["path_text"]},
            "pass_on_emergency": {"service": data["service"]},
        }
        notes = {"dispatch": data["unit_note"], "pass_on_emergency": data["service_note"]}
        article = data["article"] if step == "answer_at_once" else ""
        return Ending(step, particulars.get(step, {}), notes.get(step, ""), article)


class ReissueForm(forms.Form):
    """重新发放查询码: the number that the caller names, and the telephone that they call from."""

    number = forms.CharField(label=_("诉求编号"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    phone = forms.CharField(
        label=_("来电号码"), max_length=20, help_text=_("须与登记时的号码一致。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        return "".join(filter(str.isalnum, self.cleaned_data["number"]))
