"""政府信息公开工作年度报告: parts three and four, computed from the record (format: 国办公开办函〔2021〕30号, secondary text).

A request counts once: as new in the year of its receipt, as finished in the year in which it was first finished. What a
reviewing organ has reopened is in part four and is not counted again in part three, or the sums would not close. Each
column is checked: 一（新收）＋二（上年结转）＝三（七）（办理结果）＋四（结转下年度）.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.public.disclosure.models import InformationRequest, Publication, Remedy
from shuniu.public.disclosure.models.request import Kind
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.replies import REPLIES, WITHHELD

NEW, CARRIED, DONE, LEFT = "1", "2", "3.7", "4"
ROWS: dict[str, object] = {
    NEW: _("一、本年新收政府信息公开申请数量"),
    CARRIED: _("二、上年结转政府信息公开申请数量"),
    "3.1": _("（一）予以公开"),
    "3.2": _("（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    "3.3.1": _("（三）不予公开 1.属于国家秘密"),
    "3.3.2": _("2.其他法律行政法规禁止公开"),
    "3.3.3": _("3.危及“三安全一稳定”"),
    "3.3.4": _("4.保护第三方合法权益"),
    "3.3.5": _("5.属于三类内部事务信息"),
    "3.3.6": _("6.属于四类过程性信息"),
    "3.3.7": _("7.属于行政执法案卷"),
    "3.3.8": _("8.属于行政查询事项"),
    "3.4.1": _("（四）无法提供 1.本机关不掌握相关政府信息"),
    "3.4.2": _("2.没有现成信息需要另行制作"),
    "3.4.3": _("3.补正后申请内容仍不明确"),
    "3.5.1": _("（五）不予处理 1.信访举报投诉类申请"),
    "3.5.2": _("2.重复申请"),
    "3.5.3": _("3.要求提供公开出版物"),
    "3.5.4": _("4.无正当理由大量反复申请"),
    "3.5.5": _("5.要求行政机关确认或重新出具已获取信息"),
    "3.6.1": _("（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    "3.6.2": _("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    "3.6.3": _("3.其他"),
    DONE: _("（七）总计"),
    LEFT: _("四、结转下年度继续办理"),
}
"""The rows of part three by their place in the standard table."""
COLUMNS: dict[str, object] = {**{kind.value: kind.label for kind in Kind}, "total": _("总计")}
FINISHING = {"sign": "", "abandon_uncorrected": "3.6.1", "abandon_unpaid": "3.6.2", "withdraw": "3.6.3"}
_OF_GROUND = {ground.key: ground.row for ground in WITHHELD}


@dataclass(frozen=True, slots=True)
class PartThree:
    """Counts by row and column, with the columns (if any) whose sums do not close."""

    year: int
    counts: dict[str, dict[str, int]]
    unbalanced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Course:
    """What the report needs of one request: who asked, when it was received, when and how it was first finished."""

    pk: int
    column: str
    received_on: date
    done_on: date | None
    row: str


def part_three(year: int) -> PartThree:
    """The table of a year, as the record tells it on the last day of that year or later."""
    counts: dict[str, Counter[str]] = {row: Counter() for row in ROWS}
    for row, course in _placed(year):
        counts[row].update((course.column, "total"))
    table = {row: {column: counts[row][column] for column in COLUMNS} for row in ROWS}
    return PartThree(year, table, tuple(column for column in COLUMNS if not _closes(table, column)))


def behind(year: int, row: str, column: str) -> list[int]:
    """The requests that one figure of part three counts."""
    return [course.pk for place, course in _placed(year) if place == row and column in (course.column, "total")]


def _placed(year: int) -> Iterator[tuple[str, _Course]]:
    """Each request of the year with every row that counts it: once as it came, once or twice as it went."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for course in _courses(last):
        done = course.done_on if course.done_on is not None and course.done_on <= last else None
        if done is not None and done < first:
            continue  # Finished in an earlier year: it stands in that year's report.
        yield NEW if course.received_on >= first else CARRIED, course
        if done is None:
            yield LEFT, course
        else:
            yield course.row, course
            yield DONE, course


def _closes(table: dict[str, dict[str, int]], column: str) -> bool:
    """一 + 二 = 三(七) + 四, and 三(七) is the sum of its rows."""
    parts = sum(cells[column] for row, cells in table.items() if row.startswith("3.") and row != DONE)
    came, went = table[NEW][column] + table[CARRIED][column], table[DONE][column] + table[LEFT][column]
    return came == went and parts == table[DONE][column]


def _courses(last: date) -> Iterator[_Course]:
    """Every request received by the day, with its first finish by that day. Read in two statements."""
    requests = InformationRequest.objects.filter(received_on__lte=last)
    known = dict(requests.values_list("pk", "applicant_kind"))
    received = dict(requests.values_list("pk", "received_on"))
    finishes = _first_finishes(last)
    for pk, column in known.items():
        done_on, row = finishes.get(pk, (None, ""))
        day = received[pk]
        assert day is not None
        yield _Course(pk, column, day, done_on, row)


def _first_finishes(last: date) -> dict[int, tuple[date, str]]:
    end = datetime.combine(last, time(23, 59, 59), SHANGHAI)
    wanted = Q(step__in=FINISHING) | Q(step="draft_reply")
    found = Passage.objects.filter(wanted, matter__kind=InformationRequestProcedure.kind, at__lte=end)
    drafted: dict[int, str] = {}
    finished: dict[int, tuple[date, str]] = {}
    for matter, step, data, at in found.order_by("matter_id", "seq").values_list("matter_id", "step", "data", "at"):
        if matter in finished:
            continue
        if step == "draft_reply":
            drafted[matter] = row_of(data["kind"], data.get("ground", ""))
        else:
            finished[matter] = (local_day(at), FINISHING[step] or drafted.get(matter, "3.6.3"))
    return finished


def row_of(kind: str, ground: str = "") -> str:
    """The row that counts a kind of reply: partly given counts once, as such; a refusal by its ground."""
    reply = REPLIES[kind]
    return reply.row or _OF_GROUND[ground]


@dataclass(frozen=True, slots=True)
class PartFour:
    """Reconsideration and lawsuits of a year: counts by path and result, with a total of each path."""

    year: int
    counts: dict[str, dict[str, int]]


def part_four(year: int) -> PartFour:
    """Remedies that were begun in the year, or ended in it, or were still open during it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_then = Q(begun_on__lte=last) & (Q(ended_on=None) | Q(ended_on__gte=first))
    counts = {path.value: Counter[str]() for path in Remedy.Path}
    for path, result, ended_on in Remedy.objects.filter(open_then).values_list("path", "result", "ended_on"):
        settled = ended_on is not None and ended_on <= last
        counts[path].update((result if settled else Remedy.Result.PENDING, "total"))
    columns = [*Remedy.Result.values, "total"]
    return PartFour(year, {path: {one: counted[one] for one in columns} for path, counted in counts.items()})


@dataclass(frozen=True, slots=True)
class PartTwo:
    """主动公开: what the product itself counts, 行政规范性文件 (第二十条第（一）项). The rest is reported by others."""

    year: int
    issued: int
    repealed: int
    in_force: int


def part_two(year: int) -> PartTwo:
    """Publications of the first item of article 20, by the days on which they were released and repealed."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    released = Publication.objects.filter(category="20.1", published_on__lte=last)
    gone = Q(repealed_on__isnull=False, repealed_on__lte=last)
    return PartTwo(
        year,
        released.filter(published_on__gte=first).count(),
        released.filter(repealed_on__range=(first, last)).count(),
        released.exclude(gone).exclude(validity=Publication.Validity.EXPIRED).count(),
    )


def years(today: date) -> list[int]:
    """The years that there is something to report of, the latest first."""
    first = InformationRequest.objects.filter(received_on__isnull=False).order_by("received_on")
    begun = first.values_list("received_on", flat=True).first()
    return list(range(today.year, (begun.year if begun else today.year) - 1, -1))
