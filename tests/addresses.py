"""Every address of the project, with rows behind each of them, and a browser for every role: for tests of doors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, attachments_of, receive
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.middleware import PROVED
from shuniu.kernel.organisation.models import Delegation, ImportDraft, Post, RoleHolding, SignIn
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Delivery, TransferPackage
from shuniu.office.documents.operations.archive import Wanted, file_papers
from shuniu.office.documents.operations.incoming_intake import drop
from shuniu.office.engagements.operations.asking import ask
from shuniu.office.meetings.models import Facility, Invitation, PlanLine
from shuniu.office.meetings.operations.registers import renew_feed
from shuniu.office.meetings.queries.feeds import token_of
from shuniu.public.hotline.models import Article, ImportRun, Subject, Topic
from shuniu.public.hotline.operations.citizens import reissue_code
from shuniu.public.hotline.operations.clients import new_client
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries import subjects
from tests import hotline_pages as made
from tests import (
    incoming_papers,
    information,
    leaders_time,
    meeting_days,
    open_city,
    papers_city,
    petition_matters,
    supervised,
)
from tests.world import World, build, moment

NOW = moment("2026-11-24 10:00")


FIGURE = "?since=2026-11-23&until=2026-11-24&measure=received"
LOAD = "?kind=documents.incoming&year=2026&state=registered"
QUERIES = {
    "hotline:behind": FIGURE, "hotline:behind_export": FIGURE, "documents:load_papers": LOAD,
    "documents:load_slowest": LOAD, "documents:load_explain": LOAD,
}  # fmt: skip
"""What an address cannot be opened without."""


@dataclass(frozen=True, slots=True)
class Address:
    """A route by its full name (``hotline:matter``), its route, the view, and what the route itself passes on."""

    name: str
    route: str
    view: Callable[..., Any]
    converters: dict[str, Any]

    def path(self, places: dict[str, Any]) -> str:
        """The address with a row that exists in the place of each parameter."""

        def value(found: re.Match[str]) -> str:
            parameter = found.group(1)
            return str(places.get(f"{self.name} {parameter}", places.get(parameter)))

        return re.sub(r"<(?:\w+:)?(\w+)>", value, self.route) + QUERIES.get(self.name, "")


def addresses() -> list[Address]:
    """All of them, in the order of the URL configuration, those of the sign-in library too."""
    return list(_walk(get_resolver().url_patterns, "/", "", {}))


def _walk(patterns: list[Any], prefix: str, space: str, above: dict[str, Any]) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        converters = {**above, **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner, converters)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", route, pattern.callback, converters)


ROLES: dict[str, str] = {
    "visitor": "", "citizen": "", "operator": "liwen", "dispatcher": "wanglan", "checker": "zhoushen",
    "callback": "wufang", "supervisor": "zhengdu", "manager": "fengzhuren", "knowledge": "qianzhi",
    "lead": "chenlian", "other": "hanwai", "handler": "chuban", "head": "weiju", "leader": "yangshizhang",
    "secretary": "mishu", "drafter": "nigao", "reviewer": "hegao", "sealer": "yinguan", "registrar": "menlai",
    "archivist": "dangan", "director": "fangzhuren", "clerk": "chengwen", "far_clerk": "tiwen",
    "discloser": "gongban", "disclosing_head": "gongzhang", "source_reviewer": "chengcha", "petition_clerk": "xindeng",
    "petition_director": "xinju", "petition_liaison": "chengfang", "petition_handler": "chengban",
    "petition_signer": "chengzhang", "petition_reviewer": "fucha", "overseer": "dudu", "overseeing_head": "duzhang",
    "assignee": "chengdu", "unit_head": "chengfu", "meetings_clerk": "huiwu", "meetings_head": "huizhang",
    "convener": "chenghui", "arranger": "tongchou", "asker": "chengqing", "system": "zhuxi", "security": "qinan",
    "audit": "youshen",
}  # fmt: skip
"""Who stands before the door: ``citizen`` has shown number and code of the one request, ``lead`` is the liaison of the
unit that handles it, ``other`` a liaison of a unit that has nothing to do with it. ``clerk`` is the clerk of the unit that
handles the one paper that came in and receives the one that was sent, ``far_clerk`` of one that does neither. ``petition_liaison`` is of the unit that
handles the one petition."""


class City:
    """The small city with one request in the hands of the urban management bureau, and a row of everything else."""

    def __init__(self) -> None:
        self.world: World = build()
        subjects.forget()
        Subject.objects.create(code="lamp", name="路灯", group="城市照明")
        self.matter: Matter = made.handled(self.world)
        self.published: Matter = made.closed(self.world)
        act("publish", self.published, actor=self.world.zhoushen, at=NOW)
        self.places = {
            **self._rows(), **self._incoming(), **self._papers(), **self._open(), **self._petition(), **self._meetings(),
            **self._engagements(), **self._supervision(), **self._information(),
        }  # fmt: skip

    def _rows(self) -> dict[str, Any]:
        unit, person = self.world.units["chengguan"], self.world.people["chuban"]
        upload = SimpleUploadedFile("路灯.txt", "灯杆编号".encode())
        file = receive(upload, at=NOW, limits=STAFF, kinds=frozenset({"txt"}), role="citizen")
        attach([file.pk], matter_id=self.matter.pk)
        article = Article.objects.create(
            code="lamp-repair", title="路灯坏了找谁？", answer="找城市管理局。", unit=unit, updated_at=NOW,
            status=Article.Status.PUBLISHED, public=True,
        )  # fmt: skip
        run = ImportRun.objects.create(file="a.xlsx", digest="0" * 64, person=person, state="checked", created_at=NOW)
        topic = Topic.objects.create(title="路灯", growth=3.0, first_at=NOW, raised_at=NOW)
        api_client, _key = new_client("随手拍", contact="", at=NOW)
        delegation = Delegation.objects.create(
            giver=person, taker=self.world.people["weiju"], roles=["hotline.handler"], since=NOW, until=NOW
        )
        draft = ImportDraft.objects.create(
            person=self.world.people["zhuxi"], kind="units", filename="a.csv", created_at=NOW
        )
        notice = Notice.objects.create(person=person, kind="x", url="/desk/", created_at=NOW)
        sign_in = SignIn.objects.create(person=person, session_key="x", started_at=NOW, seen_at=NOW)
        post, holding = Post.objects.filter(person=person).first(), RoleHolding.objects.filter(person=person).first()
        return {
            "number": self.matter.number, "pk": file.pk, "unit_id": unit.pk, "person_id": person.pk,
            "post_id": post and post.pk, "holding_id": holding and holding.pk, "delegation_id": delegation.pk,
            "draft_id": draft.pk, "notice_id": notice.pk, "sign_in_id": sign_in.pk, "code": article.code,
            "hotline:import_run pk": run.pk, "hotline:import_begin pk": run.pk,
            "hotline:topic pk": topic.pk, "hotline:topic_decide pk": topic.pk, "hotline:topic_instruct pk": topic.pk,
            "hotline:topic_gather pk": topic.pk, "hotline:topic_members pk": topic.pk,
            "hotline:client pk": api_client.pk, "citizens:act step": "urge", "hotline:together step": "receive", "open311:service code": "lamp",
            "citizens:answer number": self.published.number,
            "kind": "json", "format": "xlsx", "organisation:export kind": "people",
        }  # fmt: skip

    def _open(self) -> dict[str, Any]:
        return open_city.places(self.world, [one.name for one in addresses()])

    def _information(self) -> dict[str, Any]:
        """A request for information that the urban management bureau searches for, with a paper of its applicant."""
        matter = information.filed(self.world, way="in_person")
        information.did(
            self.world, matter, "assign", "2026-11-24 09:00", unit=self.world.unit("chengguan"), text="请查找。"
        )
        paper = receive(SimpleUploadedFile("说明.txt", "说明".encode()), at=NOW, limits=STAFF, role="citizen")
        attach([paper.pk], matter_id=matter.pk)
        names = [one.name for one in addresses() if one.route.startswith("/disclosure/requests/<")]
        return {
            **{f"{name} number": matter.number for name in names}, **{f"{name} pk": paper.pk for name in names},
            **{f"{name} seq": 1 for name in names},
        }  # fmt: skip

    def _petition(self) -> dict[str, Any]:
        """A petition that the urban management bureau handles, with a paper of its petitioner."""
        matter = petition_matters.handled(self.world)
        paper = receive(SimpleUploadedFile("收据.txt", "收据".encode()), at=NOW, limits=STAFF, role="citizen")
        attach([paper.pk], matter_id=matter.pk)
        names = [one.name for one in addresses() if one.name.startswith(("petition:", "petitions:"))]
        return {
            **{f"{name} number": matter.number for name in names}, **{f"{name} pk": paper.pk for name in names},
            **{f"{name} seq": 1 for name in names}, "petition:new aim": "claim", "petition:act step": "add_statement",
            "petitions:step step": "supervise",
        }  # fmt: skip

    def _papers(self) -> dict[str, Any]:
        """A paper of the office, sealed and sent to the urban management bureau."""
        series, seal = papers_city.series_of(self.world), papers_city.seal_of(self.world)
        with papers_city.typeset_at_once():
            paper = papers_city.sent(self.world, to=("chengguan",))
        delivery = Delivery.objects.select_related("matter").get(paper=paper).matter
        of_paper = {
            f"{one.name} number": paper.number for one in addresses() if one.name.startswith("documents:outgoing")
        }
        of_delivery = {
            f"{one.name} number": delivery.number for one in addresses() if one.name.startswith("documents:delivery")
        }
        of_registers = {
            f"{one.name} pk": seal.pk if one.name.startswith("documents:seal") else series.pk
            for one in addresses() if one.name.startswith(("documents:seal", "documents:series"))
        }  # fmt: skip
        steps = {"documents:outgoing_step step": "recall", "documents:delivery_step step": "return_", "no": 1}
        files = {"documents:outgoing_file kind": "pdf", "documents:delivery_file kind": "pdf"}
        desk = {f"documents:{name} number": paper.number for name in ("draft", "versions", "compare")}
        return {**of_paper, **of_delivery, **of_registers, **steps, **files, **desk}

    def _meetings(self) -> dict[str, Any]:
        """A meeting of the urban management bureau, called, with an item; its room and a line of the plan."""
        world = self.world
        meeting = meeting_days.noticed(world)
        item, room = meeting_days.item_of(world, meeting), Facility.objects.get()
        cap = meeting_days.cap_of(klass="seminar", per_year=9)
        line = PlanLine.objects.create(
            year=2026, unit=world.units["chengguan"], title="年会", klass="topic", month=12, people=9, hours=2, at=NOW,
            by=world.people["chenghui"],
        )  # fmt: skip
        key = renew_feed(person=world.people["chengju"].pk, actor=world.chengju, at=NOW)
        row = Invitation.objects.filter(matter=meeting).first()
        assert row is not None
        names = [one.name for one in addresses() if one.name.startswith("meetings:")]
        return {
            **{f"{name} number": meeting.number for name in names},
            **{f"meetings:{name} pk": room.pk for name in ("room", "room_edit", "room_feed")},
            **{f"meetings:{name} pk": row.pk for name in ("reply", "uninvite")},
            "meetings:item_judge pk": item.pk, "meetings:cap_edit pk": cap.pk, "meetings:plan_decide pk": line.pk,
            "meetings:feed token": token_of(key), "meetings:step step": "remind",
        }  # fmt: skip

    def _supervision(self) -> dict[str, Any]:
        """An assignment in the hands of the urban management bureau, with a piece of evidence."""
        matter = supervised.working(self.world)
        paper = receive(supervised.photo(), at=NOW, limits=STAFF, kinds=frozenset({"txt"}))
        attach([paper.pk], matter_id=matter.pk)
        names = [one.name for one in addresses() if one.name.startswith("supervision:")]
        return {
            **{f"{name} number": matter.number for name in names}, "supervision:file pk": paper.pk,
            "supervision:preview pk": paper.pk, "supervision:cadence code": "13710",
        }  # fmt: skip

    def _incoming(self) -> dict[str, Any]:
        """A paper in the hands of the urban management bureau, a file that waits to be registered, and a filed paper."""
        world, text = self.world, "请示全文".encode()
        matter = incoming_papers.unassisted(world)
        attach([receive(SimpleUploadedFile("来文.txt", text), at=NOW, limits=STAFF).pk], matter_id=matter.pk)
        file = attachments_of(matter.pk)[0]
        (waiting,) = drop([SimpleUploadedFile("待登记.txt", text)], actor=world.menlai, at=NOW)
        filed = incoming_papers.kept(world)
        file_papers([Wanted(filed.pk, "T2", 2026)], actor=world.dangan, at=NOW, key="filed")
        handed = Attachment.objects.create(
            name="a.zip", kind="zip", content_type="application/zip", size=1, sha256="0", received_sha256="0",
            storage_key=file.storage_key, uploaded_at=NOW,
        )  # fmt: skip
        package = TransferPackage.objects.create(
            year=2026, retention="ten_years", attachment_id=handed.pk, items=1, files=1, size=1, sm3="0", sha256="0",
            made_by=world.people["dangan"], made_at=NOW,
        )  # fmt: skip
        papers = [one.name for one in addresses() if one.name.startswith("documents:incoming")]
        assert waiting.arrival is not None
        arrivals = ("incoming_arrival", "incoming_arrival_page", "incoming_aside")
        packages = ("archive_package", "archive_download")
        return {
            **{f"{name} number": matter.number for name in papers},
            **{f"{name} pk": file.pk for name in papers},
            **{f"documents:{name} pk": waiting.arrival.pk for name in arrivals},
            **{f"documents:{name} pk": package.pk for name in packages},
            "documents:archive_take_back pk": filed.pk, "documents:archive_line code": "T2", "year": 2026,
            "retention": "thirty_years", "unit": world.unit("chengguan"),
        }  # fmt: skip

    def _engagements(self) -> dict[str, Any]:
        """An engagement of the mayor with a paper, asked for by the urban management bureau."""
        diary = leaders_time.diaries(self.world)
        upload = SimpleUploadedFile("提纲.txt", "提纲".encode())
        request, actor = leaders_time.wanted(diary), self.world.actor("chengqing")
        matter = ask(request, actor=actor, at=leaders_time.NOW, key=None, files=[upload])
        names = [one.name for one in addresses() if one.name.startswith("engagements:")]
        return {
            **{f"{name} number": matter.number for name in names},
            "engagements:file pk": attachments_of(matter.pk)[0].pk, "engagements:leader pk": diary.mayor.pk,
            "engagements:leader_edit pk": diary.mayor.pk, "engagements:place_edit pk": diary.hall.pk,
            "engagements:calendar secret": "nobody-has-this",
        }  # fmt: skip

    def client(self, role: str) -> Client:
        """A browser of somebody with that role, past the sign-in page and past the second factor."""
        client = Client(raise_request_exception=False)
        username = ROLES[role]
        if username:
            client.force_login(self.world.people[username])
            session = client.session
            session[PROVED] = True
            session.save()
        if role == "citizen":
            with clock.fixed(NOW + timedelta(minutes=1)):
                code = reissue_code(self.matter)
                client.post("/follow/", {"number": self.matter.number, "code": code})
        return client


def city_at_work() -> City:
    with clock.fixed(NOW):
        return City()
