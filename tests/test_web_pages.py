"""Doors, refusals, what is kept of a lost form, and what a public page does not touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.http import require_http_methods

from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person, RoleHolding, Unit
from shuniu.kernel.organisation.roles import AUDIT_ADMIN
from shuniu.kernel.web import answers, clock, errors, navigation
from shuniu.kernel.web.doors import public, roles
from shuniu.kernel.web.request import Request, address_of
from shuniu.site import urls as front

pytestmark = pytest.mark.django_db
LONG = "夜里十二点以后仍在营业<script>alert(1)</script>\n油烟很大"


@public
def open_page(request: Request) -> HttpResponse:
    return answers.page(request, "web/errors/404.html")


def staff_page(request: Request) -> HttpResponse:
    return HttpResponse(f"{request.actor.label} {request.today}")


staff_page.__module__ = "shuniu.office.anywhere"


@roles("audit_admin")
def audit_page(request: Request) -> HttpResponse:
    return HttpResponse("台账")


@public
@require_http_methods(["GET", "POST"])
def citizens_form(request: Request) -> HttpResponse:
    return answers.go(request, "/wide-open/")


@public
def broken(request: Request) -> HttpResponse:
    raise {"403": PermissionDenied("这一步由分管领导办理。"), "413": RequestDataTooBig()}.get(
        request.GET["code"], RuntimeError("oops")
    )


urlpatterns = [
    *front.urlpatterns,
    path("wide-open/", open_page),
    path("staff/", staff_page),
    path("audit/", audit_page),
    path("form/", citizens_form),
    path("broken/", broken),
]
handler400, handler403 = front.handler400, front.handler403
handler404, handler500 = front.handler404, front.handler500


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def person() -> Person:
    made = Person.objects.create_user(
        "linxiao", "a long Passw0rd", name="林晓", password_changed_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert isinstance(made, Person)
    return made


def test_a_public_page_costs_no_query_and_touches_no_session(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/wide-open/")
    assert answer.status_code == 200
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert len(answer.content) < 20_000


def test_a_view_that_says_nothing_is_for_staff(client: Client, person: Person) -> None:
    answer = client.get("/staff/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/staff/%3Fa%3D1"
    client.force_login(person)
    with clock.fixed(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)):
        assert client.get("/staff/").content.decode() == "林晓 2026-11-23"


def test_a_role_that_one_does_not_hold_hides_the_page(client: Client, person: Person) -> None:
    client.force_login(person)
    assert client.get("/audit/").status_code == 404
    unit = Unit.objects.create(code="office", name="办公室", kind=Unit.Kind.GENERAL_OFFICE)
    RoleHolding.objects.create(person=person, role=AUDIT_ADMIN.key, unit=unit)
    Person.objects.filter(pk=person.pk).update(authority_stamp=1)
    with override_settings(DEMO=True):
        assert client.get("/audit/").content.decode() == "台账"


def test_what_was_typed_survives_an_expired_session(client: Client) -> None:
    answer = client.post(
        "/staff/", {"text": LONG, "password1": "hunter22", "once": "abc"}, headers={"origin": "http://testserver"}
    )
    text = answer.content.decode()
    assert answer.status_code == 401
    assert "登录已过期" in text
    assert "油烟很大" in text
    assert "<script>alert" not in text
    assert "hunter22" not in text
    assert 'name="once"' in text
    assert 'action="/staff/"' in text


def test_what_was_typed_survives_a_stale_token_and_can_be_sent_again() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/form/", {"text": LONG}, headers={"origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "重新提交" in text
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post("/form/", {"text": LONG, "csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})
    assert again.status_code == 303


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"referer": "https://evil.example/x"}, {}])
def test_a_foreign_sites_form_is_not_offered_for_sending(headers: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", {"text": "transfer"}, headers=headers)
    assert answer.status_code == 403
    assert "transfer" not in answer.content.decode()


def test_htmx_gets_the_whole_page_of_a_refusal(client: Client) -> None:
    answer = client.post("/staff/", {"text": "x"}, headers={"hx-request": "true", "origin": "http://testserver"})
    assert (answer.status_code, answer["HX-Retarget"]) == (401, "body")
    assert client.post("/form/", headers={"hx-request": "true"})["HX-Redirect"] == "/wide-open/"


@pytest.mark.parametrize(
    ("code", "words"), [("403", "这一步由分管领导办理。"), ("413", "太大"), ("500", "系统出了问题")]
)
def test_refusals_say_what_to_do(client: Client, code: str, words: str) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/", {"code": code})
    assert str(answer.status_code) == code
    assert words in answer.content.decode()
    assert "没有找到" in client.get("/nowhere/").content.decode()


def test_a_text_beyond_the_limit_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/form/", {"text": "长" * 1_100_000}, headers={"origin": "http://testserver"})
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


def test_display_wishes_are_kept_and_never_lead_elsewhere(client: Client) -> None:
    answer = client.get("/display/", {"size": "large", "language": "en", "next": "/open/?q=1"})
    assert answer["Location"] == "/open/?q=1"
    html = client.get("/wide-open/").content.decode()
    assert 'data-size="large"' in html
    assert 'lang="en"' in html
    client.get("/display/", {"size": "normal", "contrast": "high"})
    html = client.get("/wide-open/").content.decode()
    assert 'data-contrast="high"' in html
    assert "data-size" not in html
    for bad in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/display/"):
        assert client.get("/display/", {"next": bad})["Location"] == "/"


def test_the_navigation_shows_what_the_actor_may_open(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", [])
    navigation.register(
        navigation.Item("工作台", "desk", order=1),
        navigation.Item("台账", "health", roles=("audit_admin",)),
        navigation.Item("没有安装", "no-such-module:list"),
        navigation.Item("我要反映", "health", citizens=True),
    )
    request = RequestFactory().get("/")
    actor = actor_of(person, on=date(2026, 11, 23))
    sections = navigation.staff_sections(actor, "/desk/")
    assert [(link.item.label, link.current) for group in sections for link in group.links] == [("工作台", True)]
    assert [link.url for link in navigation.citizen_links(request.path)] == ["/healthz"]
    with pytest.raises(ValueError, match="section"):
        navigation.register(navigation.Item("x", "desk", section="nowhere"))


def test_a_long_navigation_is_folded_but_for_work_and_where_one_is(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "_items", [])
    monkeypatch.setattr(navigation, "_sections", dict(navigation._sections))
    navigation.register_section("papers", "公文", 20)
    navigation.register_section("calls", "热线", 10)
    actor = actor_of(person, on=date(2026, 11, 23))

    def shown(path: str) -> list[tuple[str, bool]]:
        return [(str(one.section.label), one.open) for one in navigation.staff_sections(actor, path)]

    desk, health = navigation.Item("桌面", "desk"), navigation.Item("健康", "health", section="papers")
    navigation.register(desk, health, navigation.Item("x", "health", section="calls", order=101))
    assert shown("/desk/") == [("工作", True), ("热线", True), ("公文", True)], "few entries need no folding"
    navigation.register(*(navigation.Item(f"x{n}", "worklist", section="calls") for n in range(navigation.FOLDED_FROM)))
    assert shown("/desk/") == [("工作", True), ("热线", False), ("公文", False)]
    assert shown("/worklist/")[1] == ("热线", True)


def test_the_address_is_the_last_hop_that_our_proxy_saw() -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")
    with override_settings(BEHIND_TLS=False):
        assert address_of(request) == "10.0.0.1"
    with override_settings(BEHIND_TLS=True):
        assert address_of(request) == "203.0.113.9"


def test_the_style_guide_is_not_for_the_public(client: Client) -> None:
    with override_settings(DEBUG=False, DEMO=False, TESTING=False):
        assert client.get("/styleguide/").status_code == 404


def test_pages_stand_without_built_assets(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuniu.kernel.web.templatetags.ui.built_url", lambda name: "")
    html = client.get("/styleguide/").content.decode()
    assert "<shuniu-chart" not in html
    assert "<svg viewBox" in html


def test_no_inline_style_or_script_anywhere(client: Client) -> None:
    for shell in ("staff", "public"):
        answer = client.get(f"/styleguide/?shell={shell}")
        html = answer.content.decode()
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<style" not in html
        assert all("src=" in tag or "application/json" in tag for tag in html.split("<script")[1:])
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_kept_form_is_not_larger_than_a_page_can_carry() -> None:
    request = RequestFactory().post(
        "/x/", {"a": "x" * 150_000, "b": "y" * 150_000}, headers={"origin": "http://testserver"}
    )
    assert [one.name for one in errors._kept(request)] == ["a"]
    assert settings.CSRF_FAILURE_VIEW == "shuniu.kernel.web.errors.csrf_failure"
