"""督查立项, and the splitting of one assignment or of a work report into several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.organisation.tree import Node
from shuniu.kernel.typesetting.importing import BadImport, notation_from_docx
from shuniu.kernel.web.fields import DayInput
from shuniu.office.supervision.forms.fields import MilestonesField, UnitField, UnitsField, find_unit
from shuniu.office.supervision.models import Shape, Source
from shuniu.office.supervision.operations.registering import Facts
from shuniu.office.supervision.queries.cadences import in_force
from shuniu.office.supervision.queries.people import leaders, served_units
from shuniu.office.supervision.queries.proposing import Offer, offers

MOST_TEXT = 60_000
MOST_DOCX = 20_000_000


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class RegisterForm(forms.Form):
    """What a supervisor says of an assignment when it is registered."""

    title = forms.CharField(label=_("事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    text = TextField(label=_("督查要求"), rows=4, help_text=_("决定的原文，和要做到什么程度。"))
    origin = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    origin_words = forms.CharField(
        label=_("来源说明"), max_length=200, required=False, help_text=_("会议名称、文件标题和文号、批示日期。")
    )
    follows = forms.CharField(
        label=_("来源事项的编号"), max_length=40, required=False, help_text=_("填写后两件事互相关联。")
    )
    decided_by = forms.CharField(
        label=_("决定机关或者批准人"), max_length=120, required=False,
        help_text=_("谁决定督查的，例如“市政府第12次常务会议”。督查机构自己提出的可以先不填，报市领导批准。"),
    )  # fmt: skip
    leader = forms.TypedChoiceField(label=_("牵头领导"), coerce=int, empty_value=None, required=False)
    shape = forms.ChoiceField(label=_("督查形式"), choices=Shape.choices)
    cadence = forms.ChoiceField(label=_("办理节奏"), help_text=_("本地规定；改动只影响以后登记的事项。"))
    unit = UnitField(label=_("拟交牵头单位"), required=False, help_text=_("输入名称的任意部分，从列表中选择。"))
    assisting = UnitsField(label=_("拟交协办单位"), required=False)
    deadline = forms.DateField(
        label=_("办结日期"), widget=DayInput, required=False, help_text=_("不填的，按办理节奏计算。")
    )
    milestones = MilestonesField(label=_("节点"), required=False)
    important = forms.BooleanField(label=_("重要事项（可以直接发橙色、红色督查单）"), required=False)
    complex = forms.BooleanField(label=_("复杂事项（按复杂事项的期限）"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.units = served_units(on)
        for name in ("unit", "assisting"):
            self.fields[name].units = self.units  # type: ignore[attr-defined]  # both are fields of units
        _choose(self, "leader", [("", _("未指定")), *leaders(on)])
        _choose(
            self,
            "cadence",
            [("", _("按来源的通行节奏")), *((one.code, f"{one.name}（{one.standing}）") for one in in_force())],
        )
        self.fields["cadence"].required = False

    def clean_deadline(self) -> date | None:
        day: date | None = self.cleaned_data["deadline"]
        if day is not None and day <= self.on:
            raise ValidationError(_("办结日期应当晚于今天。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data["unit"] in (data.get("assisting") or ()):
            self.add_error("assisting", _("牵头单位不能同时是协办单位。"))
        deadline = data.get("deadline")
        late = [one for one in data.get("milestones") or () if deadline and one["due"] > deadline.isoformat()]
        if late:
            self.add_error("milestones", _("节点“%(title)s”晚于办结日期，请修改。") % {"title": late[0]["title"]})
        return data

    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(**{name: value for name, value in data.items() if name != "follows"})


class TextForm(forms.Form):
    """The text that is to be split: pasted, or a Word file."""

    text = forms.CharField(
        label=_("粘贴文本"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("按“一、（一）1.”编号的每一条作为一件；括号里的单位识别为责任单位，“……月底前”识别为办结日期。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("或者选择 Word 文档（DOCX）"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > MOST_DOCX:
            self.add_error("file", _("文件过大，请只保留要分解的部分。"))
        elif file is not None:
            try:
                data["text"] = notation_from_docx(file.read())[:MOST_TEXT]
            except BadImport as bad:
                self.add_error("file", str(bad))
        if not self.errors and not str(data.get("text") or "").strip():
            self.add_error("text", _("请粘贴文本，或者选择 Word 文档。"))
        return data

    def offers(self, on: date) -> list[Offer]:
        return offers(str(self.cleaned_data["text"]), served_units(on), on)


class PartForm(forms.Form):
    """One proposed assignment: ticked or not, and edited."""

    take = forms.BooleanField(label=_("立项"), required=False)
    title = forms.CharField(
        label=_("事项"), validators=[MaxLengthValidator(200)], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label=_("督查要求"),
        validators=[MaxLengthValidator(5000)],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.CharField(
        label=_("牵头单位"), max_length=120, required=False, widget=forms.TextInput(attrs={"list": "units"})
    )
    assisting = forms.CharField(
        label=_("协办单位"), max_length=300, required=False, widget=forms.TextInput(attrs={"list": "units"})
    )
    deadline = forms.DateField(label=_("办结日期"), widget=DayInput, required=False)

    def __init__(self, *args: Any, on: date, units: Sequence[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        self.on, self.units = on, units

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("take") or self.blank:
            self.errors.clear()
            return data
        if not str(data.get("title") or "").strip():
            self.add_error("title", _("请写明事项。"))
        day = data.get("deadline")
        if day is not None and day <= self.on:
            self.add_error("deadline", _("办结日期应当晚于今天。"))
        self._clean_units(data)
        return data

    @property
    def blank(self) -> bool:
        """A line in which nothing was written is no line."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields if name != "take")

    def _clean_units(self, data: dict[str, Any]) -> None:
        for name in ("unit", "assisting"):
            given = [one for one in str(data.get(name) or "").replace("，", "、").split("、") if one.strip()]
            try:
                data[name] = [find_unit(one, self.units) for one in given]
            except ValidationError as wrong:
                self.add_error(name, wrong)
                data[name] = []
        if data["unit"][:1] and data["unit"][0] in data["assisting"]:
            self.add_error("assisting", _("牵头单位不能同时是协办单位。"))

    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            title=data["title"].strip(), text=data["text"].strip() or data["title"].strip(), deadline=data["deadline"],
            unit=(data["unit"] or [None])[0], assisting=tuple(dict.fromkeys([*data["unit"][1:], *data["assisting"]])),
        )  # fmt: skip


class PartsForm:
    """As many parts as were proposed or sent, with prefixes ``p0``, ``p1`` …"""

    def __init__(self, *, on: date, data: Any = None, proposed: Sequence[Offer] = (), most: int = 120) -> None:
        self.units = served_units(on)
        names = {one.id: one.name for one in self.units}
        if data is not None:
            self.proposed = False
            count = min(int(data.get("count") or 0) if str(data.get("count") or "0").isdecimal() else 0, most)
            self.parts = [PartForm(data, prefix=f"p{at}", on=on, units=self.units) for at in range(count)]
        else:
            self.proposed = any(one.title for one in proposed)
            self.parts = [
                PartForm(initial=_begun(one, names), prefix=f"p{at}", on=on, units=self.units)
                for at, one in enumerate(proposed[:most])
            ]

    def __iter__(self) -> Iterator[PartForm]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def is_valid(self) -> bool:
        return all(part.is_valid() for part in self.parts)

    def facts(self) -> list[Facts]:
        return [part.facts() for part in self.parts if part.cleaned_data.get("take") and not part.blank]


def _begun(one: Offer, names: dict[int, str]) -> dict[str, Any]:
    return {
        "take": True, "title": one.title, "text": one.text, "unit": names.get(one.unit or 0, ""),
        "assisting": "、".join(names[unit] for unit in one.assisting if unit in names), "deadline": one.deadline,
    }  # fmt: skip
