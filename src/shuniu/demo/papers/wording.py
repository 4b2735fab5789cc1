"""The words of a paper, put together from the hand-written sentences of ``data/documents/outgoing.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from shuniu.demo.papers.plans import OFFICE, ORGANS, Plan
from shuniu.demo.sources import table
from shuniu.demo.units import unit
from shuniu.kernel.typesetting.paper import data_of, paper_of

EVERYBODY = "各县（市、区）人民政府，市政府各部门、各直属机构"
FORMS = {"shang": "upward", "han": "letter", "ling": "order", "yao": "minutes"}
LAST = {"letter": "特此函告。", "request": "妥否，请批示。", "report": "特此报告。", "reply": "特此批复。"}


def content_of(rng: Random, plan: Plan) -> dict[str, Any]:
    """The paper as a draft has it."""
    said: dict[str, Any] = {
        "title": plan.title, "text": text_of(rng, plan), "organs": list(ORGANS[plan.series]),
        "form": FORMS.get(plan.series, "ordinary"), "recipients": _recipients(plan),
        "issuer": ORGANS["cheng"][0] if plan.series == "cheng" else OFFICE,
        "urgency": "加急" if plan.urgent else "",
    }  # fmt: skip
    if plan.series == "ling":
        said["post"] = "市长"
    if plan.series == "yao":
        said |= {"present": "市政府分管副秘书长，有关部门负责同志", "absent": "", "attending": ""}
    if plan.kind == "request":
        said["note"] = f"联系人：{unit(plan.unit).short_name}办公室，电话：{unit(plan.unit).phone}"
    return data_of(paper_of({name: value for name, value in said.items() if value}))


def _recipients(plan: Plan) -> str:
    if plan.kind in ("request", "report"):
        return "省人民政府"
    if plan.kind == "bill":
        return "市人民代表大会常务委员会"
    if plan.kind in ("order", "proclamation", "notice_to_public", "communique", "minutes", "resolution"):
        return ""
    if plan.series == "cheng":
        return "各县（市、区）城市管理、财政、住房和城乡建设主管部门"
    if len(plan.to) > 6:
        return EVERYBODY
    return "、".join(unit(one).name if "人民政府" in unit(one).name else unit(one).short_name for one in plan.to)


def text_of(rng: Random, plan: Plan) -> str:
    day = plan.at.date()
    words = {
        "x": plan.subject, "lead": unit(plan.unit).short_name, "by": _day(day + timedelta(days=rng.choice((20, 45, 75)))),
        "half": rng.choice(("10个工作日", "15个工作日", "一个月")),
    }  # fmt: skip
    parts = table("documents/outgoing")["parts"]
    return "\n".join(_BODIES.get(plan.kind, _notice)(rng, plan, words, parts))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _some(rng: Random, sentences: list[str], count: int, words: Mapping[str, str]) -> list[str]:
    """Some of them, in the order in which they were written."""
    chosen = sorted(rng.sample(range(len(sentences)), min(count, len(sentences))))
    return [sentences[one].format_map(words) for one in chosen]


def _tasks(rng: Random, parts: Any, count: int, words: Mapping[str, str]) -> list[str]:
    chosen = rng.sample(parts["tasks"], count)
    return [
        f"（{'一二三四五六七八'[number]}）{head}{body.format_map(words)}" for number, (head, body) in enumerate(chosen)
    ]


def _opening(plan: Plan) -> str:
    if plan.series == "cheng":
        return f"{plan.why}，现就做好{plan.subject}工作有关事项通知如下："
    aim = "" if plan.why.startswith(("为", "因")) else f"。为做好{plan.subject}工作".replace("工作工作", "工作")
    return f"{plan.why}{aim}，经市政府同意，现就有关事项通知如下："


def _notice(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
    if rng.random() < 0.3 and not plan.important:  # A short one.
        lines = _some(rng, [body for _head, body in parts["tasks"]], 2, words) + _some(rng, parts["supports"], 1, words)
        numbered = [f"{'一二三'[number]}、{one}" for number, one in enumerate(lines)]
        return [_opening(plan), *numbered]
    return [
        _opening(plan),
        "一、总体要求", "".join(_some(rng, parts["goals"], 2, words)),
        "二、主要任务", *_tasks(rng, parts, rng.randint(3, 6), words),
        "三、工作要求", "".join(_some(rng, parts["duties"], rng.randint(2, 3), words)),
        "".join(_some(rng, parts["supports"], rng.randint(1, 3), words)),
    ]  # fmt: skip


def _opinion(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
    return [f"{plan.why}，现就{plan.subject}提出如下意见：", *_notice(rng, plan, words, parts)[1:]]


def _circular(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
    good, *rest = (one.format_map(words) for one in parts["findings"])
    return [
        f"{plan.why}，现将有关情况通报如下：",
        "一、总体情况", good, "二、存在问题", "".join(rest[:2]), "三、下一步要求", "".join(rest[2:]),
        *_some(rng, parts["supports"], 1, words),
    ]  # fmt: skip


def _listed(opening: str, part: str, least: int) -> Any:
    def make(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
        chosen = _some(rng, parts[part], rng.randint(least, len(parts[part])), words)
        numbered = [f"{'一二三四五六'[number]}、{one}" for number, one in enumerate(chosen)]
        return [opening.format(why=plan.why, **words), *numbered, *([LAST[plan.kind]] if plan.kind in LAST else [])]

    return make


def _letter(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
    if plan.title.endswith("复函"):
        made: list[str] = _listed("{why}。经研究，现就{x}有关意见函复如下：", "answers", 2)(rng, plan, words, parts)
        return [*made[:-1], "特此函复。"]
    asked: list[str] = _listed("{why}，现就{x}有关事项函商如下：", "asks", 2)(rng, plan, words, parts)
    return asked


def _minutes(rng: Random, plan: Plan, words: Mapping[str, str], parts: Any) -> list[str]:
    day = _day(plan.at.date())
    heard, *rest = (one.format_map(words) for one in parts["agreed"])
    return [f"{day}，市政府召开{plan.subject}专题会议，研究有关事项。现将会议议定事项纪要如下：", heard,
            *rng.sample(rest, rng.randint(2, 4))]  # fmt: skip


def _order(_rng: Random, plan: Plan, _words: Mapping[str, str], _parts: Any) -> list[str]:
    day = plan.at.date()
    rule = plan.title.partition("《")[2].partition("》")[0]
    begins = _day(date(day.year, day.month, 1) + timedelta(days=95))
    return [f"《{rule}》已经市人民政府常务会议审议通过，现予公布，自{begins}起施行。"]


def _decision(_rng: Random, plan: Plan, words: Mapping[str, str], _parts: Any) -> list[str]:
    return [
        f"{plan.why}，涌现出一批服务热情、办事高效的集体。为鼓励先进，市政府决定，对市政务服务中心综合窗口等集体予以通报表扬。",
        "希望受到表扬的集体珍惜荣誉，再接再厉。各县（市、区）、各部门要学习先进，改进作风，努力为企业和群众提供更好的服务。",
    ]


def _resolution(_rng: Random, plan: Plan, words: Mapping[str, str], _parts: Any) -> list[str]:
    return [
        f"{plan.why}。会议认为，{plan.subject}关系群众居住条件和城市安全，应当统筹规划、分步实施。",
        f"会议决定，以老旧小区、老旧管网和低效用地为重点，加快推进{plan.subject}，坚持先体检、后更新，充分听取居民意见。",
        "会议要求，各有关部门建立项目清单，落实资金和责任，定期向市政府报告进展。",
    ]


def _communique(rng: Random, plan: Plan, words: Mapping[str, str], _parts: Any) -> list[str]:
    last = plan.at.year - 1
    return [
        f"{last}年，全市经济运行总体平稳，主要指标处于合理区间。现将主要统计结果公布如下：",
        f"一、全年地区生产总值按不变价格计算，比上年增长{rng.randint(45, 62) / 10}%。",
        f"二、全年居民消费价格比上年上涨{rng.randint(2, 12) / 10}%，城镇新增就业完成年度目标。",
        f"三、全体居民人均可支配收入比上年增长{rng.randint(46, 66) / 10}%，增速快于经济增长。",
        "本公报数据为初步统计数，最终以统计年鉴为准。",
    ]


def _bill(_rng: Random, plan: Plan, words: Mapping[str, str], _parts: Any) -> list[str]:
    return [f"{plan.why}，现提请审议。", "请予审议。"]


_BODIES: dict[str, Any] = {
    "opinion": _opinion,
    "circular": _circular,
    "letter": _letter,
    "minutes": _minutes,
    "order": _order,
    "decision": _decision,
    "resolution": _resolution,
    "communique": _communique,
    "bill": _bill,
    "reply": _listed("{why}：", "replies", 3),
    "report": _listed("{why}，现将{x}情况报告如下：", "reports", 3),
    "request": _listed("{why}，现将有关情况请示如下：", "begs", 2),
    "proclamation": _listed("{why}，现予公告。", "publics", 2),
    "notice_to_public": _listed("{why}，现通告如下：", "publics", 2),
}
