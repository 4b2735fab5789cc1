"""The register of reconsiderations and lawsuits, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.disclosure.models import InformationRequest, Remedy
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries.requests import RESULT_TONES

ORDER = ("-begun_on", "-pk")


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One line of the register, with what became of the reply."""

    matter: Matter
    remedy: Remedy
    reopened: int

    @property
    def url(self) -> str:
        return reverse("disclosure:matter", args=[self.matter.number])

    @property
    def path(self) -> str:
        return self.remedy.get_path_display()

    @property
    def result(self) -> tuple[str, str]:
        return self.remedy.get_result_display(), RESULT_TONES[self.remedy.result]

    @property
    def again(self) -> str:
        """Whether a corrected reply has been given anew: an order of a court must not be forgotten."""
        if self.reopened:
            return _("已重新答复") if self.matter.state in ("delivering", "answered") else _("正在重新答复")
        return _("待办理重新答复") if self.remedy.result == Remedy.Result.CORRECTED else ""


def register(actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[Remedy]:
    """The lines that this person may see, narrowed by the filters."""
    found = Remedy.objects.filter(matter__in=visible(InformationRequestProcedure, actor, whole=True)).select_related(
        "matter"
    )
    narrowings = {"path": "path", "result": "result", "since": "begun_on__gte", "until": "begun_on__lte"}
    conditions = {lookup: wanted[name] for name, lookup in narrowings.items() if wanted.get(name)}
    return found.filter(Q(**conditions))


def rows_of(remedies: Iterable[Remedy]) -> list[RemedyRow]:
    kept = list(remedies)
    ids = [one.matter_id for one in kept]
    reopened = dict(InformationRequest.objects.filter(pk__in=ids).values_list("pk", "reopened"))
    return [RemedyRow(one.matter, one, reopened.get(one.matter_id, 0)) for one in kept]
