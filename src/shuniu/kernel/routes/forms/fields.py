"""A colleague who may sign, by name, account or pinyin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.routes.queries.signers import signers


class SignerField(forms.CharField):
    """One colleague who holds a role with which the kind of matter is signed. Cleans to the person's id.

    The list offers 姓名（账号）; a name or account of nobody else, in characters or pinyin, is as good.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=80, widget=forms.TextInput(attrs={"list": "signers", "autocomplete": "off"}), **options
        )
        self.kind, self.on = "", date.min

    def ask(self, kind: str, on: date) -> None:
        """For which kind of matter, and on which day; with a script the list grows while one types."""
        self.kind, self.on = kind, on
        self.widget.attrs |= {
            "hx-get": f"{reverse('routes:signers')}?kind={kind}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#signers",
            "hx-swap": "innerHTML",
        }

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        account = text.rpartition("（")[2].rstrip("）") if text.endswith("）") else text
        found = signers(self.kind, account, self.on)
        exact = [one for one in found if account in (one.username, one.name)]
        found = exact or found
        if not found:
            raise ValidationError(_("没有找到可以签批的这位同志，请从列表中选择。"), code="unknown")
        if len(found) > 1:
            named = "、".join(f"{one.words}（{one.username}）" for one in found[:5])
            raise ValidationError(
                _("有多位同志符合：%(people)s，请填写账号。"), code="several", params={"people": named}
            )
        return found[0].id
