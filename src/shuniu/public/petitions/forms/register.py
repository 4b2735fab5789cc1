"""信访登记: one form for every channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web.fields import DayInput
from shuniu.public.petitions.forms.base import enclosures
from shuniu.public.petitions.forms.fields import no_controls, no_secrets
from shuniu.public.petitions.models.petition import Category, Standing, Way
from shuniu.public.petitions.operations.filing import TEXT_MOST, Filing
from shuniu.public.petitions.procedures import MOST_REPRESENTATIVES
from shuniu.public.petitions.queries.repeats import Hints

UNKNOWN = [("", _("尚未确定"))]
MAY_BE_ANONYMOUS = (Way.LETTER, Way.PHONE, Way.SUPERIOR)


def _line(label: Any, most: int, *, required: bool = False, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **options.pop("attrs", {})})
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, validators=[no_secrets, no_controls], **options
    )


class RegisterForm(forms.Form):
    """The order of the fields is the order in which a letter or a visitor tells it."""

    way = forms.ChoiceField(
        label=_("信访形式"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.LETTER.value
    )
    name = _line(_("姓名"), 40, attrs={"data-focus": ""})
    phone = _line(_("电话"), 20, attrs={"inputmode": "tel"})
    identity = _line(_("身份证件号码"), 24)
    address = _line(_("住址"), 200)
    people = forms.IntegerField(label=_("来访或者联名人数"), min_value=1, max_value=100_000, initial=1, required=False)
    representatives = forms.IntegerField(
        label=_("代表人数"), min_value=1, initial=1, required=False,
        help_text=_("多人走访提出共同事项的，推选代表，不超过5人（《信访工作条例》第二十条）。"),
    )  # fmt: skip
    others = forms.CharField(
        label=_("其他代表或者联名人姓名（每行一人）"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}), validators=[no_controls],
    )  # fmt: skip
    sender = _line(_("交办机关"), 120)
    sender_number = _line(_("交办文号"), 80)
    report_by = forms.DateField(label=_("要求报告结果的日期"), widget=DayInput, required=False)
    text = forms.CharField(
        label=_("请求、事实和理由"), max_length=TEXT_MOST, widget=forms.Textarea(attrs={"rows": 9}),
        validators=[no_secrets, no_controls], help_text=_("口头提出的，按信访人的陈述如实记录。"),
        error_messages={"required": _("请写下信访人的请求、事实和理由。")},
    )  # fmt: skip
    title = _line(_("标题"), 60, help_text=_("不填则取第一句话。"))
    place = _line(_("问题发生地"), 200)
    category = forms.ChoiceField(
        label=_("类别"), choices=[*UNKNOWN, *Category.choices], required=False,
        help_text=_("选检举控告类的，信访人身份自登记起保密。"),
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=Matter.Urgency.choices, initial=Matter.Urgency.ORDINARY.value
    )
    standing = forms.ChoiceField(
        label=_("初重"), choices=Standing.choices, widget=forms.RadioSelect, initial=Standing.FIRST.value
    )
    earlier = _line(_("相关的信访编号"), 16)
    reason = _line(_("甄别理由"), 300)
    papers = enclosures(_("信件、材料的扫描件"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.hints = Hints()

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if (phone and not set(phone) <= set("0123456789+- ")) or (phone and sum(map(str.isdigit, phone)) < 5):
            raise forms.ValidationError(_("电话号码只能有数字、空格和短横线，请检查。"))
        return phone

    def clean_earlier(self) -> str:
        return "".join(filter(str.isalnum, self.cleaned_data["earlier"])).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["people"] = data.get("people") or 1
        data["representatives"] = data.get("representatives") or 1
        if not data.get("name") and data.get("way") not in MAY_BE_ANONYMOUS:
            self.add_error("name", _("请填写真实姓名；采用书面或者电话形式匿名提出的，可以不填。"))
        if data["representatives"] > data["people"]:
            self.add_error("representatives", _("代表人数不能多于来访人数，请核对。"))
        elif data.get("way") == Way.VISIT and data["representatives"] > MOST_REPRESENTATIVES:
            self.add_error(
                "representatives",
                _("多人走访提出共同事项的，代表人数不得超过%(most)s人，请信访人推选代表。")
                % {"most": MOST_REPRESENTATIVES},
            )
        if data.get("way") == Way.SUPERIOR and not data.get("sender"):
            self.add_error("sender", _("请填写交办的上级机关。"))
        if data.get("standing") not in (None, Standing.FIRST) and not data.get("reason"):
            self.add_error("reason", _("不是初次信访的，请写明甄别理由。"))
        return data

    def unread(self, hints: Hints, seal: str) -> bool:
        """Whether what was found has not been shown yet, while the petition is called a first one. Says so on the form."""
        self.hints = hints
        if not hints.strong or seal == hints.seal or self.cleaned_data.get("standing") != Standing.FIRST:
            return False
        self.add_error("standing", _("发现可能相同的信访事项，请核对下面所列各件；确为初次信访的，再按一次“登记”。"))
        return True

    def filing(self) -> Filing:
        data = self.cleaned_data
        superior = data["way"] == Way.SUPERIOR
        return Filing(
            way=data["way"], text=data["text"], name=data["name"], title=data["title"], place=data["place"],
            identity=data["identity"], phone=data["phone"], address=data["address"],
            others=tuple(data["others"].splitlines()), people=data["people"], representatives=data["representatives"],
            category=data["category"], standing=data["standing"], urgency=data["urgency"],
            sender=data["sender"] if superior else "", sender_number=data["sender_number"] if superior else "",
            report_by=data["report_by"] if superior else None, earlier=data["earlier"], reason=data["reason"],
        )  # fmt: skip


class Told:
    """What the hints are asked with: read as typed, before anything is checked."""

    def __init__(self, sent: Any) -> None:
        self.text = str(sent.get("text", ""))[:2000]
        self.phone = str(sent.get("phone", ""))[:20]
        self.identity = str(sent.get("identity", ""))[:24]

    @property
    def whole(self) -> str:
        return f"{self.phone} {self.identity}"

    @property
    def tail(self) -> str:
        """The last four characters of what the person was looked for by."""
        digits = "".join(filter(str.isdigit, self.phone))
        if len(digits) >= 7:
            return digits[-4:]
        return self.identity.strip()[-4:] if len(self.identity.strip()) >= 8 else ""
