"""Why an operation on the organisation was refused, in words for the screen."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _


class Refused(ValueError):
    """The operation may not be done now or not by this actor; nothing was changed. The message is for the person."""


def refuse_future(on: date, at: datetime) -> None:
    """What is entered holds at once, so its date may be past but not to come."""
    if on > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天：到那一天再办理。"))
