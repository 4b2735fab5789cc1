"""The events of engagements that belong to no matter: a week that was published, a feed that was renewed, a rule's value."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event

WEEK_PUBLISHED = "engagements.week_published"
FEED_RENEWED = "engagements.feed_renewed"
DIARY_SET = "engagements.diary_set"


def register() -> None:
    register_event(WEEK_PUBLISHED, _("发布一周安排"), _("%(actor)s发布了%(week)s一周领导活动安排第%(version)s版"))
    register_event(FEED_RENEWED, _("更换日历订阅地址"), _("%(actor)s更换了日历订阅地址，原地址作废"))
    register_event(DIARY_SET, _("领导日程设置"), _("%(actor)s更改了%(what)s：%(after)s"))
