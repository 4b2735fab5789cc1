"""Rules for passwords that Django does not bring: kinds of characters, and none of the last few again.

All figures are settings (等保 asks for complexity and periodic change, and gives no numbers).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.kernel.organisation.models import FormerPassword, Person

KINDS: tuple[Callable[[str], bool], ...] = (
    lambda char: "a" <= char <= "z",
    lambda char: "A" <= char <= "Z",
    lambda char: char.isdigit(),
    lambda char: not char.isalnum() or not char.isascii(),
)
"""Small letters, capital letters, digits, anything else."""


def kinds_in(password: str) -> int:
    return sum(any(kind(char) for char in password) for kind in KINDS)


class KindsValidator:
    """A password holds at least so many kinds of characters."""

    def __init__(self, kinds: int) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Person | None = None) -> None:
        if kinds_in(password) < self.kinds:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("密码须包含小写字母、大写字母、数字、其他符号中的至少 %(kinds)d 种。") % {"kinds": self.kinds}


class NotAgainValidator:
    """A password is none of the last ``times`` that the person has had, the present one included."""

    def __init__(self, times: int) -> None:
        self.times = times

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is None or user._state.adding or not self.times:
            return
        former = FormerPassword.objects.filter(person=user).values_list("hashed", flat=True)[: self.times]
        if any(check_password(password, hashed) for hashed in {user.password, *former}):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return ngettext(
            "新密码不能与最近 %(times)d 次用过的密码相同。", "新密码不能与最近 %(times)d 次用过的密码相同。", self.times
        ) % {"times": self.times}


def set_password(person: Person, password: str, *, at: datetime, by_somebody_else: bool = False) -> None:
    """Set the password, remember its hash, and note whether its owner must choose their own at the next sign-in."""
    person.set_password(password)
    person.password_changed_at = at
    person.must_change_password = by_somebody_else
    person.save(update_fields=["password", "password_changed_at", "must_change_password"])
    FormerPassword.objects.create(person=person, hashed=person.password, set_at=at)
    kept = FormerPassword.objects.filter(person=person).values_list("pk", flat=True)[
        : max(settings.PASSWORD_HISTORY, 1)
    ]
    FormerPassword.objects.filter(person=person).exclude(pk__in=list(kept)).delete()


def must_change(person: Person, *, at: datetime) -> bool:
    """Whether the person may do nothing before they have chosen a new password."""
    if person.must_change_password:
        return True
    if settings.DEMO or not settings.PASSWORD_DAYS or person.password_changed_at is None:
        return False
    return at - person.password_changed_at > timedelta(days=settings.PASSWORD_DAYS)
