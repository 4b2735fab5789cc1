"""The organisation's pages: who may open which, what a stranger sees, how many queries a list costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shuniu.kernel.audit.models import Event, Seal
from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.models import Delegation, Person, Post, RoleHolding
from shuniu.kernel.organisation.queries import ledger
from shuniu.kernel.organisation.record import record
from shuniu.kernel.web import clock
from tests import world as worlds

pytestmark = pytest.mark.django_db

SYSTEM_ADMIN, SECURITY, AUDITOR, STAFF, NOBODY = "zhuxi", "qinan", "youshen", "liwen", ""
WHO = (SYSTEM_ADMIN, SECURITY, AUDITOR, STAFF, NOBODY)

# page: the codes for the system, security and audit administrators, other staff, and nobody
GET: dict[str, tuple[int, int, int, int, int]] = {
    "account/": (200, 200, 200, 200, 302),
    "account/delegate/": (200, 200, 200, 200, 302),
    "delegations/": (404, 200, 404, 404, 302),
    "units/": (200, 200, 200, 404, 302),
    "units/add/": (200, 404, 404, 404, 302),
    "units/{unit}/": (200, 200, 200, 404, 302),
    "units/{unit}/rename/": (200, 404, 404, 404, 302),
    "units/{unit}/change/": (200, 404, 404, 404, 302),
    "units/{unit}/merge/": (200, 404, 404, 404, 302),
    "units/{unit}/close/": (200, 404, 404, 404, 302),
    "people/": (200, 200, 200, 404, 302),
    "people/add/": (200, 404, 404, 404, 302),
    "people/{person}/": (200, 200, 200, 404, 302),
    "people/{person}/change/": (200, 404, 404, 404, 302),
    "people/{person}/posts/": (200, 404, 404, 404, 302),
    "roles/": (200, 200, 200, 404, 302),
    "roles/grant/": (404, 200, 404, 404, 302),
    "exchange/": (200, 200, 200, 404, 302),
    "exchange/units.xlsx": (200, 200, 200, 404, 302),
    "exchange/people.csv": (200, 200, 200, 404, 302),
    "exchange/secrets.csv": (404, 404, 404, 404, 302),
    "exchange/999/": (404, 404, 404, 404, 302),
    "ledger/": (404, 404, 200, 404, 302),
    "ledger/export.xlsx": (404, 404, 200, 404, 302),
    "ledger/export.csv": (404, 404, 200, 404, 302),
}
POST: dict[str, tuple[int, int, int, int, int]] = {
    "people/{person}/posts/{post}/end": (303, 404, 404, 404, 401),
    "people/{person}/deactivate": (303, 404, 404, 404, 401),
    "people/{person}/reactivate": (303, 404, 404, 404, 401),
    "people/{person}/password": (303, 404, 404, 404, 401),
    "people/{person}/unlock": (404, 303, 404, 404, 401),
    "people/{person}/second-factor": (404, 303, 404, 404, 401),
    "people/{person}/sign-out": (404, 303, 404, 404, 401),
    "roles/{holding}/end": (404, 303, 404, 404, 401),
    "delegations/{delegation}/revoke": (404, 303, 404, 404, 401),
    "exchange/999/apply": (404, 404, 404, 404, 401),
    "ledger/verify": (404, 404, 200, 404, 401),
    "account/sign-ins/999/end": (404, 404, 404, 404, 401),
    "account/sign-out-everywhere": (303, 303, 303, 303, 401),
    # What only GET may ask for refuses to be sent to.
    "units/": (405, 405, 405, 404, 401),
    "ledger/": (404, 404, 405, 404, 401),
}


@pytest.fixture
def world(settings: Any) -> worlds.World:
    settings.DEMO = True  # These pages are asked as administrators; second factors have their own tests.
    return worlds.build()


@pytest.fixture
def places(world: worlds.World) -> dict[str, int]:
    chuban = world.people["chuban"]
    delegation = Delegation.objects.create(
        giver=chuban, taker=world.people["weiju"], roles=["hotline.handler"], since="2026-11-01", until="2026-12-01"
    )
    return {
        "unit": world.unit("shuiwu"),
        "person": chuban.pk,
        "post": Post.objects.get(person=chuban).pk,
        "holding": RoleHolding.objects.get(person=chuban).pk,
        "delegation": delegation.pk,
    }


def as_(world: worlds.World, username: str) -> Client:
    client = Client(raise_request_exception=True)
    if username:
        client.force_login(world.people[username])
    return client


@pytest.mark.parametrize("path", GET)
def test_who_may_open_which_page(world: worlds.World, places: dict[str, int], path: str) -> None:
    url = f"/organisation/{path.format(**places)}"
    with clock.fixed(worlds.NOW):
        assert tuple(as_(world, who).get(url).status_code for who in WHO) == GET[path]


@pytest.mark.parametrize("path", POST)
def test_who_may_send_what(world: worlds.World, places: dict[str, int], path: str) -> None:
    url = f"/organisation/{path.format(**places)}"
    with clock.fixed(worlds.NOW):
        codes = tuple(as_(world, who).post(url, {"reason": "调离"}).status_code for who in reversed(WHO))
    assert codes[::-1] == POST[path]


@pytest.mark.parametrize("path", ["units/", "people/", "roles/", "ledger/", "account/", "delegations/"])
def test_a_list_costs_the_same_for_few_and_for_many(
    world: worlds.World, path: str, django_assert_max_num_queries: Any
) -> None:
    who = as_(world, {"ledger/": AUDITOR}.get(path, SECURITY))
    for number in range(60):
        operations.add_person(
            username=f"clerk{number}", name="职员", unit_id=world.unit("shuiwu"), title="科员", actor=SYSTEM,
            on=worlds.NOW.date(), at=worlds.NOW,
        )  # fmt: skip
    with clock.fixed(worlds.NOW), django_assert_max_num_queries(12):
        assert who.get(f"/organisation/{path}").status_code == 200


def test_an_administrator_of_one_bureau_sees_only_that_bureau(world: worlds.World) -> None:
    add = {"actor": SYSTEM, "on": worlds.NOW.date(), "at": worlds.NOW}
    local = world.people["hanwai"]
    operations.grant_role(person_id=local.pk, role="system_admin", unit_id=world.unit("tiyu"), **add)
    client = as_(world, "hanwai")
    page = client.get("/organisation/people/").content.decode()
    assert "韩外" in page
    assert "褚办" not in page
    assert client.get(f"/organisation/people/{world.people['chuban'].pk}/").status_code == 404
    assert client.get(f"/organisation/units/{world.unit('shuiwu')}/rename/").status_code == 404
    assert "确认导入" not in client.get("/organisation/exchange/").content.decode()


def test_adding_a_person_shows_a_first_password_once(world: worlds.World) -> None:
    client = as_(world, SYSTEM_ADMIN)
    sent = {
        "username": "sunxin", "name": "孙新", "unit_id": world.unit("shuiwu"), "title": "科员", "phone": "",
        "email": "", "on": "2026-11-23",
    }  # fmt: skip
    response = client.post("/organisation/people/add/", sent, follow=True)
    assert "初始密码（只显示这一次" in response.content.decode()
    person = Person.objects.get(username="sunxin")
    assert person.must_change_password
    assert person.pinyin == "sunxin sx"
    assert "初始密码（只显示这一次" not in client.get(f"/organisation/people/{person.pk}/").content.decode()


def test_a_wrong_form_says_so_beside_the_field_and_keeps_what_was_typed(world: worlds.World) -> None:
    sent = {"parent_id": world.unit("city"), "code": "大写 不行", "name": "新局", "kind": "department", "on": "昨天"}
    response = as_(world, SYSTEM_ADMIN).post("/organisation/units/add/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "代码由 2 至 60 个小写字母" in page
    assert "大写 不行" in page


def test_the_refusal_of_an_operation_is_told_on_the_form(world: worlds.World) -> None:
    sent = {"parent_id": world.unit("city"), "code": "shuiwu", "name": "又一个水务局", "kind": "department",
            "position": 0, "on": "2026-11-23"}  # fmt: skip
    response = as_(world, SYSTEM_ADMIN).post("/organisation/units/add/", sent)
    assert response.status_code == 422
    assert "已被使用" in response.content.decode()


def test_people_are_found_by_name_pinyin_and_initials(world: worlds.World) -> None:
    Person.objects.filter(pk=world.people["chuban"].pk).update(pinyin="chuban cb")
    client = as_(world, SECURITY)
    for words in ("褚办", "chuban", "cb"):
        page = client.get("/organisation/people/", {"q": words}).content.decode()
        assert "褚办" in page
        assert "卫局" not in page


def test_the_ledger_tells_filters_and_verifies(world: worlds.World) -> None:
    with clock.fixed(worlds.NOW):
        operations.grant_role(
            person_id=world.people["liwen"].pk, role="leader", unit_id=world.unit("city"), actor=world.qinan,
            on=worlds.NOW.date(), at=worlds.NOW,
        )  # fmt: skip
    client = as_(world, AUDITOR)
    page = client.get("/organisation/ledger/", {"type": "permission.grant", "person_id": "qinan"}).content.decode()
    assert "授予 李文 在云州市人民政府的角色：市领导" in page
    assert "没有符合条件的记录" in client.get("/organisation/ledger/", {"person_id": "liwen"}).content.decode()
    assert "台账完整" in client.post("/organisation/ledger/verify").content.decode()


def test_the_ledger_of_a_day_is_the_same_with_seals_and_without(
    world: worlds.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [worlds.moment(f"2026-11-{day} {hour}") for day in (19, 20, 21) for hour in ("00:00", "12:00", "23:59")]
    expected = []
    for number, moment in enumerate(days):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        body = {"what": str(number), "rows": 1}
        record("export", at=moment, actor=world.liwen, body=body)
        expected.append(number)
    monkeypatch.undo()

    def found(since: int, until: int) -> list[int]:
        window = {"since": date(2026, 11, since), "until": date(2026, 11, until)}
        rows = ledger.events(type="export", person_id=None, on=worlds.NOW.date(), **window)
        return sorted(int(row.particulars["what"]) for row in rows)

    unsealed = found(20, 20), found(19, 21), found(21, 21)
    assert unsealed == ([3, 4, 5], expected, [6, 7, 8])
    for day, last in ((20, 3), (21, 6), (22, 9)):
        ids = list(Event.objects.order_by("id").values_list("pk", flat=True))
        Seal.objects.create(
            day=date(2026, 11, day), first_id=1, last_id=ids[last - 1], events=last, root="", prev=str(day), hash="",
            sealed_at=worlds.NOW,
        )  # fmt: skip
    assert (found(20, 20), found(19, 21), found(21, 21)) == unsealed


def test_what_is_taken_out_of_the_ledger_is_an_event(world: worlds.World) -> None:
    client = as_(world, AUDITOR)
    assert client.get("/organisation/ledger/export.csv").status_code == 200
    assert "尤审（系统管理员）" not in client.get("/organisation/ledger/").content.decode()
    assert "导出台账" in client.get("/organisation/ledger/", {"type": "export"}).content.decode()


def test_every_address_is_in_the_tables_above() -> None:
    names = {"account", "delegate", "units", "people", "roles", "exchange", "ledger", "delegations"}
    for name in names:
        assert reverse(f"organisation:{name}").removeprefix("/organisation/") in GET
