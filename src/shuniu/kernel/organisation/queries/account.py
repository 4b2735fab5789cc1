"""What the sign-in page and one's own account page ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Min

from shuniu.kernel.organisation import roles, sessions
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding, SignIn
from shuniu.kernel.organisation.tree import tree


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo city that stands for a role."""

    role: str
    duties: str
    name: str
    post: str
    username: str


def has_second_factor(person: Person) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists())


def demo_accounts() -> list[DemoAccount]:
    """For each role its first holder (the demo city makes its best known people first); three queries."""
    first = (
        RoleHolding.objects.filter(until__isnull=True, person__is_active=True)
        .values("role")
        .annotate(first=Min("person_id"))
        .order_by("first")
    )
    firsts = {row["role"]: row["first"] for row in first}
    people = {one.pk: one for one in Person.objects.filter(pk__in=firsts.values())}
    posts = Post.objects.filter(person_id__in=firsts.values(), main=True, until__isnull=True)
    titles = {post.person_id: f"{tree().name(post.unit_id)}{post.title}" for post in posts}
    known = {role.key: role for role in roles.all_roles()}
    return [
        DemoAccount(
            str(known[key].label),
            str(known[key].duties),
            people[person].name,
            titles.get(person, ""),
            people[person].username,
        )
        for key, person in firsts.items()
        if key in known
    ]


def demo_person(username: str) -> Person | None:
    return Person.objects.filter(username=username, is_active=True).first()


@dataclass(frozen=True, slots=True)
class Account:
    """One's own account page."""

    person: Person
    sign_ins: list[SignIn]
    second_factors: int
    second_factor_needed: bool
    given: list[Delegation]
    taken: list[Delegation]


def account_of(actor: Actor, *, at: datetime) -> Account:
    """Five queries, whatever the number of sessions (at most 50 are shown)."""
    person = Person.objects.get(pk=actor.person_id or 0)
    delegations = Delegation.objects.select_related("giver", "taker")
    return Account(
        person=person,
        sign_ins=list(sessions.open_sign_ins(person, at=at)[:50]),
        second_factors=Authenticator.objects.filter(user_id=person.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .count(),
        second_factor_needed=roles.needs_second_factor(grant.role for grant in actor.grants),
        given=list(delegations.filter(giver=person)[:50]),
        taken=list(delegations.filter(taker=person)[:50]),
    )
