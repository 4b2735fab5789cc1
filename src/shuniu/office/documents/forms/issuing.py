"""The document section's forms: number, seal, dispatch, and what becomes of an issued paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.forms import NoteForm, ReasonForm, StepForm, TextField
from shuniu.kernel.web.fields import DayInput
from shuniu.office.documents import sealing
from shuniu.office.documents.models import Direction
from shuniu.office.documents.queries.series import reserved, series_for
from shuniu.office.documents.queries.units import drafters_for, grouped, receiving_units


class HandToForm(NoteForm):
    """移交拟稿."""

    person = forms.TypedChoiceField(label=_("移交给"), coerce=int, empty_value=None)
    field_order = ("person", "note")

    def prepare(self) -> None:
        unit = self.case.matter.unit_id
        people = drafters_for(unit, self.on) if unit is not None else []
        self.choose("person", [("", _("请选择")), *people])


class NumberForm(StepForm):
    """编号: the drafter's series unless another is in force; a reserved number when there is one."""

    intro = _("年份按成文日期（签发之日）确定。确认后即占用文号，不能重复使用。")
    series = forms.TypedChoiceField(label=_("发文代字"), coerce=int, empty_value=None)
    reserved = forms.TypedChoiceField(label=_("文号"), coerce=int, empty_value=None, required=False)

    def prepare(self) -> None:
        detail = self.case.detail
        day = detail.signed_on or self.on
        found = series_for(self.case.matter.unit_id or detail.unit_id, day)
        self.choose("series", [(one.pk, f"{one.word}（{one.organ}）") for one in found])
        kept = reserved([one.pk for one in found], day)
        if kept:
            labels = [(one.pk, f"{one.text}（{one.why or _('预留')}）") for one in kept]
            self.choose("reserved", [("", _("下一个文号")), *labels])
        else:
            del self.fields["reserved"]


class SealForm(StepForm):
    """用印."""

    part = "documents/outgoing/_seal.html"
    copies = forms.IntegerField(label=_("印制份数"), min_value=1, max_value=9999)

    def prepare(self) -> None:
        self.service = sealing.service()


class UnitsField(forms.TypedMultipleChoiceField):
    """Ticks for units, grouped by kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, required=False, **options)


class DispatchForm(StepForm):
    """印发 to many units at once: whole groups by one tick, single units by theirs."""

    part = "documents/outgoing/_dispatch.html"
    groups = forms.MultipleChoiceField(label=_("整类发送（主送）"), required=False, widget=forms.CheckboxSelectMultiple)
    to = UnitsField(label=_("主送单位"))
    copy = UnitsField(label=_("抄送单位"))
    copies = forms.IntegerField(label=_("每个单位份数"), min_value=1, max_value=999, initial=1)
    note = TextField(label=_("备注"), required=False, rows=2, most=1000)

    def prepare(self) -> None:
        self.by_kind = grouped(receiving_units(self.on))
        self.choose("groups", [(one.kind, _label_of(one.label, len(one.units))) for one in self.by_kind])
        choices = [(one.label, [(unit.id, unit.name) for unit in one.units]) for one in self.by_kind]
        self.choose("to", choices)
        self.choose("copy", choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ticked = set(data.get("groups") or ())
        whole = [unit.id for one in self.by_kind if one.kind in ticked for unit in one.units]
        data["to"] = list(dict.fromkeys([*(data.get("to") or ()), *whole]))
        if not data["to"] and not data.get("copy") and self.case.detail.direction != Direction.PUBLIC:
            self.add_error("to", _("请选择收文单位。"))
        return data


class SendMoreForm(DispatchForm):
    """补发: the circle is widened only with the issuer's consent."""

    note = TextField(label=_("扩大印发范围经谁批准"), rows=2, most=1000)


def _label_of(kind: str, count: int) -> Any:
    return _("全部%(kind)s（%(count)s个）") % {"kind": kind, "count": count}


class EndForm(StepForm):
    """撤销 and 废止: from which day, why, and by which document."""

    keeps_draft = True
    on_day = forms.DateField(label=_("日期"), widget=DayInput)
    basis = forms.CharField(label=_("依据文件"), max_length=200, help_text=_("写明文件名称和字号。"))
    reason = TextField(label=_("理由"), rows=3)

    def data_for_step(self) -> dict[str, Any]:
        data = super().data_for_step()
        return {"on": data.pop("on_day"), **data}


class AnnulForm(EndForm):
    intro = _("撤销：本件自始无效。收文单位会收到告知。")


class RepealForm(EndForm):
    intro = _("废止：本件自废止之日起失效，此前仍然有效。收文单位会收到告知。")


class RecallForm(ReasonForm):
    intro = _("撤回后，已发出的文件全部收回，包括已经签收的；收文单位会看到撤回的原因。")
    reason = TextField(label=_("撤回的原因（收文单位会看到）"), rows=3)
