"""开放接口客户端: the head alone, a key that is shown once, what is recorded, and that a stopped program is stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.web import clock, idempotency
from shuniu.public.hotline.models import ApiClient
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def asked(**more: Any) -> dict[str, Any]:
    return {"once": idempotency.new_token("hotline.client"), "name": "城管随手拍", "contact": "王工 0000-6000000",
            "per_minute": "30", **more}  # fmt: skip


def key_in(text: str) -> str:
    found = re.search(r'class="api-key[^>]*>([^<]+)<', text)
    return found[1] if found else ""


def test_the_page_is_the_heads_and_nobody_elses(world: World) -> None:
    client = ApiClient.objects.create(name="甲", key_hash="x", created_at=NOW)
    for path in ("clients/", f"clients/{client.pk}/"):
        assert made.client_of(world, "fengzhuren").get(f"/hotline/{path}").status_code == 200
        for who in ("liwen", "wanglan", "qianzhi", "zhengdu", "chenlian", "yangshizhang", "zhuxi"):
            other = made.client_of(world, who)
            assert other.get(f"/hotline/{path}").status_code == 404
            assert other.post(f"/hotline/{path}", asked()).status_code == 404
        assert Client().get(f"/hotline/{path}").status_code == 302
    assert made.client_of(world, "fengzhuren").get("/hotline/clients/999/").status_code == 404
    assert ApiClient.objects.count() == 1


def test_a_key_is_shown_once_and_kept_as_a_fingerprint(world: World) -> None:
    head = made.client_of(world, "fengzhuren")
    sent = asked()
    key = key_in(head.post("/hotline/clients/", sent).content.decode())
    assert len(key) == 32
    kept = ApiClient.objects.get()
    assert (kept.key_hash, kept.per_minute, kept.name) == (fingerprint(key), 30, "城管随手拍")
    assert key_in(head.post("/hotline/clients/", sent).content.decode()) == key, "a double click admits one"
    assert ApiClient.objects.count() == 1
    page = head.get("/hotline/clients/")
    assert key not in page.content.decode()
    assert "城管随手拍" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    event = Event.objects.filter(type="hotline.client_admitted").get()
    assert event.particulars["name"] == "城管随手拍"
    assert key not in event.body


def test_a_stopped_program_files_nothing(world: World) -> None:
    head = made.client_of(world, "fengzhuren")
    key = key_in(head.post("/hotline/clients/", asked()).content.decode())
    code = made.subject().code
    report = {"api_key": key, "service_code": code, "description": "湖滨路路灯不亮了", "address_string": "湖滨路12号"}
    assert Client().post("/open311/v2/requests.json", report).status_code == 201
    client = ApiClient.objects.get()
    assert "1" in head.get("/hotline/clients/").content.decode()
    assert head.post(f"/hotline/clients/{client.pk}/", {"per_minute": "5"}).status_code == 303
    client.refresh_from_db()
    assert (client.active, client.per_minute) == (False, 5)
    assert Client().post("/open311/v2/requests.json", report).status_code == 403
    change = Event.objects.filter(type="hotline.client_changed").get().particulars["change"]
    assert "停用" in change
    assert "30" in change
    head.post(f"/hotline/clients/{client.pk}/", {"per_minute": "5"})
    assert Event.objects.filter(type="hotline.client_changed").count() == 1, "what changes nothing is not recorded"


@pytest.mark.parametrize(
    "bad",
    [{"name": ""}, {"contact": ""}, {"per_minute": "0"}, {"per_minute": "99999"}, {"name": "长" * 81}, {"once": "x"}],
)
def test_a_bad_admission_makes_no_key(world: World, bad: dict[str, str]) -> None:
    answer = made.client_of(world, "fengzhuren").post("/hotline/clients/", asked(**bad))
    assert answer.status_code == 422
    assert key_in(answer.content.decode()) == ""
    assert not ApiClient.objects.exists()


def test_names_are_escaped(world: World) -> None:
    head = made.client_of(world, "fengzhuren")
    text = head.post("/hotline/clients/", asked(name="<b>甲</b>", contact="<script>1</script>")).content.decode()
    assert "<b>甲" not in text
    assert "<script>1" not in text
