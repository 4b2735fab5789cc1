"""What of meetings can be found, and by whom: as ``queries.seeing`` has it, in facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter, Party, Passage
from shuniu.kernel.casework.queries import sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.search.index import Entry, put
from shuniu.kernel.search.sources import EVERYTHING, Display, Facets, Filter, register_source
from shuniu.office.meetings.models import AgendaItem, Call, Invitation, Klass, Meeting, Minutes
from shuniu.office.meetings.procedures.meeting import MeetingCourse
from shuniu.office.meetings.roles import UNITS

KIND = MeetingCourse.kind
CHUNK = 500


def register() -> None:
    register_source(KIND, iterate, load, visible, label=_l("会议"), filters=filters)


def iterate() -> Iterator[Entry]:
    """Every meeting, oldest first."""
    last = 0
    while True:
        keys = list(Matter.objects.filter(kind=KIND, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        last = keys[-1]
        yield from entries(keys)


def entries(keys: Sequence[int]) -> list[Entry]:
    """With the words of approved minutes and accepted items that all who see the meeting may read."""
    rows = Meeting.objects.filter(pk__in=keys).select_related("matter").order_by("pk")
    seers, texts = _seers(keys), _texts(keys)
    return [_entry(row, sorted(seers[row.pk]), texts[row.pk]) for row in rows]


def _seers(keys: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {pk: set() for pk in keys}
    for model in (Party, Call):
        for matter, unit in model._default_manager.filter(matter_id__in=keys).values_list("matter_id", "unit_id"):
            found[matter].add(f"u{unit}")
    took = Passage.objects.filter(matter_id__in=keys, person__isnull=False)
    for matter, person in took.values_list("matter_id", "person_id"):
        found[matter].add(f"w{person}")
    told = Invitation.objects.filter(matter_id__in=keys, withdrawn_at=None, told=True)
    for matter, person, other, unit in told.values_list("matter_id", "person_id", "attendee_person_id", "unit_id"):
        found[matter] |= {f"w{one}" for one in (person, other) if one} | {f"u{unit}"}
    return found


def _texts(keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {pk: [] for pk in keys}
    accepted = AgendaItem.objects.filter(matter_id__in=keys, status=AgendaItem.Status.ACCEPTED)
    for matter, title in accepted.values_list("matter_id", "title"):
        found[matter].append(title)
    approved = Meeting.objects.filter(pk__in=keys).exclude(minutes_number="").values_list("pk", "minutes")
    versions = dict(approved)
    for row in Minutes.objects.filter(matter_id__in=list(versions)):
        if versions[row.matter_id] == row.no:
            found[row.matter_id].append(row.text)
    return found


def _entry(row: Meeting, seers: Sequence[str], texts: Sequence[str]) -> Entry:
    matter = row.matter
    text = "\n".join(filter(None, (matter.number or "", row.minutes_number, row.purpose, *texts)))
    return Entry(KIND, row.pk, row.title, text, row.starts_at or matter.received_at, (*seers, f"t:{row.klass}"))


def load(keys: Sequence[int]) -> Mapping[int, Display]:
    rows = Meeting.objects.select_related("matter").in_bulk(list(keys))
    texts = _texts(list(keys))
    return {
        pk: Display(
            row.matter.number or "",
            row.title,
            "\n".join([row.purpose, *texts[pk]]),
            reverse("meetings:matter", args=[row.matter.number]),
            _(MeetingCourse.states[row.matter.state].label),
        )
        for pk, row in rows.items()
    }


def visible(actor: Actor) -> Facets | None:
    if sees_all(MeetingCourse, actor):
        return EVERYTHING
    if not actor.is_staff:
        return None
    return [[*(f"u{unit}" for unit in sorted(actor.units_of(*UNITS))), f"w{actor.person_id}"]]


def filters() -> Sequence[Filter]:
    return (Filter("type", _l("会议类别"), {f"t:{kind.value}": kind.label for kind in Klass}),)


def index_passage(passage: Passage) -> None:
    """After every step the meeting is found by whoever may see it now. Invitations follow with the notice."""
    if passage.matter.kind == KIND:
        put(entries([passage.matter_id]))
