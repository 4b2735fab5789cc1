"""Which form each step shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.routes.forms import FORMS as ROUTE_FORMS
from shuniu.kernel.routes.steps import RouteStep
from shuniu.office.documents.forms import issuing
from shuniu.office.documents.forms.base import NoteForm, ReasonForm, StepForm

OUTGOING: dict[str, type[StepForm]] = {
    "hand_to": issuing.HandToForm,
    "abandon": ReasonForm,
    "return_to_signer": ReasonForm,
    "check_again": ReasonForm,
    "assign_number": issuing.NumberForm,
    "seal": issuing.SealForm,
    "void_number": ReasonForm,
    "dispatch": issuing.DispatchForm,
    "send_more": issuing.SendMoreForm,
    "recall": issuing.RecallForm,
    "annul": issuing.AnnulForm,
    "repeal": issuing.RepealForm,
    "archive": issuing.ArchiveForm,
}
"""Steps that are not here and no steps of the route ask for nothing but a note."""
DELIVERY: dict[str, type[StepForm]] = {"return_": ReasonForm, "send_again": ReasonForm}


def outgoing_form(
    step: Step, data: Any = None, *, case: Case, actor: Actor, on: date, initial: dict[str, Any] | None = None
) -> Any:
    """The form of a step of an outgoing paper; the route's own forms for the steps of the route."""
    if isinstance(step, RouteStep) and step.name not in OUTGOING:
        return ROUTE_FORMS[step.verb](data, case=case, actor=actor, on=on, initial=initial or {})
    return OUTGOING.get(step.name, NoteForm)(data, case=case, actor=actor, on=on, initial=initial or {})


def delivery_form(step: Step, data: Any = None, *, case: Case, actor: Actor, on: date) -> StepForm:
    return DELIVERY.get(step.name, NoteForm)(data, case=case, actor=actor, on=on)
