"""The register of reconsiderations and lawsuits: its rows are written with the step that says so, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.public.disclosure.models import Remedy


def register_remedy(matter: Matter, data: Mapping[str, Any]) -> None:
    Remedy.objects.create(
        matter=matter,
        path=data["path"],
        authority=data["authority"],
        reference=data.get("reference", ""),
        begun_on=date.fromisoformat(data["begun_on"]),
        gist=data.get("gist", ""),
    )


def conclude_remedy(matter: Matter, data: Mapping[str, Any]) -> None:
    """The line that the step names is closed. Raises ``StepRefused`` for one that is closed or of another matter."""
    open_line = Remedy.objects.filter(matter=matter, pk=data.get("remedy") or 0, result=Remedy.Result.PENDING).first()
    if open_line is None:
        raise StepRefused(_("请选择一件尚未审结的复议或者诉讼。"))
    ended_on = date.fromisoformat(data["ended_on"])
    if ended_on < open_line.begun_on:
        raise StepRefused(_("审结之日不能早于收到通知之日。"))
    open_line.result, open_line.ended_on = data["result"], ended_on
    open_line.gist = data.get("gist") or open_line.gist
    open_line.save(update_fields=["result", "ended_on", "gist"])
