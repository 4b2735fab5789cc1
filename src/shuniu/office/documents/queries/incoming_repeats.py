"""重复来文: a paper that came before, by number and organ, by title, or by its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.kernel.casework.models import Matter
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.office.documents.repeats import Known, Repeat, Why, number_key, repeats, sketch_of, title_key

WITHIN, READ, SHOWN, EXACT = timedelta(days=400), 400, 5, 20
WHY = {
    Why.NUMBER: _l("来文单位和文号相同"),
    Why.TEXT: _l("正文基本相同"),
    Why.TITLE_AND_DAY: _l("标题和成文日期相同"),
    Why.TITLE: _l("标题相同或者相近"),
    Why.MUCH_TEXT: _l("正文大部分相同"),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A paper that may be the same. ``why`` says by what it was recognised, ``same`` that it is all but certain."""

    number: str
    title: str
    organ: str
    original_number: str
    received_at: datetime | None
    state: str
    why: str
    same: bool
    text: str


def earlier(
    title: str, organ: str, original_number: str, text: str, *, signed_on: date | None, now: datetime
) -> list[Earlier]:
    """Papers that this one may repeat: by number and title whenever they came, by text among the newest."""
    paper = Known("", organ.strip(), original_number.strip(), title.strip(), signed_on, sketch_of(text))
    if not (paper.number or paper.title):
        return []
    found = repeats(paper, _known(paper, now))[:SHOWN]
    rows = Incoming.objects.select_related("matter").in_bulk([int(one.key) for one in found])
    return [_line(rows[int(one.key)], one) for one in found]


def _known(paper: Known, now: datetime) -> Iterator[Known]:
    rows = Incoming.objects.order_by("-pk")
    number, title = number_key(paper.number), title_key(paper.title)[:120]
    exact = Q(number_key=number) if number else Q(pk__in=[])
    exact |= Q(title_key=title) if title else Q(pk__in=[])
    fields = ("pk", "organ", "original_number", "title", "signed_on", "sketch")
    newest = rows.filter(matter__received_at__gte=now - WITHIN).values_list(*fields)[:READ]
    seen = {row[0]: row for row in [*rows.filter(exact).values_list(*fields)[:EXACT], *newest]}
    for pk, organ, own_number, own_title, day, sketch in seen.values():
        yield Known(str(pk), organ, own_number, own_title, day, tuple(sketch))


def _line(row: Incoming, found: Repeat) -> Earlier:
    share = _("，正文相同%(share)s%%") % {"share": round(100 * found.share)} if found.share >= 0.1 else ""
    return Earlier(
        row.matter.number or "", row.title, row.organ, row.original_number, row.received_at,
        _(IncomingPaper.states[row.matter.state].label), f"{WHY[found.why]}{share}", found.sure, row.text[:1200],
    )  # fmt: skip


def matter_numbered(number: str) -> Matter | None:
    return Matter.objects.filter(kind=IncomingPaper.kind, number=number).first()
