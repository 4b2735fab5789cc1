"""送审: which route, and whom it leaves to the submitter to pick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.forms import StepForm
from shuniu.kernel.routes.definition import By
from shuniu.kernel.routes.planning import Choice, Unplanned
from shuniu.kernel.routes.queries.signers import people_to_pick, units_to_pick
from shuniu.kernel.routes.resolving import Offer, resolve, routes_for
from shuniu.kernel.routes.run import Run, load
from shuniu.kernel.routes.subjects import subject_of


@dataclass(frozen=True, slots=True)
class Group:
    """One route with what it asks, for the template."""

    offer: Offer
    stages: list[str]
    fields: list[Any]
    checked: bool


class ChooseForm(StepForm):
    """The routes that fit, each with the units or people to pick. ``data_for_step()`` holds the plan under ``route``.

    ``facts`` and ``unit`` are asked of the subject's ``facts`` and of the matter when they are not given.
    """

    part = "routes/_choose.html"

    route = forms.TypedChoiceField(
        label=_l("审批流程"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _l("请选择审批流程。"), "invalid_choice": _l("没有这个流程，或流程已停用。")},
    )

    def __init__(
        self, *args: Any, facts: Mapping[str, Any] | None = None, unit: int | None = None, **options: Any
    ) -> None:
        self.known, self.unit = facts, unit or 0
        super().__init__(*args, **options)

    def prepare(self) -> None:
        matter, detail = self.case.matter, self.case.detail
        subject = subject_of(matter.kind)
        asked = subject.facts if subject is not None else None
        self.facts = self.known if self.known is not None else asked(detail) if asked is not None else {}
        self.unit = self.unit or matter.unit_id or self.actor.unit_id or 0
        self.offers = routes_for(matter.kind, self.unit, self.facts, on=self.on, kept=detail.route)
        self.choose("route", [(one.id, one.label) for one in self.offers])
        self.initial.setdefault("route", self.offers[0].id if self.offers else None)
        before = load(detail.route)
        for offer in self.offers:
            for choice in offer.choices:
                name = _name(offer, choice)
                self.fields[name] = _field(choice, self.on)
                if offer.kept:  # Whoever sends a paper again after a return does not pick the same units anew.
                    self.initial.setdefault(name, _sat(before, choice))

    def groups(self) -> list[Group]:
        chosen = str(self["route"].value() or "")
        return [
            Group(
                offer,
                [stage.label for stage in offer.route.stages if stage.applies(self.facts)],
                [self[_name(offer, choice)] for choice in offer.choices],
                str(offer.id) == chosen,
            )
            for offer in self.offers
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        offer = next((one for one in self.offers if one.id == data.get("route")), None)
        if offer is not None:
            chosen = {choice.key: data.get(_name(offer, choice)) or [] for choice in offer.choices}
            try:
                data["plan"] = resolve(
                    offer.id, kind=self.case.matter.kind, unit=self.unit, facts=self.facts, chosen=chosen,
                    on=self.on, kept=self.case.detail.route,
                )  # fmt: skip
            except Unplanned as refused:
                for fault in refused.faults:
                    self.add_error(None, fault)
        return data

    def data_for_step(self) -> dict[str, Any]:
        return {"route": self.cleaned_data["plan"]}


def _sat(run: Run, choice: Choice) -> list[int]:
    """Whom the submitter picked for this the last time."""
    stage = choice.key.rpartition(".")[0]
    sits = [sit for leg in run.legs if leg.key == stage for sit in leg.sits if sit.role == choice.role]
    units = [sit.unit for sit in sits if sit.person is None]
    return units if choice.kind == By.UNITS else [sit.person for sit in sits if sit.person is not None]


def _name(offer: Offer, choice: Choice) -> str:
    return f"pick-{offer.id}-{choice.key}"


class _One(forms.RadioSelect):
    """A single choice that arrives as a list, like the choice of several."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return [value] if value else []


def _field(choice: Choice, on: date) -> forms.Field:
    """Never required here: how many are needed is the route's to say, and only of the route that was chosen."""
    if choice.kind == By.UNITS:
        shown, counted = units_to_pick(choice.role, on), _("选%(least)s至%(most)s个单位。")
    else:
        shown, counted = people_to_pick(choice.role, choice.among, on), _("选%(least)s至%(most)s人。")
    one = choice.least == choice.most == 1
    return forms.TypedMultipleChoiceField(
        label=choice.label,
        coerce=int,
        choices=shown,
        required=False,
        widget=_One() if one else forms.CheckboxSelectMultiple(attrs={"data-most": choice.most}),
        help_text="" if one else counted % {"least": choice.least, "most": choice.most},
        empty_value=[],
    )
