"""People: found, listed, and seen one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shuniu.kernel.organisation import lockout, work
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.kernel.organisation.roles import ADMINISTRATORS

SUGGESTED = 500


def matching(words: str) -> Q:
    """People by name, account, full pinyin or initials."""
    return (
        Q(name__icontains=words)
        | Q(username__icontains=words)
        | Q(pinyin__istartswith=words)
        | Q(pinyin__icontains=f" {words}")
    )


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The people whose accounts an administrator looks after: those with a running post in the units of their scope.

    A person without any running post is nobody's and seen by every administrator.
    """
    units = actor.units_of(*ADMINISTRATORS)
    here = Post.objects.filter(until__isnull=True, unit_id__in=units).values("person_id")
    anywhere = Post.objects.filter(until__isnull=True).values("person_id")
    return Person.objects.filter(Q(pk__in=here) | ~Q(pk__in=anywhere))


def listed(actor: Actor, asked: Mapping[str, str]) -> QuerySet[Person]:
    """The people of the list page, filtered by the words, unit and state asked for."""
    found = visible_to(actor).prefetch_related("posts", "holdings")
    if words := asked.get("q", "").strip()[:40]:
        found = found.filter(matching(words))
    if (unit := asked.get("unit", "")).isdecimal() and len(unit) < 10:  # as long as a number of ours can be
        found = found.filter(posts__unit_id=int(unit), posts__until__isnull=True).distinct()
    if asked.get("state") in {"active", "inactive"}:
        found = found.filter(is_active=asked["state"] == "active")
    return found


def suggestions() -> list[str]:
    """姓名（账号） of active colleagues for a list of suggestions; at most 500, beyond that the account is typed."""
    rows = Person.objects.filter(is_active=True).order_by("pinyin").values_list("name", "username")[:SUGGESTED]
    return [f"{name}（{username}）" for name, username in rows]


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's page for an administrator."""

    person: Person
    posts: list[Post]
    holdings: list[RoleHolding]
    work: list[work.OpenWork]
    locked_until: datetime | None


def profile(actor: Actor, person_id: int, *, at: datetime) -> Profile | None:
    """None for whoever may not see the person: five queries and what the keepers of work need."""
    person = visible_to(actor).filter(pk=person_id).first()
    if person is None:
        return None
    return Profile(
        person=person,
        posts=list(person.posts.all()),
        holdings=list(person.holdings.all()),
        work=work.of_person(person_id),
        locked_until=lockout.locked_until(person.username, at=at),
    )
