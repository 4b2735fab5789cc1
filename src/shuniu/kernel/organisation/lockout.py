"""Lock-out after failed sign-ins, counted in the database so that all processes and machines count together.

A try is counted *before* the password is checked and taken back when it was right: twenty tries sent at the same
moment are twenty tries, not one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from shuniu.kernel.organisation.models import SignInFailures

KEPT = timedelta(days=2)
"""Longer than the longest lock that the settings allow."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the count says of this try."""

    locked_until: datetime | None
    left: int
    """How many tries remain after this one, should it fail."""
    just_locked: bool = False


def account_key(username: str) -> str:
    return _key("account", username.strip().lower())


def second_factor_key(username: str) -> str:
    """Apart from the password's count: a right password must not wipe out wrong codes."""
    return _key("second", username.strip().lower())


def address_key(address: str) -> str:
    return _key("address", address)


def _key(sort: str, value: str) -> str:
    return f"{sort}:{salted_hmac('shuniu.sign-in', value).hexdigest()}"


def count_try(key: str, *, limit: int, at: datetime) -> Verdict:
    """Count one try and say whether it may go on. The try that reaches the limit still counts as a try."""
    window = timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    with transaction.atomic():
        row, made = SignInFailures.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
        if made:  # Invented names must not fill the table: whatever is a day old and not locked is forgotten.
            old = Q(locked_until__isnull=True) | Q(locked_until__lt=at)
            SignInFailures.objects.filter(old, since__lt=at - KEPT).delete()
        if row.locked_until is not None and row.locked_until > at:
            return Verdict(row.locked_until, 0)
        if row.locked_until is not None or at - row.since > window:
            row.count, row.since, row.locked_until = 0, at, None
        row.count += 1
        if row.count >= limit:
            row.locked_until = at + window
        row.save(update_fields=["count", "since", "locked_until"])
    return Verdict(None, max(limit - row.count, 0), just_locked=row.locked_until is not None)


def forgive(key: str) -> None:
    """The account proved itself, or the security administrator unlocked it: forget its failures."""
    SignInFailures.objects.filter(key=key).delete()


def take_back(key: str) -> None:
    """The last try from an address was right: one fewer. The others stay, or a guesser could wipe them by signing in."""
    SignInFailures.objects.filter(key=key, count__gt=0).update(count=F("count") - 1, locked_until=None)


def locked_until(username: str, *, at: datetime) -> datetime | None:
    """Until when the account is locked, by passwords or by codes; None when it is not."""
    keys = [account_key(username), second_factor_key(username)]
    rows = SignInFailures.objects.filter(key__in=keys, locked_until__gt=at).order_by("-locked_until")
    return rows.values_list("locked_until", flat=True).first()


def locked_among(usernames: list[str], *, at: datetime) -> dict[str, datetime]:
    """username → locked until, for those on a list that are locked; one query."""
    names = {key(name): name for name in usernames for key in (account_key, second_factor_key)}
    rows = SignInFailures.objects.filter(key__in=list(names), locked_until__gt=at).values_list("key", "locked_until")
    return {names[key]: until for key, until in rows if until is not None}
