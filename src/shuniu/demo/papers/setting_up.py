"""What must be there before the first paper: routes, 发文代字, and seals drawn for the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from shuniu.demo.papers.plans import GOVERNMENT, OFFICE, ORGANS
from shuniu.demo.units import DOCUMENTS_SECTION, ROOT, unit
from shuniu.kernel.organisation.actor import SYSTEM, actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.operations.delegations import delegate
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes import samples
from shuniu.kernel.routes.definition import Act, By, Condition, Op, Sitter, Stage
from shuniu.kernel.routes.operations import seed
from shuniu.kernel.typesetting.seals import demo_seal, demo_signature
from shuniu.office.documents import roles
from shuniu.office.documents.models import Seal, Series
from shuniu.office.documents.operations.numbers import save_series
from shuniu.office.documents.operations.seals import SealForm, register_seal
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

WORDS = {
    "fa": "云政发", "shang": "云政", "ban": "云政办发", "han": "云政办函", "yao": "云府纪要", "cheng": "云城管",
    "ling": "云州市人民政府令",
}  # fmt: skip
EVER = "第{value}号"
DESK = samples.Desk(
    head=roles.HEAD, reviewer=roles.REVIEWER, section=DOCUMENTS_SECTION, director=roles.DIRECTOR, office="general_office",
    leader=roles.LEADER, city=ROOT,
)  # fmt: skip
WEIGHTY = (Condition("important", Op.IS, True), Condition("direction", Op.IS, "up"))
JOINT = (
    Stage("head", "主办单位审核", (Sitter(By.HOME, roles.HEAD),)),
    Stage("review", "核稿", (Sitter(By.ROLE, roles.REVIEWER, unit=DOCUMENTS_SECTION),)),
    Stage("sign", "联合签发", (Sitter(By.UNITS, roles.HEAD, least=2, most=10),), act=Act.SIGN),
)


@dataclass(frozen=True, slots=True)
class Office:
    """Ids of what was set up."""

    routes: dict[str, int]
    series: dict[str, Series]
    seals: dict[str, Seal]


def set_up(start: datetime, now: datetime) -> Office:
    first = date(start.year, 1, 1)
    _lend(now)
    return Office(_routes(start), _series(first, start), _seals(first, start, now))


def _lend(now: datetime) -> None:
    """The mayor is on a journey: the secretary enters the instructions, and every one of them says 代."""
    mayor = actor_of(Person.objects.get(username="mayor"), on=now.date())
    taker, until = Person.objects.get(username="secretary").pk, now.date() + timedelta(days=30)
    why = "外出期间，批示由秘书代为录入"
    delegate(taker_id=taker, roles=[roles.LEADER], since=now.date(), until=until, reason=why, actor=mayor, at=now)


def _routes(at: datetime) -> dict[str, int]:
    city = tree().by_code[ROOT]
    known = (
        ("general", "一般发文", samples.general(DESK, WEIGHTY), "重要公文和上行文由市长签发，其余由办公室主任签发。"),
        ("simple", "简易发文", samples.simple(DESK), "事务性通知、函和纪要。"),
        ("joint", "联合发文", JOINT, "各发文机关负责人依次签发。"),
    )
    return {
        key: seed(OutgoingPaper.kind, key, label, stages, actor=SYSTEM, at=at, unit=city, note=note).pk
        for key, label, stages, note in known
    }


def _series(first: date, at: datetime) -> dict[str, Series]:
    reviewer = actor_of(Person.objects.get(username="reviewer"), on=at.date())
    ids, found = tree().by_code, {}
    for key, word in WORDS.items():
        head = {"head_post": "市长", "head_unit_id": ids[ROOT]} if ORGANS[key] == (GOVERNMENT,) else {}
        ever = {"pattern": EVER, "counts": Series.Counts.EVER} if key == "ling" else {}
        row = Series(
            word=word, organ=ORGANS[key][0], unit_id=ids["chengguan" if key == "cheng" else ROOT], active_from=first,
            **head, **ever,
        )  # fmt: skip
        found[key] = save_series(row, actor=reviewer, at=at)
    return found


def _seals(first: date, at: datetime, now: datetime) -> dict[str, Seal]:
    keeper = actor_of(Person.objects.get(username="sealkeeper"), on=now.date())
    mayor = Person.objects.get(username="mayor").name
    owners = {
        GOVERNMENT: ROOT,
        OFFICE: "general_office",
        **{unit(one).name: one for one in ("chengguan", "caizheng", "zhujian")},
    }
    found = {}
    for organ, code in owners.items():
        said = SealForm(organ, tree().by_code[code], Seal.Kind.ORGAN.value, "", first)
        found[organ] = register_seal(ContentFile(demo_seal(organ), name="seal.png"), said, actor=keeper, at=at)
    said = SealForm(mayor, tree().by_code[ROOT], Seal.Kind.SIGNATURE.value, "市长", first)
    found["signature"] = register_seal(ContentFile(demo_signature(mayor), name="seal.png"), said, actor=keeper, at=at)
    return found
