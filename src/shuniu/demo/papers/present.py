"""The papers of these days: what waits now for each of those who work on papers, and for 市城管局 as the unit to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from shuniu.demo.papers.incoming import Halt, Letter, letter
from shuniu.demo.papers.outgoing import Stop
from shuniu.demo.papers.plans import DISTRICTS, GOVERNMENT, OFFICE, Plan
from shuniu.kernel.workdays.calendar import Calendar
from shuniu.kernel.workdays.periods import local_day

MINE = "chengguan"
WIDE = (*DISTRICTS, MINE, "caizheng", "zhujian", "shuiwu")
# title after the issuer, subject, drafting unit, account, where it waits, working days ago, important
OUTGOING = (
    ("关于做好冬季道路除雪融冰准备工作的通知", "冬季道路除雪融冰准备", "secretary_one", "drafter", Stop.DRAFT, 1, False),
    ("关于规范机关会议材料印制工作的通知", "会议材料印制", "secretary_one", "drafter", Stop.DRAFT, 2, False),
    ("关于加强政务值班工作的通知", "政务值班", "secretary_one", "drafter", Stop.RETURNED, 1, False),
    ("关于开展户外广告设施安全排查的通知", "户外广告设施安全排查", MINE, "chengban", Stop.HEAD, 1, False),
    ("关于做好建筑垃圾消纳场所管理工作的通知", "建筑垃圾消纳场所管理", "zhujian", "", Stop.COSIGN, 1, False),
    ("关于做好冬季园林树木养护工作的通知", "冬季园林树木养护", "yuanlin", "", Stop.COSIGN, 2, False),
    ("关于加强地下车库排水设施管理的通知", "地下车库排水设施管理", "shuiwu", "", Stop.COSIGN, 1, False),
    ("关于做好供热运行调度工作的通知", "供热运行调度", "zhujian", "", Stop.REVIEW, 1, False),
    ("关于报送年度民生实事完成情况的通知", "民生实事完成情况报送", "secretary_one", "drafter", Stop.REVIEW, 2, False),
    ("关于做好年终安全生产督查工作的通知", "年终安全生产督查", "yingji", "", Stop.SIGN, 1, False),
    ("关于开展冬季学校食堂检查的通知", "冬季学校食堂检查", "jiaoyu", "", Stop.SIGN, 1, False),
    ("关于推进城市地下管网更新改造的实施意见", "城市地下管网更新改造", "zhujian", "", Stop.DIRECTOR, 1, True),
    ("关于加强历史文化街区保护利用的实施意见", "历史文化街区保护利用", "ziran", "", Stop.LEADER, 2, True),
    ("关于下达冬季清洁取暖补助计划的通知", "冬季清洁取暖补助", "caizheng", "", Stop.LEADER, 1, True),
    ("关于做好冬季流感防控工作的通知", "冬季流感防控", "weijian", "", Stop.CHECK, 1, False),
    ("关于做好年末物价监测工作的通知", "年末物价监测", "fagai", "", Stop.CHECK, 1, False),
    ("关于加强冬季旅游安全管理的通知", "冬季旅游安全管理", "wenlv", "", Stop.NUMBER, 1, False),
    ("关于做好零工市场冬季服务工作的通知", "零工市场冬季服务", "renshe", "", Stop.NUMBER, 1, False),
    ("关于加强电动自行车集中充电管理的通知", "电动自行车集中充电管理", "xiaofang", "", Stop.SEAL, 1, False),
    ("关于做好冬储蔬菜保供稳价工作的通知", "冬储蔬菜保供稳价", "shangwu", "", Stop.SEAL, 1, False),
    ("关于做好冬季困难群众救助工作的通知", "冬季困难群众救助", "minzheng", "", Stop.DISPATCH, 1, False),
    ("关于加强桥梁隧道防冰防滑工作的通知", "桥梁隧道防冰防滑", "jiaotong", "", Stop.DISPATCH, 1, False),
    ("关于做好低温天气供水保障工作的通知", "低温天气供水保障", "shuiwu", "", Stop.RECEIVE, 1, False),
    ("关于做好寒潮天气防范应对工作的通知", "寒潮天气防范应对", "yingji", "", Stop.RECEIVE, 2, False),
    ("关于开展城镇燃气用户入户安检的通知", "城镇燃气用户入户安检", "zhujian", "", Stop.RECEIVE, 3, False),
    ("关于做好重污染天气应急响应工作的通知", "重污染天气应急响应", "huanbao", "", Stop.RECEIVE, 5, False),
)  # fmt: skip
ACCOUNTS = {("secretary_one", "drafter"): "drafter", (MINE, "chengban"): "chengban"}
# where from, where it waits, whether 市城管局 handles it, working days ago
INCOMING = (
    ("province", Halt.REGISTERED, False, 0), ("departments", Halt.REGISTERED, False, 0), ("districts", Halt.REGISTERED, False, 1),
    ("departments", Halt.CHECKED, False, 1), ("province", Halt.CHECKED, False, 1), ("districts", Halt.PROPOSED, True, 1),
    ("departments", Halt.PROPOSED, False, 1), ("province", Halt.INSTRUCTING, False, 1), ("districts", Halt.INSTRUCTING, True, 1),
    ("departments", Halt.INSTRUCTING, False, 2), ("departments", Halt.INSTRUCTED, False, 1), ("districts", Halt.ASSIGNED, True, 1),
    ("province", Halt.ASSIGNED, True, 1), ("districts", Halt.HANDLING, True, 3), ("province", Halt.HANDLING, True, 5),
    ("districts", Halt.HANDLING, True, 12), ("departments", Halt.HANDLING, False, 4), ("districts", Halt.REPORTED, True, 4),
    ("departments", Halt.REPORTED, False, 3), ("districts", Halt.CONCLUDED, True, 8), ("districts", Halt.CONCLUDED, False, 9),
    ("province", Halt.CONCLUDED, False, 7),
)  # fmt: skip


def morning(calendar: Calendar, now: datetime, ago: int, minute: float) -> datetime:
    """A morning so many working days ago; today only when there is time for a morning's work before ``now``."""
    first = calendar.working_index(local_day(now).toordinal()) - ago
    day = local_day(now).fromordinal(calendar.working_ordinal(first))
    at = datetime.combine(day, time(8, 30), now.tzinfo) + timedelta(minutes=minute)
    return at if at + timedelta(hours=3) < now else morning(calendar, now, ago + 1, minute)


def outgoing(rng: Random, calendar: Calendar, now: datetime) -> Iterator[tuple[Plan, Stop, str]]:
    for title, subject, drafter, account, stop, ago, important in OUTGOING:
        at = morning(calendar, now, ago, rng.uniform(0, 40))
        series, issuer = ("fa", GOVERNMENT) if important else ("ban", OFFICE)
        kind = "opinion" if title.endswith("意见") else "notice"
        cosign = tuple(one for one in (MINE, "caizheng", "yingji") if one != drafter) if stop is not Stop.HEAD else ()
        cosign = cosign if stop is Stop.COSIGN else cosign[1:]
        why = f"为做好{subject}工作" if kind == "notice" else f"为加快{subject}"
        yield Plan(at, kind, series, drafter, f"{issuer}{title}", subject, why, cosign, WIDE, important), stop, account


def incoming(rng: Random, calendar: Calendar, now: datetime) -> Iterator[Letter]:
    """Each of another title, and what 市城管局 handles is of its own business."""
    counts: dict[tuple[str, int], int] = {}
    titles: set[str] = set()
    for kind, halt, mine, ago in INCOMING:
        at = morning(calendar, now, ago, rng.uniform(0, 40))
        one = letter(rng, at, counts, kind, halt)
        for _try in range(400):
            if one.title not in titles and (one.unit == MINE) is mine:
                break
            one = letter(rng, at, dict(counts), kind, halt)
        titles.add(one.title)
        yield one
