"""The events of meetings that are no step of a meeting's course: invitations, answers, items, rooms, limits, plans, feeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import Actor

STEM: Final = "meetings"
INVITED, UNINVITED = "meetings.invited", "meetings.uninvited"
REPLIED, SIGNED, UNSIGNED = "meetings.replied", "meetings.signed", "meetings.unsigned"
ITEM, ORDERED = "meetings.item", "meetings.ordered"
ROOM, CAP, QUIET, PLAN, SERIES = "meetings.room", "meetings.cap", "meetings.quiet", "meetings.plan", "meetings.series"
FEED = "meetings.feed"


def register() -> None:
    for type, label, sentence in (
        (INVITED, _("邀请参会"), _("%(actor)s将%(who)s列入会议%(number)s的参会名单")),
        (UNINVITED, _("撤出参会名单"), _("%(actor)s将%(who)s撤出会议%(number)s的参会名单")),
        (REPLIED, _("回复参会"), _("%(actor)s回复会议%(number)s：%(who)s，%(reply)s")),
        (SIGNED, _("会议签到"), _("%(actor)s登记会议%(number)s签到：%(who)s")),
        (UNSIGNED, _("撤销签到"), _("%(actor)s撤销会议%(number)s的签到：%(who)s")),
        (ITEM, _("会议议题"), _("%(actor)s将会议%(number)s的议题“%(title)s”设为“%(status)s”")),
        (ORDERED, _("议题排序"), _("%(actor)s调整会议%(number)s的议题次序")),
        (ROOM, _("会议室和设备"), _("%(actor)s登记%(name)s：%(seats)s座，%(place)s")),
        (CAP, _("会议限额"), _("%(actor)s设定会议限额：%(what)s，依据“%(source)s”")),
        (QUIET, _("无会周"), _("%(actor)s登记%(title)s：%(since)s至%(until)s")),
        (PLAN, _("会议计划"), _("%(actor)s将%(year)s年计划会议“%(title)s”设为“%(status)s”")),
        (SERIES, _("会议系列"), _("%(actor)s登记会议系列“%(name)s”")),
        (FEED, _("日历订阅地址"), _("%(actor)s更换了%(whose)s的日历订阅地址")),
    ):
        register_event(type, label, sentence)


def record(type: str, body: Mapping[str, Any], *, actor: Actor, at: datetime, subject: int | None = None) -> None:
    """Inside the caller's transaction."""
    append_shared(STEM, type, at=at, actor=actor, body=body, subject=subject)
