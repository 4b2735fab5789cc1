"""Which form each step shows: the route's own forms for the steps of the route, ours for the rest."""

from __future__ import annotations

from typing import Any

from shuniu.kernel.casework.forms import ReasonForm, StepForm
from shuniu.kernel.routes.forms import FORMS as ROUTE_FORMS
from shuniu.kernel.routes.steps import RouteStep
from shuniu.office.documents.forms import issuing
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

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
}
"""Steps that are not here and no steps of the route ask for nothing but a note."""
DELIVERY: dict[str, type[StepForm]] = {"return_": ReasonForm, "send_again": ReasonForm}


def of_the_route() -> dict[str, Any]:
    """The forms of the route's steps, by the names that our table gives the steps."""
    return {
        name: ROUTE_FORMS[step.verb]
        for name, step in OutgoingPaper.steps.items()
        if isinstance(step, RouteStep) and name not in OUTGOING
    }
