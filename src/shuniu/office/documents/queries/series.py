"""Which series may number a unit's papers, and what became of their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from shuniu.kernel.organisation.models import Post
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.models import NumberRecord, Series


def series_for(unit_id: int, on: date) -> list[Series]:
    """The series in force on a day that a drafter of this unit may choose, the likeliest first.

    The unit's own come before those of the units above, those for ordinary papers (发) before letters and minutes, and what
    is numbered for ever (orders) comes last: nobody should issue an order by leaving a field as it stood.
    """
    kept = tree()
    above = [node.id for node, _depth in kept.walk() if unit_id in kept.subtree(node.id)]
    found = Series.objects.filter(unit_id__in=above, active_from__lte=on).filter(
        Q(active_to=None) | Q(active_to__gte=on)
    )

    def likely(one: Series) -> tuple[bool, int, bool, str]:
        return one.counts == Series.Counts.EVER, -above.index(one.unit_id), not one.word.endswith("发"), one.word

    return sorted(found, key=likely)


def heads_of(series: Series | None, on: date) -> list[int]:
    """Ids of the persons who hold the post of 主要负责人 that the series names; empty when it names none."""
    if series is None or not series.head_post:
        return []
    holders = Post.objects.filter(title=series.head_post, unit_id=series.head_unit_id or series.unit_id)
    in_post = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
    return list(holders.filter(in_post, person__is_active=True).values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Use:
    """A series with how many of this year's numbers were given, are reserved, or are void."""

    series: Series
    given: int = 0
    reserved: int = 0
    void: int = 0
    last: str = ""
    gaps: int = 0
    """Values below the last one of which the register says nothing: always 0 unless somebody wrote past the operations."""


def uses(year: int) -> list[Use]:
    """All series, with the state of their numbers in a year. Three queries."""
    every = list(Series.objects.select_related("unit"))
    of_year = NumberRecord.objects.filter(year__in=(year, 0))
    counted: dict[tuple[str, int], dict[str, int]] = {
        (row["word"], row["year"]): {name: row[name] for name in ("given", "reserved", "void", "total")}
        for row in of_year.values("word", "year").annotate(
            given=Count("pk", filter=Q(status="given")),
            reserved=Count("pk", filter=Q(status="reserved")),
            void=Count("pk", filter=Q(status="void")),
            total=Count("pk"),
        )
    }
    last = _last(of_year)
    return [_use(one, year, counted, last) for one in every]


def _last(of_year: QuerySet[NumberRecord]) -> dict[tuple[str, int], tuple[int, str]]:
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for word, year, value, text in of_year.order_by("word", "year", "value").values_list(
        "word", "year", "value", "text"
    ):
        found[word, year] = (value, text)
    return found


def _use(
    series: Series,
    year: int,
    counted: dict[tuple[str, int], dict[str, int]],
    last: dict[tuple[str, int], tuple[int, str]],
) -> Use:
    key = (series.word, year if series.counts == Series.Counts.YEAR else 0)
    row = counted.get(key)
    if row is None:
        return Use(series)
    value, text = last[key]
    return Use(series, row["given"], row["reserved"], row["void"], text, value - row["total"])


def records(series: Series, year: int) -> QuerySet[NumberRecord]:
    """The register of one series in a year, the latest number first."""
    period = year if series.counts == Series.Counts.YEAR else 0
    return NumberRecord.objects.filter(word=series.word, year=period).select_related("matter", "by").order_by("-value")


def reserved(series_ids: Iterable[int], day: date) -> list[NumberRecord]:
    """Reserved numbers of some series that a paper of this day may take."""
    found = NumberRecord.objects.filter(series_id__in=list(series_ids), status="reserved", year__in=(day.year, 0))
    return list(found.order_by("word", "value")[:50])


def series_choices() -> list[tuple[int, str]]:
    """All series, for a filter."""
    return list(Series.objects.order_by("word", "active_from").values_list("pk", "word"))


def series_named(pk: int) -> Series:
    """The series of that id; 404 when there is none."""
    found = Series.objects.select_related("unit", "head_unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reserved_of(series: Series, year: int) -> list[NumberRecord]:
    """What is reserved of a series in a year."""
    return list(records(series, year).filter(status="reserved").order_by("value")[:50])


def record_of(series: Series, pk: int) -> NumberRecord:
    found = NumberRecord.objects.filter(pk=pk, word=series.word).first()
    if found is None:
        raise Http404
    return found
