"""The pages of supervision: who sees which, how many questions they ask, what a form does twice, stale or wrong."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.web import clock, idempotency
from shuniu.office.supervision.models import Assignment, Cadence
from shuniu.office.supervision.operations.dividing import divide
from shuniu.office.supervision.operations.stepping import perform
from shuniu.office.supervision.queries.proposing import offers
from tests import hotline_pages
from tests import supervised as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
REPORT = """二、重点工作
（一）推进水环境治理。完成东湖截污工程，12月底前通水（水务局、城市管理局）。
由市政府督查科跟踪。
（二）整治户外广告。年底前拆除违法广告牌300块（城市管理局）。
三、保障措施
（一）加强调度。每月调度一次。"""


def address(matter: Matter, step: str = "") -> str:
    return f"/supervision/{matter.number}/{f'{step}/' if step else ''}"


def form(world: World, **more: Any) -> dict[str, Any]:
    given = {
        "title": "完成东湖截污工程", "text": "通水", "origin": "resolution", "shape": "daily", "decided_by": "常务会议",
        "unit": "城市管理局", "assisting": ["水务局", ""], "deadline": "2026-12-31", "milestones": "2026-12-10 完成招标",
        "once": idempotency.new_token("supervision.register"),
    }  # fmt: skip
    return {**given, **more}


def test_strangers_see_nothing_and_parties_see_it(world: World) -> None:
    matter = made.assigned(world, {"assisting": [world.unit("shuiwu")]})
    for username in ("donghu", "liwen", "chenlian", "tiwen", "huiwu", "chengqing"):
        if username in world.people:
            assert client_of(world, username).get(address(matter)).status_code == 404, username
    for username in ("dudu", "duzhang", "chengdu", "chengfu", "shuidu", "yangshizhang"):
        assert client_of(world, username).get(address(matter)).status_code == 200, username
    alone = made.assigned(world)
    for path in (address(alone), address(alone, "progress"), f"/supervision/chain/{alone.number}/"):
        assert client_of(world, "shuidu").get(path).status_code == 404, path
    assert str(alone.number) not in client_of(world, "shuidu").get("/supervision/all/").content.decode()


def test_an_assignment_registered_from_another_matter_is_linked_once(world: World) -> None:
    source = hotline_pages.reported(world)
    director = client_of(world, "fengzhuren")
    assert director.get(f"/supervision/register/?from={source.number}").status_code == 404, "not of the section"
    holder = made.registered(world)
    client = client_of(world, "dudu")
    with clock.fixed(NOW):
        page = client.get(f"/supervision/register/?from={holder.number}").content.decode()
        assert f'value="{holder.number}"' in page
        sent = form(world, follows=holder.number)
        gone = [client.post("/supervision/register/", sent) for _click in range(2)]
        assert [one.status_code for one in gone] == [303, 303]
        assert 'data-draft-done="supervision.register"' in client.get(gone[0]["Location"]).content.decode()
        hidden = client.post("/supervision/register/", form(world, follows="DC2026-09999"))
    assert hidden.status_code == 422
    assert "没有编号为 DC2026-09999 的事项" in hidden.content.decode()
    made_ = Link.objects.get(source=holder).target
    row = Assignment.objects.get(pk=made_.pk)
    assert (row.proposed_unit, row.proposed_assisting) == (world.unit("chengguan"), [world.unit("shuiwu")])
    assert row.milestones[0]["title"] == "完成招标"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unit": "没有的局"}, "没有名为“没有的局”的单位"),
        ({"assisting": ["城市管理局"]}, "不能同时是协办单位"),
        ({"milestones": "2027-01-05 通水"}, "晚于办结日期"),
        ({"milestones": "下周 通水"}, "看不出日期"),
        ({"deadline": "2026-11-24"}, "应当晚于今天"),
        ({"text": "机密★5年"}, "机要"),
        ({"once": "x"}, "打开太久"),
    ],
)
def test_registering_refuses_in_words_and_keeps_what_was_typed(world: World, wrong: dict[str, Any], words: str) -> None:
    with clock.fixed(NOW):
        answer = client_of(world, "dudu").post("/supervision/register/", form(world, **wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "完成东湖截污工程" in page
    assert not Matter.objects.filter(kind="supervision.assignment").exists()


def test_a_form_of_a_step_is_in_place_sent_once_and_tells_of_others(world: World) -> None:
    matter = made.working(world)
    client = client_of(world, "chengdu")
    with clock.fixed(NOW):
        assert "完成进度" in client.get(address(matter, "progress"), headers={"HX-Request": "true"}).content.decode()
        sent = made.sent(matter, "progress", text="已进场", percent="30", evidence=made.photo())
        assert client.post(address(matter, "progress"), sent).status_code == 303
        stale = made.sent(matter, "submit", text="已完成")
        perform("instruct", matter, actor=world.yangshizhang, at=NOW, data={"text": "抓紧"})
        assert client.post(address(matter, "submit"), stale).status_code == 303, "an instruction stales nobody's form"
        assert client.get(address(matter, "verify-true")).status_code == 403
    page = client.get(address(matter)).content.decode()
    assert "30%" in page
    assert "现场.txt" in page
    assert Assignment.objects.get(pk=matter.pk).percent == 30
    file = attachments_of(matter.pk)[0]
    assert client.get(f"/supervision/{matter.number}/files/{file.pk}/").status_code == 200
    assert client_of(world, "shuidu").get(f"/supervision/{matter.number}/files/{file.pk}/").status_code == 404


def test_the_machine_reads_a_work_report_and_a_person_decides(world: World) -> None:
    found = offers(REPORT, [tree()[world.unit("shuiwu")], tree()[world.unit("chengguan")]], NOW.date())
    assert [(one.title, one.unit, one.section) for one in found] == [
        ("推进水环境治理", world.unit("shuiwu"), "重点工作"),
        ("整治户外广告", world.unit("chengguan"), "重点工作"),
        ("加强调度", None, "保障措施"),
    ]
    assert found[0].assisting == [world.unit("chengguan")]
    assert [str(one.deadline) for one in found] == ["2026-12-31", "2026-12-31", "None"]
    parent = made.approved(world, origin="work_report")
    client, path = client_of(world, "dudu"), address(parent, "parts")
    word = io.BytesIO()
    paper = docx.Document()
    for line in REPORT.splitlines():
        paper.add_paragraph(line)
    paper.save(word)
    with clock.fixed(NOW):
        for given in ({"text": REPORT}, {"file": SimpleUploadedFile("报告.docx", word.getvalue())}):
            page = client.post(path, {"do": "read", **given}).content.decode()
            assert 'value="水务局"' in page
            assert "整治户外广告" in page
        broken = client.post(path, {"do": "read", "file": SimpleUploadedFile("坏.docx", b"PK")})
        assert broken.status_code == 422
        assert "无法读取" in broken.content.decode()
        sent = {"count": "3", "once": idempotency.new_token("supervision.divide"), "p0-take": "on", "p0-title": "截污", "p0-text": "通水",
                "p0-unit": "水务局", "p0-assisting": "城市管理局", "p0-deadline": "2026-12-31", "p1-title": "不要", "p1-unit": "没有的局",
                "p2-take": "on", "p2-title": "拆除", "p2-text": "", "p2-unit": "城市管理局", "p2-assisting": "", "p2-deadline": ""}  # fmt: skip
        wrong = client.post(path, {**sent, "p2-title": ""})
        assert wrong.status_code == 422
        assert "请写明事项" in wrong.content.decode()
        assert "通水" in wrong.content.decode()
        assert [client.post(path, sent).status_code for _click in range(2)] == [303, 303]
    assert list(Matter.objects.filter(links_in__source=parent).values_list("title", "state")) == [
        ("截污", "assigned"),
        ("拆除", "assigned"),
    ]


def many(world: World, count: int) -> list[Matter]:
    parent = made.approved(world, leader=world.people["yangshizhang"].pk)
    parts = [made.facts(title=f"事项{at}", unit=world.unit(("chengguan", "shuiwu")[at % 2])) for at in range(count)]
    return [parent, *divide(parent, parts, actor=world.dudu, at=made.MONDAY, key="many")]


PAGES = [
    ("dudu", "", 15), ("dudu", "tree/", 12), ("dudu", "axis/", 12), ("dudu", "all/?q=事项&light=green&open=on", 13),
    ("dudu", "todo/", 12), ("chengdu", "unit/", 13), ("chengdu", "", 15), ("dudu", "mentions/", 12), ("dudu", "circulars/", 12),
]  # fmt: skip


def test_pages_ask_few_questions_whatever_the_number_of_rows(world: World, django_assert_max_num_queries: Any) -> None:
    parent, *parts = many(world, 4)
    asked = {}
    with clock.fixed(moment("2026-12-14 10:00")):
        for who, path, most in PAGES:
            asked[who, path] = _count(
                client_of(world, who), f"/supervision/{path}", most, django_assert_max_num_queries
            )
        divide(
            parent,
            [made.facts(title=f"又{at}", unit=world.unit("chengguan")) for at in range(20)],
            actor=world.dudu,
            at=made.MONDAY,
            key="more",
        )
        for who, path, most in PAGES:
            again = _count(client_of(world, who), f"/supervision/{path}", most, django_assert_max_num_queries)
            assert again <= asked[who, path] + 1, path  # one more where a list has grown beyond a page: its count
        for matter in (parent, parts[0]):
            _count(client_of(world, "dudu"), address(matter), 15, django_assert_max_num_queries)
            _count(client_of(world, "dudu"), f"/supervision/chain/{matter.number}/", 15, django_assert_max_num_queries)


def test_what_one_reader_was_drawn_no_other_reader_sees_and_a_change_is_seen_at_once(world: World) -> None:
    matter = made.assigned(world)
    paths = [f"/supervision/{path}" for path in ("", "axis/", "all/")]
    with clock.fixed(moment("2027-01-11 10:00")):  # Overdue: it stands on the board.
        for path in paths:
            assert matter.number in client_of(world, "dudu").get(path).content.decode(), path
            assert matter.number not in client_of(world, "shuidu").get(path).content.decode(), path
        perform("chase", matter, actor=world.dudu, at=moment("2027-01-11 10:00"), data={"colour": "blue"})
        for path in paths[::2]:
            assert "蓝色提醒单</span></span>" in client_of(world, "dudu").get(path).content.decode(), path


def _count(client: Client, path: str, most: int, limit: Any) -> int:
    client.get(path)
    with limit(most) as caught:
        assert client.get(path).status_code == 200, path
    return len(caught.captured_queries)


def test_the_chain_is_walked_both_ways_and_hides_what_is_not_yours(world: World) -> None:
    request = hotline_pages.dispatched(world)
    paper = made.assigned(world)
    Link.objects.create(source=request, target=paper, kind=Link.Kind.LED_TO, at=NOW)
    (part,) = divide(
        perform("receive", paper, actor=world.chengdu, at=NOW),
        [made.facts(title="泵站")],
        actor=world.dudu,
        at=NOW,
        key="k",
    )
    page = client_of(world, "dudu").get(f"/supervision/chain/{paper.number}/").content.decode()
    assert page.index("后来怎样") < page.index(str(part.number))
    assert str(request.number) in page
    assert "湖滨路" not in page, "a hotline request is not the section's to read"
    assert "您没有参与" in page
    whole = client_of(world, "yangshizhang").get(f"/supervision/chain/{part.number}/").content.decode()
    assert whole.index(str(request.number)) < whole.index(str(paper.number)) < whole.index("泵站")
    assert "湖滨路12号" in whole
    assert client_of(world, "chenlian").get(f"/supervision/chain/{request.number}/").status_code == 200
    Matter.objects.filter(pk=request.pk).update(sealed=True)
    sealed = client_of(world, "dudu").get(f"/supervision/chain/{paper.number}/").content.decode()
    assert str(request.number) not in sealed


def test_the_cadence_is_changed_by_the_director_and_marked(world: World) -> None:
    page = client_of(world, "dudu").get("/supervision/cadences/").content.decode()
    assert "待确认" in page
    assert client_of(world, "dudu").get("/supervision/cadences/13710/").status_code == 404
    client = client_of(world, "duzhang")
    sent: dict[str, Any] = {"name": "13710", "source": "云政办发〔2026〕9号", "confirmed": "on"}
    for stage in ("assign", "report", "again", "ordinary", "complex"):
        sent |= {stage: "2", f"{stage}_unit": "working_days"}
    assert client.post("/supervision/cadences/13710/", {**sent, "report": "0"}).status_code == 422
    for _click in range(2):
        assert client.post("/supervision/cadences/13710/", sent).status_code == 303
    assert Cadence.objects.count() == 1
    assert Event.objects.filter(type="configuration.changed").count() == 1
    assert "本地规定" in client.get("/supervision/cadences/").content.decode()


def test_a_circular_is_drafted_about_an_assignment_and_read_by_whom_it_names(world: World) -> None:
    matter = made.closed(world)
    client = client_of(world, "dudu")
    with clock.fixed(moment("2026-12-05 10:00")):
        page = client.get(f"/supervision/circulars/new/?about={matter.number}").content.decode()
        assert "关于表扬城市管理局办理督查事项的通报" in page
        sent = {"title": "关于表扬的通报", "praise": "praise", "assignments": f"{matter.number}，", "named_units": ["城市管理局"],
                "text": "予以表扬。", "once": idempotency.new_token("supervision.circular")}  # fmt: skip
        assert [client.post("/supervision/circulars/new/", sent).status_code for _click in range(2)] == [303, 303]
        other = {**sent, "assignments": "DC2026-99999", "once": idempotency.new_token("supervision.circular")}
        assert client.post("/supervision/circulars/new/", other).status_code == 422
    circular = Matter.objects.get(kind="supervision.circular")
    path = f"/supervision/circulars/{circular.number}/"
    assert client_of(world, "chengdu").get(path).status_code == 404, "a draft is nobody's but the section's"
    assert client.get(path).status_code == 200
    for who, step in (("dudu", "submit"), ("duzhang", "present"), ("yangshizhang", "approve"), ("dudu", "issue")):
        assert client_of(world, who).post(f"{path}{step}/", made.sent(circular, step)).status_code == 303, step
    assert client_of(world, "chengdu").get(path).status_code == 200
    assert client_of(world, "shuidu").get(path).status_code == 404
    assert "城市管理局" in client_of(world, "chengdu").get("/supervision/mentions/").content.decode()
    assert "关于表扬的通报" not in client_of(world, "shuidu").get("/supervision/mentions/").content.decode()


def test_the_list_leaves_as_a_file_and_the_ledger_says_so(world: World) -> None:
    matter = made.working(world)
    answer = client_of(world, "dudu").get("/supervision/all/export.csv?open=on")
    assert str(matter.number) in b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a file
    assert Event.objects.filter(type="export").count() == 1
