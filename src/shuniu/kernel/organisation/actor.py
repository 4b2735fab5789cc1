"""Who acts: a member of staff with their roles, a citizen with a query code, or the system itself.

An ``Actor`` is what every verb receives instead of a request or a user. It is made once per request and asks the
database nothing: a person's holdings are remembered under ``Person.authority_stamp``, which every change of roles or
delegations raises.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, Q

from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.remembering import Memory


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in the scope of one unit; ``for_id`` names the giver when it is held by delegation."""

    role: str
    unit_id: int
    since: date | None = None
    until: date | None = None
    for_id: int | None = None
    for_name: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    ``kind`` is ``staff``, ``citizen`` or ``system``. ``grants`` are the roles in force on the day the actor was made.
    ``matter_id`` binds a citizen to the one matter whose query code they gave.
    """

    kind: str
    name: str
    person_id: int | None = None
    post: str = ""
    unit_id: int | None = None
    grants: tuple[Grant, ...] = ()
    matter_id: int | None = None
    address: str = ""
    """Network address, for the audit record of sign-ins, exports and views of personal data; never shown."""
    _units: dict[tuple[int, tuple[str, ...]], frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def scope(self) -> Hashable:
        """All that a question "what may this actor see, what waits for them?" depends on: a key for what is remembered."""
        return (self.kind, self.person_id, self.matter_id, self.grants, tree().stamp)

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    def units_of(self, *roles: str) -> frozenset[int]:
        """Ids of all units in whose scope the actor holds any of the roles."""
        kept = tree()
        key = (kept.stamp, roles)
        if key not in self._units:
            self._units[key] = frozenset().union(
                *(kept.subtree(grant.unit_id) for grant in self.grants if grant.role in roles)
            )
        return self._units[key]

    def all_units(self) -> frozenset[int]:
        return self.units_of(*{grant.role for grant in self.grants})

    def holds(self, role: str, unit_id: int | None = None) -> bool:
        """Whether the actor holds the role: in the scope of that unit, or anywhere when no unit is given."""
        if unit_id is None:
            return any(grant.role == role for grant in self.grants)
        return unit_id in self.units_of(role)

    def holds_any(self, roles: Iterable[str]) -> bool:
        return any(self.holds(role) for role in roles)

    def acting_for(self, role: str, unit_id: int | None = None) -> Grant | None:
        """The delegated grant that alone gives the role here, or None when it is the actor's own."""
        kept = tree()
        fitting = [
            grant
            for grant in self.grants
            if grant.role == role and (unit_id is None or unit_id in kept.subtree(grant.unit_id))
        ]
        if not fitting or any(grant.for_id is None for grant in fitting):
            return None
        return fitting[0]

    @property
    def label(self) -> str:
        """How the record names the actor: post and name for staff, 市民 or 系统 otherwise."""
        return f"{self.name}（{self.post}）" if self.post else self.name


SYSTEM = Actor(kind="system", name="系统")


def citizen(matter_id: int | None = None, *, address: str = "") -> Actor:
    return Actor(kind="citizen", name="市民", matter_id=matter_id, address=address)


@lru_cache(maxsize=4096)
def _authority(person_id: int, stamp: int) -> tuple[str, int | None, tuple[Grant, ...]]:
    """Post, main unit and all grants of a person (own and delegated, past and future) as of this stamp."""
    main = Post.objects.filter(person_id=person_id, until__isnull=True).order_by("-main", "id").first()
    own = [
        Grant(one.role, one.unit_id, one.since, one.until) for one in RoleHolding.objects.filter(person_id=person_id)
    ]
    delegations = list(Delegation.objects.filter(taker_id=person_id, revoked_at__isnull=True).select_related("giver"))
    givers = RoleHolding.objects.filter(person_id__in=[one.giver_id for one in delegations])
    lent = [
        Grant(
            holding.role,
            holding.unit_id,
            max(filter(None, [one.since, holding.since])),
            min(filter(None, [one.until, holding.until])),
            one.giver_id,
            one.giver.name,
        )
        for one in delegations
        for holding in givers
        if holding.person_id == one.giver_id and holding.role in one.roles
    ]
    return (main.title if main else "", main.unit_id if main else None, tuple(own + lent))


_actors: Memory[Actor] = Memory(2000)


def actor_of(person: Person, *, on: date, address: str = "") -> Actor:
    """The actor that a signed-in person is on a day, with the units of their roles worked out once."""
    key = (person.pk, person.authority_stamp, person.name, on, address)
    return _actors.of(key, lambda: _actor_of(person, on, address))


def _actor_of(person: Person, on: date, address: str) -> Actor:
    post, unit_id, grants = _authority(person.pk, person.authority_stamp)
    return Actor(
        kind="staff",
        name=person.name,
        person_id=person.pk,
        post=post,
        unit_id=unit_id,
        grants=tuple(grant for grant in grants if grant.holds_on(on)),
        address=address,
    )


def authority_changed(*person_ids: int, at: datetime) -> None:
    """Call after any change of roles, posts or delegations: the givers' takers are affected too."""
    takers = Delegation.objects.filter(giver_id__in=person_ids, revoked_at__isnull=True, until__gte=at.date()).values(
        "taker_id"
    )
    Person.objects.filter(Q(pk__in=person_ids) | Q(pk__in=takers)).update(authority_stamp=F("authority_stamp") + 1)
