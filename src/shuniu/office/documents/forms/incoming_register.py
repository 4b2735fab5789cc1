"""收文登记: the drop, and the facts that a person confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.forms import TextField
from shuniu.kernel.web.fields import DayInput, FilesField, MomentInput
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models.incoming import Arrival, Type, Urgency
from shuniu.office.documents.operations.incoming_intake import Facts, kinds_accepted
from shuniu.office.documents.queries.incoming_repeats import Earlier

SURENESS = {"sure": _l("把握大"), "likely": _l("请核对"), "unsure": _l("仅供参考")}
NEW = "new"
FILLED = ("title", "organ", "original_number", "type", "urgency", "signed_on", "requested_on")
MOST_FILES = 20


class DropForm(forms.Form):
    """Several papers at once; each is checked on its own."""

    papers = FilesField(label=_l("来文文件"), most=MOST_FILES, megabytes=50, required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["papers"].widget.attrs["accept"] = kinds_accepted()


class RegisterForm(forms.Form):
    """The facts of one paper. What was read is filled in with the words it stands in; a person confirms it by sending."""

    title = forms.CharField(label=_l("标题"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    organ = forms.CharField(label=_l("来文单位"), max_length=120, widget=forms.TextInput(attrs={"list": "organs"}))
    original_number = forms.CharField(label=_l("来文字号"), max_length=80, required=False)
    type = forms.ChoiceField(label=_l("文种"), choices=[("", _l("请选择")), *Type.choices])
    urgency = forms.ChoiceField(label=_l("紧急程度"), choices=Urgency.choices, initial=Urgency.ORDINARY.value)
    signed_on = forms.DateField(label=_l("成文日期"), widget=DayInput, required=False)
    received_at = forms.DateTimeField(label=_l("签收时间"), widget=MomentInput)
    received_by = forms.CharField(label=_l("签收人"), max_length=40, required=False)
    copies = forms.IntegerField(label=_l("份数"), min_value=1, max_value=9999, initial=1)
    pages = forms.IntegerField(label=_l("页数"), min_value=1, max_value=9999, required=False)
    requested_on = forms.DateField(label=_l("来文要求办结日期"), widget=DayInput, required=False)
    requested_words = forms.CharField(label=_l("来文要求的原话"), max_length=120, required=False)
    annexes = forms.TypedMultipleChoiceField(
        label=_l("同属本件的其他文件（作附件）"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    unmarked = forms.BooleanField(label=_l("已逐页核对，没有密级标志"), required=False)
    repeat = forms.ChoiceField(label=_l("可能是重复来文"), widget=forms.RadioSelect, required=False)
    text = TextField(label=_l("内容摘要"), rows=3, most=5000, required=False)

    def __init__(
        self,
        *args: Any,
        now: datetime,
        arrival: Arrival | None = None,
        others: Sequence[Arrival] = (),
        earlier: Sequence[Earlier] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.now, self.arrival, self.earlier = now, arrival, list(earlier)
        self.offered = {one["name"]: one for one in arrival.offered} if arrival else {}
        if arrival is None or not arrival.scanned:
            del self.fields["unmarked"]
        if arrival is not None:
            del self.fields["text"]
        self._offer("annexes", [(one.pk, one.name) for one in others])
        self._offer("repeat", self._decisions())

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    def _decisions(self) -> list[tuple[str, Any]]:
        if not self.earlier:
            return []
        same = [
            (one.number, _("是 %(number)s 的重复来文，登记并关联") % {"number": one.number}) for one in self.earlier
        ]
        return [*same, (NEW, _("不是重复来文，照常登记"))]

    @staticmethod
    def filled(arrival: Arrival | None, *, now: datetime, by: str) -> dict[str, Any]:
        """What the form begins with: what was read, and now as the time of receipt."""
        read = {one["name"]: one for one in arrival.offered} if arrival else {}
        begun: dict[str, Any] = {name: read[name]["value"] for name in FILLED if name in read}
        if "requested_on" in read:
            begun["requested_words"] = read["requested_on"]["words"]
        return {
            "received_at": now,
            "received_by": by,
            "copies": 1,
            "pages": arrival.pages if arrival else None,
            **begun,
        }

    @property
    def lines(self) -> Iterator[tuple[BoundField, dict[str, Any] | None]]:
        """Each field with what was read for it: the words, and how sure."""
        for bound in self:
            if bound.name not in {"repeat", "annexes", "unmarked"}:
                read = self.offered.get(bound.name)
                yield bound, {**read, "word": SURENESS[read["sure"]]} if read else None

    def clean_received_at(self) -> datetime:
        given: datetime = self.cleaned_data["received_at"]
        if given > self.now + timedelta(minutes=5):
            raise ValidationError(_("签收时间晚于现在。"))
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = local_day(self.now)
        if data.get("signed_on") and data["signed_on"] > today:
            self.add_error("signed_on", _("成文日期晚于今天，请核对。"))
        if data.get("requested_on") and data.get("signed_on") and data["requested_on"] < data["signed_on"]:
            self.add_error("requested_on", _("来文要求的日期早于成文日期，请核对。"))
        if "unmarked" in self.fields and not data.get("unmarked"):
            self.add_error(
                "unmarked",
                _(
                    "扫描件的文字系统读不出，请逐页核对有无密级标志；有密级标志的不得登记，请停止操作并通过机要渠道办理。"
                ),
            )
        if "repeat" in self.fields and not data.get("repeat") and not self.errors:
            self.add_error("repeat", _("以前收到过相同或者相近的来文，请看过之后选择。"))
        return data

    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            title="".join(data["title"].split("\n")).replace("\r", "").strip(),
            organ=data["organ"].strip(),
            type=data["type"],
            original_number=data["original_number"].strip(),
            urgency=data["urgency"],
            signed_on=data["signed_on"],
            received_at=data["received_at"],
            received_by=data["received_by"],
            copies=data["copies"],
            pages=data["pages"],
            requested_on=data["requested_on"],
            requested_words=data["requested_words"],
            text=data.get("text", ""),
        )

    @property
    def repeats(self) -> str:
        """The number of the earlier paper that this one repeats, or nothing."""
        chosen = self.cleaned_data.get("repeat", "")
        return "" if chosen in {"", NEW} else chosen
