"""Who can be invited, and what stands in their way: another meeting, an absence, an invitation that they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.models import Delegation, Person, Post, Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.web import words
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.models import Invitation
from shuniu.office.meetings.procedures.guards import LONGEST


@dataclass(frozen=True, slots=True)
class Found:
    """A person, or a unit that names somebody with its answer."""

    person: int | None
    unit: int
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What became of a list of names: those found, and the lines that name nobody or several."""

    found: list[Found]
    faults: list[str]


def sought(lines: Iterable[str]) -> Sought:
    """One line a name: 王建国, 王建国（水务局）, or a unit. Two queries, however many lines."""
    asked = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    names = {line.partition("（")[0].strip() for line in asked}
    people = list(Person.objects.filter(is_active=True, name__in=names).order_by("pk"))
    posts: dict[int, Post] = {}
    rows = Post.objects.filter(person__in=people, until=None).order_by("person_id", "-main", "id")
    for post in rows:
        posts.setdefault(post.person_id, post)
    units = {name: node for node in tree().nodes.values() for name in (node.name, node.short_name) if name}
    found, faults = [], []
    for line in asked:
        one = _sought(line, people, posts, units)
        found.append(one) if isinstance(one, Found) else faults.append(one)
    return Sought(found, faults)


def _sought(line: str, people: list[Person], posts: dict[int, Post], units: dict[str, Node]) -> Found | str:
    name, _open, rest = line.partition("（")
    where = rest.rstrip("）").strip()
    same = [one for one in people if one.name == name.strip() and one.pk in posts]
    if where:
        same = [one for one in same if where in tree().name(tree().department_of(posts[one.pk].unit_id).id)
                or where in tree().name(posts[one.pk].unit_id) or where == posts[one.pk].title]  # fmt: skip
    if len(same) == 1:
        post = posts[same[0].pk]
        return Found(same[0].pk, post.unit_id, same[0].name, post.title)
    if same:
        return _("“%(line)s”有%(count)s位同名人员，请写作“姓名（单位）”。") % {"line": line, "count": len(same)}
    unit = units.get(line)
    if unit is None:
        return _("没有找到“%(line)s”，请核对姓名或单位名称。") % {"line": line}
    if unit.closed:
        return closed_unit(unit.id)
    return Found(None, unit.id, unit.name)


def closed_unit(unit: int) -> str:
    """A unit that was merged or closed: its name, and who has taken its place."""
    heir = successor_of(unit)
    if heir is None:
        return _("“%(unit)s”已撤销，请改选其他单位。") % {"unit": tree().name(unit)}
    return _("“%(unit)s”已并入“%(heir)s”，请改写为“%(heir)s”。") % {"unit": tree().name(unit), "heir": heir}


def successor_of(unit: int) -> str | None:
    return Unit.objects.filter(pk=unit).values_list("successor__name", flat=True).first()


def between(starts: datetime, ends: datetime) -> Q:
    """Meetings that touch a time. The bound on the beginning keeps the look within a few days of the index."""
    return Q(starts_at__gt=starts - LONGEST, starts_at__lt=ends, ends_at__gt=starts)


def meetings_of(person: int) -> QuerySet[Invitation]:
    """The meetings to which a person goes: invited and not excused, or in somebody's place."""
    goes = Q(person_id=person) & ~Q(reply__in=(Invitation.Reply.NO, Invitation.Reply.SUBSTITUTE))
    return Invitation.objects.filter(goes | Q(attendee_person_id=person), live=True, withdrawn_at=None)


def warnings_for(people: Iterable[int], starts: datetime, ends: datetime, but: int) -> dict[int, list[str]]:
    """What keeps each of them: another meeting then, or that day given over to somebody else."""
    wanted = list(people)
    mine = Q(person_id__in=wanted) | Q(attendee_person_id__in=wanted)
    rows = Invitation.objects.filter(mine, between(starts, ends), live=True, withdrawn_at=None)
    rows = rows.exclude(matter_id=but).exclude(reply=Invitation.Reply.NO).select_related("matter")
    told: dict[int, list[str]] = {}
    for row in rows:
        for person in {row.person_id, row.attendee_person_id} & set(wanted):
            if person is None or (person == row.person_id and row.reply == Invitation.Reply.SUBSTITUTE):
                continue
            told.setdefault(person, []).append(
                _("同一时间已有会议“%(title)s”（%(time)s）")
                % {"title": row.matter.title, "time": words.moment(row.starts_at or starts)}
            )
    first, last = local_day(starts), local_day(ends - timedelta(seconds=1))
    away = Delegation.objects.filter(giver_id__in=wanted, revoked_at=None, since__lte=last, until__gte=first)
    for one in away.select_related("taker"):
        told.setdefault(one.giver_id, []).append(
            _("%(since)s至%(until)s已授权%(taker)s代理，可能不在岗")
            % {"since": one.since.isoformat(), "until": one.until.isoformat(), "taker": one.taker.name}
        )
    return told
