"""Joining the reports of one event, answering them together, and splitting a call about several things."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

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
from shuniu.public.hotline.operations.portions import first_portion
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
    if main.matter.sealed:  # Its answer is for whoever reported it, and for nobody else.
        raise StepRefused(_("诉求 %(number)s 涉及举报保密，不能并入其他诉求。") % number)
    if main.detail.joined_to:
        raise StepRefused(_("诉求 %(number)s 本身已并入其他诉求，请并入主件。") % number)
    if main.state not in TAKES_IN:
        raise StepRefused(_("诉求 %(number)s 已经答复或办结，不能再并入。") % number)


def joined_matters(main: Matter) -> list[Matter]:
    """Every request that waits, joined, for the answer of this one."""
    return list(Matter.objects.filter(pk__in=_joined_ids(main), state="joined").order_by("pk"))


def _joined_ids(main: Matter) -> list[int]:
    return list(Request.objects.filter(JOINED, joined_to=main.number).values_list("pk", flat=True))


def settle_joined(main: Matter, actor: Actor, at: datetime) -> None:
    """What became of the main request becomes of all that were joined into it; of a crowd, by a job for each portion.

    A checked answer is everybody's answer; whoever reported the same emergency is told who has it; and when the main
    request is withdrawn the others are still there: each is dispatched on its own again.
    """
    waiting = Matter.objects.filter(pk__in=_joined_ids(main), state="joined")
    portion, left = first_portion(waiting, AT_ONCE)
    if main.state == HotlineRequest.withdrawn.name:
        _each(HotlineRequest.unjoin, portion, {}, at)
    else:
        _each(HotlineRequest.answer_jointly, portion, _answer_of(main), at)
    if left:
        settle_on.enqueue(main.pk)


@task()
def settle_on(main_id: int) -> None:
    """Go on with it. While the main request is done anew there is no answer: the next one reaches them."""
    main = load_locked(main_id)
    if main.state not in TAKES_IN:
        settle_joined(main.matter, SYSTEM, timezone.now())


def answer_joined_again(main: Matter, actor: Actor, at: datetime) -> None:
    """The checked answer goes to all that wait for it, and to those whom an earlier answer of this request reached."""
    settle_joined(main, actor, at)
    _again(main, at, before=at)


def _again(main: Matter, at: datetime, *, before: datetime, after: int = 0) -> None:
    """Those closed ``before`` this answer: whom it is the first to reach, it closes. They stay closed, so the key counts."""
    heard = Matter.objects.filter(pk__in=_joined_ids(main), state="closed", closed_at__lt=before, pk__gt=after)
    portion, left = first_portion(heard, AT_ONCE)
    _each(HotlineRequest.answer_again, portion, _answer_of(main), at)
    if left:
        again_on.enqueue(main.pk, before.isoformat(), portion[-1].pk)


@task()
def again_on(main_id: int, before: str, after: int) -> None:
    """Go on with the new answer, unless there is to be a newer one."""
    main = load_locked(main_id)
    if main.state not in TAKES_IN:
        _again(main.matter, timezone.now(), before=datetime.fromisoformat(before), after=after)


def _answer_of(main: Matter) -> dict[str, Any]:
    text = Request.objects.get(pk=main.pk).reply
    if main.outcome == HotlineRequest.pass_on_emergency.outcome:
        service = main.passages.filter(step="pass_on_emergency").latest("seq").data["service"]
        text = _("情况紧急，已立即转 %(service)s 处置。") % {"service": service}
    unit = tree().name(main.unit_id or tree().by_code[HotlineRequest.home])
    return {"text": text, "unit_name": unit, "main": main.number}


def _each(step: Step, matters: Sequence[Matter], data: Mapping[str, Any], at: datetime) -> None:
    for matter in matters:
        # Withdrawn or taken out while we waited for its lock: then it has no part in this.
        with contextlib.suppress(WrongState):
            take(step, matter, actor=SYSTEM, at=at, data=data)


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
