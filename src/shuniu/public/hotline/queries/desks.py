"""What single desks ask: the call sheet, the supervisor's watch, the leader's page, the limits in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.faces import waiting
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import light_of, visible
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import masked_phone
from shuniu.kernel.reading import Values
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.models.request import Satisfaction
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.lines import Row, whole_rows

CALLING = HotlineRequest.calling_back.task or HotlineRequest.calling_back.label

WATCHED: dict[str, Any] = {
    "late": (_l("已超期"), None),
    "returned_twice": (_l("退单两次以上"), {"returns__gte": 2}),
    "redone": (_l("重办过"), {"redos__gte": 1}),
    "overseen": (_l("督办中"), {"overseen": True}),
    "instructed": (_l("有批示"), {"instructed": True}),
}
"""The supervisor's views of what is open: label, and the marks of the request's own row."""
LEADERS = 30


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the call sheet."""

    row: Row[Request]
    phone: str
    sealed: bool

    @property
    def rated(self) -> str:
        """How satisfied the reporter was when they last said so; empty when they have not."""
        given = self.row.request.satisfaction
        return "" if given is None else str(Satisfaction(given).label)


def call_sheet(tasks: Iterable[Values], actor: Actor, now: datetime) -> list[Call]:
    kept = [waiting(*one) for one in tasks]
    requests = Request.objects.in_bulk([task.matter_id for task in kept])
    contacts = Contact.objects.in_bulk(list(requests))
    rows = [Row(task.matter, requests[task.matter_id], light_of(task.due_at, now)) for task in kept]
    return [_call(row, contacts.get(row.matter.pk)) for row in rows]


def _call(row: Row[Request], contact: Contact | None) -> Call:
    sealed = row.matter.sealed or (contact is not None and contact.sealed)
    return Call(row, masked_phone(contact.phone_tail) if contact and not sealed else "", sealed)


def watched(view: str, actor: Actor, now: datetime) -> QuerySet[Matter]:
    """Open requests that deserve a second look."""
    rows = visible(HotlineRequest, actor, open_only=True).filter(due_at__isnull=False)
    _label, marks = WATCHED[view]
    if marks is None:
        return rows.filter(due_at__lt=now)
    return rows.filter(Exists(Request.objects.filter(pk=OuterRef("pk"), **marks)))


def for_leader(actor: Actor, now: datetime) -> list[Row[Request]]:
    """Urgent, overseen or late ones that are open, soonest first; at most thirty."""
    overseen = Exists(Request.objects.filter(pk=OuterRef("pk"), overseen=True))
    rows = (
        visible(HotlineRequest, actor, open_only=True)
        .filter(due_at__isnull=False)
        .filter(Q(due_at__lt=now) | Q(urgency__in=("urgent", "emergency")) | Q(overseen))
        .order_by("due_at", "pk")[:LEADERS]
    )
    return whole_rows(rows, now)
