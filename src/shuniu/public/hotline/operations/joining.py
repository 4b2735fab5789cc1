"""Joining the reports of one event, answering them together, and splitting a call about several things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.taking import link, open_matter, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.operations.intake import new_code
from shuniu.public.hotline.procedures import HotlineRequest


def join(
    matter: Matter, into: Matter, *, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """Join a request into another about the same event. Its reporter keeps a status and the right to reopen."""
    if into.pk == matter.pk:
        raise StepRefused(_("不能并入自己。"))
    request = Request.objects.get(pk=into.pk)
    if request.joined_to:
        raise StepRefused(_("诉求 %(number)s 本身已并入其他诉求，请并入主件。") % {"number": into.number})
    if into.closed_at is not None:
        raise StepRefused(_("诉求 %(number)s 已经办结，不能再并入。") % {"number": into.number})
    if Request.objects.filter(joined_to=matter.number).exists():
        raise StepRefused(_("已有诉求并入本件，本件不能再并入其他诉求。"))
    with transaction.atomic():
        done = take(
            HotlineRequest.join, matter, actor=actor, at=at, data={"into": into.number}, expected=expected, key=key
        )
        link(matter, into, Link.Kind.JOINED, at=at)
    return done


def joined_matters(main: Matter) -> list[Matter]:
    """Every request that waits, joined, for the answer of this one."""
    ids = Request.objects.filter(joined_to=main.number).values_list("pk", flat=True)
    return list(Matter.objects.filter(pk__in=list(ids), state="joined").order_by("pk"))


def answer_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """The checked answer of the main request is the answer of all that were joined into it."""
    request = Request.objects.get(pk=main.pk)
    for matter in joined_matters(main):
        take(
            HotlineRequest.answer_jointly,
            matter,
            actor=SYSTEM,
            at=at,
            data={"text": request.reply, "unit_name": tree().name(main.unit_id), "main": main.number},
        )


def release_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """When the main request is withdrawn, the others are still there: each is dispatched on its own again."""
    for matter in joined_matters(main):
        take(HotlineRequest.unjoin, matter, actor=SYSTEM, at=at)


def split(
    matter: Matter,
    parts: Sequence[str],
    *,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
    key: str | None = None,
) -> list[Matter]:
    """Register each further part of a call as a request of its own, by the same reporter; the first stays as it is."""
    if not parts or any(not part.strip() for part in parts):
        raise StepRefused(_("请写明拆出的每一件事。"))
    detail = Request.objects.get(pk=matter.pk)
    contact = Contact.objects.filter(pk=matter.pk).first()
    with transaction.atomic():
        children = [_child(matter, detail, contact, part.strip(), actor, at) for part in parts]
        take(
            HotlineRequest.split,
            matter,
            actor=actor,
            at=at,
            expected=expected,
            key=key,
            data={"numbers": "、".join(str(child.number) for child in children)},
        )
        for child in children:
            link(matter, child, Link.Kind.SPLIT, at=at)
    return children


def _child(parent: Matter, detail: Request, contact: Contact | None, text: str, actor: Actor, at: datetime) -> Matter:
    code = new_code()

    def write_contact(matter: Matter) -> None:
        if contact is not None:
            Contact(
                matter=matter,
                name=contact.name,
                phone=contact.phone,
                phone_hash=contact.phone_hash,
                phone_tail=contact.phone_tail,
                email=contact.email,
                sealed=contact.sealed,
            ).save(force_insert=True)

    digest = digest_of(text[:60], text, detail.place)
    return open_matter(
        HotlineRequest.register,
        Request(
            text=text,
            place=detail.place,
            latitude=detail.latitude,
            longitude=detail.longitude,
            query_hash=detail.query_hash or fingerprint(code),
            digest=digest,
            type=detail.type,
        ),
        actor=SYSTEM,
        at=at,
        title=text[:60],
        source=parent.source,
        sealed=parent.sealed,
        data={"type": detail.type, "subject": None, "digest": digest, "split_from": parent.number, "by": actor.label},
        then=write_contact,
    )
