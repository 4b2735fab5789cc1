"""What every form of the module has in common: sent once, refused in words, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.request import Request


def sent(request: Request, form: forms.BaseForm, scope: str, act: Callable[[str], object]) -> bool:
    """Whether the form was sent, is sound, and was acted upon with its one-time key. A refusal lands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(idempotency.key_of(request.POST.get(idempotency.FIELD, ""), scope))
    except idempotency.BadToken:
        form.add_error(None, _("页面已过期，内容仍在，请再提交一次。"))
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def status_of(form: forms.BaseForm) -> int:
    return 422 if form.is_bound and form.errors else 200
