"""Who may open which page of the hotline: role × address × code, and what strangers learn (nothing)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.web import clock
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.urls.requests import STEPS
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def verb(step: str) -> str:
    return step.strip("_").replace("_", "-")


LISTS = {
    "": "liwen wanglan zhoushen wufang zhengdu fengzhuren qianzhi chenlian chuban weiju hanwai yangshizhang",
    "mine/": "chenlian chuban weiju hanwai wanglan",
    "all/": "liwen wanglan zhoushen wufang zhengdu fengzhuren chenlian chuban hanwai yangshizhang",
    "calls/": "wufang",
    "watch/": "zhengdu fengzhuren",
    "sample/": "zhengdu fengzhuren",
    "leader/": "yangshizhang",
}
REFUSED = {
    "": "zhuxi qinan youshen",
    "mine/": "zhuxi",
    "all/": "qinan youshen",
    "all/export.xlsx": "zhuxi",
    "calls/": "chenlian wanglan yangshizhang",
    "watch/": "chenlian wanglan wufang",
    "sample/": "chenlian wanglan yangshizhang",
    "leader/": "chenlian fengzhuren",
}


@pytest.mark.parametrize("path", LISTS)
def test_lists_open_for_their_desks(world: World, path: str) -> None:
    made.closed(world)
    codes = {who: made.client_of(world, who).get(f"/hotline/{path}").status_code for who in LISTS[path].split()}
    assert set(codes.values()) == {200}, codes


@pytest.mark.parametrize("path", REFUSED)
def test_lists_are_not_there_for_others(world: World, path: str) -> None:
    codes = {who: made.client_of(world, who).get(f"/hotline/{path}").status_code for who in REFUSED[path].split()}
    assert set(codes.values()) == {404}, codes


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    matter = made.dispatched(world)
    for path in ("", "all/", f"{matter.number}/", f"{matter.number}/receive/"):
        answer = Client().get(f"/hotline/{path}")
        assert answer.status_code == 302, path
        assert "login" in answer["Location"]


def test_a_stranger_gets_404_on_every_address_of_a_request(world: World) -> None:
    matter = made.dispatched(world)
    paths = ["", "reveal/", "gather/", "reply/check/", *(f"{verb(step)}/" for step in STEPS)]
    for who in ("hanwai", "jiangshui"):
        client = made.client_of(world, who)
        codes = {path: client.post(f"/hotline/{matter.number}/{path}", {}).status_code for path in paths if path}
        codes["page"] = client.get(f"/hotline/{matter.number}/").status_code
        assert set(codes.values()) == {404}, (who, codes)
    assert made.client_of(world, "hanwai").get("/hotline/2026112399999/").status_code == 404


MAY = {
    "registered": {"dispatch": "liwen wanglan", "answer_at_once": "liwen wanglan", "reclassify": "liwen wanglan", "split": "liwen wanglan"},
    "dispatched": {"receive": "chenlian chuban weiju", "return_": "chenlian weiju", "chase": "wanglan zhengdu fengzhuren"},
    "handling": {"reply": "chenlian chuban weiju", "appoint": "chenlian weiju", "oversee": "zhengdu fengzhuren", "instruct": "yangshizhang"},
    "replied": {"approve": "zhoushen", "send_back": "zhoushen"},
    "calling_back": {"record_callback": "wufang", "redo": "wufang zhengdu", "exclude": "fengzhuren"},
    "closed": {"recheck": "zhengdu", "publish": "zhoushen fengzhuren", "appeal": "liwen"},
}  # fmt: skip
BUILT = {
    "registered": made.reported, "dispatched": made.dispatched, "handling": made.handled, "replied": made.replied,
    "calling_back": made.answered, "closed": made.closed,
}  # fmt: skip
EVERYBODY = [
    "liwen",
    "wanglan",
    "zhoushen",
    "wufang",
    "zhengdu",
    "fengzhuren",
    "chenlian",
    "chuban",
    "weiju",
    "yangshizhang",
]


@pytest.mark.parametrize("state", MAY)
def test_a_step_opens_for_those_who_may_take_it_and_for_nobody_else(world: World, state: str) -> None:
    matter = BUILT[state](world)
    assert Matter.objects.get(pk=matter.pk).state == state
    unit_sees = state != "registered"
    for step, allowed in MAY[state].items():
        for who in EVERYBODY:
            code = made.client_of(world, who).get(f"/hotline/{matter.number}/{verb(step)}/").status_code
            hidden = who in {"chenlian", "chuban", "weiju"} and not unit_sees
            expected = 200 if who in allowed.split() else 404 if hidden else 403
            assert code == expected, (step, who, code)


def test_a_step_whose_moment_has_passed_says_where_the_request_stands(world: World) -> None:
    answer = made.client_of(world, "wanglan").get(f"/hotline/{made.dispatched(world).number}/dispatch/")
    assert answer.status_code == 409
    assert "待签收" in answer.content.decode()


def test_who_has_called_back_cannot_recheck(world: World) -> None:
    world.people["wufang"].holdings.create(role="hotline.supervisor", unit=world.units["hotline_centre"])
    answer = made.client_of(world, "wufang").get(f"/hotline/{made.closed(world).number}/recheck/")
    assert answer.status_code == 409


# --- Personal data -------------------------------------------------------------------------------------------------


def test_the_phone_is_masked_and_its_view_recorded(world: World) -> None:
    matter = made.handled(world)
    client = made.client_of(world, "chuban")
    page = client.get(f"/hotline/{matter.number}/").content.decode()
    assert "13900001234" not in page
    assert "张建国" not in page
    assert "*******1234" in page
    shown = client.post(f"/hotline/{matter.number}/reveal/", headers={"HX-Request": "true"}).content.decode()
    assert "13900001234" in shown
    event = Event.objects.get(type="personal_data.viewed")
    assert event.subject == matter.pk
    assert "13900001234" not in event.body


@pytest.mark.parametrize("who", ["yangshizhang", "qianzhi"])
def test_those_who_need_no_number_do_not_get_it(world: World, who: str) -> None:
    matter = made.handled(world)
    assert made.client_of(world, who).post(f"/hotline/{matter.number}/reveal/").status_code == 403
    assert not Event.objects.filter(type="personal_data.viewed").exists()


def test_a_sealed_identity_opens_only_for_who_gave_the_reason(world: World) -> None:
    matter = made.handled(world, type="report", text="有人偷倒垃圾，请查处。")
    for who in ("chuban", "wanglan", "zhengdu"):
        client = made.client_of(world, who)
        assert "*******1234" not in client.get(f"/hotline/{matter.number}/").content.decode()
        assert client.post(f"/hotline/{matter.number}/reveal/").status_code == 403
    client = made.client_of(world, "zhengdu")
    done = client.post(f"/hotline/{matter.number}/open-identity/",
                       made.sent(matter, "open_identity", reason="督办需要核实举报人是否受到打击报复"))  # fmt: skip
    assert done.status_code == 303
    assert "13900001234" in client.post(f"/hotline/{matter.number}/reveal/").content.decode()
    assert made.client_of(world, "fengzhuren").post(f"/hotline/{matter.number}/reveal/").status_code == 403


def test_an_assisting_unit_sees_the_request_but_not_the_person(world: World) -> None:
    matter = made.reported(world)
    act("dispatch", matter, actor=world.wanglan, at=NOW,
        data={"unit": world.unit("chengguan"), "assisting": [world.unit("shuiwu")]})  # fmt: skip
    client = made.client_of(world, "jiangshui")
    assert client.get(f"/hotline/{matter.number}/").status_code == 200
    assert client.post(f"/hotline/{matter.number}/reveal/").status_code == 403
    assert client.get(f"/hotline/{matter.number}/assist/").status_code == 200


def test_the_call_sheet_hides_sealed_reporters(world: World) -> None:
    made.answered(world, type="report", text="举报食品作坊。")
    page = made.client_of(world, "wufang").get("/hotline/calls/").content.decode()
    assert "身份保密" in page
    assert "1234" not in page.replace("12345", "")


def test_a_file_opens_for_those_who_see_the_request_and_nobody_else(world: World) -> None:
    matter, other = made.handled(world), made.reported(world)
    upload = SimpleUploadedFile("现场说明.txt", "路灯杆编号 HB-012".encode())
    stored = receive(upload, at=NOW, limits=STAFF, kinds=frozenset({"txt"}), role="citizen")
    attach([stored.pk], matter_id=matter.pk)
    assert "现场说明.txt" in made.client_of(world, "chuban").get(f"/hotline/{matter.number}/").content.decode()
    path = f"{matter.number}/files/{stored.pk}/"
    assert b"HB-012" in b"".join(made.client_of(world, "chuban").get(f"/hotline/{path}").streaming_content)
    assert made.client_of(world, "hanwai").get(f"/hotline/{path}").status_code == 404
    assert made.client_of(world, "wanglan").get(f"/hotline/{other.number}/files/{stored.pk}/").status_code == 404
