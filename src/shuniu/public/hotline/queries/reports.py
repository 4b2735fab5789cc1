"""日报, 周报, 月报: what a leader reads in two minutes; and the figures page, which shows the same things at length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.queries import Lights, lights_of, sees_all
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.models import Request, Topic
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.behind import Cut, units_of
from shuniu.public.hotline.queries.figures import (
    Cube,
    Dimension,
    Figures,
    Row,
    by_day,
    compared,
    cube,
    open_now,
    places,
    received_in,
)
from shuniu.public.hotline.queries.measures import FEW, LISTED, RATES, Rate
from shuniu.public.hotline.queries.periods import Period, Span

TITLES = {Span.DAY: _l("市长公开电话日报"), Span.WEEK: _l("市长公开电话周报"), Span.MONTH: _l("市长公开电话月报")}
"""Headings as documents bear them."""
TROUBLES = ("overdue", "late", "returned_twice", "redone", "false_closings")
"""What a leader must see, the worst first."""
SHOWN = 5
"""Lines of each trouble on the page; the figure beside it opens all of them."""
OLDEST = ("matter__received_at", "pk")


@dataclass(frozen=True, slots=True)
class Told:
    """A rate as it is told: with its parts, and only as a percentage when there is enough to speak of one."""

    name: str
    rate: Rate
    part: int
    whole: int
    url: str
    missed_url: str

    @property
    def few(self) -> bool:
        return 0 < self.whole < FEW

    @property
    def missed(self) -> int:
        return self.part if self.rate.inverse else self.whole - self.part

    @property
    def text(self) -> str:
        return percent(self.part, self.whole)

    @property
    def missed_label(self) -> str:
        return str(LISTED[self.rate.missed].label)


def percent(part: int, whole: int) -> str:
    """A share in words: 暂无 of nothing, 样本少 of fewer than five, else one digit behind the point."""
    if not whole:
        return _("暂无")
    if whole < FEW:
        return _("样本少")
    return f"{100 * part / whole:.1f}".removesuffix(".0") + "%"


def told(figures: Figures, cut: Cut) -> list[Told]:
    """All rates of some figures, each with the lists of its whole and of what was missed."""
    return [
        Told(name, rate, *figures.parts[name], cut.url(rate.whole), cut.url(rate.missed))
        for name, rate in RATES.items()
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One request that went wrong."""

    matter: Matter
    promised_at: datetime | None

    @property
    def unit(self) -> str:
        return str(tree().get(self.matter.unit_id) or _("未派单"))


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of thing that went wrong: how many, the first few, and where the rest is."""

    name: str
    count: int
    rows: list[Line]
    url: str

    @property
    def label(self) -> str:
        return str(LISTED[self.name].label)

    @property
    def words(self) -> str:
        return str(LISTED[self.name].words)


@dataclass(frozen=True, slots=True)
class Report:
    """A period told: what came, which promises were kept, what is bad, what rises, and against what it is compared."""

    cut: Cut
    now: datetime
    unit_name: str
    cube: Cube
    total: Figures
    before: Figures
    last_year: Figures
    lights: Lights
    troubles: list[Trouble]
    topics: list[Topic]
    places: list[tuple[str, int]]
    days: list[tuple[date, int]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(TITLES.get(self.cut.period.span, _("市长公开电话统计")))

    @property
    def rates(self) -> list[Told]:
        return told(self.total, self.cut)

    def rows(self, dimension: Dimension) -> list[Row]:
        return self.cube.by(dimension)

    @property
    def units(self) -> list[Row]:
        """Units in the order of the tree: nobody is ranked."""
        return in_tree_order(self.cube.by(Dimension.UNIT))


def in_tree_order(rows: Iterable[Row]) -> list[Row]:
    place = {node.id: nth for nth, (node, _depth) in enumerate(tree().walk())}
    return sorted(rows, key=lambda row: place.get(row.key, -1))


def report(actor: Actor, period: Period, *, now: datetime, unit: int | None = None) -> Report:
    """The report of a period as one actor may read it, in eight queries. A unit that is not theirs is 404."""
    units = units_of(actor, unit)
    cut = Cut(period, unit)
    whole = cube(period, now=now, units=units, anew=True)
    total = whole.total
    before, last_year = compared(period.before, period.last_year, now=now, units=units, anew=True)
    return Report(
        cut=cut, now=now, unit_name=tree().name(unit), cube=whole, total=total, before=before, last_year=last_year,
        lights=lights_of(open_now(units), now), troubles=troubles(total, cut, units, now), topics=topics(period) if sees_all(HotlineRequest, actor) else [],
        places=places(period, units=units), days=by_day(period, units=units, anew=True) if period.length > 1 else [],
    )  # fmt: skip


def troubles(total: Figures, cut: Cut, units: Iterable[int] | None, now: datetime) -> list[Trouble]:
    """The first lines of each trouble, all in one query; a request that went wrong twice stands under both."""
    present = [name for name in TROUBLES if getattr(total, name)]
    found: dict[str, list[Line]] = {name: [] for name in TROUBLES}
    if present:
        rows = received_in(cut.period, units)
        first = [rows.filter(LISTED[name].where(now)).order_by(*OLDEST).values("pk")[:SHOWN] for name in present]
        some = Request.objects.filter(reduce(or_, (Q(pk__in=part) for part in first)))
        marks = {f"is_{name}": ExpressionWrapper(LISTED[name].where(now), BooleanField()) for name in present}
        for row in promised(some.annotate(**marks)):
            for name in present:
                if getattr(row, f"is_{name}") and len(found[name]) < SHOWN:
                    found[name].append(Line(row.matter, row.promised_at))
    return [Trouble(name, getattr(total, name), found[name], cut.url(name)) for name in TROUBLES]


def promised(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the matter and the day by which the citizen was to be answered (``promised_at``), the longest waiting first."""
    clock = Clock.objects.filter(matter_id=OuterRef("pk"), name="answer_clock").values("legal_due")[:1]
    found: QuerySet[Any] = rows.annotate(promised_at=Subquery(clock)).select_related("matter", "subject")
    return found.order_by(*OLDEST)


def topics(period: Period) -> list[Topic]:
    """What began to rise in a period, the most recent first."""
    return list(Topic.objects.filter(raised_at__gte=period.since, raised_at__lt=period.until)[:SHOWN])


def overdue_list(actor: Actor, cut: Cut, *, now: datetime, most: int = 5000) -> Iterable[Request]:
    """超期清单: everything of a period that was not answered by the promised day, the longest first."""
    rows = received_in(cut.period, units_of(actor, cut.unit)).filter(LISTED["not_on_time"].where(now))
    return promised(rows)[:most].iterator()
