"""One small city with named people, for every test that needs an organisation.

李文 (operator), 王岚 (dispatcher), 周审 (checker), 吴访 (call-back), 郑督 (supervisor), 冯主任 (manager) sit in the hotline
centre; 陈联 (liaison), 褚办 (handler), 卫局 (head) in the urban management bureau; 蒋水 (liaison) and 沈局 (head) in the
water bureau; 韩外 (liaison) in the sports bureau, a stranger to every matter; 杨市长 leads; 朱系, 秦安, 尤审 administer.

For papers: 门来 (registrar), 何稿 (reviewer), 印管 (seals), 党安 (archive) sit in the document section; 倪稿 drafts in the
office that 方主任 directs; 程文, 水文, 田文 are the clerks and 成局, 水局, 田局 the heads of three bureaus; 米书 is the mayor's
secretary. For information: 龚办 and 龚长 in the disclosure section, 程查 reviews in urban management. For petitions: 辛登 and 辛局 in the
petition office; 程访, 程办 and 程长 take, handle and sign in urban management; 傅查 reviews in the office.

For decisions: 杜督 supervises and 杜长 approves in the supervision section, 程督 and 水督 report for their bureaus, 程负 and 水负 answer
for them; 惠务 and 惠长 run meetings, 程会 and 水会 ask for them; 童筹 arranges the leaders' week, 惠长 keeps its registers, 程请 and 水请
ask for a leader's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.workdays.periods import SHANGHAI

UNITS: list[tuple[str, str, str, str | None]] = [
    ("city", "云州市人民政府", "general_office", None),
    ("office", "云州市人民政府办公室", "general_office", "city"),
    ("hotline_centre", "12345热线受理中心", "section", "office"),
    ("documents_section", "文电科", "section", "office"),
    ("chengguan", "城市管理局", "department", "city"),
    ("chengguan_shirong", "市容科", "section", "chengguan"),
    ("shuiwu", "水务局", "department", "city"),
    ("tiyu", "体育局", "department", "city"),
    ("donghu", "东湖街道办事处", "township", "city"),
    ("disclosure_section", "政务公开科", "section", "office"),
    ("xinfang", "信访局", "department", "city"),
    ("supervision_section", "督查科", "section", "office"),
    ("meetings_section", "会务科", "section", "office"),
]

PEOPLE: list[tuple[str, str, str, str, list[tuple[str, str]]]] = [
    ("liwen", "李文", "hotline_centre", "话务员", [("hotline.operator", "hotline_centre")]),
    ("wanglan", "王岚", "hotline_centre", "派单员", [("hotline.dispatcher", "hotline_centre")]),
    ("zhoushen", "周审", "hotline_centre", "审核员", [("hotline.checker", "hotline_centre")]),
    ("wufang", "吴访", "hotline_centre", "回访员", [("hotline.callback", "hotline_centre")]),
    ("zhengdu", "郑督", "hotline_centre", "督办员", [("hotline.supervisor", "hotline_centre")]),
    ("fengzhuren", "冯主任", "hotline_centre", "主任", [("hotline.manager", "hotline_centre")]),
    ("qianzhi", "钱知", "hotline_centre", "知识库管理员", [("hotline.knowledge", "hotline_centre")]),
    ("chenlian", "陈联", "chengguan", "联络员", [("hotline.liaison", "chengguan")]),
    ("chuban", "褚办", "chengguan_shirong", "承办人", [("hotline.handler", "chengguan")]),
    ("weiju", "卫局", "chengguan", "局长", [("hotline.head", "chengguan")]),
    ("jiangshui", "蒋水", "shuiwu", "联络员", [("hotline.liaison", "shuiwu")]),
    ("shenju", "沈局", "shuiwu", "局长", [("hotline.head", "shuiwu")]),
    ("hanwai", "韩外", "tiyu", "联络员", [("hotline.liaison", "tiyu")]),
    ("yangshizhang", "杨市长", "city", "市长", [("leader", "city")]),
    ("menlai", "门来", "documents_section", "收发员", [("documents.registrar", "documents_section")]),
    ("hegao", "何稿", "documents_section", "核稿员", [("documents.reviewer", "documents_section")]),
    ("yinguan", "印管", "documents_section", "印章管理员", [("documents.seal_keeper", "documents_section")]),
    ("dangan", "党安", "documents_section", "档案员", [("documents.archivist", "documents_section")]),
    ("nigao", "倪稿", "office", "秘书", [("documents.drafter", "office"), ("documents.handler", "office")]),
    ("fangzhuren", "方主任", "office", "办公室主任", [("documents.director", "office"), ("documents.head", "office")]),
    (
        "chengwen",
        "程文",
        "chengguan",
        "文书",
        [("documents.liaison", "chengguan"), ("documents.handler", "chengguan"), ("documents.drafter", "chengguan")],
    ),
    ("chengju", "成局", "chengguan", "局长", [("documents.head", "chengguan")]),
    ("shuiwen", "水文", "shuiwu", "文书", [("documents.liaison", "shuiwu"), ("documents.handler", "shuiwu")]),
    ("shuiju", "水局", "shuiwu", "局长", [("documents.head", "shuiwu")]),
    ("tiwen", "田文", "tiyu", "文书", [("documents.liaison", "tiyu")]),
    ("tiju", "田局", "tiyu", "局长", [("documents.head", "tiyu")]),
    ("gongban", "龚办", "disclosure_section", "科员", [("disclosure.clerk", "disclosure_section")]),
    ("gongzhang", "龚长", "disclosure_section", "科长", [("disclosure.head", "disclosure_section")]),
    ("chengcha", "程查", "chengguan", "审查员", [("disclosure.reviewer", "chengguan")]),
    ("xindeng", "辛登", "xinfang", "科员", [("petitions.registrar", "xinfang")]),
    ("xinju", "辛局", "xinfang", "局长", [("petitions.director", "xinfang")]),
    (
        "chengfang",
        "程访",
        "chengguan",
        "信访干部",
        [("petitions.liaison", "chengguan"), ("disclosure.liaison", "chengguan")],
    ),
    ("chengban", "程办", "chengguan", "科员", [("petitions.handler", "chengguan")]),
    ("chengzhang", "程长", "chengguan", "副局长", [("petitions.head", "chengguan")]),
    ("fucha", "傅查", "office", "复查员", [("petitions.reviewer", "office")]),
    ("dudu", "杜督", "supervision_section", "科员", [("supervision.supervisor", "supervision_section")]),
    ("duzhang", "杜长", "supervision_section", "科长", [("supervision.director", "supervision_section")]),
    (
        "chengdu",
        "程督",
        "chengguan",
        "科员",
        [("supervision.liaison", "chengguan"), ("supervision.handler", "chengguan")],
    ),
    ("chengfu", "程负", "chengguan", "副局长", [("supervision.head", "chengguan"), ("meetings.head", "chengguan")]),
    ("shuidu", "水督", "shuiwu", "科员", [("supervision.liaison", "shuiwu"), ("supervision.handler", "shuiwu")]),
    ("shuifu", "水负", "shuiwu", "副局长", [("supervision.head", "shuiwu"), ("meetings.head", "shuiwu")]),
    ("huiwu", "惠务", "meetings_section", "科员", [("meetings.clerk", "meetings_section")]),
    (
        "huizhang",
        "惠长",
        "meetings_section",
        "科长",
        [("meetings.director", "meetings_section"), ("engagements.director", "meetings_section")],
    ),
    ("chenghui", "程会", "chengguan", "科员", [("meetings.liaison", "chengguan")]),
    ("shuihui", "水会", "shuiwu", "科员", [("meetings.liaison", "shuiwu")]),
    ("tongchou", "童筹", "office", "科员", [("engagements.arranger", "office")]),
    ("chengqing", "程请", "chengguan", "科员", [("engagements.liaison", "chengguan")]),
    ("shuiqing", "水请", "shuiwu", "科员", [("engagements.liaison", "shuiwu")]),
    ("mishu", "米书", "city", "市长秘书", [("secretary", "city")]),
    ("zhuxi", "朱系", "office", "系统管理员", [("system_admin", "city")]),
    ("qinan", "秦安", "office", "安全管理员", [("security_admin", "city")]),
    ("youshen", "尤审", "office", "审计管理员", [("audit_admin", "city")]),
]


def moment(text: str) -> datetime:
    """``2026-11-23 09:30`` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = moment("2026-11-23 09:30")


@dataclass
class World:
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, username: str, at: datetime = NOW) -> Actor:
        person = Person.objects.get(pk=self.people[username].pk)
        return actor_of(person, on=at.date())

    def __getattr__(self, username: str) -> Any:
        if username in self.__dict__.get("people", {}):  # A copy in the making has none yet.
            return self.actor(username)
        raise AttributeError(username)

    def unit(self, code: str) -> int:
        return self.units[code].pk


def build(password: str | None = None) -> World:
    """The city in the database. With ``password`` everybody can sign in with it."""
    world = World(units=_units())
    hashed = make_password(password)  # one hash for all: most tests never look at it
    world.people = {username: Person(username=username, name=name, password=hashed) for username, name, *_ in PEOPLE}
    Person.objects.bulk_create(world.people.values())
    Post.objects.bulk_create(
        Post(person=world.people[username], unit=world.units[unit], title=title)
        for username, _name, unit, title, _roles in PEOPLE
    )
    RoleHolding.objects.bulk_create(
        RoleHolding(person=world.people[username], role=role, unit=world.units[scope])
        for username, _name, _unit, _title, roles in PEOPLE
        for role, scope in roles
    )
    forget()
    return world


def _units() -> dict[str, Unit]:
    """One statement for each level of the tree: a unit is written after the one above it."""
    units: dict[str, Unit] = {}
    while len(units) < len(UNITS):
        level = [
            Unit(code=code, name=name, kind=kind, position=position, parent=units[parent] if parent else None)
            for position, (code, name, kind, parent) in enumerate(UNITS)
            if code not in units and (parent is None or parent in units)
        ]
        units |= {unit.code: unit for unit in Unit.objects.bulk_create(level)}
    return units
