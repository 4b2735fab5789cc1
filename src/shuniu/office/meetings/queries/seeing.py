"""Who may see a meeting, and which of its items' papers.

Beyond casework's own rule (the section, the city's leaders with their secretaries, the unit that asked, whoever took a
step) a meeting is seen by those who were invited, once they have been told, and by units that were asked for items. A
stranger meets 404. Papers are for those of the item, and minutes before their approval for the section, leader or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from shuniu.kernel.casework import pages
from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.queries import any_of, newest, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.meetings.models import AgendaItem, Call, Invitation, Meeting
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.roles import UNITS


def ways(actor: Actor) -> list[Q]:
    """How somebody is invited: by name, in somebody's place, for whoever lent them a role, through their unit."""
    lent = [grant.for_id for grant in actor.grants if grant.for_id is not None]
    units = actor.units_of(*UNITS)
    found = [Q(person_id=actor.person_id), Q(attendee_person_id=actor.person_id)]
    if lent:
        found.append(Q(person_id__in=lent))
    if units:
        found.append(Q(unit_id__in=units))
    return found


TOLD = Q(withdrawn_at=None, told=True)


def invited(actor: Actor) -> Q:
    """Invitations through which somebody sees a meeting."""
    wanted = Q()
    for way in ways(actor):
        wanted |= way
    return wanted & TOLD


def seen(actor: Actor) -> QuerySet[Matter]:
    """Every meeting that the actor may see, in no order."""
    everything = Matter.objects.filter(kind=MeetingCourse.kind)
    if sees_all(MeetingCourse, actor):
        return everything
    if actor.person_id is None:
        return everything.none()
    asked = Call.objects.filter(unit_id__in=actor.units_of(*UNITS)).values("matter")
    # One look into one index for each way: all at once would read the whole table.
    called = [Invitation.objects.filter(way, TOLD).values("matter") for way in ways(actor)]
    own = [one.values("pk") for one in newest(MeetingCourse, actor)]
    return everything.filter(pk__in=any_of([*own, asked, *called]))


def seen_one_by_one(actor: Actor) -> Q:
    """The same rule as ``seen`` as a condition on rows of ``Meeting``: for a few days, of which each meeting is asked for."""
    return Q() if sees_all(MeetingCourse, actor) else near(actor)


def near(actor: Actor) -> Q:
    """The meetings, rows of ``Meeting``, that the actor goes to, asked for, or has worked on."""
    if actor.person_id is None:
        return Q(pk__in=[])

    def has(model: type[Model], *wanted: Q) -> Exists:
        return Exists(model._default_manager.filter(*wanted, matter=OuterRef("pk")))

    found = Q(has(Passage, Q(person_id=actor.person_id))) | Q(has(Invitation, invited(actor)))
    units = actor.units_of(*UNITS)
    if units:
        among = Q(unit_id__in=units)
        found |= Q(matter__unit_id__in=units) | Q(has(Party, among)) | Q(has(Call, among))
    return found


def seen_among(actor: Actor, ids: Sequence[int]) -> set[int]:
    """Which of some meetings the actor may see."""
    return set(Meeting.objects.filter(seen_one_by_one(actor), pk__in=ids).values_list("pk", flat=True))


def opened(actor: Actor, number: str) -> pages.Opened:
    """The meeting for whoever may see it; else 404."""
    rows = Meeting.objects.select_related("series", "unit")
    return pages.opened(actor, rows, number)


def may_open_item(item: AgendaItem, actor: Actor, invitations: Iterable[Invitation], *, section: bool) -> bool:
    """Whether somebody may read the papers of an item.

    The section, the unit that brought it and the units called in for it; and of those invited everybody but the 列席, who
    sit in for their own items only.
    """
    if section or item.unit_id in actor.units_of(*UNITS):
        return True
    if item.status != AgendaItem.Status.ACCEPTED:
        return False
    called = set(item.units)
    if called & actor.units_of(*UNITS):
        return True
    mine = [row for row in invitations if actor.person_id in (row.person_id, row.attendee_person_id)]
    whole = any(row.part != Invitation.Part.ATTENDING and row.live for row in mine)
    return whole or any(row.live and row.unit_id in {item.unit_id, *called} for row in mine)
