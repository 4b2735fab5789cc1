"""Joining the reports of one event, answering them together, and splitting a call about several things."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shuniu.kernel.casework.case import Case, StepRefused, WrongState
from shuniu.kernel.casework.following import new_code
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.taking import link, load_locked, open_matter, repeated, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.models.request import JOINED
from shuniu.public.hotline.operations.intake import refuse_secrets
from shuniu.public.hotline.procedures import HotlineRequest

TAKES_IN = frozenset({"registered", "dispatched", "handling", "extension_asked", "returned", "contested", "replied"})
"""States of a request whose answer is still to come."""
AT_ONCE = 200
"""So many are answered with the main request itself: half a second, in which nobody else writes on SQLite."""


def join(
    matter: Matter, into: Matter, *, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """Join a request into another about the same event. Its reporter keeps a status and the right to reopen."""
    if into.pk == matter.pk:
        raise StepRefused(_("不能并入自己。"))
    with transaction.atomic():
        # The main request is locked before what joins it, as the joint answer does: else a request that joins while
        # the answer goes out would wait for ever, and two people would wait for each other.
        main = load_locked(into.pk)
        load_locked(matter.pk)
        if not repeated(HotlineRequest.join, matter.pk, key):
            refuse_main(main)
            if joined_matters(matter):
                raise StepRefused(_("已有诉求并入本件，本件不能再并入其他诉求。"))
        done = take(
            HotlineRequest.join, matter, actor=actor, at=at, data={"into": into.number}, expected=expected, key=key
        )
        link(matter, into, Link.Kind.JOINED, at=at)
    return done


def refuse_main(main: Case) -> None:
    """Of one into which nothing can be joined."""
    number = {"number": main.matter.number}
    if main.detail.joined_to:
        raise StepRefused(_("诉求 %(number)s 本身已并入其他诉求，请并入主件。") % number)
    if main.state not in TAKES_IN:
        raise StepRefused(_("诉求 %(number)s 已经答复或办结，不能再并入。") % number)


def joined_matters(main: Matter) -> list[Matter]:
    """Every request that waits, joined, for the answer of this one."""
    return list(Matter.objects.filter(pk__in=_joined_ids(main), state="joined").order_by("pk"))


def _joined_ids(main: Matter) -> list[int]:
    return list(Request.objects.filter(JOINED, joined_to=main.number).values_list("pk", flat=True))


def answer_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """The checked answer of the main request is the answer of all that were joined into it; of a crowd's, by a job."""
    waiting = Matter.objects.filter(pk__in=_joined_ids(main), state="joined").order_by("pk")
    portion = list(waiting[:AT_ONCE])
    _answer(HotlineRequest.answer_jointly, portion, main, Request.objects.get(pk=main.pk).reply, at)
    if len(portion) == AT_ONCE and waiting.exists():
        answer_on.enqueue(main.pk)


@task()
def answer_on(main_id: int) -> None:
    """Go on with the answer. While the main request is done anew there is none: the next one reaches them."""
    main = load_locked(main_id)
    if main.state not in TAKES_IN:
        answer_joined(main.matter, SYSTEM, timezone.now())


def answer_joined_again(main: Matter, actor: Actor, at: datetime) -> None:
    """The checked answer goes to all that wait for it, and to those whom an earlier answer of this request reached."""
    heard = Matter.objects.filter(pk__in=_joined_ids(main), state="closed").order_by("pk")
    before = list(heard)
    answer_joined(main, actor, at)
    _answer(HotlineRequest.answer_again, before, main, Request.objects.get(pk=main.pk).reply, at)


def pass_on_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """The main request went to an emergency service: whoever reported the same is told so."""
    service = main.passages.filter(step="pass_on_emergency").latest("seq").data["service"]
    text = _("情况紧急，已立即转 %(service)s 处置。") % {"service": service}
    _answer(HotlineRequest.answer_jointly, joined_matters(main), main, text, at)


def _answer(step: Step, matters: Sequence[Matter], main: Matter, text: str, at: datetime) -> None:
    unit = tree().name(main.unit_id or tree().by_code[HotlineRequest.home])
    for matter in matters:
        # Withdrawn or taken out while we waited for its lock: then it has no part in this answer.
        with contextlib.suppress(WrongState):
            take(step, matter, actor=SYSTEM, at=at, data={"text": text, "unit_name": unit, "main": main.number})


def release_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """When the main request is withdrawn, the others are still there: each is dispatched on its own again."""
    for matter in joined_matters(main):
        with contextlib.suppress(WrongState):
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
    refuse_secrets(*parts)
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
        urgency=parent.urgency,
        sealed=parent.sealed,
        data={"type": detail.type, "subject": None, "digest": digest, "split_from": parent.number, "by": actor.label},
        then=write_contact,
    )
