"""The pages of incoming papers: who sees which, how many questions they ask, what a stale or doubled form does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Link, Matter, Passage
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import Delegation
from shuniu.kernel.search.index import put
from shuniu.kernel.search.sources import search
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Incoming, Opening, Phrase
from shuniu.office.documents.operations.incoming_chasing import chase_urgent
from shuniu.office.documents.operations.incoming_stepping import perform
from shuniu.office.documents.search_incoming import iterate
from tests import incoming_papers as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


def address(matter: Matter, step: str = "") -> str:
    return f"/documents/incoming/{matter.number}/{f'{step}/' if step else ''}"


def test_strangers_see_nothing_and_parties_see_it(world: World) -> None:
    matter = made.handled(world)
    for username in ("donghu", "liwen", "mishu", "nigao"):
        if username in world.people:
            assert client_of(world, username).get(address(matter)).status_code == 404, username
    for username in ("menlai", "hegao", "dangan", "fangzhuren", "chengwen", "shuiwen", "tiwen", "yangshizhang"):
        assert client_of(world, username).get(address(matter)).status_code == 200, username
    assert client_of(world, "menlai").get("/documents/incoming/SW2026-99999/").status_code == 404


def test_a_reader_by_name_sees_the_paper_and_its_opening_is_kept_once(world: World) -> None:
    reader = made.reader_of(world, "nigao", "office", "documents.handler")
    matter = made.handled(world)
    nigao = client_of(world, "nigao")
    assert nigao.get(address(matter)).status_code == 404
    perform("circulate", matter, actor=world.menlai, at=NOW, data={"readers": [reader], "readers_in_order": False})
    with clock.fixed(NOW):
        assert nigao.get(address(matter)).status_code == 200
    with clock.fixed(NOW + timedelta(hours=1)):
        nigao.get(address(matter))
        client_of(world, "menlai").get(address(matter))
    assert list(Opening.objects.values_list("person_id", "at")) == [(world.people["nigao"].pk, NOW)]
    assert "打开" in client_of(world, "menlai").get(address(matter)).content.decode()
    assert client_of(world, "nigao").get(address(matter, "report")).status_code == 403


def test_a_readers_mark_stales_nobodys_form(world: World) -> None:
    head = made.reader_of(world, "chengju", "chengguan", "documents.head")
    matter = made.handled(world, readers=(head,))
    form = made.sent(matter, "report", text="已办", answer_by="office", without_assisting="on")
    perform("read", matter, actor=world.chengju, at=NOW)
    with clock.fixed(NOW):
        assert client_of(world, "chengwen").post(address(matter, "report"), form).status_code == 303


def test_a_stale_form_tells_what_happened_and_goes_through_the_second_time(world: World) -> None:
    matter = made.handled(world)
    client, form = (
        client_of(world, "chengwen"),
        made.sent(matter, "report", text="已办", answer_by="office", without_assisting="on"),
    )
    perform("assist", matter, actor=world.shuiwen, at=NOW, data={"text": "同意调度"})
    with clock.fixed(NOW):
        answer = client.post(address(matter, "report"), form)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "同意调度" in page
        assert "已办" in page, "what was typed stays"
        again = made.sent(matter, "report", text="已办", answer_by="office", without_assisting="on")
        assert client.post(address(matter, "report"), again).status_code == 303
        assert client.post(address(matter, "report"), again).status_code == 303, "a second click"
    assert matter.passages.filter(step="report").count() == 1


def test_steps_refuse_in_words_beside_the_field(world: World) -> None:
    matter = made.checked(world)
    client = client_of(world, "menlai")
    page = client.post(
        address(matter, "propose"), made.sent(matter, "propose", opinion="请研处", unit="没有的局")
    ).content.decode()
    assert "没有名为“没有的局”的单位" in page
    page = client.post(
        address(matter, "propose"), made.sent(matter, "propose", opinion="请研处", readers=["局"])
    ).content.decode()
    assert "请写明" in page
    page = client.post(address(matter, "propose"), made.sent(matter, "propose", opinion="机密★5年")).content.decode()
    assert "机要" in page
    answer = client.post(address(matter, "propose"), {"opinion": "请研处", "expected": "2", "once": "x"})
    assert "页面已过期" in answer.content.decode()
    assert client.get(address(matter, "submit")).status_code == 403
    assert client_of(world, "fangzhuren").get(address(matter, "submit")).status_code == 409


def test_a_leader_writes_or_chooses_and_may_keep_own_phrases(world: World) -> None:
    matter = made.submitted(world)
    leader = client_of(world, "yangshizhang")
    page = leader.get(address(matter, "instruct")).content.decode()
    assert "请城市管理局研处。" in page
    assert "建议请城市管理局牵头" in page
    assert leader.post(address(matter, "instruct"), made.sent(matter, "instruct")).status_code == 422
    assert (
        leader.post("/documents/incoming/leader/phrases/", {"phrases": "按程序办。\n请{unit}速办。"}).status_code == 303
    )
    page = leader.get(address(matter, "instruct")).content.decode()
    assert "请城市管理局速办。" in page
    assert "阅。" not in page
    assert leader.post("/documents/incoming/leader/phrases/", {"phrases": "x" * 201}).status_code == 422
    assert Phrase.objects.count() == 2
    assert leader.post("/documents/incoming/leader/phrases/", {"phrases": ""}).status_code == 303
    assert not Phrase.objects.exists()


def test_a_secretary_acts_for_a_leader_only_when_the_role_is_lent(world: World) -> None:
    matter = made.submitted(world)
    secretary = client_of(world, "mishu")
    with clock.fixed(NOW):
        assert secretary.get(address(matter, "instruct")).status_code in {403, 404}
        Delegation.objects.create(
            giver=world.people["yangshizhang"], taker=world.people["mishu"], roles=["leader"], since=NOW - timedelta(days=1),
            until=NOW + timedelta(days=9),
        )  # fmt: skip
        person = world.people["mishu"]
        person.authority_stamp += 1
        person.save()
        assert str(matter.number) in secretary.get("/documents/incoming/leader/").content.decode()
        form = made.sent(matter, "instruct", phrase="同意拟办意见。")
        assert secretary.post(address(matter, "instruct"), form).status_code == 303
    assert "代 杨市长" in Incoming.objects.get(pk=matter.pk).leaders[0]["by"]


LISTS = [
    ("menlai", "", 13), ("menlai", "all/", 13), ("menlai", "all/?q=云水〔2026〕48号&type=request&light=green", 13),
    ("chengwen", "unit/", 13), ("yangshizhang", "leader/", 12), ("menlai", "circulation/", 13), ("menlai", "register/", 14),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path", "most"), LISTS)
def test_a_list_asks_as_many_questions_for_many_papers_as_for_one(
    world: World, who: str, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    head = made.reader_of(world, "chengju", "chengguan", "documents.head")
    for number in range(6):
        made.handled(world, original_number=f"云水〔2026〕{number}号", readers=(head,))
        made.submitted(world, original_number=f"云水〔2026〕{number + 50}号")
        made.registered(world, original_number=f"云水〔2026〕{number + 90}号")
    client = client_of(world, who)
    client.get(f"/documents/incoming/{path}")
    with django_assert_max_num_queries(most):
        assert client.get(f"/documents/incoming/{path}").status_code == 200


@pytest.mark.parametrize("who", ["menlai", "chengwen", "yangshizhang"])
def test_a_paper_asks_at_most_eighteen_questions(world: World, who: str, django_assert_max_num_queries: Any) -> None:
    matter = made.reported(world, readers=(made.reader_of(world, "chengju", "chengguan", "documents.head"),))
    client = client_of(world, who)
    client.get(address(matter))
    with django_assert_max_num_queries(18):
        assert client.get(address(matter)).status_code == 200


def test_the_lists_filter_and_export_and_the_export_is_in_the_ledger(world: World) -> None:
    made.handled(world)
    made.registered(
        world, original_number="云体函〔2026〕7号", organ="云州市体育局", title="关于长跑的函", type="letter"
    )
    client = client_of(world, "menlai")

    def shown(query: str) -> int:
        return client.get(f"/documents/incoming/all/?{query}").content.decode().count('href="/documents/incoming/SW')

    with clock.fixed(NOW):
        assert shown("") == 2
        assert shown("type=letter") == 1
        assert shown("q=云水[2026]48号") == 1
        assert shown("organ=体育") == 1
        assert shown("state=handling&light=red") == 0
        assert shown(f"unit={world.unit('chengguan')}") == 1
        assert shown("since=2026-11-24") == 0
        assert client.get("/documents/incoming/all/?since=2026-11-24&until=2026-11-01").status_code == 422
        assert client.get("/documents/incoming/all/export.xlsx?type=letter").status_code == 200
        assert client.get("/documents/incoming/all/export.csv").status_code == 200
    assert Event.objects.filter(type="export").count() == 2


def test_the_handling_sheet_is_one_page(world: World) -> None:
    matter = made.concluded(world)
    perform("reopen", matter, actor=world.menlai, at=NOW, data={"reason": "补办" * 400})
    answer = client_of(world, "menlai").get(f"{address(matter)}sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type /Page ") <= 1
    assert client_of(world, "liwen").get(f"{address(matter)}sheet.pdf").status_code == 404


def test_urgent_papers_are_chased_by_the_clock_at_a_measured_pace(world: World) -> None:
    matter = made.handled(world, urgency="urgent")
    made.handled(world, original_number="云水〔2026〕51号")
    late = moment("2026-11-28 10:00")
    assert chase_urgent(at=NOW) == 0, "not due yet"
    assert chase_urgent(at=late) == 1
    assert chase_urgent(at=late + timedelta(hours=1)) == 0
    assert chase_urgent(at=late + timedelta(hours=25)) == 1
    assert Incoming.objects.get(pk=matter.pk).chases == 2
    assert Passage.objects.filter(step="chase").first().note


def test_people_are_told_of_what_is_theirs(world: World) -> None:
    def told() -> set[str]:
        drain()
        return set(Notice.objects.values_list("person__username", flat=True))

    matter = made.proposed(world)
    assert told() == {"fangzhuren"}, "the section's own desks live in their queue"
    perform("submit", matter, actor=world.fangzhuren, at=NOW, data=matter.passages.get(step="propose").data)
    assert told() == {"fangzhuren", "yangshizhang"}
    perform("chase", matter, actor=world.fangzhuren, at=NOW, note="请尽快")
    drain()
    assert Notice.objects.filter(person__username="yangshizhang").count() == 2


def test_a_paper_is_found_by_its_words_its_numbers_and_by_nobody_else(world: World) -> None:
    matter = made.handled(world)
    put(iterate())
    for query in ("上游来水偏少", "云水〔2026〕48号", str(matter.number)):
        assert search(query, world.menlai).found, query
        assert search(query, world.chengwen).found, query
        assert search(query, world.yangshizhang).found, query
        assert not search(query, world.nigao).found, query


def test_an_answer_links_to_its_outgoing_paper_only_if_there_is_one(world: World) -> None:
    matter = made.reported(world)
    client = client_of(world, "menlai")
    page = client.post(
        address(matter, "conclude"), made.sent(matter, "conclude", text="同意。", outgoing="FW2026-1")
    ).content.decode()
    assert "没有编号为 FW2026-1 的发文" in page
    assert not Link.objects.exists()
    assert client.post(address(matter, "conclude"), made.sent(matter, "conclude", text="同意。")).status_code == 303
