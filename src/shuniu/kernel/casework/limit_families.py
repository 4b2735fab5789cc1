"""本地期限: which local limits belong together, who keeps them, and the one way to set one.

A module registers its family once (``register_family("hotline", ...)``); the pages at ``/limits/`` do the rest. Each
change has a source and a day from which it holds, and is an event. Clocks that run keep the length they started with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import LimitRule, ResolvedLimit, all_rules, default_limit, history, limit
from shuniu.kernel.law.operations import LawError, LimitSet, set_limit
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.workdays import Period


@dataclass(frozen=True, slots=True)
class Change:
    """A new value of a local limit, from a day on, with the paper that says so."""

    key: str
    period: Period
    effective_from: date
    source_title: str
    source_number: str = ""
    note: str = ""


def fits_anyway(change: Change) -> None:
    """A family whose limits do not depend on each other."""


@dataclass(frozen=True, slots=True)
class Family:
    """The local limits of one business: every key that begins with ``name`` and a dot.

    ``keepers`` are the roles that may set them besides the system administrator; ``fits`` raises ``LawError`` in words
    when a new value would not go with the others.
    """

    name: str
    label: str | Promise
    keepers: tuple[str, ...]
    fits: Callable[[Change], None] = fits_anyway

    @property
    def rules(self) -> list[LimitRule]:
        return [rule for rule in all_rules() if rule.key.startswith(f"{self.name}.")]

    def kept_by(self, actor: Actor) -> bool:
        return actor.holds_any((*self.keepers, SYSTEM_ADMIN.key))


_families: dict[str, Family] = {}


def register_family(
    name: str, label: str | Promise, *, keepers: tuple[str, ...], fits: Callable[[Change], None] = fits_anyway
) -> None:
    """Called when the app is ready, after its limits are registered."""
    _families[name] = Family(name, label, keepers, fits)


def families() -> list[Family]:
    """Every family, in the order in which the modules registered."""
    return list(_families.values())


def family(name: str) -> Family | None:
    return _families.get(name)


def change_limit(family: Family, change: Change, *, actor: Actor, at: datetime, on: date) -> LimitSet:
    """Set a limit of the family. Raises ``LawError`` in words."""
    rule = next((one for one in family.rules if one.key == change.key), None)
    if rule is None:
        raise LawError(_("没有这项时限。"))
    if change.effective_from < on:
        raise LawError(_("施行日期不能早于今天：已经开始的期限不能事后改变。"))
    family.fits(change)
    with transaction.atomic():
        done = set_limit(
            key=change.key, period=change.period, effective_from=change.effective_from,
            source_title=change.source_title, source_number=change.source_number, note=change.note,
        )  # fmt: skip
        source = "，".join(filter(None, (change.source_title.strip(), change.source_number.strip())))
        after = _("%(period)s（自%(day)s起，依据：%(source)s）") % {
            "period": labels.period(change.period), "day": labels.day(change.effective_from), "source": source,
        }  # fmt: skip
        body = {"what": str(rule.label), "before": labels.period(done.before), "after": after, "key": change.key}
        append_shared("system", "configuration.changed", at=at, actor=actor, body=body)
    return done


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a limit and from when until when it holds; both ends open for the default."""

    label: str
    value: str
    standing: str
    source: str
    since: date | None
    until: date | None
    now: bool


def in_force(family: Family, on: date) -> list[Line]:
    """What holds today, one line for each limit."""
    return [_line(limit(rule.key, on), now=True) for rule in family.rules]


def histories(family: Family, on: date) -> list[Line]:
    """Every value of every limit, the latest first; the default where none was ever set or stands today."""
    lines: list[Line] = []
    for rule in family.rules:
        standing, rows = limit(rule.key, on), list(history(rule.key))
        rows += [default_limit(rule)] if standing.version is None else []
        lines += [_line(one, now=one == standing) for one in rows]
    return lines


def _line(one: ResolvedLimit, *, now: bool) -> Line:
    source = "，".join(filter(None, (one.source_title, one.source_number)))
    since, until = one.effective_from, one.effective_to
    return Line(_(one.label), labels.period(one.value), str(labels.standing(one)), source, since, until, now)
