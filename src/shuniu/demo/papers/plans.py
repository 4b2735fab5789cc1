"""Which papers go out and when: one of each yearly occasion, and between them what the pools of everyday business give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from shuniu.demo.city import city
from shuniu.demo.sources import table
from shuniu.demo.units import unit
from shuniu.kernel.workdays.periods import SHANGHAI, local_day

GOVERNMENT, OFFICE = "云州市人民政府", "云州市人民政府办公室"
ORGANS = {
    "fa": (GOVERNMENT,), "shang": (GOVERNMENT,), "ling": (GOVERNMENT,), "ban": (OFFICE,), "han": (OFFICE,), "yao": (OFFICE,),
    "cheng": ("云州市城市管理局", "云州市财政局", "云州市住房和城乡建设局"),
}  # fmt: skip
"""Who signs the papers of a series."""
DEPARTMENTS = tuple(one.code for one in city().units if one.kind == "department" and one.parent == "yunzhou")
DISTRICTS = tuple(one.code for one in city().units if one.kind == "district" and one.parent == "yunzhou")
URGENT = ("强降雨防范应对", "低温雨雪防范应对")
EARLIER_YEAR_SHARE = 0.56
"""So much of all papers went out in the first of the two years: their number is to fall from year to year."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper before anything has happened to it."""

    at: datetime
    kind: str
    series: str
    unit: str
    title: str
    subject: str
    why: str
    cosign: tuple[str, ...]
    to: tuple[str, ...]
    important: bool = False
    urgent: bool = False


def yearly(rng: Random, start: datetime, end: datetime) -> Iterator[Plan]:
    source = table("documents/outgoing")
    for year in range(start.year, end.year + 1):
        for number, (month, kind, series, drafter, title, subject, why, cosign) in enumerate(source["yearly"]):
            day = date(year, month, rng.randint(3, 22))
            if not local_day(start) < day < local_day(end) - timedelta(days=7):
                continue
            words = {
                "year": year, "last": year - 1, "next": year + 1,
                "rule": source["rules"][(year + number) % len(source["rules"])],
            }  # fmt: skip
            yield _plan(
                rng, day, kind, series, drafter, title.format_map(words), subject, why.format_map(words), cosign
            )


def _plan(
    rng: Random, day: date, kind: str, series: str, drafter: str, title: str, subject: str, why: str, cosign: Any
) -> Plan:
    to = _to(rng, {"report": "province", "bill": "congress"}.get(kind, "wide"), drafter)
    if kind in ("order", "proclamation", "notice_to_public", "communique"):
        to = tuple(rng.sample(DISTRICTS, 3))
    named = title if series == "ling" else f"{ORGANS[series][0]}{title}" if title.startswith("关于") else title
    important = series in ("fa", "shang", "ling")
    return Plan(
        _morning(rng, day), kind, series, drafter, named, subject, why, tuple(cosign), to, important, subject in URGENT
    )  # fmt: skip


def pooled(rng: Random, count: int, start: datetime, end: datetime) -> Iterator[Plan]:
    """``count`` papers of everyday business; no notice twice, and nothing else twice in a year to the same unit."""
    pools = table("documents/outgoing")["pools"]
    weights, taken, tries = [one["weight"] for one in pools], set[object](), 0
    days = (end - start).days - 9
    while count and tries < 6000:
        tries += 1
        pool = rng.choices(pools, weights)[0]
        earlier = rng.random() < EARLIER_YEAR_SHARE
        day = local_day(start) + timedelta(days=int((rng.random() + (0 if earlier else 1)) * days / 2) + 1)
        plan = _from_pool(rng, pool, day)
        if plan is not None and _name(plan) not in taken:
            taken.add(_name(plan))
            count -= 1
            yield plan


def _name(plan: Plan) -> object:
    return plan.title if plan.kind == "notice" else (plan.title, plan.at.year, plan.to[:1])


def _from_pool(rng: Random, pool: dict[str, Any], day: date) -> Plan | None:
    x, drafter, months = rng.choice(pool["of"])
    if months and day.month not in months:
        return None
    kind, series = pool["kind"], pool["series"]
    to = _to(rng, pool["to"], drafter)
    x = f"{unit(to[0]).name.removesuffix('人民政府')}{x}" if pool["to"] == "district" else x
    issuer = "云州市城市管理局等三部门" if series == "cheng" else ORGANS[series][0]
    # Of two years' papers on one subject the second says which stage it is in.
    title = pool["title"].replace("{x}", x if rng.random() < 0.6 or kind != "notice" else f"{day.year}年{x}")
    title = title if kind == "minutes" else f"{issuer}{title}"
    if kind == "minutes":
        title = f"{day.year}年{day.month}月{title}"
    others = [one for one in rng.sample(DEPARTMENTS, 3) if one != drafter]
    cosign = tuple(others[: rng.choice((0, 1, 1, 2, 3))]) if kind not in ("minutes", "letter") else ()
    cosign = tuple(dict.fromkeys((*cosign, "caizheng", "zhujian"))) if series == "cheng" else cosign
    return Plan(_morning(rng, day), kind, series, drafter, title, x, pool["why"].replace("{x}", x), cosign, to,
                series in ("fa", "shang"), rng.random() < 0.06)  # fmt: skip


def _to(rng: Random, how: str, drafter: str) -> tuple[str, ...]:
    if how in ("province", "congress"):
        return ()
    if how == "district":
        return (rng.choice(DISTRICTS),)
    if how == "one":
        return (rng.choice([one for one in DEPARTMENTS if one != drafter]),)
    if how == "few":
        return tuple(rng.sample(DEPARTMENTS, rng.randint(3, 6)))
    return (*DISTRICTS, *rng.sample(DEPARTMENTS, rng.randint(2, 7)))


def _morning(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(8, 40), SHANGHAI) + timedelta(minutes=rng.uniform(0, 480))


def plans(rng: Random, count: int, start: datetime, end: datetime) -> list[Plan]:
    """Papers in the order in which they are begun; in a small city the yearly occasions are thinned out."""
    occasions = list(yearly(rng, start, end))
    share = min(1.0, count * 0.25 / max(1, len(occasions)))
    kept = [one for number, one in enumerate(occasions) if int((number + 1) * share) > int(number * share)]
    found = [*kept, *pooled(rng, count - len(kept), start, end)]
    return sorted(found, key=lambda one: one.at)
