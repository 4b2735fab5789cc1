"""Who may open which address: walked over every address there is, so that a new page cannot be forgotten."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from shuniu.kernel.organisation.roles import role
from shuniu.kernel.web.doors import Door, door_of
from tests import world

Address = tuple[str, str, Any]  # a path that fits, the name of the view, the view


def addresses() -> Iterator[Address]:
    """Every address of our own views, with something that fits in the place of each parameter."""
    yield from walk(get_resolver().url_patterns, "/")


def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + fill(pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        elif door_of(pattern.callback) is not None:
            yield path, pattern.lookup_str, pattern.callback


def fill(pattern: URLPattern | URLResolver) -> str:
    """The route with something that fits in the place of each parameter. Our own addresses are plain routes."""
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        value = next(value for value in FITTING if re.fullmatch(converter.regex, value))
        route = re.sub(rf"<(?:\w+:)?{name}>", value, route)
    return route


FITTING = (
    "1", "x", "2026112300001", "G2026000001", "2026-11-23", "00000000-0000-0000-0000-000000000001", "FW2026000001",
    "FS20260000001", "SW2026-00001", "permanent", "HY2026-0001", "X2026000001", "DC2026-00001", "DT2026-0001", "HD202600001",
)  # fmt: skip
ALL = list(addresses())
STAFF = [(path, name, door_of(view)) for path, name, view in ALL if not door_of(view).public]  # type: ignore[union-attr]  # walk() drops None
GUARDED = [(path, name, door) for path, name, door in STAFF if door.roles]
EACH_KIND = list({door.roles: (path, door) for path, _name, door in GUARDED}.values())
"""One address for every set of roles: one lock serves all that name the same. doors.txt walks all of them."""


# Every address that asks for no account. A new one is a decision: it is added here, with its reason.
PUBLIC_MODULES = {
    "shuniu.public.portal.views",
    "shuniu.public.disclosure.views.citizens",  # number and query code are the key
    "shuniu.public.disclosure.views.open",  # what was released
    "shuniu.public.disclosure.views.open_data",  # the same, for machines
    "shuniu.office.meetings.views.feeds",  # a calendar program cannot sign in: the signed address is the key
    "shuniu.public.hotline.views.citizens",  # number and query code are the key
    "shuniu.public.hotline.views.open311",  # the standard's public interface; writing asks for its own key
    "shuniu.public.petitions.views.citizens",  # whoever petitions has no account
    "shuniu.public.petitions.views.following",  # number and query code are the key
    "shuniu.public.hotline.views.published",  # approved and without personal data
}
PUBLIC_VIEWS = {
    "shuniu.office.engagements.views.mine.calendar": "a calendar program cannot sign in: the secret address is the key",
    "shuniu.site.views.health": "the load balancer asks",
    "shuniu.kernel.web.views.display": "large type and contrast, before anybody signs in",
    "shuniu.kernel.web.views.styleguide": "invented samples only",
    "shuniu.kernel.organisation.views.account.demo_sign_in": "exists in the demonstration only",
    "shuniu.kernel.notifications.views.pages.bell": "says nothing to whoever is not signed in",
}


def test_no_door_is_open_by_accident() -> None:
    opened = {name for _, name, view in ALL if door_of(view).public}  # type: ignore[union-attr]  # walk() drops None
    unexpected = {name for name in opened if name.rpartition(".")[0] not in PUBLIC_MODULES}
    assert unexpected == set(PUBLIC_VIEWS)


@pytest.mark.django_db
def test_the_open_doors_of_the_inner_house_tell_strangers_nothing(client: Client) -> None:
    assert client.post("/accounts/demo/", {"username": "mayor"}).status_code == 404
    bell = client.get("/notices/bell").content.decode()
    assert "登录" in bell, "an expired session is told so"
    assert not re.search(r"\d", bell), "no number of unread notices"


def test_every_address_was_understood() -> None:
    assert ALL
    assert [path for path, _, _ in ALL if set(path) & set("<>()^$\\")] == []


@pytest.mark.one_engine
@pytest.mark.django_db
@pytest.mark.parametrize(("path", "name", "door"), STAFF, ids=[path for path, _, _ in STAFF])
def test_a_stranger_is_sent_to_sign_in(client: Client, path: str, name: str, door: Door) -> None:
    answer = client.get(path)
    assert answer.status_code == 302, name
    assert answer.headers["Location"].startswith("/accounts/login/?next=")
    assert client.post(path).status_code in {401, 403, 419}, name


def test_roles_that_doors_name_exist() -> None:
    """A door that names a misspelt role is shut for ever."""
    for key in set(itertools.chain.from_iterable(door.roles for _, _, door in GUARDED)):
        assert role(key).label


@pytest.mark.sweep
@pytest.mark.django_db
def test_a_role_opens_its_doors_and_no_others(client: Client) -> None:
    """Role × address: the wrong role meets 404, as if nothing were there; the right one is not sent away by the door."""
    city = world.build()
    for username, _, _, _, held in world.PEOPLE:
        mine = {role for role, _ in held}
        client.force_login(city.people[username])
        wrong = [
            path
            for path, door in EACH_KIND
            if not mine & set(door.roles) and client.get(path).status_code not in {404, 302}
        ]
        assert wrong == [], f"{username} may open what is not theirs"
