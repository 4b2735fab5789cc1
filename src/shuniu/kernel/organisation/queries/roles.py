"""Who may what, and who has lent it to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding
from shuniu.kernel.organisation.queries.people import matching
from shuniu.kernel.organisation.roles import ADMINISTRATORS, SECURITY_ADMIN


def holdings(actor: Actor, asked: Mapping[str, str], *, on: date) -> QuerySet[RoleHolding]:
    """Role holdings in the administrator's scope; those in force unless ``state`` asks for all."""
    found = RoleHolding.objects.filter(unit_id__in=actor.units_of(*ADMINISTRATORS)).select_related("person")
    if words := asked.get("q", "").strip()[:40]:
        found = found.filter(person__in=Person.objects.filter(matching(words)).values("pk"))
    if role := asked.get("role", ""):
        found = found.filter(role=role)
    if asked.get("state") != "all":
        found = found.filter(Q(until__isnull=True) | Q(until__gte=on))
    return found


def delegations(actor: Actor, asked: Mapping[str, str], *, on: date) -> QuerySet[Delegation]:
    """All delegations given by people in the security administrator's scope; those in force unless all are asked for."""
    posts = Post.objects.filter(until__isnull=True, unit_id__in=actor.units_of(SECURITY_ADMIN.key)).values("person_id")
    found = Delegation.objects.filter(giver_id__in=posts).select_related("giver", "taker")
    if asked.get("state") != "all":
        found = found.filter(revoked_at__isnull=True, until__gte=on)
    return found


def may_see_delegation(actor: Actor, delegation_id: int) -> bool:
    mine = Q(giver_id=actor.person_id) | Q(taker_id=actor.person_id)
    posts = Post.objects.filter(until__isnull=True, unit_id__in=actor.units_of(SECURITY_ADMIN.key)).values("person_id")
    return Delegation.objects.filter(mine | Q(giver_id__in=posts), pk=delegation_id).exists()


def holding_unit(holding_id: int) -> int | None:
    return RoleHolding.objects.filter(pk=holding_id).values_list("unit_id", flat=True).first()
