"""Registered seals, and the register of their use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.http import Http404

from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents import roles
from shuniu.office.documents.models import Seal, SealUse


@dataclass(frozen=True, slots=True)
class SealLine:
    """A seal with how often it was used."""

    seal: Seal
    uses: int
    active: bool

    @property
    def unit(self) -> str:
        return tree().name(self.seal.unit_id)


def kept_by(actor: Actor) -> QuerySet[Seal]:
    """The seals that this person keeps: all of them at home, those of their unit elsewhere."""
    if actor.holds(roles.SEAL_KEEPER, tree().by_code.get(roles.HOME)) or actor.holds(roles.DIRECTOR):
        return Seal.objects.all()
    return Seal.objects.filter(unit_id__in=actor.units_of(roles.SEAL_KEEPER))


def seal_lines(actor: Actor, on: date) -> list[SealLine]:
    found = kept_by(actor).order_by("organ", "-active_from")[:300]
    used = dict(SealUse.objects.values("seal_id").annotate(total=Count("pk")).values_list("seal_id", "total"))
    return [SealLine(one, used.get(one.pk, 0), one.active_on(on)) for one in found]


def uses_of(actor: Actor, seal_id: int | None = None) -> QuerySet[SealUse]:
    """The register of use, the latest first."""
    rows = SealUse.objects.filter(seal__in=kept_by(actor)).select_related("matter", "by", "seal")
    return rows.filter(seal_id=seal_id) if seal_id else rows


def seal_for(actor: Actor, pk: int) -> Seal:
    found = kept_by(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def picture_for(actor: Actor, pk: int) -> Attachment:
    """The picture of a seal, for its keeper only."""
    return Attachment.objects.get(pk=seal_for(actor, pk).attachment)
