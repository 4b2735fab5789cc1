"""What the open interface shows: services, and requests that were released to the public or are the client's own.

GeoReport v2 assumes that every request is public. Ours are not (a complaint names people and places): a stranger sees
those that the centre released, a client with a key sees its own as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Passage
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.public.hotline.models import ApiClient, Request, Subject
from shuniu.public.hotline.models.request import Type
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.subjects import subjects

MOST = 1000
ANSWERED = frozenset({"calling_back", "closed", "reviewing"})
"""States in which the reply on the row has been checked; in others it may be the next one's draft."""
DAYS = 90
"""The standard's own bounds of an answer: 1,000 requests, a span of 90 days."""


def client_of(api_key: str) -> ApiClient | None:
    """The active client of a key."""
    return ApiClient.objects.filter(key_hash=fingerprint(api_key) or "-", active=True).first()


def service(code: str) -> Subject | None:
    return next((one for one in subjects() if one.code == code), None)


def services() -> list[dict[str, Any]]:
    return [
        {
            "service_code": one.code,
            "service_name": one.name,
            "description": one.description or one.name,
            "metadata": True,
            "type": "realtime",
            "keywords": ",".join(one.keywords.split()),
            "group": one.group,
        }
        for one in subjects()
    ]


def definition(subject: Subject) -> dict[str, Any]:
    """Every service declares one attribute: what kind of request it is."""
    return {
        "service_code": subject.code,
        "attributes": [
            {
                "variable": True,
                "code": "type",
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": _("不填时按“%(type)s”登记") % {"type": subject.get_default_type_display()},
                "order": 1,
                "description": _("诉求类型"),
                "values": [{"key": kind.value, "name": str(kind.label)} for kind in Type],
            }
        ],
    }


def requests(
    client: ApiClient | None,
    *,
    now: datetime,
    numbers: Sequence[str] = (),
    codes: Sequence[str] = (),
    status: Sequence[str] = (),
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[dict[str, Any]]:
    """Requests that this caller may see, newest first. Numbers override all else; without them, ninety days at most."""
    rows = Request.objects.filter(matter__kind=HotlineRequest.kind).select_related("matter", "subject")
    seen = Q(reply_public=True) | Q(client=client) if client is not None else Q(reply_public=True)
    rows = rows.filter(seen)
    if numbers:
        rows = rows.filter(matter__number__in=numbers)
    else:
        end = end or now
        start = max(start, end - timedelta(days=DAYS)) if start else end - timedelta(days=DAYS)
        rows = rows.filter(matter__received_at__gte=start, matter__received_at__lte=end)
        if codes:
            rows = rows.filter(subject__code__in=codes)
        if len(status) == 1:
            rows = rows.filter(matter__closed_at__isnull=status[0] == "open")
    found = list(rows.order_by("-matter__received_at", "-pk")[:MOST])
    ids = [row.pk for row in found]
    passages = Passage.objects.filter(matter_id__in=ids).order_by()
    updated = dict(passages.values_list("matter_id").annotate(last=Max("at")))
    promised = dict(Clock.objects.filter(matter_id__in=ids, name="answer_clock").values_list("matter_id", "legal_due"))
    return [
        _shown(row, updated.get(row.pk), promised.get(row.pk), own=client is not None and row.client_id == client.pk)
        for row in found
    ]


def _shown(row: Request, updated: datetime | None, promised: datetime | None, *, own: bool) -> dict[str, Any]:
    """One request. What was released is question and answer: place and picture, which may point to a person, stay with
    the client that sent them. The time expected is the citizen's, not a desk's."""
    matter = row.matter
    state = HotlineRequest.states[matter.state]
    answered = row.answered_at is not None and matter.state in ANSWERED
    return {
        "service_request_id": matter.number,
        "status": "closed" if matter.closed_at else "open",
        "status_notes": row.reply if answered else _(state.public or state.label),
        "service_name": row.subject.name if row.subject else "",
        "service_code": row.subject.code if row.subject else "",
        "description": row.text,
        "agency_responsible": tree().name(matter.unit_id),
        "service_notice": "",
        "requested_datetime": _stamp(matter.received_at),
        "updated_datetime": _stamp(updated),
        "expected_datetime": _stamp(promised),
        "address": row.place if own else "",
        "address_id": "",
        "zipcode": "",
        "lat": row.latitude if own else None,
        "long": row.longitude if own else None,
        "media_url": row.media_url if own else "",
    }


def _stamp(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else ""


def discovery(base: str, now: datetime) -> dict[str, Any]:
    """The standard's service discovery document."""
    day = local_day(now).isoformat()
    return {
        "changeset": day,
        "contact": settings.CITY + _("12345热线受理中心"),
        "key_service": _("向热线中心申请接口密钥。"),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base,
                "changeset": day,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
