"""The annual report of article 41: what the petition office tells the government above it once a year.

The article wants four things: the numbers with their fields and the organs most concerned (1), what was referred, assigned
and supervised (2), what the office proposed (3), and whatever else should be told (4). Counts of petitions are of those
received in the year, as they stand now; counts of acts are of the year in which they were done. Every figure stands
beside that of the year before. Seven queries, whatever the year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Count, ExpressionWrapper, F, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.organisation.models import Unit
from shuniu.kernel.organisation.tree import Node, tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.petitions.models.petition import Category, Petition, Result, Standing, Way
from shuniu.public.petitions.procedures import OTHER_PATHS, PetitionProcedure
from shuniu.public.petitions.queries.wording import PROPOSALS

KIND = PetitionProcedure.kind
JOINT = 5
"""From so many people on a petition counts as one of a group (the Regulations speak of several who choose representatives)."""
SHOWN = 10
"""Units and places that the report names."""
CLOCKS = ("route", "notify", "handle", "review", "recheck")
SATISFIED = 2
"""满意 and 基本满意 (3 and 2 of 1 to 3) together make the satisfaction rate, as with the hotline's three answers."""
FEW = 5
"""Of fewer than so many no share is told: it would say more about chance than about the office."""


@dataclass(frozen=True, slots=True)
class Line:
    """One count of the year beside that of the year before."""

    label: str
    now: int
    before: int
    part: bool = False
    """Whether it is a part of the line above that is no part."""

    @property
    def change(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, in both years."""

    label: str
    part: int
    whole: int
    part_before: int
    whole_before: int
    words: str

    @property
    def now(self) -> str:
        return percent(self.part, self.whole)

    @property
    def before(self) -> str:
        return percent(self.part_before, self.whole_before)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One organ's petitions of the year."""

    name: str
    received: int
    before: int
    accepted: int
    supported: int
    explained: int
    not_supported: int


@dataclass(frozen=True, slots=True)
class Annual:
    """The report of one year."""

    year: int
    now: datetime
    counts: list[Line]
    ways: list[Line]
    classes: list[Line]
    results: list[Line]
    acts: list[Line]
    proposals: list[Line]
    again: list[Line]
    shares: list[Share]
    units: list[UnitLine]
    places: list[Line]
    open_at_end: Line

    @property
    def received(self) -> Line:
        return self.counts[0]

    @property
    def whole_year(self) -> bool:
        return self.now >= year_of(self.year)[1]


def percent(part: int, whole: int) -> str:
    """A share in words: 暂无 of nothing, 样本少 of fewer than five, else one digit behind the point."""
    if not whole:
        return _("暂无")
    if whole < FEW:
        return _("样本少")
    return f"{100 * part / whole:.1f}".removesuffix(".0") + "%"


def year_of(year: int) -> tuple[datetime, datetime]:
    """Its first moment, and that of the next."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def first_year(this: int) -> int:
    """The year of the first petition, or the one that is asked in."""
    first = Matter.objects.filter(kind=KIND).aggregate(first=Min("received_at"))["first"]
    return first.astimezone(SHANGHAI).year if first else this


def annual(year: int, *, now: datetime) -> Annual:
    cube = _cube(year)
    acts = _acts(year)
    told = _proposals(year)
    return Annual(
        year, now,
        counts=_counts(cube), ways=_by(cube, "way", Way.choices), classes=_classes(cube),
        results=_by(cube, "result", Result.choices), acts=_lines(acts, _act_labels()),
        proposals=[Line(label, told[True, key], told[False, key]) for key, label in _proposal_labels()],
        again=_again(acts), shares=[*_on_time(year, now), *_satisfaction(year)], units=_units(cube),
        places=_places(year), open_at_end=_open_at_end(year, now),
    )  # fmt: skip


# --- What came -----------------------------------------------------------------------------------------------------


def _two_years(year: int, of: str) -> tuple[Q, Any]:
    """The rows of the year and the one before it, and of each whether it is of the year itself."""
    since, until = year_of(year)
    within = Q(**{f"{of}__gte": year_of(year - 1)[0], f"{of}__lt": until})
    return within, ExpressionWrapper(Q(**{f"{of}__gte": since}), output_field=BooleanField())


def _cube(year: int) -> list[dict[str, Any]]:
    """Everything that is counted by a property of the petition, in one query."""
    within, mark = _two_years(year, "matter__received_at")
    rows = (
        Petition.objects.filter(within)
        .annotate(
            mark=mark,
            organ=Coalesce(F("handled_by"), F("matter__unit_id"), output_field=BigIntegerField()),
            joint=ExpressionWrapper(Q(people__gte=JOINT), output_field=BooleanField()),
            taken=ExpressionWrapper(Q(accepted_on__isnull=False), output_field=BooleanField()),
        )
        .values("mark", "way", "category", "standing", "result", "simple", "joint", "taken", "organ", "matter__outcome")
        .annotate(count=Count("pk"), persons=Sum("people"))
    )
    return [dict(row) for row in rows]


def _line(cube: Iterable[dict[str, Any]], label: str, fits: Callable[[dict[str, Any]], bool], of: str = "count",
          part: bool = False) -> Line:  # fmt: skip
    found: Counter[bool] = Counter()
    for row in cube:
        if fits(row):
            found[bool(row["mark"])] += row[of]
    return Line(label, found[True], found[False], part)


def _counts(cube: list[dict[str, Any]]) -> list[Line]:
    return [
        _line(cube, _("登记信访事项"), lambda row: True),
        _line(cube, _("涉及人次"), lambda row: True, of="persons"),
        _line(cube, _("初次信访"), lambda row: row["standing"] == Standing.FIRST, part=True),
        _line(cube, _("重复信访"), lambda row: row["standing"] == Standing.REPEATED, part=True),
        _line(cube, _("%(people)s人以上联名或者来访") % {"people": JOINT}, lambda row: row["joint"], part=True),
        _line(cube, _("机关受理（申诉求决类）"), lambda row: row["taken"]),
        _line(cube, _("其中适用简易办理"), lambda row: row["simple"], part=True),
        _line(cube, _("不予受理"), lambda row: row["matter__outcome"] == "not_accepted"),
        _line(cube, _("信访人撤回"), lambda row: row["matter__outcome"] == "withdrawn"),
    ]


def _by(cube: list[dict[str, Any]], key: str, choices: Iterable[tuple[Any, Any]]) -> list[Line]:
    return [_line(cube, str(label), lambda row, value=value: row[key] == value) for value, label in choices]  # type: ignore[misc]  # a default binds the loop's value


def _classes(cube: list[dict[str, Any]]) -> list[Line]:
    claims = (*OTHER_PATHS, Category.GENERAL)
    return [
        _line(cube, str(Category.SUGGESTION.label), lambda row: row["category"] == Category.SUGGESTION),
        _line(cube, str(Category.ACCUSATION.label), lambda row: row["category"] == Category.ACCUSATION),
        _line(cube, _("申诉求决类"), lambda row: row["category"] in claims),
        *(
            _line(cube, str(one.label).partition("：")[2] or str(one.label), lambda row, one=one: row["category"] == one, part=True)  # type: ignore[misc]  # as above
            for one in claims
        ),
        _line(cube, _("尚未分类"), lambda row: not row["category"]),
    ]  # fmt: skip


def _units(cube: list[dict[str, Any]]) -> list[UnitLine]:
    """The organs that had most to do with; whose accusation it was is nobody's business here."""
    found: dict[int, Counter[str]] = {}
    for row in cube:
        if row["organ"] is None or row["category"] == Category.ACCUSATION:
            continue
        counts = found.setdefault(tree().department_of(row["organ"]).id if tree().get(row["organ"]) else 0, Counter())
        if not row["mark"]:
            counts["before"] += row["count"]
            continue
        counts["received"] += row["count"]
        counts["accepted"] += row["count"] if row["taken"] else 0
        counts[row["result"] or "none"] += row["count"]
    some = sorted(found.items(), key=lambda one: (-one[1]["received"], one[0]))
    return [
        UnitLine(
            tree().name(key) or _("已撤销的机构"), c["received"], c["before"], c["accepted"], c[Result.SUPPORTED],
            c[Result.EXPLAINED], c[Result.NOT_SUPPORTED],
        )
        for key, c in some[:SHOWN]
        if c["received"]
    ]  # fmt: skip


def _places(year: int) -> list[Line]:
    """Where the trouble lies, by the districts that the words of the place name: nobody was asked for more."""
    within, mark = _two_years(year, "matter__received_at")
    rows = Petition.objects.filter(within).exclude(place="").annotate(mark=mark).values_list("mark", "place")
    names = _district_names()
    found: dict[str, Counter[bool]] = {}
    for of_year, place in rows.iterator():
        name = next((district for word, district in names if word in place), "")
        if name:
            found.setdefault(name, Counter())[bool(of_year)] += 1
    lines = [Line(name, count[True], count[False]) for name, count in found.items()]
    return sorted(lines, key=lambda one: (-one.now, one.label))[:SHOWN]


def _district_names() -> list[tuple[str, str]]:
    """Every word that names a district: its own, and those of the townships below it. The longer ones first."""
    found = []
    for node in tree().nodes.values():
        parent = tree().get(node.parent_id)
        if node.kind == Unit.Kind.DISTRICT:
            found.append((_place(node), _place(node)))
        elif node.kind == Unit.Kind.TOWNSHIP and parent is not None and parent.kind == Unit.Kind.DISTRICT:
            found.append((_place(node), _place(parent)))
    return sorted(found, key=lambda one: -len(one[0]))


def _place(node: Node) -> str:
    """What people call the place that a unit governs: 临湖区 of 临湖区人民政府."""
    return str(node).removesuffix("办事处").removesuffix("人民政府")


def _open_at_end(year: int, now: datetime) -> Line:
    ends = {"now": year_of(year)[1], "before": year_of(year)[0]}
    still = {
        name: Count("pk", filter=Q(received_at__lt=end) & (Q(closed_at__isnull=True) | Q(closed_at__gte=end)))
        for name, end in ends.items()
    }
    found = Matter.objects.filter(kind=KIND).aggregate(**still)
    label = _("年末未办结") if ends["now"] <= now else _("目前未办结（上年为年末）")
    return Line(label, found["now"], found["before"])


# --- What was done -------------------------------------------------------------------------------------------------


def _acts(year: int) -> Counter[tuple[bool, str]]:
    within, mark = _two_years(year, "at")
    rows = Passage.objects.filter(within, matter__kind=KIND).annotate(mark=mark).values("mark", "step")
    return Counter({(bool(row["mark"]), row["step"]): row["count"] for row in rows.annotate(count=Count("pk"))})


def _act_labels() -> list[tuple[str, str]]:
    return [
        ("refer", _("转送")), ("assign", _("交办")), ("supervise", _("督促、督办")), ("contest", _("承办机关提出异议")),
        ("agree_to_return", _("核实后同意退回")), ("confer", _("提交联席会议")),
        ("hand_to_discipline", _("移送纪检监察机关")), ("extend", _("批准延长办理期限")),
    ]  # fmt: skip


def _lines(acts: Counter[tuple[bool, str]], labels: Iterable[tuple[str, str]]) -> list[Line]:
    return [Line(label, acts[True, step], acts[False, step]) for step, label in labels]


def _again(acts: Counter[tuple[bool, str]]) -> list[Line]:
    return _lines(acts, [
        ("request_review", _("请求复查")), ("conclude_review", _("出具复查意见")), ("request_recheck", _("请求复核")),
        ("hold_hearing", _("复核举行听证")), ("conclude_recheck", _("出具复核意见（终结）")),
    ])  # fmt: skip


def _proposals(year: int) -> Counter[tuple[bool, str]]:
    """三项建议 by their kind, and what the organs answered to them (art. 40)."""
    within, mark = _two_years(year, "at")
    steps = ("propose_improvement", "answer_proposal")
    rows = Passage.objects.filter(within, matter__kind=KIND, step__in=steps).annotate(mark=mark)
    found: Counter[tuple[bool, str]] = Counter()
    for row in rows.values("mark", "data__kind", "data__adopted").annotate(count=Count("pk")):
        found[bool(row["mark"]), row["data__kind"] or row["data__adopted"]] += row["count"]
    return found


def _proposal_labels() -> list[tuple[str, str]]:
    """The kinds, then the answers: their keys are different words."""
    return [*((key, str(label)) for key, label in PROPOSALS.items()), ("whole", _("反馈采纳")), ("part", _("反馈部分采纳")),
            ("none", _("反馈不予采纳"))]  # fmt: skip


def _on_time(year: int, now: datetime) -> list[Share]:
    """Of the clocks that have ended, or should have: what is open and overdue counts as missed."""
    within, mark = _two_years(year, "matter__received_at")
    kept = Q(stopped_at__isnull=False, stopped_at__lte=F("legal_due"))
    missed = Q(stopped_at__gt=F("legal_due")) | Q(stopped_at__isnull=True, legal_due__lt=now)
    rows = (
        Clock.objects.filter(within, matter__kind=KIND, name__in=CLOCKS)
        .annotate(mark=mark)
        .values("mark", "name")
        .annotate(kept=Count("pk", filter=kept), missed=Count("pk", filter=missed))
    )
    found = {(bool(row["mark"]), row["name"]): (row["kept"], row["kept"] + row["missed"]) for row in rows}
    words = _("期限届满前完成的件数，除以已完成和已超期的件数；超期未完成的算没有做到。")
    none = (0, 0)
    return [
        Share(label, *found.get((True, name), none), *found.get((False, name), none), words)
        for name, label in zip(
            CLOCKS, (_("按期登记分流"), _("按期书面告知"), _("按期办理"), _("按期复查"), _("按期复核")), strict=True
        )
    ]


def _satisfaction(year: int) -> list[Share]:
    within, mark = _two_years(year, "matter__received_at")
    rows = Petition.objects.filter(within).annotate(mark=mark).values("mark")
    counted: Any = rows.annotate(
        **{f"{who}_all": Count(f"{who}_satisfaction") for who in ("office", "organ")},
        **{
            f"{who}_good": Count("pk", filter=Q(**{f"{who}_satisfaction__gte": SATISFIED}))
            for who in ("office", "organ")
        },
    )
    found: dict[bool, dict[str, int]] = {bool(row["mark"]): dict(row) for row in counted}
    words = _("信访人评价“满意”和“基本满意”的件数，除以收到评价的件数；没有评价的不算。")

    def parts(of_year: bool, who: str) -> tuple[int, int]:
        row = found.get(of_year)
        return (row[f"{who}_good"], row[f"{who}_all"]) if row else (0, 0)

    return [
        Share(label, *parts(True, who), *parts(False, who), words)
        for who, label in (("office", _("对信访部门满意")), ("organ", _("对有权处理机关满意")))
    ]
