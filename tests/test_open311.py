"""The open interface as a third party's program uses it: GeoReport v2 in JSON and XML, with its errors."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.core.cache import cache
from django.test import Client

from shuniu.kernel.casework.models import Clock, Matter
from shuniu.public.hotline.models import ApiClient, Contact, Request, Subject
from shuniu.public.hotline.operations.clients import new_client
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries import subjects
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
KEY = "a-key-for-tests"
GOOD = {
    "api_key": KEY, "service_code": "lamp", "description": "南湖路路灯连续三天不亮。", "address_string": "南湖路12号",
    "first_name": "丽", "last_name": "王", "phone": "10012345678",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ready(world: World) -> None:
    cache.clear()
    subjects.forget()
    Subject.objects.create(code="lamp", name="路灯", group="城市管理", default_type="help", keywords="路灯 照明")
    new_client("随手拍", contact="", at=NOW, key=KEY)


def post(client: Client, data: dict[str, str], kind: str = "json", **headers: str) -> Any:
    return client.post(f"/open311/v2/requests.{kind}", data, headers=headers)


def test_services_and_definition_in_both_formats(client: Client) -> None:
    [service] = client.get("/open311/v2/services.json").json()
    assert (service["service_code"], service["metadata"], service["type"]) == ("lamp", True, "realtime")
    root = fromstring(client.get("/open311/v2/services.xml").content)
    assert [one.findtext("service_code") for one in root.iter("service")] == ["lamp"]
    definition = client.get("/open311/v2/services/lamp.json").json()
    assert definition["attributes"][0]["code"] == "type"
    root = fromstring(client.get("/open311/v2/services/lamp.xml").content)
    assert root.tag == "service_definition"
    assert root.find("attributes/attribute/values/value/key") is not None


def test_a_request_is_filed_and_read_back_by_its_client_alone(client: Client) -> None:
    answer = post(client, GOOD)
    assert answer.status_code == 201
    number = answer.json()[0]["service_request_id"]
    request = Request.objects.get()
    assert (request.matter.number, request.matter.source, request.type) == (number, "api", "help")
    assert Contact.objects.get().phone_tail == "5678"
    assert "10012345678" not in Contact.objects.get().phone
    assert client.get(f"/open311/v2/requests/{number}.json").status_code == 404
    [found] = client.get(f"/open311/v2/requests/{number}.json?api_key={KEY}").json()
    assert (found["status"], found["service_name"]) == ("open", "路灯")
    root = fromstring(client.get(f"/open311/v2/requests.xml?api_key={KEY}&status=open").content)
    assert root.findtext("request/service_request_id") == number
    assert client.get("/open311/v2/requests.json").json() == []


def test_xml_answers_a_post_too(client: Client) -> None:
    root = fromstring(post(client, GOOD, "xml").content)
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == Matter.objects.get().number


def test_the_same_request_sent_twice_is_one(client: Client) -> None:
    first, second = (post(client, GOOD, **{"Idempotency-Key": "x1"}).json()[0] for _ in range(2))
    assert first == second
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "nothing"}, 404, "nothing"),
        ({"description": ""}, 400, "description"),
        ({"description": "短"}, 400, "description"),
        ({"description": "长" * 20_000}, 400, "description"),
        ({"address_string": ""}, 400, "位置"),
        ({"lat": "31.2"}, 400, "long"),
        ({"lat": "abc", "long": "121"}, 400, "lat"),
        ({"lat": "95", "long": "121"}, 400, "lat"),
        ({"email": "not an address"}, 400, "email"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"attribute[type]": "nonsense"}, 400, "type"),
        ({"jurisdiction_id": "elsewhere.example"}, 404, "jurisdiction_id"),
        ({"description": "机密★5年\n关于某事的报告，请转有关部门。"}, 400, "国家秘密"),
    ],
)
def test_what_is_wrong_is_said_in_the_standards_form(
    client: Client, change: dict[str, str], status: int, said: str
) -> None:
    answer = post(client, {**GOOD, **change})
    assert answer.status_code == status
    [error] = [one for one in answer.json() if said in one["description"]][:1]
    assert error["code"] == status
    root = fromstring(post(client, {**GOOD, **change}, "xml").content)
    assert root.tag == "errors"
    assert root.findtext("error/code") == str(status)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("query", ["status=lost", "start_date=yesterday", "end_date=2026-13-40"])
def test_wrong_filters_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/open311/v2/requests.json?{query}").status_code == 400


def test_another_encoding_is_refused_in_words(client: Client) -> None:
    answer = client.generic(
        "POST", "/open311/v2/requests.json", "api_key=a&description=路灯".encode("gb18030"),
        content_type="application/x-www-form-urlencoded; charset=gb18030",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "UTF-8" in answer.json()[0]["description"]


def test_a_wrong_method_and_a_wrong_format(client: Client) -> None:
    assert client.delete("/open311/v2/requests.json").status_code == 405
    assert client.get("/open311/v2/services.yaml").status_code == 404


def test_a_client_has_a_rate(client: Client) -> None:
    ApiClient.objects.update(per_minute=1)
    assert client.get(f"/open311/v2/requests.json?api_key={KEY}").status_code == 200
    assert client.get(f"/open311/v2/requests.json?api_key={KEY}").status_code == 429


def test_the_ledger_and_the_rebuild_agree_with_what_came_in(client: Client) -> None:
    post(client, GOOD)
    assert Matter.objects.get().passages.get().data["digest"] == Request.objects.get().digest


def test_discovery(client: Client) -> None:
    found = client.get("/open311/discovery.json").json()
    assert found["endpoints"][0]["url"].endswith("/open311/v2")


def test_numbers_override_every_other_filter(client: Client) -> None:
    numbers = [post(client, {**GOOD, "description": text}).json()[0]["service_request_id"]
               for text in ("南湖路路灯不亮。", "北湖路路灯不亮。")]  # fmt: skip
    query = f"api_key={KEY}&service_request_id={','.join(numbers)}&status=closed&service_code=other"
    found = client.get(f"/open311/v2/requests.json?{query}").json()
    assert {one["service_request_id"] for one in found} == set(numbers)


def test_the_time_expected_is_the_citizens_not_a_desks(client: Client) -> None:
    number = post(client, GOOD).json()[0]["service_request_id"]
    [found] = client.get(f"/open311/v2/requests/{number}.json?api_key={KEY}").json()
    promised = Clock.objects.get(matter__number=number, name="answer_clock").legal_due
    assert datetime.fromisoformat(found["expected_datetime"]) == promised
    assert Matter.objects.get().due_at != promised, "the dispatcher's own clock ends first"


def test_outsiders_get_question_and_answer_but_neither_place_nor_picture(client: Client, world: World) -> None:
    sent = {**GOOD, "lat": "31.2", "long": "121.4", "media_url": "https://pictures.invalid/1.jpg"}
    number = post(client, sent).json()[0]["service_request_id"]
    matter = Matter.objects.get()
    act("answer_at_once", matter, actor=world.liwen, at=NOW, data={"text": "已报修，今晚修复。"})
    act("publish", matter, actor=world.zhoushen, at=NOW)
    [own] = client.get(f"/open311/v2/requests/{number}.json?api_key={KEY}").json()
    [seen] = client.get(f"/open311/v2/requests/{number}.json").json()
    assert (own["address"], own["lat"], own["media_url"]) == ("南湖路12号", 31.2, "https://pictures.invalid/1.jpg")
    assert (seen["address"], seen["lat"], seen["long"], seen["media_url"]) == ("", None, None, "")
    assert (seen["description"], seen["status_notes"]) == ("南湖路路灯连续三天不亮。", "已报修，今晚修复。")


def test_two_reports_that_differ_only_in_place_are_two(client: Client) -> None:
    for long in ("121.4", "121.5"):
        post(client, {**GOOD, "address_string": "", "lat": "31.2", "long": long})
    assert Matter.objects.count() == 2
