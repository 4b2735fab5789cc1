"""Who is signed in from where: the list a person sees, and the ways to end it."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F, QuerySet

from shuniu.kernel.organisation.models import Person, SignIn

SEEN = "seen_at"
ROW = "sign_in_id"
TOUCH = timedelta(minutes=1)
KEPT = timedelta(days=180)
"""How long the list remembers; the ledger keeps the events of sign-in for ever."""


def begin(session: SessionBase, *, person: Person, address: str, device: str, at: datetime) -> SignIn:
    """Note a sign-in that has just succeeded; the session has its final key by now."""
    if not session.session_key:
        session.save()
    SignIn.objects.filter(person=person, started_at__lt=at - KEPT).delete()
    row = SignIn.objects.create(
        person=person,
        session_key=session.session_key or "",
        started_at=at,
        seen_at=at,
        address=address[:45],
        device=device[:200],
    )
    session[SEEN] = at.timestamp()
    session[ROW] = row.pk
    return row


def is_idle(session: SessionBase, *, at: datetime) -> bool:
    """Whether nothing was done in this session for longer than the setting allows."""
    seen = session.get(SEEN)
    return seen is not None and at.timestamp() - float(seen) > settings.IDLE_MINUTES * 60


def touch(session: SessionBase, *, at: datetime) -> None:
    """Note activity, at most once a minute: the session must not be written on every request."""
    seen = session.get(SEEN)
    if seen is not None and at.timestamp() - float(seen) < TOUCH.total_seconds():
        return
    session[SEEN] = at.timestamp()
    if ROW in session:
        # The key changes with the password; the row follows it here.
        SignIn.objects.filter(pk=session[ROW]).update(seen_at=at, session_key=session.session_key or "")


def close(session: SessionBase, *, at: datetime) -> None:
    """Note that this session ends now."""
    SignIn.objects.filter(pk=session.get(ROW, 0), ended_at__isnull=True).update(ended_at=at)


def open_sign_ins(person: Person, *, at: datetime) -> QuerySet[SignIn]:
    """The sign-ins of a person that may still be used."""
    alive = at - timedelta(minutes=settings.IDLE_MINUTES) - TOUCH
    return SignIn.objects.filter(person=person, ended_at__isnull=True, seen_at__gt=alive)


def end_one(person: Person, sign_in_id: int, *, at: datetime) -> bool:
    """End one sign-in of this person; False when it is not theirs or has ended."""
    row = SignIn.objects.filter(pk=sign_in_id, person=person, ended_at__isnull=True).first()
    if row is None:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(session_key=row.session_key).delete()
    SignIn.objects.filter(pk=row.pk).update(ended_at=at)
    return True


def end_all(person: Person, *, at: datetime) -> None:
    """End every session of the person at once: the stamp is part of what each session is checked against."""
    Person.objects.filter(pk=person.pk).update(session_stamp=F("session_stamp") + 1)
    SignIn.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    person.refresh_from_db(fields=["session_stamp"])
