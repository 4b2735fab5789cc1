"""The office's pages of requests for information: who sees which, how many questions they ask, what a doubled form does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.following import matter_by_code
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.search.index import put
from shuniu.kernel.search.sources import search
from shuniu.kernel.web import clock, idempotency
from shuniu.public.disclosure.models import InformationRequest, Remedy
from shuniu.public.disclosure.operations.filing import Application, open_request
from shuniu.public.disclosure.operations.steps import perform
from shuniu.public.disclosure.search import iterate
from tests.information import ASKED, PERSON, address, client_of, did, drafted, filed, sent, signed
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-11 15:00")
REGISTER = "/disclosure/requests/register/"


def form(**more: Any) -> dict[str, Any]:
    """An application as the counter's form sends it."""
    return {
        "way": "in_person", "came_on": "2026-11-11", "kind": "person", "text": ASKED, "medium": "paper", **PERSON,
        "once": idempotency.new_token("disclosure.register"), **more,
    }  # fmt: skip


def test_strangers_see_nothing_and_a_unit_sees_what_it_was_asked(world: World) -> None:
    matter = filed(world)
    liaison = client_of(world, "chengfang")
    with clock.fixed(NOW):
        assert liaison.get(address(matter)).status_code == 404, "not asked yet"
        did(world, matter, "assign", "2026-11-03 10:00", unit=world.unit("shuiwu"))
        tails = ("", "provide/", "files/1/", "letters/2.pdf", "letters/2.docx", "reveal/", "sign/")
        for username in ("chengfang", "liwen", "hanwai", "chenlian", "mishu"):
            client = client_of(world, username)
            assert {client.get(address(matter, tail)).status_code for tail in tails} <= {404}, username
            assert client.post(address(matter, "reveal/")).status_code == 404, username
        did(world, matter, "recall_search", "2026-11-03 11:00", reason="选错了")
        did(world, matter, "assign", "2026-11-03 12:00", unit=world.unit("chengguan"))
        page = liaison.get(address(matter)).content.decode()
        assert "不对本岗位显示" in page, "a unit that searches learns no name"
        assert "letters/" not in page
        assert liaison.get(address(matter, "letters/2.pdf")).status_code == 404
        assert str(matter.number) in liaison.get("/disclosure/requests/all/").content.decode()


def test_a_unit_that_searches_sees_no_paper_of_the_applicants(world: World) -> None:
    asked = Application(text=ASKED, way="in_person", **PERSON)
    scan = SimpleUploadedFile("身份证复印件.txt", "张建国".encode())
    matter = open_request(asked, actor=world.gongban, at=moment("2026-11-02 09:30"), files=[scan]).matter
    did(world, matter, "assign", "2026-11-03 12:00", unit=world.unit("chengguan"))
    found = SimpleUploadedFile("监测台账.txt", "数据".encode())
    perform("provide", matter, actor=world.chengfang, at=moment("2026-11-04 10:00"),
            data={"result": "found", "text": "见附件"}, files=[found])  # fmt: skip
    own, theirs = Attachment.objects.order_by("pk")
    with clock.fixed(NOW):
        for username, seen in (("gongban", 200), ("chengfang", 404)):
            client = client_of(world, username)
            assert client.get(address(matter, f"files/{own.pk}/")).status_code == seen
            assert client.get(address(matter, f"files/{theirs.pk}/")).status_code == 200
            page = client.get(address(matter)).content.decode()
            assert ("身份证复印件" in page) == (seen == 200)
            assert "监测台账" in page


def test_the_counter_shows_what_the_same_person_has_asked_and_files_once(world: World) -> None:
    signed(world, filed(world), kind="given")
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        first = form()
        answer = client.post(REGISTER, first)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "内容相近 100%" in page
        assert "予以公开" in page
        assert ASKED in page, "what was typed stays"
        other = client.post(REGISTER, form(text="请公开城市绿化招标文件。", identity="110101198001011234"))
        assert other.status_code == 303, "another person, another matter: nothing to ask about"
        for _click in "12":
            assert client.post(REGISTER, {**first, "seen": "on"}).status_code == 303
        page = client.get(f"{REGISTER}done/").content.decode()
    assert "letters/2.pdf" in page, "the receipt is printed at the counter"
    assert InformationRequest.objects.count() == 3
    newest = Matter.objects.latest("pk")
    assert (newest.state, newest.source) == ("handling", "counter")
    assert str(newest.number) in page


def test_the_same_matter_five_ways_in_a_day_is_seen_at_once(world: World) -> None:
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        assert client.post(REGISTER, form()).status_code == 303
        for number, way in enumerate(("signed_mail", "mail", "online", "fax"), 1):
            page = client.post(REGISTER, form(way=way)).content.decode()
            assert page.count("当日") >= number, way
            assert client.post(REGISTER, form(way=way, seen="on")).status_code == 303
        page = client.get(address(Matter.objects.latest("pk"))).content.decode()
    assert page.count("内容相近 100%") == 4


def test_a_repeated_request_is_answered_with_the_number_of_the_first(world: World) -> None:
    first, again = signed(world, filed(world)), filed(world, moment("2026-11-11 10:00"))
    with clock.fixed(NOW):
        page = client_of(world, "gongban").get(address(again, "draft-reply/?kind=repeated")).content.decode()
    assert f"{first.number}，2026年11月11日。" in page


def test_the_counter_refuses_in_words_beside_the_field(world: World) -> None:
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        page = client.post(REGISTER, form(phone="", address="", email="")).content.decode()
        assert "至少填一项" in page
        assert "不能晚于今天" in client.post(REGISTER, form(came_on="2026-11-12")).content.decode()
        page = client.post(REGISTER, form(text="秘密★10年\n请公开")).content.decode()
        assert "机要" in page
        assert "页面打开太久" in client.post(REGISTER, form(once="x")).content.decode()
    assert not InformationRequest.objects.exists()


def test_the_day_of_receipt_is_proposed_and_explained(world: World) -> None:
    matter = filed(world, moment("2026-11-10 23:59"), way="online")
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        page = client.get(address(matter, "receive/")).content.decode()
        assert 'value="2026-11-11"' in page
        assert "以双方确认之日为收到申请之日" in page
        assert "23:59" in page
        early = sent(matter, "receive", received_on="2026-11-09", how="phone")
        assert "不能早于" in client.post(address(matter, "receive/"), early).content.decode()
        given = sent(matter, "receive", received_on="2026-11-11", how="phone")
        for _click in "12":
            assert client.post(address(matter, "receive/"), given).status_code == 303
    assert matter.passages.filter(step="receive").count() == 1


def test_a_reply_is_drafted_kind_first_and_seen_before_it_is_signed(world: World) -> None:
    matter = filed(world)
    clerk, head = client_of(world, "gongban"), client_of(world, "gongzhang")
    url = address(matter, "draft-reply/")
    with clock.fixed(NOW):
        page = clerk.get(url).content.decode()
        assert page.count("?kind=") == 2 * 14, "fourteen kinds, each with and without a script"
        assert "待核实" in page, "the kind that no regulation read here names"
        assert "请选择答复的种类" in clerk.post(url, sent(matter, "draft_reply")).content.decode()
        page = clerk.get(f"{url}?kind=withheld").content.decode()
        assert "第十六条第一款，可以不予公开" in page
        assert "应当先申请行政复议" in page
        assert "还没有征求第三方意见" in page
        given = {"kind": "withheld", "text": "不予公开。", "authority": "云州市人民政府"}
        answer = clerk.post(url, sent(matter, "draft_reply", **given, reason="内部事务"))
        assert answer.status_code == 422, "no ground"
        assert "内部事务" in answer.content.decode()
        whole = sent(matter, "draft_reply", **given, ground="internal", reason="内部事务")
        assert clerk.post(url, whole).status_code == 303
        assert clerk.get(address(matter, "sign/")).status_code == 403
        page = head.get(address(matter, "sign/")).content.decode()
        assert "letters/3.pdf" in page
        assert head.get(address(matter, "letters/3.png"))["Content-Type"] == "image/png"
        assert head.post(address(matter, "send-back/"), sent(matter, "send_back", reason="再核")).status_code == 303
        page = clerk.get(url).content.decode()
        assert "内部事务" in page, "a draft that came back is gone on with"


FORMS = {
    "gongban": ("find-clear", "ask-correction", "assign", "ask-third-party", "ask-organ", "ask-reasons", "withdraw"),
    "gongzhang": ("extend", "postpone", "charge"),
}
AFTERWARDS = {
    "gongban": ("deliver", "register-remedy", "conclude-remedy", "inform-third-party"), "gongzhang": ("reopen",),
}  # fmt: skip


def test_every_step_has_its_form_and_refuses_what_is_missing(world: World) -> None:
    handling, answered = filed(world), signed(world, filed(world))
    with clock.fixed(NOW):
        for matter, forms in ((handling, FORMS), (answered, AFTERWARDS)):
            for username, steps in forms.items():
                client = client_of(world, username)
                for step in steps:
                    assert client.get(address(matter, f"{step}/")).status_code == 200, step
                    empty = sent(matter, step.replace("-", "_"))
                    answer = client.post(address(matter, f"{step}/"), empty)
                    assert answer.status_code == (303 if step == "find-clear" else 422), step
        assert client.get(address(answered, "charge/")).status_code == 409
    assert set(Passage.objects.filter(matter=answered).values_list("step", flat=True)) == {
        "register", "receive", "draft_reply", "sign",
    }  # fmt: skip


def test_a_fee_is_shown_with_its_sums_before_it_is_asked_for(world: World) -> None:
    matter = filed(world)
    head = client_of(world, "gongzhang")
    with clock.fixed(NOW):
        page = head.post(
            address(matter, "charge/"), sent(matter, "charge", scale="by_page", count="120")
        ).content.decode()
        assert "应缴1100元" in page
        assert "第 31 至 100" in page
        agreed = sent(matter, "charge", scale="by_page", count="120", agreed="on")
        assert head.post(address(matter, "charge/"), agreed).status_code == 303
    assert matter.passages.get(step="charge").data["amount"] == 1100


def test_looking_at_a_person_leaves_an_event(world: World) -> None:
    matter = filed(world)
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        page = client.get(address(matter)).content.decode()
        assert PERSON["name"] not in page
        assert "张**" in page
        assert not Event.objects.filter(type="personal_data.viewed").exists()
        did(world, matter, "ask_third_party", "2026-11-03 10:00", subject="检查记录", third_party_name="清源水务公司",
            third_party_contact="开发区1号")  # fmt: skip
        page = client.post(address(matter, "reveal/")).content.decode()
        assert PERSON["name"] in page
        assert "清源水务公司 开发区1号" in page
        client.get(address(matter, "letters/2.docx"))
    assert Event.objects.filter(type="personal_data.viewed", subject=matter.pk).count() == 2


def test_an_applicant_without_a_number_is_found_by_identity_and_the_search_is_recorded(world: World) -> None:
    matter = filed(world)
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        assert (
            str(matter.number)
            in client.post("/disclosure/requests/lookup/", {"identity": " 110101 199001011234"}).content.decode()
        )
        assert (
            "没有申请"
            in client.post("/disclosure/requests/lookup/", {"identity": "110101199001010000"}).content.decode()
        )
        assert client.post("/disclosure/requests/lookup/", {"identity": "'; --"}).status_code == 422
    assert client_of(world, "gongzhang").get("/disclosure/requests/lookup/").status_code == 404
    events = Event.objects.filter(type="personal_data.viewed")
    assert events.count() == 2
    assert PERSON["identity"] not in repr(list(events.values()))


def test_a_lost_code_is_given_anew_and_the_old_one_ends(world: World) -> None:
    asked = Application(text=ASKED, way="in_person", **PERSON)
    made = open_request(asked, actor=world.gongban, at=moment("2026-11-02 09:30"))
    number = str(made.matter.number)
    client = client_of(world, "gongban")
    with clock.fixed(NOW):
        assert client_of(world, "gongzhang").post(address(made.matter, "code/")).status_code == 404
        assert client.post(address(made.matter, "code/")).status_code == 303
        page = client.get(f"{REGISTER}done/?again=1").content.decode()
    code = re.findall(r"[2-9A-Z]{8}(?=</dd>)", page)[-1]
    assert matter_by_code(number, made.code) is None
    assert matter_by_code(number, code) == made.matter
    assert Event.objects.filter(type="personal_data.viewed", subject=made.matter.pk).count() == 1


LISTS = [
    ("gongban", "requests/", 12), ("gongban", "requests/all/?light=green&way=in_person&reply=", 12), ("gongban", "remedies/", 11),
    ("chengfang", "requests/all/", 12), ("gongban", "annual/?year=2026", 14), ("gongban", "annual/behind/?year=2026&row=1&column=total", 13),
]  # fmt: skip


def test_pages_ask_as_many_questions_for_many_requests_as_for_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        matter = signed(world, filed(world, text=f"请公开第{number}号井的数据。"))
        did(world, matter, "register_remedy", "2026-11-20 10:00", path="reconsideration", authority="市政府",
            begun_on="2026-11-19")  # fmt: skip
        did(world, filed(world), "assign", "2026-11-03 10:00", unit=world.unit("chengguan"))
    clients = {name: client_of(world, name) for name in ("gongban", "chengfang")}
    with clock.fixed(NOW):
        for who, path, most in LISTS:
            clients[who].get(f"/disclosure/{path}")
            with django_assert_max_num_queries(most):
                assert clients[who].get(f"/disclosure/{path}").status_code == 200, path
        clients["gongban"].get(address(matter))
        with django_assert_max_num_queries(15):
            assert clients["gongban"].get(address(matter)).status_code == 200


def test_lists_filter_and_export_and_what_leaves_is_in_the_ledger(world: World) -> None:
    answered = signed(world, filed(world), kind="withheld", ground="internal", reason="内部")
    waiting = filed(world, way="fax", came_on=NOW.date(), at=NOW)
    did(
        world,
        answered,
        "register_remedy",
        "2026-11-20 10:00",
        path="lawsuit",
        authority="云州市人民法院",
        begun_on="2026-11-19",
    )
    client = client_of(world, "gongban")

    def shown(query: str) -> int:
        page = client.get(f"/disclosure/requests/all/?{query}").content.decode()
        return page.count('href="/disclosure/requests/G')

    with clock.fixed(NOW):
        counts = {"": 2, "reply=withheld": 1, "reply=given": 0, "way=fax": 1, "state=arrived": 1, "reopened=yes": 0,
                  f"q={waiting.number}": 1, "light=none": 0, "since=2026-11-11": 1, "kind=business": 0}  # fmt: skip
        assert {query: shown(query) for query in counts} == counts
        assert client.get("/disclosure/requests/all/?since=2026-11-11&until=2026-11-01").status_code == 422
        assert client.get("/disclosure/requests/all/export.csv").status_code == 200
        assert PERSON["name"] not in str(client.get("/disclosure/requests/all/export.csv").getvalue().decode())
        assert client.get("/disclosure/remedies/export.xlsx").status_code == 200
        assert "云州市人民法院" in client.get("/disclosure/remedies/?path=lawsuit").content.decode()
        assert "没有登记的" in client.get("/disclosure/remedies/?result=upheld").content.decode()
    assert Event.objects.filter(type="export").count() == 3
    assert Remedy.objects.get().matter_id == answered.pk


def test_people_are_told_of_what_is_theirs_and_find_only_what_they_may_see(world: World) -> None:
    matter = filed(world)
    did(world, matter, "assign", "2026-11-03 10:00", unit=world.unit("chengguan"))
    drain()
    did(world, matter, "provide", "2026-11-04 10:00", "chengfang", result="found", text="在监测站")
    drafted(world, matter)
    drain()
    assert set(Notice.objects.values_list("person__username", flat=True)) == {"chengfang", "gongzhang"}
    put(iterate())
    for username, seen in (("gongban", True), ("chengfang", True), ("liwen", False), ("hanwai", False)):
        assert bool(search("三号排水口", world.actor(username)).found) == seen, username
    assert not search(PERSON["name"], world.gongban).found, "an applicant is nobody's to find"
