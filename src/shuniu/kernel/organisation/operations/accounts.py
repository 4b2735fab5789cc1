"""What is done to an account from outside: a first password, unlocking, taking away a lost second factor."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import lockout, passwords, sessions
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.authority import require_security_admin, require_system_admin
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.operations.people import new_password, unit_of
from shuniu.kernel.organisation.record import about, record


@transaction.atomic
def reset_password(*, person_id: int, actor: Actor, at: datetime) -> str:
    """Give out a first password; its owner must choose their own at once. Returned only here, kept nowhere."""
    require_system_admin(actor, unit_of(person_id))
    person = Person.objects.select_for_update().get(pk=person_id)
    if person_id == actor.person_id:
        raise Refused(_("自己的密码请在“我的账号”中修改。"))
    password = new_password()
    passwords.set_password(person, password, at=at, by_somebody_else=True)
    sessions.end_all(person, at=at)
    record("account.password_changed", at=at, actor=actor, body=about(person))
    return password


@transaction.atomic
def unlock(*, person_id: int, actor: Actor, at: datetime) -> None:
    """解锁: forget the failed sign-ins of the account."""
    require_security_admin(actor, unit_of(person_id))
    person = Person.objects.get(pk=person_id)
    lockout.forgive(lockout.account_key(person.username))
    lockout.forgive(lockout.second_factor_key(person.username))
    record("account.unlocked", at=at, actor=actor, body=about(person))


@transaction.atomic
def reset_second_factor(*, person_id: int, actor: Actor, at: datetime) -> int:
    """The telephone or key is lost: take all second factors away and end all sessions. Returns how many there were."""
    require_security_admin(actor, unit_of(person_id))
    if person_id == actor.person_id:
        raise Refused(_("自己的双因素认证须由另一位安全管理员重置。"))
    person = Person.objects.get(pk=person_id)
    count, _by_model = Authenticator.objects.filter(user_id=person_id).delete()
    sessions.end_all(person, at=at)
    record("account.second_factor", at=at, actor=actor, body=about(person, change="all_removed"))
    return int(count)


@transaction.atomic
def sign_out_everywhere(*, person_id: int, actor: Actor, at: datetime) -> None:
    """End all sessions of a person: by themselves, or by the security administrator."""
    if person_id != actor.person_id:
        require_security_admin(actor, unit_of(person_id))
    person = Person.objects.get(pk=person_id)
    sessions.end_all(person, at=at)
    record("account.ended_everywhere", at=at, actor=actor, body=about(person))
