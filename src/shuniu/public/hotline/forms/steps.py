"""Which form each step shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.kernel.casework.case import Case
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.forms import closing, dispatching, handling
from shuniu.public.hotline.forms.base import NoteForm, ReasonForm, StepForm, TextForm

FORMS: dict[str, type[StepForm]] = {
    "reclassify": dispatching.ReclassifyForm,
    "answer_at_once": dispatching.AnswerAtOnceForm,
    "pass_on_emergency": dispatching.PassOnForm,
    "explain_path": dispatching.ExplainPathForm,
    "dispatch": dispatching.DispatchForm,
    "return_": dispatching.ReturnForm,
    "redispatch": dispatching.RedispatchForm,
    "uphold": dispatching.UpholdForm,
    "contest": ReasonForm,
    "rule": dispatching.RuleForm,
    "join": dispatching.JoinForm,
    "split": dispatching.SplitForm,
    "appoint": handling.AppointForm,
    "contact": handling.ContactForm,
    "ask_extension": handling.AskExtensionForm,
    "grant_extension": handling.GrantExtensionForm,
    "refuse_extension": ReasonForm,
    "assist": handling.AssistForm,
    "reply": handling.ReplyForm,
    "approve": closing.ApproveForm,
    "send_back": closing.SendBackForm,
    "record_callback": closing.RecordCallbackForm,
    "redo": closing.RedoForm,
    "recheck": closing.RecheckForm,
    "reopen_false": closing.HandleAgainForm,
    "appeal": ReasonForm,
    "keep_result": closing.KeepResultForm,
    "reopen": closing.HandleAgainForm,
    "reopen_and_dispatch": ReasonForm,
    "answer_jointly": TextForm,
    "add_material": closing.MaterialForm,
    "oversee": closing.OverseeForm,
    "instruct": closing.InstructForm,
    "exclude": ReasonForm,
    "open_identity": closing.OpenIdentityForm,
    "publish": closing.PublishForm,
    "withdraw": closing.WithdrawForm,
}
"""Steps that are not here ask for nothing but a note."""


def form_for(
    step: str,
    data: Any = None,
    files: Any = None,
    *,
    case: Case,
    actor: Actor,
    on: date,
    initial: dict[str, Any] | None = None,
) -> StepForm:
    """The step's form. ``initial`` fills it in beforehand, such as a suggested unit."""
    return FORMS.get(step, NoteForm)(data, files, case=case, actor=actor, on=on, initial=initial or {}, prefix=None)
