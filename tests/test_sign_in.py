"""Signing in: right and wrong passwords, lock-out over processes, idle log-out, forced changes, second factors."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shuniu.kernel.audit.models import Event
from shuniu.kernel.organisation import lockout, operations, passwords, sessions
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.models import Person, SignIn, SignInFailures, Unit
from shuniu.kernel.organisation.roles import AUDIT_ADMIN, SECURITY_ADMIN
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.web import clock

PASSWORD = "Yunzhou-2026-ok"
NOW = timezone.make_aware(datetime(2026, 11, 23, 9, 0))
LOGIN = "/accounts/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Dozens of sign-ins: the slow hash of a real installation is not what is asked here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def city() -> Unit:
    cache.clear()  # allauth counts changes of a password there, by the ids that every test uses again.
    forget()
    return Unit.objects.create(code="city", name="云州市", kind=Unit.Kind.GENERAL_OFFICE)


@pytest.fixture
def li(city: Unit) -> Person:
    return add("liwen", "李文", city)


def add(username: str, name: str, unit: Unit) -> Person:
    person = operations.add_person(
        username=username,
        name=name,
        unit_id=unit.pk,
        title="科员",
        phone="13900001234",
        actor=SYSTEM,
        on=NOW.date(),
        at=NOW,
    )
    passwords.set_password(person, PASSWORD, at=NOW)
    return person


def try_with(client: Client, password: str, username: str = "liwen", **more: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get(reverse("organisation:account")).status_code == 200


def events(type: str) -> int:
    return Event.objects.filter(type=type).count()


def test_a_right_password_opens_the_desk_and_is_recorded(client: Client, li: Person) -> None:
    response = try_with(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert events("account.sign_in") == 1
    assert SignIn.objects.get().person == li


def test_after_sign_in_one_comes_to_where_one_wanted_to_go_but_never_elsewhere(client: Client, li: Person) -> None:
    assert try_with(client, PASSWORD, next="/organisation/account/")["Location"] == "/organisation/account/"
    client.post("/accounts/logout/")
    assert try_with(client, PASSWORD, next="https://example.org/")["Location"] == "/desk/"


def test_a_wrong_password_says_how_many_tries_are_left_and_nothing_about_the_account(
    client: Client, li: Person
) -> None:
    for username in ("liwen", "nobody"):
        response = try_with(client, "wrong", username)
        assert response.status_code == 200
        assert "还可以再试 4 次" in response.content.decode()
    assert events("account.sign_in_failed") == 2
    assert not Event.objects.filter(body__contains="nobody").exists()


def test_the_fifth_failure_locks_and_even_the_right_password_waits(client: Client, li: Person) -> None:
    with clock.fixed(NOW):
        for _n in range(5):
            last = try_with(client, "wrong")
        assert "锁定 15 分钟" in last.content.decode()
        assert "请于 09:15 之后再试" in try_with(client, PASSWORD).content.decode()
    assert events("account.locked") == 1
    with clock.fixed(NOW + timedelta(minutes=15, seconds=1)):
        assert try_with(client, PASSWORD).status_code == 302


def test_the_count_is_in_the_database_and_counts_before_the_password_is_checked(li: Person) -> None:
    key = lockout.account_key("LiWen ")
    assert key == lockout.account_key("liwen")
    lefts = [lockout.count_try(key, limit=3, at=NOW).left for _n in range(3)]
    assert lefts == [2, 1, 0]
    assert lockout.count_try(key, limit=3, at=NOW).locked_until == NOW + timedelta(minutes=15)
    assert "liwen" not in SignInFailures.objects.get().key


def test_old_failures_are_forgotten_with_the_window(li: Person) -> None:
    key = lockout.account_key("liwen")
    lockout.count_try(key, limit=3, at=NOW)
    assert lockout.count_try(key, limit=3, at=NOW + timedelta(minutes=16)).left == 2


def test_an_address_that_guesses_many_names_is_locked_and_a_success_does_not_clear_it(
    client: Client, li: Person, settings: Any
) -> None:
    settings.SIGN_IN_ADDRESS_TRIES = 4
    with clock.fixed(NOW):
        for name in ("a", "b", "c"):
            try_with(client, "wrong", name)
        assert try_with(client, PASSWORD).status_code == 302
        client.post("/accounts/logout/")
        try_with(client, "wrong", "d")
        assert "之后再试" in try_with(client, PASSWORD).content.decode()


def test_the_security_administrator_unlocks(client: Client, li: Person) -> None:
    for _n in range(5):
        try_with(client, "wrong")
    assert lockout.locked_until("liwen", at=timezone.now())
    operations.unlock(person_id=li.pk, actor=SYSTEM, at=NOW)
    assert try_with(client, PASSWORD).status_code == 302


def test_nobody_signs_up_and_no_password_is_reset_by_mail(client: Client) -> None:
    for path in ("signup/", "password/reset/", "email/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_a_closed_account_cannot_sign_in(client: Client, li: Person) -> None:
    Person.objects.filter(pk=li.pk).update(is_active=False)
    try_with(client, PASSWORD)
    assert not signed_in(client)


def test_who_does_nothing_is_signed_out_and_told_so(client: Client, li: Person) -> None:
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
    with clock.fixed(NOW + timedelta(minutes=29)):
        assert signed_in(client)
    with clock.fixed(NOW + timedelta(minutes=58)):
        assert signed_in(client), "29 minutes after the last page"
    with clock.fixed(NOW + timedelta(minutes=89)):
        response = client.get(reverse("organisation:account"))
        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/organisation/account/"
        assert "30 分钟没有操作" in client.get(LOGIN).content.decode()
    assert events("account.expired") == 1
    assert SignIn.objects.get().ended_at is not None


def test_an_expired_session_in_the_middle_of_a_form_gives_the_words_back(client: Client, li: Person) -> None:
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
    with clock.fixed(NOW + timedelta(hours=1)):
        response = client.post(
            reverse("organisation:delegate"), {"reason": "出差学习一周"}, headers={"Origin": "http://testserver"}
        )
    assert response.status_code == 401
    assert "出差学习一周" in response.content.decode()


def test_the_session_is_not_written_on_every_request(
    client: Client, li: Person, django_assert_max_num_queries: Any
) -> None:
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
        client.get(reverse("organisation:account"))
    with clock.fixed(NOW + timedelta(seconds=30)), django_assert_max_num_queries(9) as captured:
        client.get(reverse("organisation:account"))
    assert not [one["sql"] for one in captured if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_sessions_are_listed_and_ended_one_by_one_or_all(li: Person) -> None:
    here, there = Client(), Client(headers={"User-Agent": "Tablet"})
    try_with(here, PASSWORD)
    try_with(there, PASSWORD)
    assert "Tablet" in here.get(reverse("organisation:account")).content.decode()
    other = SignIn.objects.get(device="Tablet")
    here.post(reverse("organisation:end_sign_in", args=[other.pk]))
    assert not signed_in(there)
    assert signed_in(here)
    try_with(there, PASSWORD)
    here.post(reverse("organisation:sign_out_everywhere"))
    assert not signed_in(here)
    assert not signed_in(there)
    assert events("account.ended_everywhere") == 1


def test_nobody_ends_somebody_elses_session(city: Unit, li: Person) -> None:
    zhao, client = add("zhaowai", "赵外", city), Client()
    try_with(client, PASSWORD)
    try_with(stranger := Client(), PASSWORD, zhao.username)
    mine = SignIn.objects.get(person=li)
    assert stranger.post(reverse("organisation:end_sign_in", args=[mine.pk])).status_code == 404
    assert signed_in(client)


def test_a_first_password_opens_nothing_but_its_own_change(client: Client, li: Person) -> None:
    given = operations.reset_password(person_id=li.pk, actor=SYSTEM, at=NOW)
    assert passwords.kinds_in(given) == 4
    with clock.fixed(NOW):
        try_with(client, given)
        assert client.get("/desk/")["Location"] == "/accounts/password/change/"
        part = client.get("/desk/", headers={"HX-Request": "true"})
        assert part["HX-Redirect"] == "/accounts/password/change/"
        change = {"oldpassword": given, "password1": "Brand-New-77x", "password2": "Brand-New-77x"}
        assert client.post("/accounts/password/change/", change)["Location"] == reverse("organisation:account")
        assert signed_in(client)
    assert events("account.password_changed") == 2


def test_a_password_of_ninety_one_days_must_be_changed_and_one_of_ninety_not(client: Client, li: Person) -> None:
    assert not passwords.must_change(li, at=NOW + timedelta(days=90))
    assert passwords.must_change(li, at=NOW + timedelta(days=90, seconds=1))


def test_the_demo_asks_nobody_to_change_an_old_password(li: Person, settings: Any) -> None:
    settings.DEMO = True
    assert not passwords.must_change(li, at=NOW + timedelta(days=900))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1", "10"),
        ("onlysmallletters", "至少 3 种"),
        ("password123", "至少 3 种"),
        ("13900001234-Aa", "相似"),
        (PASSWORD, "最近 5 次"),
    ],
)
def test_poor_passwords_are_refused_with_the_reason(client: Client, li: Person, password: str, why: str) -> None:
    client.force_login(li)
    change = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post("/accounts/password/change/", change)
    assert response.status_code == 200
    assert why in response.content.decode()


def test_only_the_last_few_passwords_are_remembered(li: Person, settings: Any) -> None:
    settings.PASSWORD_HISTORY = 2
    for number in range(4):
        passwords.set_password(li, f"Number-{number}-pass", at=NOW + timedelta(minutes=number))
    assert li.former_passwords.count() == 2


SECRET = "JBSWY3DPEHPK3PXP"


def with_totp(person: Person) -> str:
    TOTP.activate(person, SECRET)
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_the_secret_of_the_second_factor_is_not_in_the_database_as_it_is(li: Person) -> None:
    with_totp(li)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_an_administrator_without_second_factor_is_sent_to_set_one_up(client: Client, city: Unit, li: Person) -> None:
    operations.grant_role(person_id=li.pk, role=AUDIT_ADMIN.key, unit_id=city.pk, actor=SYSTEM, on=NOW.date(), at=NOW)
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
        assert client.get("/desk/")["Location"] == "/accounts/2fa/"
        with_totp(Person.objects.get(pk=li.pk))
        assert client.get("/desk/").status_code == 200


def test_in_the_demo_the_second_factor_is_waived(client: Client, city: Unit, li: Person, settings: Any) -> None:
    operations.grant_role(
        person_id=li.pk, role=SECURITY_ADMIN.key, unit_id=city.pk, actor=SYSTEM, on=NOW.date(), at=NOW
    )
    settings.DEMO = True
    try_with(client, PASSWORD)
    assert client.get("/desk/").status_code == 200


def test_the_code_is_asked_after_the_password_and_wrong_ones_lock(client: Client, li: Person) -> None:
    code = with_totp(li)
    assert try_with(client, PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
    assert not signed_in(client)
    wrong = "000000" if code != "000000" else "111111"
    for _n in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert "之后再试" in client.post("/accounts/2fa/authenticate/", {"code": code}).content.decode()
    operations.unlock(person_id=li.pk, actor=SYSTEM, at=NOW)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert signed_in(client)
    assert '"ways":["password","totp"]' in Event.objects.get(type="account.sign_in").body


def test_setting_up_and_losing_the_second_factor_are_events(
    client: Client, li: Person, django_capture_on_commit_callbacks: Any
) -> None:
    try_with(client, PASSWORD)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "身份验证器" in page
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user_id=li.pk, type="totp").exists()
    operations.reset_second_factor(person_id=li.pk, actor=SYSTEM, at=NOW)
    assert not Authenticator.objects.filter(user_id=li.pk).exists()
    assert events("account.second_factor") == 2
    assert not signed_in(client)


def test_signing_out_is_recorded(client: Client, li: Person) -> None:
    try_with(client, PASSWORD)
    client.post("/accounts/logout/")
    assert not signed_in(client)
    assert events("account.sign_out") == 1


def test_the_demo_page_offers_one_person_per_role_and_signs_in_by_post(
    client: Client, city: Unit, li: Person, settings: Any
) -> None:
    operations.grant_role(person_id=li.pk, role="leader", unit_id=city.pk, actor=SYSTEM, on=NOW.date(), at=NOW)
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert "市领导" in page
    assert "李文" in page
    assert client.get("/accounts/demo/").status_code == 405
    assert client.post("/accounts/demo/", {"username": "liwen"})["Location"] == "/desk/"
    assert signed_in(client)


def test_outside_the_demo_there_is_no_such_door(client: Client, li: Person) -> None:
    assert client.post("/accounts/demo/", {"username": "liwen"}).status_code == 404
    assert "demo-accounts" not in client.get(LOGIN).content.decode()


def test_a_poll_does_not_keep_a_session_alive(client: Client, li: Person) -> None:
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
    with clock.fixed(NOW + timedelta(minutes=20)):
        client.get(reverse("notifications:bell"))
    with clock.fixed(NOW + timedelta(minutes=31)):
        assert not signed_in(client)
    assert timedelta(minutes=1) == sessions.TOUCH


def test_when_the_session_has_ended_the_bell_says_so_and_leaves_the_page_alone(client: Client, li: Person) -> None:
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
    with clock.fixed(NOW + timedelta(minutes=31)):
        response = client.get(reverse("notifications:bell"), {"shown": "0"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "登录已失效" in response.content.decode()
    assert "HX-Retarget" not in response


def test_what_is_old_is_forgotten(client: Client, li: Person) -> None:
    lockout.count_try(lockout.account_key("invented"), limit=5, at=NOW)
    lockout.count_try(lockout.account_key("locked"), limit=1, at=NOW)
    lockout.count_try(lockout.account_key("today"), limit=5, at=NOW + timedelta(minutes=10))
    assert SignInFailures.objects.count() == 3
    lockout.count_try(lockout.account_key("later"), limit=5, at=NOW + lockout.KEPT + timedelta(minutes=5))
    assert SignInFailures.objects.count() == 2
    with clock.fixed(NOW):
        try_with(client, PASSWORD)
    with clock.fixed(NOW + sessions.KEPT + timedelta(days=1)):
        try_with(Client(), PASSWORD)
    assert SignIn.objects.get(person=li).started_at == NOW + sessions.KEPT + timedelta(days=1)
