"""Bad input to every form there is: an answer in words, never an error of ours, and never anything half done.

The forms are found by walking every address as somebody who may open it; the fields, on the page that it shows. What
each request left behind is then judged as a whole: the passages make every stored projection, and the ledger verifies.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.web import clock
from shuniu.public.hotline.operations import reports
from tests import hotline_pages as made
from tests.addresses import NOW, ROLES, Address, City, addresses, city_at_work
from tests.standing import standing
from tests.test_doors_table import table

pytestmark = pytest.mark.django_db
SCRIPT = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> '; DROP TABLE casework_matter; -- {{ 7*7 }} %(x)s %s {0}"
)
VALUES = {
    "nothing": "", "blanks": " \t\r\n ", "absurd length": "长" * 12_000, "script and SQL": SCRIPT,
    "wrong type": "三百", "negative": "-1", "beyond every integer": "9" * 40, "other digits": "١٢٣", "²": "²", "not a number": "nan",
    "a day that never was": "2026-02-30", "controls": "灯\x00坏\x1b[31m了\ufffe", "written backwards": "\u202e路灯\u2066\ufeff",
    "a secret": "机密★10年 关于某工程",
}  # fmt: skip
RAW = {
    "not UTF-8": b"\xff\xfe\xfa\x80", "GBK": "路灯不亮".encode("gbk"), "NUL": b"a\x00b", "cut short": "灯".encode()[:2],
    "overlong": b"\xc0\xae\xc0\xae", "half a character": b"\xed\xa0\xbd",
}  # fmt: skip
QUERY = [
    "after", "before", "page", "sort", "order", "view", "light", "task", "status", "span", "day", "since", "until", "unit",
    "type", "measure", "subject", "place", "q", "phone", "number", "seed", "size", "back", "done", "issue", "sheet",
    "version", "kind", "lead", "weekday", "hour", "text", "dir", "next", "channel", "keep", "reason", "code",
]  # fmt: skip
METHODS = ("GET", "POST")
IN_ADDRESSES = ("script and SQL", "wrong type", "beyond every integer", "²", "a day that never was", "controls")
"""The kinds that are tried in a query string; no address carries a novel."""


class Fields(HTMLParser):
    """The names of everything that a page lets one fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"input", "textarea", "select", "button"} and given.get("name"):
            self.names[str(given["name"])] = str(given.get("value") or "")


def fields_of(page: str) -> dict[str, str]:
    parser = Fields()
    parser.feed(page)
    return {name: value for name, value in parser.names.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], City]]:
    with standing(django_db_blocker, city_at_work) as copies:
        yield copies


@pytest.fixture
def city(built: Callable[[], City], db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    monkeypatch.setattr(reports, "typeset", lambda *_arguments, **_options: io.BytesIO(b"%PDF-"))
    logging.disable(logging.ERROR)  # A thousand refusals are expected here; a failure must not drown in them.
    with clock.fixed(NOW):
        yield built()
    logging.disable(logging.NOTSET)


def theirs(role: str) -> list[tuple[Address, str]]:
    """Each address with the methods that this role may use, when no role further left may already."""
    known, order = table(), list(ROLES)
    found = []
    for one in addresses():
        for method in METHODS:
            signs = known.get(f"{method} {one.name}", {})
            who = next(
                (name for name in order if signs.get(name, "-") in ".!c>" and not _only_led(one, signs, name)), ""
            )
            if who == role and one.name not in {"account_logout", "organisation:sign_out_everywhere"}:
                found.append((one, method))
    return found


def _only_led(one: Address, signs: dict[str, str], who: str) -> bool:
    """A visitor who is led to the sign-in page has not come to the form."""
    return who in {"visitor", "citizen"} and signs[who] == ">"


def answered(answer: Any, address: str) -> str:
    assert answer.status_code < 500, (address, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = bytes(body).decode("utf-8", "replace")
    if "html" in answer.get("Content-Type", ""):
        assert "<script>alert(1)" not in page, address
        assert "<img src=x" not in page, address
    return page


def whole() -> None:
    """Nothing is half done: passages, projections and ledger agree."""
    assert list(differences()) == []
    outcome = verify()
    assert outcome.ok, outcome.problems[:3]


@pytest.mark.sweep
@pytest.mark.parametrize("role", list(ROLES))
def test_every_form_answers_bad_input_in_words(city: City, role: str) -> None:
    for one, method in theirs(role):
        path = one.path(city.places)
        client = city.client(role)
        shown = answered(client.get(path), path) if method == "POST" else ""
        names = fields_of(shown) or dict.fromkeys(("text", "reason", "once", "expected", "number", "code"), "")
        for kind, value in VALUES.items():
            if method == "GET" and kind not in IN_ADDRESSES:
                continue
            cache.clear()
            bad = {name: kept if name == "once" and kept else value for name, kept in names.items()}
            address = f"{role}: {method} {path} with {kind}"
            if method == "GET":
                answered(client.get(path, dict.fromkeys(QUERY, value)), address)
            else:
                answered(client.post(path, bad), address)
        for kind, octets in RAW.items():
            cache.clear()
            body = "&".join(f"{name}={quote_from_bytes(octets)}" for name in (names if method == "POST" else QUERY))
            address = f"{role}: {method} {path} with {kind}"
            if method == "GET":
                answered(client.get(f"{path}?{body}"), address)
                continue
            form = "application/x-www-form-urlencoded"
            answered(client.generic("POST", path, body.encode(), content_type=form), address)
            answered(client.generic("POST", path, octets, content_type="application/json"), address)
            answered(client.generic("POST", path, octets, content_type="multipart/form-data; boundary=x"), address)
    whole()


@pytest.mark.parametrize("octets", RAW.values(), ids=RAW)
def test_addresses_themselves_may_be_rubbish(city: City, octets: bytes) -> None:
    text = quote_from_bytes(octets)
    for role in ("visitor", "dispatcher", "system"):
        client = city.client(role)
        for path in ("/{}/", "/follow/{}/", "/answers/{}/", "/guides/{}/", "/hotline/{}/", "/hotline/knowledge/{}/",
                     "/open311/v2/requests/{}.json", "/open311/v2/services.{}", "/organisation/units/{}/",
                     "/accounts/login/?next={}", "/hotline/together/{}/"):  # fmt: skip
            answered(client.get(path.format(text)), path)
            answered(client.post(path.format(text), {"once": "x"}), path)


# --- The steps of a request: sent twice, sent late, sent with a number that nobody has seen --------------------------

STEPS = {
    "dispatch": (made.reported, "wanglan", {"unit": "城市管理局"}),
    "answer_at_once": (made.reported, "liwen", {"text": "路灯报修已转，今晚修好。"}),
    "receive": (made.dispatched, "chenlian", {}),
    "return_": (made.dispatched, "chenlian", {"right_unit": "水务局", "reason": "不属本单位职责"}),
    "contact": (made.handled, "chuban", {"result": "reached"}),
    "reply": (made.handled, "chuban", {"text": made.GOOD_REPLY, "result": "resolved"}),
    "ask_extension": (made.handled, "weiju", {"reason": "电缆要订做"}),
    "approve": (made.replied, "zhoushen", {}),
    "send_back": (made.replied, "zhoushen", {"reason": "写明时间"}),
    "record_callback": (made.answered, "wufang", {"reached": "yes", "resolved": "yes", "satisfaction": "4"}),
    "redo": (made.answered, "wufang", {"reason": "又不亮了", "resolved": "no", "satisfaction": "1"}),
    "recheck": (made.closed, "zhengdu", {"finding": "true"}),
    "chase": (made.dispatched, "zhengdu", {}),
    "oversee": (made.dispatched, "zhengdu", {"text": "今日办结"}),
    "instruct": (made.dispatched, "yangshizhang", {"phrase": "1"}),
    "withdraw": (made.reported, "liwen", {}),
}  # fmt: skip


def sent(city: City, who: str, matter: Matter, step: str, **data: Any) -> Any:
    client = made.client_of(city.world, who)
    address = f"/hotline/{matter.number}/{step.strip('_').replace('_', '-')}/"
    return client.post(address, {**made.sent(matter, step), **data})


@pytest.mark.parametrize("step", STEPS)
def test_a_step_sent_twice_with_one_token_is_taken_once(city: City, step: str) -> None:
    build, who, data = STEPS[step]
    matter = build(city.world)
    form = made.sent(matter, step, **data)
    before = Passage.objects.filter(matter=matter).count()
    codes = [sent(city, who, matter, step, **form).status_code for _ in range(2)]
    assert codes == [303, 303]
    assert Passage.objects.filter(matter=matter).count() == before + 1
    whole()


@pytest.mark.parametrize("seen", ["0", "999999999", "9" * 30, "-1", "٩", "", "1.5", "x"])
@pytest.mark.parametrize("step", ["dispatch", "reply", "approve"])
def test_a_step_on_what_nobody_has_seen_is_never_taken_blindly(city: City, step: str, seen: str) -> None:
    build, who, data = STEPS[step]
    matter = build(city.world)
    before = Passage.objects.filter(matter=matter).count()
    answer = sent(city, who, matter, step, **data, expected=seen)
    assert answer.status_code == 422, "a page that cannot say what it has seen is stale"
    assert Passage.objects.filter(matter=matter).count() == before
    whole()


def test_a_disguised_file_beside_a_good_text_stops_both(client: Client, city: City) -> None:
    """Nothing half done: neither the request without its file nor the file without its request."""
    before = Matter.objects.count()
    page = client.get("/report/").content.decode()
    upload = SimpleUploadedFile("灯.jpg", b"MZ\x90\x00" + b"\x00" * 500, content_type="image/jpeg")
    answer = client.post(
        "/report/", {**fields_of(page), "type": "help", "text": "路灯三天不亮了，请来修。", "photos": upload}
    )
    assert answer.status_code == 422
    assert "路灯三天不亮了" in answer.content.decode()
    assert Matter.objects.count() == before
    whole()


def test_a_thousand_fields_and_a_body_of_another_kind_are_refused(client: Client, city: City) -> None:
    many = urlencode([(f"field{number}", "x") for number in range(5_000)])
    form = "application/x-www-form-urlencoded"
    for path in ("/report/", "/follow/", "/open311/v2/requests.json"):
        for body, kind in ((many, form), ("{" * 20_000, "application/json"), ("<a>" * 20_000, "text/xml")):
            assert client.generic("POST", path, body, content_type=kind).status_code in {400, 403, 413, 415, 422, 200}
    whole()
