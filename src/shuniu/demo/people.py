"""人员: who works where in 云州市, with which roles and which easy account names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from shuniu.demo.names import full_name
from shuniu.demo.units import DISCLOSURE_SECTION, DOCUMENTS_SECTION, HOTLINE_CENTRE, ROOT, Unit, units

ROLES = {
    "hotline.operator": "话务员",
    "hotline.dispatcher": "派单员",
    "hotline.checker": "审核员",
    "hotline.callback": "回访员",
    "hotline.supervisor": "督办员",
    "hotline.manager": "热线中心主任",
    "hotline.knowledge": "知识库管理员",
    "hotline.liaison": "承办单位联络员",
    "hotline.handler": "承办人",
    "hotline.head": "承办单位负责人",
    "petitions.registrar": "信访登记员",
    "petitions.director": "信访部门负责人",
    "petitions.liaison": "信访联络员",
    "petitions.handler": "信访经办人",
    "petitions.head": "有权处理机关负责人",
    "petitions.reviewer": "复查复核人员",
    "documents.drafter": "拟稿人",
    "documents.head": "单位负责人（公文）",
    "documents.liaison": "单位文书",
    "documents.handler": "公文承办人",
    "documents.reviewer": "核稿员",
    "documents.registrar": "收发员",
    "documents.seal_keeper": "印章管理员",
    "documents.archivist": "档案员",
    "documents.director": "办公室负责人",
    "routes.manager": "流程管理员",
    "disclosure.clerk": "信息公开经办人",
    "disclosure.head": "信息公开工作机构负责人",
    "disclosure.liaison": "信息公开联络员",
    "disclosure.reviewer": "公开审查员",
    "supervision.supervisor": "督查员",
    "supervision.director": "督查机构负责人",
    "supervision.liaison": "督查联络员",
    "supervision.handler": "督查事项经办人",
    "supervision.head": "责任单位负责人",
    "meetings.clerk": "会务员",
    "meetings.director": "会务机构负责人",
    "meetings.liaison": "会议联络员",
    "meetings.head": "办会单位负责人",
    "engagements.arranger": "领导活动统筹员",
    "engagements.director": "领导活动统筹负责人",
    "leader": "市领导",
    "secretary": "领导秘书",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. Every role is held in the scope of ``unit``."""

    username: str
    name: str
    unit: str
    post: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seat:
    username: str
    unit: str
    post: str
    roles: tuple[str, ...]


# (account, how many, post, roles) in the hotline centre; the first of each has the plain account name.
_HOTLINE = (
    ("operator", 24, "话务员", ("hotline.operator",)),
    ("dispatcher", 6, "派单员", ("hotline.dispatcher",)),
    ("checker", 4, "审核员", ("hotline.checker",)),
    ("callback", 6, "回访员", ("hotline.callback",)),
    ("supervisor", 3, "督办员", ("hotline.supervisor",)),
    ("knowledge", 2, "知识库管理员", ("hotline.knowledge",)),
    ("manager", 1, "热线中心主任", ("hotline.manager",)),
)
# (account, unit, post, roles) of those who work on petitions; other units have their roles from ``_unit_seats``.
_PETITIONS = (
    ("petitionclerk", "xinfang", "办信接访科科员", ("petitions.registrar",)),
    ("petitionclerk2", "xinfang", "办信接访科科员", ("petitions.registrar",)),
    ("petitionhead", "xinfang", "副局长", ("petitions.director",)),
    ("petitionliaison", "chengguan", "信访专干", ("petitions.liaison",)),
    ("petitionhandler", "chengguan", "科员", ("petitions.handler",)),
    ("petitionsigner", "chengguan", "副局长", ("petitions.head",)),
    ("petitionreviewer", "general_office", "复查复核员", ("petitions.reviewer",)),
)
_NAMED_FOR_PETITIONS = frozenset({"chengguan", "xinfang"})
"""Units whose petitions are the business of the accounts above alone."""
# (account, unit, post, roles) of those who work on documents, each the best known of their role.
_DOCUMENTS = (
    ("registrar", DOCUMENTS_SECTION, "收发员", ("documents.registrar",)),
    ("registrar2", DOCUMENTS_SECTION, "收发员", ("documents.registrar",)),
    ("reviewer", DOCUMENTS_SECTION, "核稿员", ("documents.reviewer",)),
    ("reviewer2", DOCUMENTS_SECTION, "核稿员", ("documents.reviewer",)),
    ("sealkeeper", DOCUMENTS_SECTION, "印章管理员", ("documents.seal_keeper",)),
    ("archivist", DOCUMENTS_SECTION, "档案员", ("documents.archivist",)),
    ("director", "general_office", "办公室主任", ("documents.director", "meetings.head")),
    ("drafter", "secretary_one", "主任科员", ("documents.drafter",)),
    ("wenshu", "chengguan", "文书", ("documents.liaison", "supervision.liaison", "meetings.liaison")),
    ("chengban", "chengguan", "科员", ("documents.handler", "documents.drafter", "supervision.handler")),
    ("unithead", "chengguan", "副局长", ("documents.head", "supervision.head", "meetings.head")),
    ("flowkeeper", ROOT, "流程管理员", ("routes.manager",)),
)
# (account, unit, post, roles) of those who work on disclosure; more units have a liaison and a reviewer of their own.
_DISCLOSURE = (
    ("gongkai", DISCLOSURE_SECTION, "科员", ("disclosure.clerk",)),
    ("gongkai2", DISCLOSURE_SECTION, "主任科员", ("disclosure.clerk",)),
    ("gongkai_head", DISCLOSURE_SECTION, "科长", ("disclosure.head",)),
    ("gongkai_lianluo", "chengguan", "信息公开联络员", ("disclosure.liaison",)),
    ("gongkai_shencha", "chengguan", "公开审查员", ("disclosure.reviewer",)),
)
_DISCLOSING = (
    "caizheng", "disclosure_section", "fagai", "huanbao", "jiaotong", "jiaoyu", "minzheng", "renshe", "shichang", "shuiwu",
    "tongji", "weijian", "yingji", "zhujian", "ziran",
)  # fmt: skip
# The supervision section; drawn last, so that nobody else's name changes.
_SUPERVISION = (
    ("ducha", "supervision_section", "督查专员", ("supervision.supervisor",)),
    ("ducha2", "supervision_section", "督查专员", ("supervision.supervisor",)),
    ("duchahead", "supervision_section", "督查室主任", ("supervision.director",)),
)
# The meetings section; drawn last, so that nobody else's name changes.
_MEETINGS = (
    ("huiwu", "meetings_section", "会务专员", ("meetings.clerk",)),
    ("huiwuhead", "meetings_section", "会务科科长", ("meetings.director", "engagements.director")),
    ("huiyi", "general_office", "主任科员", ("meetings.liaison",)),
)
# (account, unit, post, roles) of those who arrange the leaders' time; they come last, so that nobody's name changes.
_ARRANGERS = (("arranger", "meetings_section", "科员", ("engagements.arranger",)),)
_LEADERS = (
    ("mayor", ROOT, "市长"),
    ("vicemayor", ROOT, "副市长"),
    ("vicemayor2", ROOT, "副市长"),
    ("vicemayor3", ROOT, "副市长"),
    ("vicemayor4", ROOT, "副市长"),
    ("secretarygeneral", "general_office", "秘书长"),
)
_SECRETARIES = (
    ("secretary", "secretary_one", ROOT),
    ("secretary2", "secretary_two", ROOT),
    ("secretary3", "secretary_three", ROOT),
)
_ADMINISTRATORS = (
    ("sysadmin", "digital_section", "系统管理员", "system_admin"),
    ("secadmin", "digital_section", "安全管理员", "security_admin"),
    ("auditor", "supervision_section", "审计管理员", "audit_admin"),
)
_HEAD_POSTS = {
    "department": "局长",
    "district": "区（县、市）长",
    "township": "主任",
    "enterprise": "总经理",
    "window": "首席代表",
}
_WITH_PAPERS = frozenset({"department", "district", "section"})
"""Kinds of units to which the office sends papers and from which it gets them."""
_TWO_HANDLERS = frozenset({"department", "district", "enterprise"})


def _government_seats() -> Iterator[_Seat]:
    yield from (_Seat(name, unit, post, ("leader",)) for name, unit, post in _LEADERS)
    yield from (_Seat(name, unit, "秘书", ("secretary",)) for name, unit, _ in _SECRETARIES)
    yield from (_Seat(name, unit, post, (role,)) for name, unit, post, role in _ADMINISTRATORS)
    for account, count, post, roles in _HOTLINE:
        for index in range(1, count + 1):
            yield _Seat(account if index == 1 else f"{account}{index}", HOTLINE_CENTRE, post, roles)
    yield from (_Seat(name, unit, post, roles) for name, unit, post, roles in (*_DOCUMENTS, *_PETITIONS))


def _unit_seats(one: Unit) -> Iterator[_Seat]:
    """A liaison (account = unit code), handlers and a head for each unit that answers requests; a clerk for its papers.

    The same people answer petitions, but where others are named for them; a district has somebody who reviews.
    """
    petitions = one.code not in _NAMED_FOR_PETITIONS and one.kind != "window"
    liaison, handler, head = (f"petitions.{role}" for role in ("liaison", "handler", "head"))
    yield _Seat(one.code, one.code, "热线联络员", ("hotline.liaison", *((liaison,) if petitions else ())))
    papers = ("documents.drafter", "documents.handler", "supervision.handler")
    drafts = papers if one.kind in _WITH_PAPERS else ()
    yield _Seat(
        f"{one.code}_handler", one.code, "科员", ("hotline.handler", *drafts, *((handler,) if petitions else ()))
    )
    if one.kind == "district":
        yield _Seat(f"{one.code}_review", one.code, "复查复核员", ("petitions.reviewer",))
    if one.kind in _WITH_PAPERS:
        yield _Seat(
            f"{one.code}_wenshu", one.code, "文书", ("documents.liaison", "supervision.liaison", "meetings.liaison")
        )
    if one.kind in _TWO_HANDLERS:
        yield _Seat(f"{one.code}_handler2", one.code, "科员", ("hotline.handler",))
    heads = ("documents.head", "supervision.head", "meetings.head") if one.kind in _WITH_PAPERS else ()
    signs = (head,) if petitions else ()
    yield _Seat(f"{one.code}_head", one.code, _head_post(one), ("hotline.head", *heads, *signs))


def _head_post(one: Unit) -> str:
    if one.kind == "township" and not one.short_name.endswith("街道"):
        return "镇长" if one.short_name.endswith("镇") else "乡长"
    if one.kind == "department":
        endings = {"委员会": "主任", "支队": "支队长", "中心": "主任", "联合会": "理事长", "局": "局长"}
        return next((post for ending, post in endings.items() if one.name.endswith(ending)), "局长")
    return _HEAD_POSTS.get(one.kind, "科长")


def _section_seats(one: Unit) -> Iterator[_Seat]:
    """Sections of the general office have a chief and a clerk, who draft the office's papers."""
    yield _Seat(f"{one.code}_chief", one.code, "科长", ("documents.head",))
    yield _Seat(f"{one.code}_clerk", one.code, "科员", ("documents.drafter", "documents.handler"))


def _disclosure_seats() -> Iterator[_Seat]:
    yield from (_Seat(name, unit, post, roles) for name, unit, post, roles in _DISCLOSURE)
    for unit in _DISCLOSING:
        yield _Seat(f"{unit}_lianluo", unit, "信息公开联络员", ("disclosure.liaison",))
        yield _Seat(f"{unit}_shencha", unit, "公开审查员", ("disclosure.reviewer",))


def _seats() -> Iterator[_Seat]:
    yield from _government_seats()
    for one in units():
        if one.answers:
            yield from _unit_seats(one)
        elif one.kind == "section" and one.parent == "general_office" and one.code != HOTLINE_CENTRE:
            yield from _section_seats(one)
    yield from _disclosure_seats()
    yield from (_Seat(name, unit, post, roles) for name, unit, post, roles in _SUPERVISION)
    yield from (_Seat(name, unit, post, roles) for name, unit, post, roles in _MEETINGS)
    yield from (_Seat(name, unit, post, roles) for name, unit, post, roles in _ARRANGERS)


@cache
def people() -> tuple[Person, ...]:
    """All staff, always the same. No two share a name, so that a list can be read without account names."""
    rng = Random("云州人员")  # noqa: S311 - invented names, no secret
    taken: set[str] = set()
    staff = []
    for seat in _seats():
        name, _ = full_name(rng)
        while name in taken:
            name, _ = full_name(rng)
        taken.add(name)
        staff.append(Person(seat.username, name, seat.unit, seat.post, seat.roles))
    return tuple(staff)


DEMO_ACCOUNTS = (
    "operator", "dispatcher", "checker", "callback", "supervisor", "manager", "knowledge",
    "chengguan", "chengguan_handler", "chengguan_head", "shuiwu", "shuiwu_head", "gongshui", "renshe", "guifang",
    "gongkai", "gongkai_head", "gongkai_lianluo", "gongkai_shencha",
    "petitionclerk", "petitionhead", "petitionliaison", "petitionhandler", "petitionsigner", "petitionreviewer",
    "drafter", "reviewer", "director", "unithead", "sealkeeper", "registrar", "wenshu", "chengban", "archivist", "flowkeeper",
    "ducha", "duchahead", "huiyi", "huiwu", "huiwuhead",
    "mayor", "secretary", "arranger", "sysadmin", "secadmin", "auditor",
)  # fmt: skip
"""The accounts that the README names, in the order of a request's and then of a paper's way through the house."""


def demo_accounts() -> tuple[Person, ...]:
    """The people behind ``DEMO_ACCOUNTS``, in that order."""
    known = {one.username: one for one in people()}
    return tuple(known[account] for account in DEMO_ACCOUNTS)
