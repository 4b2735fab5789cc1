"""时间去向: where a leader's hours went, against where they were meant to go; what was declined; what would free hours."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Engagement, Kind, Leader, Need, Priority, Why
from shuniu.office.engagements.queries.rules import values
from shuniu.office.engagements.queries.screening import midnight
from shuniu.office.engagements.rules import Value

SPENT = ("arranged", "held")
LONGEST = 366
FEWEST = 3
"""Fewer than so many engagements of a unit are no habit."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One engagement as the analysis counts it."""

    number: str
    title: str
    kind: str
    unit_id: int | None
    begins: datetime
    hours: float
    need: str
    leader: str
    result: str

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def need_label(self) -> str:
        return str(Need(self.need).label) if self.need else ""

    @property
    def unit(self) -> str:
        return tree().name(self.unit_id)

    @property
    def day(self) -> date:
        return local_day(self.begins)


@dataclass(frozen=True, slots=True)
class Share:
    """A kind of activity: hours, their share, and the share that was wanted (None where none was named)."""

    kind: str
    label: str
    count: int
    hours: float
    share: float
    wanted: float | None

    @property
    def beyond(self) -> float | None:
        return None if self.wanted is None else round(self.share - self.wanted, 1)


@dataclass(frozen=True, slots=True)
class UnitShare:
    unit_id: int | None
    unit: str
    count: int
    hours: float
    declined: int


@dataclass(frozen=True, slots=True)
class Declined:
    why: str
    label: str
    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would free hours, and why. ``examples`` are engagements that it is made of."""

    title: str
    reason: str
    hours: float
    examples: list[Spent]


@dataclass(frozen=True, slots=True)
class Analysis:
    since: date
    until: date
    leader: Leader | None
    rows: list[Spent]
    kinds: list[Share]
    units: list[UnitShare]
    declined: list[Declined]
    months: list[tuple[str, float, float]]
    """Month, hours of meetings, all hours."""
    proposals: list[Proposal]
    cancelled: int

    @property
    def hours(self) -> float:
        return round(sum(one.hours for one in self.rows), 1)

    @property
    def meetings(self) -> float:
        return next((one.share for one in self.kinds if one.kind == Kind.MEETING), 0.0)

    @property
    def refused(self) -> int:
        return sum(one.count for one in self.declined)

    @property
    def freed(self) -> float:
        """Hours of all proposals; what stands under two counts once."""
        counted = {one.number: one.hours for proposal in self.proposals for one in proposal.examples}
        return round(sum(counted.values()), 1)


def analysis(leader: Leader | None, leaders: Iterable[int], since: date, until: date) -> Analysis:
    """A stretch of days of one leader, or of all: six queries."""
    ids = [leader.pk] if leader is not None else list(leaders)
    rows = spent(ids, since, until)
    rules = values(until)
    no = _refused(ids, since, until, anybody=leader is None)
    wanted = _wanted(leader, until)
    kinds = _kinds(rows, wanted)
    return Analysis(
        since, until, leader, rows, kinds, _units(rows, no), _declined(no), _months(rows), _proposals(rows, rules, kinds),
        sum(1 for state, *_rest in no if state == "cancelled"),
    )  # fmt: skip


def spent(leader_ids: list[int], since: date, until: date) -> list[Spent]:
    fields = (
        "matter__number", "about", "private", "kind", "unit_id", "starts_at", "ends_at", "need", "leader__person__name", "result",
    )  # fmt: skip
    rows = Engagement.objects.filter(
        leader_id__in=leader_ids, starts_at__gte=midnight(since), starts_at__lt=midnight(until + timedelta(days=1)),
        matter__state__in=SPENT,
    ).order_by("starts_at")  # fmt: skip
    return [
        Spent(number, _("已有安排") if private else about, kind, unit, begins, (ends - begins).total_seconds() / 3600, need,
              who, result)
        for number, about, private, kind, unit, begins, ends, need, who, result in rows.values_list(*fields)
    ]  # fmt: skip


def _refused(
    leader_ids: list[int], since: date, until: date, *, anybody: bool
) -> list[tuple[str, str, int | None, int]]:
    """What was declined or called off, of the leaders that were asked for; with ``anybody`` also where none was named."""
    whose = Q(wanted_id__in=leader_ids) | (Q(wanted=None) if anybody else Q(pk__in=[]))
    rows = Engagement.objects.filter(
        whose, earliest__gte=midnight(since), earliest__lt=midnight(until + timedelta(days=1)),
        matter__state__in=("declined", "cancelled"),
    )  # fmt: skip
    return list(rows.values_list("matter__state", "why", "unit_id", "minutes"))


def _wanted(leader: Leader | None, on: date) -> dict[str, float]:
    """The latest weights that were entered, as shares of a hundred."""
    if leader is None:
        return {}
    weights: dict[str, int] = {}
    for kind, weight in (
        Priority.objects.filter(leader=leader, since__lte=on).order_by("since").values_list("kind", "weight")
    ):
        weights[kind] = weight
    whole = sum(weights.values())
    return {kind: 100 * weight / whole for kind, weight in weights.items()} if whole else {}


def _kinds(rows: Sequence[Spent], wanted: dict[str, float]) -> list[Share]:
    hours: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for one in rows:
        hours[one.kind] += one.hours
        counts[one.kind] += 1
    whole = sum(hours.values()) or 1
    return [
        Share(kind, str(Kind(kind).label), counts[kind], round(hours[kind], 1), round(100 * hours[kind] / whole, 1),
              round(wanted.get(kind, 0), 1) if wanted else None)
        for kind in sorted(Kind.values, key=lambda kind: -hours[kind])
        if counts[kind] or wanted.get(kind)
    ]  # fmt: skip


def _units(rows: Sequence[Spent], refused: Sequence[tuple[str, str, int | None, int]]) -> list[UnitShare]:
    hours: dict[int | None, float] = defaultdict(float)
    counts = Counter(one.unit_id for one in rows)
    no = Counter(unit for state, _why, unit, _minutes in refused if state == "declined")
    for one in rows:
        hours[one.unit_id] += one.hours
    return [
        UnitShare(unit, tree().name(unit) or _("本人登记"), counts[unit], round(hours[unit], 1), no[unit])
        for unit in sorted({*counts, *no}, key=lambda unit: -hours[unit])
    ]


def _declined(refused: Sequence[tuple[str, str, int | None, int]]) -> list[Declined]:
    counts: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for state, why, _unit, length in refused:
        if state == "declined":
            counts[why] += 1
            minutes[why] += length
    return [Declined(why, str(Why(why).label), count, minutes[why]) for why, count in counts.most_common() if why]


def _months(rows: Sequence[Spent]) -> list[tuple[str, float, float]]:
    found: dict[str, list[float]] = {}
    for one in rows:
        local = one.begins.astimezone(SHANGHAI)
        month = found.setdefault(f"{local.year}-{local.month:02}", [0.0, 0.0])
        month[0] += one.hours if one.kind == Kind.MEETING else 0
        month[1] += one.hours
    return [(month, round(meetings, 1), round(whole, 1)) for month, (meetings, whole) in sorted(found.items())]


# --- What would free hours -----------------------------------------------------------------------------------------


def _proposals(rows: Sequence[Spent], rules: dict[str, Value], kinds: Sequence[Share]) -> list[Proposal]:
    found = [*_low(rows), *_frequent(rows, rules["frequency"].value), *_beyond(rows, kinds)]
    return sorted(found, key=lambda one: -one.hours)


def _proposal(title: str, reason: str, examples: list[Spent]) -> Proposal:
    return Proposal(title, reason, round(sum(one.hours for one in examples), 1), examples)


def _low(rows: Sequence[Spent]) -> list[Proposal]:
    low = [one for one in rows if one.need == Need.LOW]
    if not low:
        return []
    reason = _("统筹时已判断“可不出席”，共%(count)s项；以后请分管领导出席或者书面致意。") % {"count": len(low)}
    return [_proposal(_("不再出席必要程度低的活动"), reason, low)]


def _frequent(rows: Sequence[Spent], days: int) -> list[Proposal]:
    """Of one unit, what came sooner after the one before than the rule of frequency allows."""
    by_unit: dict[tuple[int | None, str], list[Spent]] = defaultdict(list)
    for one in rows:
        if one.unit_id is not None and one.need != Need.HIGH:
            by_unit[one.unit_id, one.leader].append(one)
    found = []
    for (_unit, who), own in by_unit.items():
        close = [later for one, later in itertools.pairwise(own) if later.begins - one.begins < timedelta(days=days)]
        if len(own) >= FEWEST and close:
            reason = _("该单位共请%(who)s%(count)s次，其中%(close)s次与上一次相隔不到%(days)s天，可以合并汇报。") % {
                "who": who, "count": len(own), "close": len(close), "days": days,
            }  # fmt: skip
            found.append(_proposal(_("合并%(unit)s的活动") % {"unit": own[0].unit}, reason, close))
    return sorted(found, key=lambda one: -one.hours)[:5]


def _beyond(rows: Sequence[Spent], kinds: Sequence[Share]) -> list[Proposal]:
    """A kind that took much more than was wanted: the less necessary half of it, the latest first, down to the wish."""
    found = []
    whole = sum(one.hours for one in rows)
    for share in kinds:
        if share.beyond is None or share.beyond < 10:
            continue
        too_many = whole * share.beyond / 100
        examples: list[Spent] = []
        for one in sorted(
            (row for row in rows if row.kind == share.kind and row.need != Need.HIGH), key=lambda row: -row.hours
        ):
            if sum(example.hours for example in examples) + one.hours <= too_many:
                examples.append(one)
        if examples:
            reason = _("%(kind)s占%(share)s%%，意愿是%(wanted)s%%；列出的%(count)s项不是必须出席，可以改由他人参加或者缩短。") % {
                "kind": share.label, "share": share.share, "wanted": share.wanted, "count": len(examples),
            }  # fmt: skip
            found.append(_proposal(_("压缩%(kind)s") % {"kind": share.label}, reason, examples))
    return found
