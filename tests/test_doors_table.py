"""Every address × every role × GET and POST, against the table of ``tests/doors.txt``.

A page that is not in the table fails the test: whoever adds an address decides here who may open it. Each request is
undone before the next one, so that all of them meet the same city. A POST fills in no field: a form says so (``!``), a
verb that asks for nothing is done (``>``), a stranger sees nothing at all (``-``). To see what the table would have to say, run
with SHUNIU_DOORS=write and read the difference line by line: each letter is a permission.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from pytest_django import DjangoDbBlocker

from shuniu.kernel.web import clock, errors
from shuniu.public.hotline.operations import reports
from tests.addresses import NOW, ROLES, City, addresses, city_at_work
from tests.standing import standing

TABLE = Path(__file__).with_name("doors.txt")
SIGNS = {200: ".", 302: ">", 303: ">", 400: "b", 401: "?", 403: "x", 404: "-", 405: "m", 409: "c", 422: "!"}
HEADING = """# Who may open what. Rows: method and address; columns: roles (tests/addresses.py says who each one is).
# .  opened (200)    !  refused with words on the form (422)    >  led on (to sign-in, or after a step that was taken)
# -  not there (404) x  not yours to do, and you may know (403) ?  sign in first (401)   c  not now (409)
# m  not with this method (405)   b  not understood (400)
"""
ALL = addresses()
COLUMNS = list(ROLES)
METHODS = ("GET", "POST")


def table() -> dict[str, dict[str, str]]:
    """``GET hotline:todo`` → role → sign."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#") and line.split()[0] in METHODS:
            method, name, *signs = line.split()
            found[f"{method} {name}"] = dict(zip(COLUMNS, signs, strict=True))
    return found


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], City]]:
    with standing(django_db_blocker, city_at_work) as copies:
        yield copies


@pytest.fixture
def city(built: Callable[[], City], db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    # Who may have the PDF is asked here; typesetting it takes a second each time and has tests of its own.
    monkeypatch.setattr(reports, "typeset", lambda *_arguments, **_options: io.BytesIO(b"%PDF-"))
    monkeypatch.setattr(errors, "render", drawn_once())
    logging.disable(logging.ERROR)  # A thousand refusals are expected here; a failure must not drown in them.
    with clock.fixed(NOW):
        yield built()
    logging.disable(logging.NOTSET)


def drawn_once() -> Callable[..., HttpResponse]:
    """Four answers of five are "not there": each role sees that page drawn once, and then only what it says in short."""
    drawn: dict[str, HttpResponse] = {}

    def draw(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
        if template not in drawn:
            drawn[template] = render(request, template, context, status=status)
        return HttpResponse(drawn[template].content, status=status)

    return draw


def ask(client: Client, method: str, path: str) -> str:
    """The sign of the answer, with everything that the request did undone."""
    cache.clear()
    kept = client.cookies.copy()
    with transaction.atomic():
        answer: Any = client.get(path) if method == "GET" else client.post(path, {"nothing": "filled in"})
        if answer.streaming:
            for _part in answer.streaming_content:
                pass
        transaction.set_rollback(True)
    client.cookies = kept
    return SIGNS.get(answer.status_code, str(answer.status_code))


def walked(city: City, role: str, methods: tuple[str, ...] = METHODS) -> dict[str, str]:
    client = city.client(role)
    return {f"{method} {one.name}": ask(client, method, one.path(city.places)) for one in ALL for method in methods}


def test_every_address_has_its_row_and_no_row_is_left_over() -> None:
    asked = {f"{method} {one.name}" for one in ALL for method in METHODS}
    assert asked - set(table()) == set(), "new addresses: decide in tests/doors.txt who may open them"
    assert set(table()) - asked == set(), "addresses that are gone"


@pytest.mark.parametrize(
    "method", [pytest.param("GET", marks=pytest.mark.one_engine), pytest.param("POST", marks=pytest.mark.sweep)]
)
@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_meets_the_answers_of_the_table(city: City, role: str, method: str) -> None:
    wanted = {address: signs[role] for address, signs in table().items()}
    met = walked(city, role, (method,))
    wrong = {one: f"{sign}, not {wanted.get(one)}" for one, sign in met.items() if sign != wanted.get(one)}
    assert wrong == {}


def test_nobody_meets_an_error_of_ours() -> None:
    known = set(SIGNS.values())
    assert [one for one, signs in table().items() if set(signs.values()) - known] == []


def test_a_stranger_to_a_request_never_learns_that_it_exists() -> None:
    """404, as for a number that was never given: for the other unit and for the administrators of the machine."""
    strangers = ("other", "system", "security", "audit")
    of_a_request = {one.name for one in ALL if one.route.startswith("/hotline/<number:")}
    seen = {
        (address, role)
        for address, signs in table().items()
        for role in strangers
        if address.split()[1] in of_a_request and signs[role] not in "-m"
    }
    assert seen == set()


@pytest.mark.skipif(os.environ.get("SHUNIU_DOORS") != "write", reason="writes the table anew, to be read by a person")
def test_write_the_table(city: City) -> None:
    met = {role: walked(city, role) for role in COLUMNS}
    wide = max(len(one.name) for one in ALL)
    lines = [" " * (wide + 6) + " ".join(f"{role[:4]:4}" for role in COLUMNS)]
    for one in ALL:
        for method in METHODS:
            signs = " ".join(f"{met[role][f'{method} {one.name}']:4}" for role in COLUMNS)
            lines.append(f"{method:4} {one.name:{wide}} {signs}".rstrip())
    TABLE.write_text(HEADING + "#" + lines[0][1:] + "\n" + "\n".join(lines[1:]) + "\n", encoding="utf-8")
