"""Who asks 云州 for information, and what became of it: every kind of reply, of pause and of remedy at least once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from shuniu.demo.names import full_name
from shuniu.demo.openness.publishing import days_ago
from shuniu.demo.papers.staff import NotYet, Staff
from shuniu.demo.sources import table
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.organisation.actor import Actor, citizen
from shuniu.kernel.organisation.personal import encrypt, fingerprint
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure import roles
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.hints import is_identity
from shuniu.public.disclosure.models import Applicant, InformationRequest, Remedy
from shuniu.public.disclosure.procedures import InformationRequestProcedure as P
from shuniu.public.disclosure.receipt import receipt_of
from shuniu.public.disclosure.replies import REPLIES

CODE = "YUNZHU23"
"""The query code of every request of the demonstration: in an invented city there is nothing to hide."""
SOURCES = {"online": "web", "fax": "fax", "in_person": "counter", "signed_mail": "letter", "mail": "letter"}
COMPANIES = ("云州恒实建设有限公司", "云州远岚环保科技有限公司", "云州新桥商贸有限公司", "云州鼎和咨询有限公司")
BODIES = {
    "research": "云州社会发展研究所",
    "welfare": "云州绿水志愿服务中心",
    "law": "云州明理律师事务所",
    "other": "云州行业协会联合会",
}


class Asked(NamedTuple):
    days: int
    way: str
    kind: str
    unit: str
    course: str
    reply: str
    ground: str
    what: str


class Asking:
    """依申请公开."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.rng = staff, staff.rng
        self.words = table("disclosure/requests")
        self.clerks = [staff.named("gongkai"), staff.named("gongkai2")]
        self.head = staff.at(roles.HOME, roles.HEAD)
        self.cases: list[Case] = []

    def play(self) -> None:
        for row in self.words["rows"]:
            self._one(Asked(*row))
        self.staff.batch.flush()

    def _one(self, asked: Asked) -> None:
        came = days_ago(self.staff, asked.days)
        title, text = asked.what[:60], f"{asked.what}。请通过我选择的方式提供。"
        detail = InformationRequest(
            way=asked.way, applicant_kind=asked.kind, text=text, query_hash=fingerprint(CODE),
            digest=digest_of(title, text), medium="paper" if asked.way in ("mail", "signed_mail") else "electronic",
        )  # fmt: skip
        clerk = self.rng.choice(self.clerks)
        opener: Actor = citizen() if asked.way == "online" else clerk
        data = {"way": asked.way, "came_on": local_day(came).isoformat(), "digest": detail.digest}
        case = self.staff.batch.open(
            P.register,
            detail,
            actor=opener,
            at=min(came, self.staff.end),
            title=title,
            source=SOURCES[asked.way],
            data=data,
        )
        self.cases.append(case)
        self.staff.batch.also(case, self._applicant(asked))
        with contextlib.suppress(NotYet):
            _Course(self, case, asked, clerk, came).play()

    def _applicant(self, asked: Asked) -> Applicant:
        name, _salutation = full_name(self.rng)
        if asked.kind == "business":
            name = self.rng.choice(COMPANIES)
        elif asked.kind in BODIES:
            name = BODIES[asked.kind]
        identity = self._identity() if asked.kind == "person" else f"91000000MA{self.rng.randrange(10**8):08d}"
        return Applicant(
            name=encrypt(name), identity=encrypt(identity), identity_hash=fingerprint(identity),
            phone=encrypt(f"1390000{self.rng.randrange(10**4):04d}"),
            email=encrypt(f"a{self.rng.randrange(10**6):06d}@example.com"),
            address=encrypt(f"云州市澄岚区云溪路{self.rng.randint(1, 200)}号"),
        )  # fmt: skip

    def _identity(self) -> str:
        """Shaped like one, of a district (990000) that exists nowhere."""
        born = f"{self.rng.randint(1955, 2003)}{self.rng.randint(1, 12):02d}{self.rng.randint(1, 28):02d}"
        body = f"990000{born}{self.rng.randrange(1000):03d}"
        return next(body + last for last in "0123456789X" if is_identity(body + last))


class _Course:
    """One request's life, step by step."""

    def __init__(self, asking: Asking, case: Case, asked: Asked, clerk: Actor, came: datetime) -> None:
        self.asking, self.case, self.asked, self.clerk, self.at = asking, case, asked, clerk, came
        self.staff, self.rng = asking.staff, asking.staff.rng

    def play(self) -> None:
        if self.asked.course == "arrived":
            return
        self._received()
        ways: dict[str, Callable[[], None]] = {
            "search": self._searched, "searching": self._assigned, "corrected": self._corrected,
            "unclear": self._corrected, "uncorrected": self._uncorrected, "correcting": self._asked_to_correct,
            "supplemented": self._supplemented, "third": self._third, "third_silent": self._third_silent,
            "asking_third": self._asking_third, "organ": self._organ, "extended": self._extended,
            "reasons": self._reasons, "withdrawn": self._withdrawn, "upheld": self._searched,
            "reopened": self._searched, "lawsuit": self._searched, "drafted": self._searched,
        }  # fmt: skip
        ways.get(self.asked.course, self._nothing)()
        if self.asked.reply:
            self._replied(self.asked.reply, self.asked.ground)
        after: dict[str, Callable[[], None]] = {
            "upheld": self._upheld, "reopened": self._reopened, "lawsuit": self._lawsuit,
        }  # fmt: skip
        if self.asked.course in after:
            after[self.asked.course]()

    def _nothing(self) -> None:
        """It is clear, and goes straight on."""
        if self.asked.course in ("plain", "handling"):
            self.take(P.find_clear, self.clerk, 1.1)

    def take(self, step: Step, by: Actor, days: float, data: dict[str, Any] | None = None) -> None:
        self.at = self.staff.desk.working(self.at, days * self.rng.uniform(0.85, 1.1))
        self.staff.take(step, self.case, by, self.at, data or {})

    def _received(self) -> None:
        came = local_day(self.at)
        soon = 0.1 if self.asked.way in ("in_person", "signed_mail") else 0.5
        moment = self.staff.desk.working(self.at, soon)
        receipt = receipt_of(self.asked.way, came, local_day(moment))
        self.at = moment
        data = {"received_on": receipt.day.isoformat(), "how": receipt.how}
        self.staff.take(P.receive, self.case, self.clerk, moment, data)

    # --- On the way --------------------------------------------------------------------------------------------------

    def _assigned(self) -> None:
        unit = tree().by_code[self.asked.unit]
        self.take(P.assign, self.clerk, 1.1, {"unit": unit, "unit_name": tree().name(unit)})

    def _searched(self) -> None:
        self._assigned()
        liaison = self.staff.at(self.asked.unit, roles.LIAISON)
        text = "没有找到相关记录。" if self.asked.reply == "absent" else "已找到，随附目录和原件。"
        self.take(P.provide, liaison, 3.2, {"text": text})

    def _asked_to_correct(self) -> None:
        items = "请写明信息的名称、文号，或者大致的时间、地点和内容。"
        self.take(P.ask_correction, self.clerk, 2.4, {"items": items, "days": 15})

    def _supplemented(self) -> None:
        self._asked_to_correct()
        text = "还是原来那个。" if self.asked.course == "unclear" else f"补充：我要的是近三年{self.asked.what}。"
        self.take(P.supplement, citizen(), 3.3, {"text": text})

    def _corrected(self) -> None:
        self._supplemented()
        moment = self.staff.desk.working(self.at, 0.6)
        self.at = moment
        self.staff.take(
            P.receive_correction, self.case, self.clerk, moment, {"received_on": local_day(moment).isoformat()}
        )

    def _uncorrected(self) -> None:
        self._asked_to_correct()
        self.take(
            P.abandon_uncorrected, self.asking.head, 24, {"reason": "补正期限届满，没有收到补正，也没有说明正当理由。"}
        )

    def _asking_third(self) -> None:
        self._searched()
        self.take(P.ask_third_party, self.clerk, 1.2, {"subject": "材料中涉及该单位的经营情况，征求是否同意公开。"})

    def _third(self) -> None:
        self._asking_third()
        self.take(P.hear_third_party, self.clerk, 7.4, {"opinion": "不同意公开报价明细，其余同意。"})

    def _third_silent(self) -> None:
        self._asking_third()
        self.take(
            P.decide_without_third_party, self.clerk, 17.5, {"reason": "第三方逾期没有提出意见，由本机关依法决定。"}
        )

    def _organ(self) -> None:
        self._searched()
        self.take(P.ask_organ, self.clerk, 1.2, {"organ": "云州市市场监督管理局"})
        self.take(P.deem_consent, self.clerk, 17.5)

    def _extended(self) -> None:
        self._searched()
        self.take(P.extend, self.asking.head, 8.2, {"reason": "涉及三个年度的材料，需要逐件核对。", "days": 15})
        self.at = self.staff.desk.working(self.at, 12.3)

    def _reasons(self) -> None:
        self.take(P.find_clear, self.clerk, 1.1)
        self.take(P.ask_reasons, self.clerk, 1.6, {"text": "申请数量明显超过合理范围，请说明用途和理由。"})
        self.take(P.explain, citizen(), 2.4, {"text": "想全部了解一下。"})
        self.take(P.hear_reasons, self.clerk, 1.3, {"finding": "没有具体用途，理由不合理。"})

    def _withdrawn(self) -> None:
        self.take(P.withdraw, citizen(), 2.2)

    # --- The reply and after ---------------------------------------------------------------------------------------

    def _replied(self, kind: str, ground: str) -> None:
        words, reply = self.asking.words, REPLIES[kind]
        data = {"kind": kind, "text": words["titles"][kind], "authority": "云州市人民政府"}
        if reply.grounds:
            data["ground"] = ground
        if reply.needs_reason:
            data["reason"] = words["reasons"][kind]
        if reply.needs_organ:
            data["organ"] = "不能确定"
        self.take(P.draft_reply, self.clerk, 2.3, data)
        if self.asked.course == "drafted":
            return
        self.take(P.sign, self.asking.head, 1.2)
        moment = self.staff.desk.working(self.at, 1.1)
        self.at = moment
        said = {"how": "电子邮件", "delivered_on": local_day(moment).isoformat()}
        self.staff.take(P.deliver, self.case, self.clerk, moment, said)

    def _remedy(self, path: str, authority: str, result: str, days: float) -> None:
        """The register's line with the passages that say so."""
        begun = self.staff.desk.working(self.at, 20.4)
        self.at = begun
        said = {"path": path, "authority": authority, "begun_on": local_day(begun).isoformat()}
        self.staff.take(P.register_remedy, self.case, self.clerk, begun, said)
        line = Remedy(
            path=path,
            authority=authority,
            begun_on=local_day(begun),
            reference=f"云复〔{begun.year}〕{self.rng.randint(11, 98)}号",
        )
        self.staff.batch.also(self.case, line)
        if result:
            ended = self.staff.desk.working(begun, days)
            self.at = ended
            said = {"result": result, "ended_on": local_day(ended).isoformat()}
            self.staff.take(P.conclude_remedy, self.case, self.clerk, ended, said)
            line.result, line.ended_on = result, local_day(ended)

    def _upheld(self) -> None:
        self._remedy("reconsideration", "江霁省人民政府", "upheld", 21.5)

    def _reopened(self) -> None:
        self._remedy("reconsideration", "江霁省人民政府", "corrected", 21.5)
        self.take(
            P.reopen,
            self.asking.head,
            1.4,
            {"reason": "复议决定认定摇号规则不属于内部事务信息，责令重新答复。", "days": 15},
        )
        self._replied("given", "")

    def _lawsuit(self) -> None:
        self._remedy("reconsideration", "江霁省人民政府", "upheld", 20.5)
        self._remedy("lawsuit_after", "云州市中级人民法院", "", 0)
