"""Two years of papers: played in memory in one batch each, numbered in the order of the years, filed, and the latest sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random

from shuniu.demo.papers import present
from shuniu.demo.papers.incoming import Receiving, letters
from shuniu.demo.papers.issuing import AFTERWARDS, Issuing, issue_on_its_row
from shuniu.demo.papers.outgoing import Drafting, Paper, Stop
from shuniu.demo.papers.plans import plans
from shuniu.demo.papers.setting_up import set_up
from shuniu.demo.papers.staff import Staff
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.documents.operations.archive import Wanted, file_papers
from shuniu.office.documents.queries.archive import described
from shuniu.office.documents.queries.archive_retention import suggested, table

MOST_OUT, MOST_IN, SHARE_OUT, SHARE_IN = 300, 360, 0.075, 0.09
"""How many papers there are in two years: of the number of requests so many, and no more than there are titles for."""
LEAST = 12
SEED = "云州公文"
CLOSED_AFTER = timedelta(days=45)
"""So long after their closing papers are filed, in this city."""
Told = Callable[[str, int, int], None]


def make(requests: int, start: datetime, now: datetime, told: Told) -> None:
    rng = Random(SEED)  # noqa: S311 - an invented city, not a secret
    office = set_up(start, now)
    out = max(LEAST, min(MOST_OUT, int(requests * SHARE_OUT)))
    coming = max(LEAST, min(MOST_IN, int(requests * SHARE_IN)))
    batch = Batch()
    staff = Staff(rng, batch, now)
    told("两年的发文", 0, out)
    papers = _played(staff, Drafting(staff, office), out, start)
    _issued(Issuing(staff, office), papers)
    batch.flush()
    _sealed_for_real(papers, staff)
    issued = (one.case for one in papers if one.case.state == "dispatched")
    _filed(((case.matter, case.detail.dispatched_at) for case in issued), staff, _next_month)
    told("两年的发文", out, out)
    told("两年的收文", 0, coming)
    _received(staff, coming, start)
    told("两年的收文", coming, coming)


def _played(staff: Staff, drafting: Drafting, count: int, start: datetime) -> list[Paper]:
    found = [(plan, Stop.NOWHERE, "") for plan in plans(staff.rng, count, start, staff.end)]
    today = list(present.outgoing(staff.rng, staff.desk.calendar, staff.end))
    return [drafting.play(*one) for one in sorted([*found, *today], key=lambda one: one[0].at)]


def _issued(issuing: Issuing, papers: list[Paper]) -> None:
    """Numbers in the order in which they are asked for; one paper each of the first year meets a fate of its own."""
    ready = sorted((one for one in papers if one.case.state == "to_number"), key=issuing.asked_for)
    ordinary = [one for one in ready if not one.stop and one.plan.series == "ban" and len(one.plan.to) > 2]
    fates = {id(one): fate for one, fate in zip(ordinary[len(ordinary) // 4 :], AFTERWARDS, strict=False)}
    for paper in ready:
        if paper.stop:
            issuing.number(paper)
        else:
            issuing.issue(paper, fates.get(id(paper), ""))


def _sealed_for_real(papers: list[Paper], staff: Staff) -> None:
    for paper in sorted((one for one in papers if one.stop), key=lambda one: one.at):
        issue_on_its_row(paper, staff)


def _received(staff: Staff, count: int, start: datetime) -> None:
    receiving = Receiving(staff)
    found = letters(staff.rng, count, start, staff.end)
    for one in sorted([*found, *present.incoming(staff.rng, staff.desk.calendar, staff.end)], key=lambda one: one.at):
        receiving.play(one)
    staff.batch.flush()
    _filed(((one.matter, one.matter.closed_at) for one in receiving.closed), staff, _next_spring)


def _filed(
    papers: Iterable[tuple[Matter, datetime | None]], staff: Staff, filed_at: Callable[[datetime], datetime]
) -> None:
    """Finished papers go onto the shelf of the year of their end; what would be filed after today still waits."""
    archivist, lines = staff.named("archivist"), table()
    ended = [(matter, at) for matter, at in papers if at is not None and filed_at(at) < staff.end]
    known = described([matter for matter, _at in ended])
    days: dict[datetime, list[Wanted]] = {}
    for matter, at in ended:
        line = suggested(matter.kind, known[matter.pk], lines).line
        if line is not None:
            days.setdefault(filed_at(at), []).append(Wanted(matter.pk, line.code, local_day(at).year))
    for day, wanted in sorted(days.items()):
        file_papers(wanted, actor=archivist, at=day, key=f"demo{day:%Y%m}{ended[0][0].kind}")


def _next_spring(at: datetime) -> datetime:
    return datetime(local_day(at).year + 1, 3, 20, 10, tzinfo=SHANGHAI)


def _next_month(at: datetime) -> datetime:
    later = at.astimezone(SHANGHAI) + timedelta(days=45)
    return later.replace(day=20, hour=10, minute=0, second=0, microsecond=0)
