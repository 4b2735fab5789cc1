"""收到申请之日: each way of article 31 has its own day, and the screen says why. Pure.

What was handed in or signed for has its day by the law alone. Mail without signature, fax and the internet have none until
the office and the applicant have spoken: the day of that word counts, however late in the evening the message came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.public.disclosure.models.request import Way

FIXED = (Way.IN_PERSON, Way.SIGNED_MAIL)
"""Ways whose day of receipt is the day the request came."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day that the law names, and its reason. ``fixed``: no other day is right."""

    day: date
    fixed: bool
    why: str
    how: str
    """How it is settled, as ``queries.wording.HOW`` names it."""


def receipt_of(way: str, came_on: date, today: date) -> Receipt:
    """The day of receipt that follows from the way; the day of confirmation is proposed as today."""
    if way == Way.IN_PERSON:
        return Receipt(
            came_on, True, _("当面提交的，以提交之日为收到申请之日（条例第三十一条第一项）。"), _("当面提交")
        )
    if way == Way.SIGNED_MAIL:
        why = _("以邮寄方式提交、由行政机关签收的，以签收之日为收到申请之日（条例第三十一条第二项）。")
        return Receipt(came_on, True, why, "signed")
    if way == Way.MAIL:
        why = _(
            "以平常信函等无需签收的方式邮寄的，应当于收到申请的当日与申请人确认，以确认之日为收到申请之日"
            "（条例第三十一条第二项）。"
        )
        return Receipt(today, False, why, "phone")
    why = _(
        "通过互联网渠道或者传真提交的，以双方确认之日为收到申请之日（条例第三十一条第三项）；"
        "深夜或者节假日收到的，也从确认之日起算。"
    )
    return Receipt(today, False, why, "phone")


def wrong_day(way: str, came_on: date, received_on: date) -> str:
    """Why a day cannot be the day of receipt; empty when it can."""
    if received_on < came_on:
        return _("收到申请之日不能早于申请到达之日。")
    if way in FIXED and received_on != came_on:
        return receipt_of(way, came_on, came_on).why
    return ""
