"""People and their posts. An account is added by the system administrator and starts with no role at all."""

from __future__ import annotations

import secrets
import string
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from shuniu.kernel.organisation import passwords, sessions
from shuniu.kernel.organisation.actor import Actor, authority_changed
from shuniu.kernel.organisation.authority import require_system_admin
from shuniu.kernel.organisation.errors import Refused, refuse_future
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.record import about, record

PASSWORD_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("Il1O0o")))


def new_password() -> str:
    """A first password that can be read out over the telephone and has four kinds of characters."""
    return "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _n in range(4)) for _part in range(3)) + "-Aa2"


def pinyin_of(name: str) -> str:
    """``李文`` → ``liwen lw``: found by full spelling and by initials."""
    return f"{''.join(lazy_pinyin(name))} {''.join(lazy_pinyin(name, style=Style.FIRST_LETTER))}"[:80].lower()


def unit_of(person_id: int) -> int | None:
    """The unit of the person's main post: whose system administrator looks after the account."""
    posts = Post.objects.filter(person_id=person_id, until__isnull=True).order_by("-main", "id")
    return posts.values_list("unit_id", flat=True).first()


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    unit_id: int,
    title: str,
    actor: Actor,
    on: date,
    at: datetime,
    password: str | None = None,
    email: str = "",
    phone: str = "",
) -> Person:
    """Add an account with its main post. Without a password nobody can sign in with it until one is given out."""
    require_system_admin(actor, unit_id)
    refuse_future(on, at)
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(_("账号“%(username)s”已存在。") % {"username": username})
    _open_unit(unit_id)
    person = Person(username=username, name=name, pinyin=pinyin_of(name), email=email, phone=phone)
    person.set_unusable_password()
    person.save()
    if password is not None:
        passwords.set_password(person, password, at=at, by_somebody_else=True)
    Post.objects.create(person=person, unit_id=unit_id, title=title, main=True, since=on)
    record("account.created", at=at, actor=actor, body=about(person, unit_id=unit_id, on=on.isoformat()))
    return person


@transaction.atomic
def change_person(*, person_id: int, name: str, email: str, phone: str, actor: Actor, at: datetime) -> Person:
    """Change how a person is called and reached. What it was before is not copied into the record: personal data."""
    require_system_admin(actor, unit_of(person_id))
    person = Person.objects.select_for_update().get(pk=person_id)
    new = {"name": name, "email": email, "phone": phone}
    changed = [field for field, value in new.items() if getattr(person, field) != value]
    if changed:
        Person.objects.filter(pk=person_id).update(**new, pinyin=pinyin_of(name))
        authority_changed(person_id, at=at)
        person.refresh_from_db()
        record("account.changed", at=at, actor=actor, body=about(person, fields=changed))
    return person


@transaction.atomic
def give_post(*, person_id: int, unit_id: int, title: str, main: bool, actor: Actor, on: date, at: datetime) -> Post:
    """任职: a new post from the day; a new main post ends the old one on that day."""
    require_system_admin(actor, unit_id)
    refuse_future(on, at)
    unit = _open_unit(unit_id)
    running = Post.objects.select_for_update().filter(person_id=person_id, until__isnull=True)
    if running.filter(unit_id=unit_id, title=title, main=main).exists():
        raise Refused(_("此人已任该职务。"))
    if main:
        running.filter(main=True).update(until=on)
    post = Post.objects.create(person_id=person_id, unit_id=unit_id, title=title, main=main, since=on)
    authority_changed(person_id, at=at)
    body = about(person_id, unit=unit.name, unit_id=unit_id, title=title, main=main, on=on.isoformat())
    record("organisation.post_given", at=at, actor=actor, body=body)
    return post


@transaction.atomic
def end_post(*, post_id: int, actor: Actor, on: date, at: datetime) -> Post:
    """免职: a further post ends; the main post ends only by another one or by leaving."""
    post = Post.objects.select_for_update().get(pk=post_id)
    require_system_admin(actor, post.unit_id)
    refuse_future(on, at)
    if post.until is not None:
        raise Refused(_("该职务已经结束。"))
    if post.main:
        raise Refused(_("主要职务不能单独结束：请给出新的主要职务，或停用账号。"))
    post.until = on
    post.save(update_fields=["until"])
    authority_changed(post.person_id, at=at)
    body = about(post.person_id, title=post.title, unit_id=post.unit_id, on=on.isoformat())
    record("organisation.post_ended", at=at, actor=actor, body=body)
    return post


@transaction.atomic
def deactivate(*, person_id: int, actor: Actor, on: date, at: datetime, reason: str) -> Person:
    """停用: the account signs in no more, from this moment; its roles and delegations end; history keeps the name."""
    require_system_admin(actor, unit_of(person_id))
    refuse_future(on, at)
    if person_id == actor.person_id:
        raise Refused(_("不能停用自己的账号。"))
    if not reason:
        raise Refused(_("请写明停用的事由。"))
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active:
        raise Refused(_("该账号已停用。"))
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.end_all(person, at=at)
    authority_changed(person_id, at=at)  # Before the delegations end: their takers must be told too.
    running = RoleHolding.objects.filter(Q(until__isnull=True) | Q(until__gte=on), person_id=person_id)
    running.update(until=on - timedelta(days=1))
    ended = {"revoked_at": at, "revoked_by": actor.person_id}
    Delegation.objects.filter(giver_id=person_id, revoked_at__isnull=True).update(**ended)
    Delegation.objects.filter(taker_id=person_id, revoked_at__isnull=True).update(**ended)
    record("account.closed", at=at, actor=actor, body=about(person, reason=reason, on=on.isoformat()))
    return person


@transaction.atomic
def reactivate(*, person_id: int, actor: Actor, at: datetime) -> Person:
    """恢复: the account may sign in again, without the roles it had."""
    require_system_admin(actor, unit_of(person_id))
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.is_active:
        raise Refused(_("该账号正在使用。"))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("account.reopened", at=at, actor=actor, body=about(person))
    return person


def _open_unit(unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id, closed_on__isnull=True).first()
    if unit is None:
        raise Refused(_("该机构不存在或已撤销。"))
    return unit
