"""What every page of the staff does is done once or in one piece, and says what Django's own says."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.middleware.csrf import (
    CSRF_ALLOWED_CHARS,
    _get_new_csrf_string,
    _unmask_cipher_token,  # type: ignore[attr-defined]  # the stubs leave it out
)
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from shuniu.kernel.casework.models import Clock, Matter, Passage, Task
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.signed_in import SessionStore
from shuniu.kernel.reading import rows_where, with_others
from shuniu.kernel.web import holes, idempotency, tokens
from shuniu.kernel.web.navigation import _nearest
from shuniu.public.hotline.models import Request
from tests import hotline_pages as made
from tests.world import World


def test_django_finds_its_secret_under_our_mask_and_every_mask_is_another() -> None:
    seen: Counter[str] = Counter()
    shown = set()
    for _ in range(500):
        secret = _get_new_csrf_string()
        token = tokens.masked(secret)
        assert _unmask_cipher_token(token) == secret
        assert tokens.masked(secret) != token
        seen.update(token[: len(secret)])
        shown.add(token)
    assert len(shown) == 500
    assert set(seen) == set(CSRF_ALLOWED_CHARS)
    assert max(seen.values()) < 2 * min(seen.values())  # 258 each are to be expected.


def test_a_browser_without_a_secret_is_given_one() -> None:
    request = RequestFactory().get("/")
    token = tokens.csrf_token(request)
    assert _unmask_cipher_token(token) == request.META["CSRF_COOKIE"]
    assert _unmask_cipher_token(tokens.csrf_token(request)) == request.META["CSRF_COOKIE"]
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]


def same(ours: Model, orms: Model) -> bool:
    own, other = ({**vars(one)} for one in (ours, orms))
    states = [one.pop("_state") for one in (own, other)]
    return own == other and [(one.adding, one.db, one.fields_cache) for one in states] == [(False, "default", {})] * 2


@pytest.mark.django_db
def test_rows_are_those_of_the_orm(world: World) -> None:
    matter = made.dispatched(world)
    for model in (Passage, Clock, Task):
        rows: list[Any] = rows_where(model, "matter_id", matter.pk, order="id")
        assert rows
        assert all(map(same, rows, model.objects.filter(matter_id=matter.pk).order_by("id")))
    further = Task.objects.get(matter=matter)
    further.pk, further.assisting, further._state.adding = None, True, True
    further.save()
    found = with_others(Matter, Request, Task, "matter_id", "number", matter.number or "")
    assert found is not None
    assert all(map(same, found[2], Task.objects.filter(matter_id=matter.pk).order_by("id")))
    assert len(found[2]) == 2
    assert same(found[0], Matter.objects.get(pk=matter.pk))
    assert same(found[1], Request.objects.get(pk=matter.pk))
    task = rows_where(Task, "matter_id", matter.pk)[0]
    assert task.matter.number == matter.number
    task.label = "另一个"
    task.save(update_fields=["label"])
    assert Task.objects.get(pk=task.pk).label == "另一个"


@pytest.mark.django_db
def test_a_statement_is_translated_as_django_does_it() -> None:
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 5 %% 3, %s, '%%s'", ["%s"])
            assert cursor.fetchall() == [(2, "%s", "%s")]


@pytest.mark.django_db
def test_a_session_says_what_its_present_row_says(world: World) -> None:
    client = Client()
    client.force_login(world.people["wanglan"])
    key = client.cookies["sessionid"].value
    first = SessionStore(key)
    first["note"] = {"a": [1]}
    first.save()
    read = SessionStore(key)
    read["note"]["a"].append(2)  # Changed in the hand, not saved: nobody else meets it.
    assert SessionStore(key)["note"] == {"a": [1]}
    first["note"] = "another"
    first.save()
    assert SessionStore(key)["note"] == "another"
    row = Session.objects.get(session_key=key)
    row.session_data = row.session_data[:-3] + "AAA"
    row.save()
    assert SessionStore(key).load() == {}
    assert client.get("/hotline/").status_code == 302


@pytest.mark.django_db
def test_who_may_sign_in_no_more_is_out_at_the_next_page(world: World) -> None:
    client = made.client_of(world, "wanglan")
    assert client.get("/hotline/").status_code == 200
    Person.objects.filter(username="wanglan").update(is_active=False)
    assert client.get("/hotline/").status_code == 302


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/hotline/", "/hotline/"),
        ("/hotline/20261123/", "/hotline/"),
        ("/hotline/all/", "/hotline/all/"),
        ("/hotlines/", "/"),
        ("/hotline", "/"),
        ("/", "/"),
        ("", ""),
    ],
)
def test_the_entry_that_holds_an_address(path: str, entry: str) -> None:
    assert _nearest(path, {"/", "/hotline/", "/hotline/all/"}) == entry
    assert _nearest(path, {"/elsewhere/"}) == ""


@pytest.mark.django_db
def test_a_moment_is_read_as_it_was_written_whatever_its_text(world: World) -> None:
    task = made.reported(world)
    for at in ("2026-11-24T10:00:00+08:00", "2026-11-24T10:00:00.5+08:00", "2026-11-24T10:00:00.000001+00:00"):
        moment = datetime.fromisoformat(at)
        Matter.objects.filter(pk=task.pk).update(due_at=moment)
        for _ in range(2):
            found = rows_where(Matter, "id", task.pk)[0]
            assert (found.due_at, found.due_at and found.due_at.utcoffset()) == (moment, timedelta())
            assert Matter.objects.get(pk=task.pk).due_at == moment


KEPT = (
    "{% load ui %}{% kept one %}<b>{{ one }}</b>{% sendform action='/a/' scope='trial.outer' %}"
    "{% kept two %}{{ two }}{% once_token 'trial.inner' %}{% csrf_token %}{% endkept %}{% endsendform %}{% endkept %}"
)
TOKEN = re.compile(r'name="(\w+)" value="([^"]+)"')


@pytest.mark.parametrize("one", ["plain", ["a", "b"], {"no": "key"}, [{"no": "key"}]])
def test_forms_in_what_is_kept_have_the_tokens_of_their_own_request(one: object) -> None:
    text = Template(KEPT)
    seen = []
    for token in ("first<", "second"):
        html = text.render(Context({"one": one, "two": 2, "csrf_token": token}))
        found = TOKEN.findall(html)
        assert [name for name, _value in found] == ["csrfmiddlewaretoken", "once", "once", "csrfmiddlewaretoken"]
        assert {value for name, value in found if name != "once"} == {token.replace("<", "&lt;")}
        assert [idempotency.key_of(found[at][1], scope) for at, scope in ((1, "trial.outer"), (2, "trial.inner"))]
        seen.append((TOKEN.sub("", html), {value for name, value in found if name == "once"}))
    assert seen[0][0] == seen[1][0]
    assert seen[0][1].isdisjoint(seen[1][1])


def test_what_is_kept_is_drawn_again_for_another_value_and_another_language() -> None:
    text = Template("{% load ui i18n %}{% kept one %}{% translate '查询' %} {{ one }} {{ other }}{% endkept %}")

    def draw(one: object, other: str) -> str:
        return text.render(Context({"one": one, "other": other}))

    assert draw("a", "1") == "查询 a 1"
    assert draw("a", "2") == "查询 a 1"  # Not named, so not looked at: what is inside may depend on named values only.
    assert draw("b", "2") == "查询 b 2"
    with translation.override("en"):
        assert draw("a", "3") == "Search a 3"
    assert draw("a", "4") == "查询 a 1"
    assert draw({"no": "key"}, "5").endswith("5")
    assert draw({"no": "key"}, "6").endswith("6")


def test_a_text_that_looks_like_a_hole_is_a_text() -> None:
    html = Template("{% load ui %}{% kept one %}{{ one }}{% endkept %}").render(
        Context({"one": "[0123456789abcdef csrf_token]"})
    )
    assert html == "[0123456789abcdef csrf_token]"


def test_a_long_part_is_laid_aside_and_stands_in_its_place() -> None:
    text = Template(
        "{% load ui %}<p>{% kept one %}{{ one }}{% kept one two %}({{ two }}){% csrf_token %}{% endkept %}{% endkept %}</p>"
        "{% panel title='x' %}{% kept two %}{{ two }}{% endkept %}{% endpanel %}[0 0]"
    )
    long, other = "长<" * 4000, "另" * 3000
    for token in ("first", "second"):
        context = {"one": long, "two": other, "csrf_token": token}
        plain = text.render(Context(context))
        assert holes.whole(lambda context=context: text.render(Context(context))).decode() == plain  # type: ignore[misc]  # at once
        assert plain.count("长&lt;") == 4000
        assert plain.count(other) == 2
        assert f'value="{token}"' in plain
