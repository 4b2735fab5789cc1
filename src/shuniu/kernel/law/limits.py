"""The limits and the calendar in force, read from a process-wide cache.

Modules register their local rules with a default in code (`apps.py`); rows of `LocalLimit` override by effective date.
The cache looks at one small row at most every `CHECK_SECONDS`, so a change made in another process is seen within that
time, and a limit costs the hot path no query. A change made here is seen here at once (`forget`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Final

from shuniu.kernel.law.instruments import LocalRule, Mark
from shuniu.kernel.law.models import HolidayNotice, LocalLimit, Revision
from shuniu.kernel.workdays import Calendar, Notice, Period, load_notice, packaged_calendar

CHECK_SECONDS: Final = 5.0


class UnknownLimit(LookupError):
    """A procedure asks for a limit that no module registered."""


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A local rule as its module registered it: default value, source, and the label the screens show."""

    key: str
    default: Period
    source: LocalRule
    label: str


@dataclass(frozen=True, slots=True)
class ResolvedLimit:
    """The value of a local rule on a day. `version` is the row's id, None for the default in code."""

    key: str
    label: str
    value: Period
    source_title: str
    source_number: str
    mark: Mark
    version: int | None = None
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def confirmed(self) -> bool:
        """A local rule is never shown as law."""
        return False

    def cite(self) -> str:
        """本地规定“投诉办理时限”（济南市12345市民服务热线条例）"""
        source = "，".join(filter(None, (self.source_title, self.source_number)))
        return f"本地规定“{self.label}”（{source}）"


STATED: Final = "文件载明"


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """A period that a paper states for the matter it opens, such as 请于11月30日前反馈. ``source`` is the paper and its words."""

    value: Period
    source: str

    @property
    def confirmed(self) -> bool:
        """It binds this matter, and is never shown as law."""
        return False

    def cite(self) -> str:
        """文件载明：《关于报送……的通知》（省政办函〔2026〕8号）“请于11月30日前报送”"""
        return f"{STATED}：{self.source}"


@dataclass(frozen=True, slots=True)
class _Snapshot:
    token: str
    limits: Mapping[str, tuple[ResolvedLimit, ...]]
    calendar: Calendar


class _Cache:
    """The snapshot of this process. Replaced whole, so that readers in other threads never see half of a change."""

    snapshot: _Snapshot | None = None
    checked: float = float("-inf")


_rules: dict[str, LimitRule] = {}


def register_limit(key: str, default: Period, *, source: LocalRule, label: str) -> None:
    """Make a local rule known, with its default. Called from a module's `apps.py`; the same rule twice is harmless."""
    rule = LimitRule(key, default, source, label)
    if _rules.setdefault(key, rule) != rule:
        raise ValueError(f"limit {key} is registered twice with different contents")


def all_rules() -> list[LimitRule]:
    """Every registered local rule, by key."""
    return [_rules[key] for key in sorted(_rules)]


def rule_of(key: str) -> LimitRule:
    """The rule of this key. Raises UnknownLimit."""
    try:
        return _rules[key]
    except KeyError:
        raise UnknownLimit(key) from None


def limit(key: str, on: date) -> ResolvedLimit:
    """The value of a local rule in force `on` a day. Raises UnknownLimit."""
    rule = rule_of(key)
    for row in _current().limits.get(key, ()):
        if (
            row.effective_from is not None
            and row.effective_from <= on
            and (row.effective_to is None or on <= row.effective_to)
        ):
            return row
    return default_limit(rule)


def default_limit(rule: LimitRule) -> ResolvedLimit:
    """The default in code, for tests and for days that no row covers."""
    return ResolvedLimit(rule.key, rule.label, rule.default, rule.source.source, "", rule.source.mark)


def history(key: str) -> tuple[ResolvedLimit, ...]:
    """Every configured value of a rule, the latest first; empty while the default has always stood."""
    rule_of(key)
    return _current().limits.get(key, ())


def current_calendar() -> Calendar:
    """The installation's calendar: packaged notices, overridden year by year by those loaded."""
    return _current().calendar


def calendar_with(notice: Notice) -> Calendar:
    """The installation's calendar as it would be with one more notice, to see what moves before it is loaded."""
    return Calendar([*current_calendar().notices, notice])


def former_calendars() -> Iterator[Calendar]:
    """Every calendar that may have been in force before today's: fewer packaged years, fewer or older loaded notices."""
    packaged = packaged_calendar().notices
    rows = HolidayNotice.objects.order_by("loaded_at", "pk").values_list("data", flat=True)
    loaded = [load_notice(data) for data in rows]
    for known in range(len(packaged), -1, -1):
        for count in range(len(loaded), -1, -1):
            yield Calendar([*packaged[:known], *loaded[:count]])


def forget() -> None:
    """Look again at the next question. Called after a change, and between tests."""
    _Cache.checked = float("-inf")


def _current() -> _Snapshot:
    snapshot, now = _Cache.snapshot, monotonic()
    if snapshot is not None and now - _Cache.checked < CHECK_SECONDS:
        return snapshot
    token = Revision.objects.values_list("token", flat=True).first() or ""
    if snapshot is None or snapshot.token != token:
        snapshot = _Snapshot(token, _read_limits(), _read_calendar())
        _Cache.snapshot = snapshot
    _Cache.checked = now
    return snapshot


def _read_limits() -> dict[str, tuple[ResolvedLimit, ...]]:
    found: dict[str, list[ResolvedLimit]] = {}
    for row in LocalLimit.objects.order_by("-effective_from"):
        label = _rules[row.key].label if row.key in _rules else row.key
        found.setdefault(row.key, []).append(
            ResolvedLimit(
                row.key,
                label,
                row.period,
                row.source_title,
                row.source_number,
                Mark(row.mark),
                row.pk,
                row.effective_from,
                row.effective_to,
            )
        )
    return {key: tuple(rows) for key, rows in found.items()}


def _read_calendar() -> Calendar:
    loaded = [load_notice(data) for data in HolidayNotice.objects.filter(active=True).values_list("data", flat=True)]
    packaged = packaged_calendar()
    return Calendar([*packaged.notices, *loaded]) if loaded else packaged
