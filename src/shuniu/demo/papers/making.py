"""Two years of papers: played in memory in one batch each, numbered in the order of the years, filed, and the latest sealed."""

from __future__ import annotations

from collections.abc import Callable
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
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.operations.archive import Wanted, file_papers
from shuniu.office.documents.queries.archive_retention import suggested, table
from shuniu.office.documents.queries.incoming_archive import described

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
    _filed(receiving, staff)


def _filed(receiving: Receiving, staff: Staff) -> None:
    """What was closed in an earlier year is filed in the spring; the year of the archive is the year of the closing."""
    archivist, lines, year = staff.named("archivist"), table(), local_day(staff.end).year
    closed = [
        one.matter for one in receiving.closed if one.matter.closed_at and local_day(one.matter.closed_at).year < year
    ]
    papers = described([one.pk for one in closed])
    for closing in sorted({local_day(one.closed_at).year for one in closed if one.closed_at}):
        of_year = [one for one in closed if one.closed_at and local_day(one.closed_at).year == closing]
        wanted = []
        for one in of_year:
            line = suggested(one.kind, papers[one.pk], lines).line
            if line is not None:
                wanted.append(Wanted(one.pk, line.code, closing))
        at = min(staff.end, datetime(closing + 1, 3, 20, 10, tzinfo=staff.end.tzinfo))
        file_papers(wanted, actor=archivist, at=at, key=f"demo{closing}")
