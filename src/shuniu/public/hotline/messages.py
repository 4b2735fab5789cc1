"""Short messages to the citizen: that something moved, never what about. The rest is read with number and query code.

Who asked under seal gets none: a message on a telephone that others see would give them away.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework import rerunning
from shuniu.kernel.casework.jobs import follow
from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.notifications.channels import channel
from shuniu.kernel.notifications.kinds import Template, register_template
from shuniu.kernel.notifications.models import CitizenMessage
from shuniu.kernel.notifications.operations import citizen_message
from shuniu.kernel.organisation.personal import decrypt
from shuniu.public.hotline.models import Contact
from shuniu.public.hotline.procedures import HotlineRequest

SMS = "sms"
MOBILE = re.compile(r"1[3-9][0-9]{9}")
"""A fixed line rings; it does not read."""
ANSWER_CLOCK = HotlineRequest.answer_clock.name
EXTENDED, MOVED = "hotline.extended", "hotline.moved"
OF_STEP = {
    "register": Template("hotline.registered", _("登记告知"), _("您的诉求已登记，编号%(number)s，答复期限%(day)s。")),
    "grant_extension": Template(
        EXTENDED, _("延期告知"), _("您的诉求%(number)s情况复杂，办理期限经批准延长至%(day)s。")
    ),
    "approve": Template(
        "hotline.answered", _("答复告知"), _("您的诉求%(number)s已有答复，请凭编号和查询码查看并评价。")
    ),
    "redo": Template("hotline.redone", _("重办告知"), _("您的诉求%(number)s已退回承办单位重新办理。")),
    "answer_jointly": Template(
        "hotline.joint", _("统一答复告知"), _("您的诉求%(number)s已统一答复，请凭编号和查询码查看。")
    ),
    "keep_result": Template(
        "hotline.reviewed", _("复核告知"), _("您的诉求%(number)s已复核，请凭编号和查询码查看结果。")
    ),
    "reopen": Template("hotline.reopened", _("复核重办告知"), _("您的诉求%(number)s经复核，已退回重新办理。")),
}
OF_CALENDAR = Template(MOVED, _("期限调整告知"), _("因节假日安排调整，您的诉求%(number)s的答复期限改为%(day)s。"))


def register() -> None:
    """Called when the app is ready."""
    register_template(*OF_STEP.values(), OF_CALENDAR)
    follow(tell_the_citizen)
    rerunning.on_moved(tell_of_moved_days)


def tell_the_citizen(passage: Passage) -> None:
    """One message for each step that a citizen waits for. The job may run twice: the second finds it sent."""
    template = OF_STEP.get(passage.step) if passage.matter.kind == HotlineRequest.kind else None
    if template is not None and not _by_the_citizen(passage):
        _send(passage.matter, template, at=passage.at)


def _by_the_citizen(passage: Passage) -> bool:
    """Who has just filed on the web has the number before their eyes."""
    return passage.step == "register" and passage.person_id is None


def tell_of_moved_days(matters: list[int], at: datetime) -> None:
    """A holiday notice moved the day by which these citizens are answered."""
    clocks = Clock.objects.filter(name=ANSWER_CLOCK, stopped_at=None, matter_id__in=matters)
    for clock in clocks.select_related("matter").iterator():
        if clock.matter.kind == HotlineRequest.kind:
            _send(clock.matter, OF_CALENDAR, at=at)


def _send(matter: Matter, template: Template, *, at: datetime) -> None:
    if not settings.CITIZEN_MESSAGES or matter.sealed or not channel(SMS).ready():
        return
    contact = Contact.objects.filter(pk=matter.pk, sealed=False).first()
    phone = "".join(filter(str.isdigit, decrypt(contact.phone))) if contact else ""
    sent = CitizenMessage.objects.filter(number=matter.number, template=template.key, created_at=at)
    if MOBILE.fullmatch(phone) and not sent.exists():
        context = {"number": matter.number, "day": _answer_day(matter)}
        citizen_message(SMS, phone, template.key, context, at=at, number=str(matter.number))


def _answer_day(matter: Matter) -> str:
    clock = Clock.objects.filter(matter=matter, name=ANSWER_CLOCK).first()
    return timezone.localtime(clock.legal_due).strftime("%Y年%-m月%-d日") if clock else ""
