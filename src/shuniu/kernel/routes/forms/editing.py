"""The editor of a route: one form for all of its stages, which works with the keyboard and without a script."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.law.limits import all_rules
from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes import picture
from shuniu.kernel.routes.definition import ACTS, BYS, OPS, Act, By, Field, Op, Route, Stage, Subject, stages_of
from shuniu.kernel.routes.forms.drafting import (
    SitterDraft,
    StageDraft,
    WhenDraft,
    changed,
    clean,
    drafts_of,
    full,
    posted,
    stages_from,
)
from shuniu.kernel.routes.forms.fields import SignerField
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.operations.defining import problems
from shuniu.kernel.routes.queries.definitions import names_in
from shuniu.kernel.routes.queries.signers import values_of

REDRAWS = {"hx-post": "", "hx-trigger": "change", "hx-target": "#editor", "hx-swap": "outerHTML"}
"""A select on which other fields depend: with a script the editor is drawn afresh, without one by 刷新."""


class NameForm(forms.Form):
    label = forms.CharField(label=_l("流程名称"), max_length=60)
    note = forms.CharField(label=_l("说明"), max_length=300, required=False, help_text=_l("送审时显示给拟稿人。"))


class StageForm(forms.Form):
    label = forms.CharField(label=_l("环节名称"), max_length=40)
    act = forms.ChoiceField(label=_l("环节性质"), choices=list(ACTS.items()), widget=forms.Select(attrs=REDRAWS))
    mode = forms.ChoiceField(
        label=_l("几方都要办理吗"), choices=(("all", _l("全部办理，才到下一环节")), ("any", _l("任一方办理即可")))
    )
    limit = forms.ChoiceField(label=_l("办理时限"), required=False)
    returns = forms.BooleanField(label=_l("可以退回"), required=False)
    opinion = forms.BooleanField(label=_l("必须填写意见"), required=False)
    unanimous = forms.BooleanField(label=_l("须协商一致（不同意只能退回）"), required=False)
    met = forms.ChoiceField(label=_l("几个条件之间"), choices=(("all", _l("全部符合")), ("any", _l("符合任何一个"))))

    def __init__(self, draft: StageDraft, subject: Subject, **options: Any) -> None:
        super().__init__(initial=asdict(draft), prefix=draft.key, **options)
        limit = self.fields["limit"]
        assert isinstance(limit, forms.ChoiceField)
        limit.choices = [
            ("", _("不限")),
            *((one.key, _(one.label)) for one in all_rules() if one.key in subject.limits),
        ]
        if draft.act != Act.COUNTERSIGN:
            del self.fields["unanimous"]
        unused = {
            "limit": not subject.limits,
            "mode": len(draft.sitters) < 2 and not any(one.by in (By.UNITS, By.PEOPLE) for one in draft.sitters),
            "met": len(draft.when) < 2,
        }
        for name in (name for name, gone in unused.items() if gone):
            self.fields[name].widget = forms.HiddenInput()


class SitterForm(forms.Form):
    by = forms.ChoiceField(label=_l("怎样确定"), choices=list(BYS.items()), widget=forms.Select(attrs=REDRAWS))
    role = forms.ChoiceField(label=_l("角色"))
    unit = forms.ChoiceField(label=_l("机构"))
    title = forms.CharField(label=_l("职务"), max_length=60)
    person = SignerField(label=_l("人员"))
    least = forms.IntegerField(label=_l("最少选"), min_value=0, max_value=50)
    most = forms.IntegerField(label=_l("最多选"), min_value=1, max_value=50)

    USED = {
        By.HOME: ("by", "role"),
        By.ROLE: ("by", "unit", "role"),
        By.POST: ("by", "unit", "title", "role"),
        By.PERSON: ("by", "person", "role"),
        By.UNITS: ("by", "role", "least", "most"),
        By.PEOPLE: ("by", "role", "least", "most"),
    }

    def __init__(
        self, draft: SitterDraft, stage: str, subject: Subject, units: list[tuple[str, str]], on: date, **options: Any
    ) -> None:
        super().__init__(initial=asdict(draft), prefix=f"{stage}.s{draft.id}", **options)
        role, unit, person = self.fields["role"], self.fields["unit"], self.fields["person"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        assert isinstance(person, SignerField)
        role.choices = [(key, roles.label(key)) for key in subject.roles]
        unit.choices = units
        person.ask(subject.kind, on)
        by = By(draft.by) if draft.by in set(By) else By.HOME
        self.shown = [self[name] for name in self.USED[by]]
        self.id = draft.id


class WhenForm(forms.Form):
    field = forms.ChoiceField(label=_l("字段"), widget=forms.Select(attrs=REDRAWS))
    op = forms.ChoiceField(label=_l("比较"))

    def __init__(self, draft: WhenDraft, stage: str, subject: Subject, **options: Any) -> None:
        super().__init__(initial={"field": draft.name, "op": draft.op}, prefix=f"{stage}.w{draft.id}", **options)
        asked, op = self.fields["field"], self.fields["op"]
        assert isinstance(asked, forms.ChoiceField)
        assert isinstance(op, forms.ChoiceField)
        asked.choices = [(one.key, one.label) for one in subject.fields]
        known = subject.field(draft.name) or (subject.fields[0] if subject.fields else Field("", ""))
        ops = (Op.LEAST, Op.MOST) if known.kind == "number" else (Op.IN, Op.NOT_IN)
        op.choices = [(one.value, OPS[one]) for one in ops]
        if known.kind == "flag":
            del self.fields["op"]
        self.fields["values"] = self._values(known)
        several = known.kind == "choice"
        self.initial["values"] = draft.values if several else (draft.values[0] if draft.values else "")
        self.id = draft.id

    @staticmethod
    def _values(known: Field) -> forms.Field:
        if known.kind == "number":
            return forms.DecimalField(label=_("数值"))
        if known.kind == "flag":
            return forms.ChoiceField(label=_("取值"), choices=(("yes", _("是")), ("no", _("否"))))
        return forms.MultipleChoiceField(label=_("取值"), choices=known.choices, widget=forms.CheckboxSelectMultiple)


class StageBox:
    """One stage of the editor: its forms, and what is wrong with it."""

    def __init__(self, draft: StageDraft, subject: Subject, units: list[tuple[str, str]], on: date) -> None:
        self.key, self.label = draft.key, draft.label
        self.form = StageForm(draft, subject)
        self.sitters = [SitterForm(one, draft.key, subject, units, on) for one in draft.sitters]
        self.whens = [WhenForm(one, draft.key, subject) for one in draft.when]
        self.faults: list[str] = []


class Editor:
    """A draft in the editor: from the stored row, or from what was sent."""

    def __init__(self, row: RouteDefinition, subject: Subject, data: Any, *, on: date) -> None:
        self.row, self.subject, self.on = row, subject, on
        self.refused = ""
        self.edits = (
            int(text) if data and (text := str(data.get("edits", ""))).isdecimal() and len(text) < 9 else row.edits
        )
        if data is None:
            stored = stages_of(row.stages)
            values = values_of(one.person for stage in stored for one in stage.sitters if one.person is not None)
            self.drafts = drafts_of(stored, lambda person: values.get(person, ""))
            self.name = NameForm(initial={"label": row.label, "note": row.note})
        else:
            self.drafts = posted(data)
            self.name = NameForm(data)
            self.name.is_valid()

    @property
    def label(self) -> str:
        return clean(self.name["label"].value(), 60)

    @property
    def note(self) -> str:
        return clean(self.name["note"].value(), 300)

    def do(self, command: str) -> None:
        self.drafts = changed(self.drafts, command, self.subject)

    def stages(self) -> list[Stage]:
        return stages_from(self.drafts, self.subject, self._person)

    def _person(self, text: str) -> int | None:
        field = SignerField(required=False)
        field.kind, field.on = self.subject.kind, self.on
        try:
            return field.clean(text)
        except ValidationError:
            return None

    def route(self) -> Route:
        return Route(self.row.key, self.label, self.row.kind, tuple(self.stages()), self.row.pk, self.row.version)

    # --- What the template draws -----------------------------------------------------------------------------------

    def drawn(self) -> dict[str, Any]:
        """Everything the page shows, made once."""
        route = self.route()
        faults = problems(route)
        units = [("", _("请选择"))] + [
            (unit.code, "　" * depth + unit.name) for unit, depth in tree().walk() if not unit.closed
        ]
        boxes = [StageBox(one, self.subject, units, self.on) for one in self.drafts]
        for box in boxes:
            box.faults = [fault for fault in faults if box.label and f"“{box.label}”" in fault]
        return {
            "editor": self,
            "boxes": boxes,
            "full": full(self.drafts),
            "faults": faults,
            "route": picture.planned(route, self.subject, names_in(route.stages)),
        }
