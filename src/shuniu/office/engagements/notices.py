"""Whom engagements tell: who must arrange, whose time it is, who asked; and, when a week is published, all concerned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.queries import url_of
from shuniu.kernel.notifications.kinds import Kind, register_kind
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.engagements.models import Engagement, Serving
from shuniu.office.engagements.operations.weeks import WEEK
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries.wording import hours
from shuniu.office.engagements.roles import ARRANGER, HOME, LIAISON

ASKED, TOLD = "engagements.asked", "engagements.told"
SAYS = {
    "arrange": _l("已排定"), "accept": _l("领导同意参加"), "refuse": _l("领导不能参加"), "pass_on": _l("已转请其他领导"),
    "offer": _l("请答复改约的时间"), "take_offer": _l("单位同意改约"), "leave_offer": _l("单位不同意改约"),
    "put_back": _l("已退回待排"), "decline": _l("未予安排"), "change": _l("时间或地点有变动"), "cancel": _l("活动已取消"),
    "withdraw": _l("单位已撤回申请"), "propose": _l("请确认拟排的时间"),
}  # fmt: skip
BUT_UNIT = ("propose", "withdraw", "take_offer", "leave_offer")
"""What the asking unit is not told: it is not settled yet, or they did it themselves."""
LEADERS = ("propose", "arrange", "change", "cancel", "accept")


def register() -> None:
    register_kind(Kind(ASKED, _l("活动申请"), _l("%(unit)s申请领导活动：%(title)s")))
    register_kind(Kind(TOLD, _l("活动安排变动"), _l("%(title)s：%(what)s（%(time)s）")))
    register_kind(Kind(WEEK, _l("一周活动安排"), _l("%(week)s一周领导活动安排已发布，第%(version)s版")))
    follow(tell)


def tell(passage: Passage) -> None:
    """After the commit: all concerned, but for whoever did it."""
    matter = passage.matter
    if matter.kind != LeaderEngagement.kind:
        return
    detail = Engagement.objects.get(pk=matter.pk)
    if passage.step == "ask":
        people = [*_desk(passage), *_secretaries(detail.wanted_id)]
        context = {"number": matter.number, "title": matter.title, "unit": tree().name(detail.unit_id) or _("秘书")}
        notify(_others(people, passage), ASKED, context, url_of(matter), passage.at)
    elif passage.step in SAYS and not _only_moved(passage):
        notify(_others(_concerned(detail, passage), passage), TOLD, _words(detail, passage), url_of(matter), passage.at)


def _only_moved(passage: Passage) -> bool:
    """A card that is moved about on the sheet rings no bell until it is fixed."""
    return passage.step == "propose" and passage.from_state == passage.to_state


def _words(detail: Engagement, passage: Passage) -> dict[str, Any]:
    time = hours(detail.starts_at, detail.ends_at) if detail.starts_at and detail.ends_at else _("时间未定")
    matter = passage.matter
    return {"number": matter.number, "title": matter.title, "what": str(SAYS[passage.step]), "time": time}


def _concerned(detail: Engagement, passage: Passage) -> list[int]:
    found = _secretaries(detail.leader_id or detail.wanted_id)
    if passage.step in LEADERS and detail.leader_person:
        found.append(detail.leader_person)
    if passage.step not in BUT_UNIT and detail.unit_id is not None:
        found += holders(LIAISON, detail.unit_id, passage)
    if passage.step in ("refuse", "take_offer", "leave_offer", "withdraw", "accept"):
        found += _desk(passage)
    return found


def _secretaries(leader_id: int | None) -> list[int]:
    return list(Serving.objects.filter(leader_id=leader_id).values_list("person_id", flat=True)) if leader_id else []


def _desk(passage: Passage) -> list[int]:
    home = tree().by_code.get(HOME)
    above = []
    while home is not None:
        above.append(home)
        home = tree()[home].parent_id
    return [person for unit in above for person in holders(ARRANGER, unit, passage)]


def _others(people: Iterable[int], passage: Passage) -> list[int]:
    return [person for person in people if person != passage.person_id]


def holders(role: str, unit_id: int, passage: Passage) -> list[int]:
    """Active people who hold the role in that very unit on the day."""
    day = local_day(passage.at)
    in_force = (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
    held = RoleHolding.objects.filter(in_force, role=role, unit_id=unit_id, person__is_active=True)
    return list(held.values_list("person_id", flat=True).distinct())
