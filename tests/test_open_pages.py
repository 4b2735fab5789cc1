"""What everybody reads: the list, a publication and its versions, the feed, the map and the data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.search.index import put
from shuniu.kernel.web import clock
from shuniu.public.disclosure.operations.publications import perform
from shuniu.public.disclosure.queries import open_data
from shuniu.public.disclosure.search_open import entries
from tests import open_city as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-26 11:00")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def body(client: Client, path: str, status: int = 200, **more: Any) -> str:
    answer = client.get(path, **more)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def test_only_what_was_released_is_public(world: World, client: Client) -> None:
    waiting, public = made.reviewed(world, title="还没有发布的"), made.released(world)
    put(entries([waiting.pk]))
    for path in ("/open/", "/open/?q=照明", "/open/?q=还没有发布的", "/open/data/publications.json", "/open/feed.atom"):
        assert "还没有发布的" not in body(client, path).replace("“还没有发布的”", "").replace(
            'value="还没有发布的"', ""
        )
    for path in ("", "versions/1/", "versions/1/changes/", "files/1/"):
        body(client, f"/open/{waiting.number}/{path}", 404)
    page = body(client, f"/open/{public.number}/")
    for fact in (
        "2026-2001-000001",
        "规章和规范性文件",
        "云政办发〔2026〕31号",
        "2026年11月16日",
        "2026年11月25日",
        "有效",
    ):
        assert fact in page
    assert "<h2>一、总则</h2>" in page


def test_the_list_is_found_by_words_category_year_and_validity(world: World, client: Client) -> None:
    made.released(world)
    shown = {
        "": True, "?q=路灯": True, "?q=云政办发〔2026〕31号": True, "?q=地铁": False, "?category=20.1&year=2026": True,
        "?category=20.7": False, "?validity=ended": False, "?year=abc&category=zz": True,
    }  # fmt: skip
    for query, there in shown.items():
        assert (made.TITLE in body(client, f"/open/{query}")) is there, query
    assert "没有找到符合条件的信息" in body(client, "/open/?q=地铁")


def test_every_public_version_can_be_read_and_none_before_it(world: World, client: Client) -> None:
    matter = made.proposed(world, text="周先生电话13900001234")
    perform("return_", matter, actor=world.chengcha, at=made.MONDAY, data={"reason": "删去电话"})
    words = {"title": made.TITLE, "text": made.TEXT, "category": "20.1"}
    perform("resubmit", matter, actor=world.chengfang, at=made.MONDAY, data=words)
    perform("review", matter, actor=world.chengcha, at=made.MONDAY, data=made.CHECKED)
    perform("release", matter, actor=world.gongzhang, at=moment("2026-11-24 09:00"), data={"index_number": "1"})
    made.amended(world, matter, made.TEXT.replace("三日", "两日"))
    base = f"/open/{matter.number}/"
    assert "两日" in body(client, base)
    old = body(client, f"{base}versions/2/")
    assert "三日" in old
    assert "这是以前的版本" in old
    changes = body(client, f"{base}versions/3/changes/")
    assert ("<del>三</del>" in changes, "<ins>两</ins>" in changes) == (True, True)
    for hidden in ("versions/1/", "versions/4/", "versions/2/changes/"):
        body(client, base + hidden, 404)
    assert "13900001234" not in body(client, base)


def test_the_end_of_a_policy_is_told_before_its_words(world: World, client: Client) -> None:
    matter = made.released(world)
    data = {"reason": "由新办法废止", "repealed_on": "2026-12-01"}
    perform("repeal", matter, actor=world.gongzhang, at=NOW, data=data)
    page = body(client, f"/open/{matter.number}/")
    assert page.index("自2026年12月1日（周二）起废止") < page.index("总则")
    assert "由新办法废止" in page
    assert made.TITLE in body(client, "/open/?validity=ended")
    assert "已废止" in body(client, "/open/")


def test_policy_and_explanation_lead_to_each_other(world: World, client: Client) -> None:
    policy = made.released(world)
    why = made.released(world, index="2026-2001-000002", title="照明办法解读", explains=policy)
    assert f"/open/{why.number}/" in body(client, f"/open/{policy.number}/")
    assert f"/open/{policy.number}/" in body(client, f"/open/{why.number}/")
    staff = made.client_of(world, "chengcha")
    assert "照明办法解读" in body(staff, f"/disclosure/publications/{policy.number}/")


def test_a_file_is_public_as_long_as_its_paper_carries_it(world: World, client: Client) -> None:
    file = SimpleUploadedFile("表.txt", "道路名单".encode())
    matter = made.released(world, files=[file])
    link = re.search(r"/open/\w+/files/\d+/", body(client, f"/open/{matter.number}/"))
    assert link is not None
    answer: Any = client.get(link[0])
    assert b"".join(answer.streaming_content).decode() == "道路名单"
    dropped = {"title": made.TITLE, "text": "新", "reason": "撤下", "dropped": [int(link[0].split("/")[-2])]}
    perform("amend", matter, actor=world.gongzhang, at=NOW, data={**dropped, **made.CHECKED})
    body(client, link[0], 404)


def test_pages_cost_few_queries_and_answer_not_modified(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    matter = made.released(world)
    made.amended(world, matter, "新的")
    for path in (
        "/open/",
        "/open/?q=照明",
        f"/open/{matter.number}/",
        "/open/feed.atom",
        "/open/data/publications.csv",
    ):
        with django_assert_max_num_queries(12):
            answer = client.get(path)
        assert answer.status_code == 200
        if "q=" in path:
            continue
        with django_assert_max_num_queries(1):
            again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304, path
    before = client.get("/open/")
    assert "private" in before["Cache-Control"]
    made.amended(world, matter, "再新", at="2026-11-26 10:30")
    assert client.get("/open/", headers={"If-None-Match": before["ETag"]}).status_code == 200
    client.cookies["shuniu_display"] = "large"
    assert client.get("/open/")["ETag"] != before["ETag"], "nobody gets another reader's type size"


def test_the_feed_keeps_what_atom_asks_for(world: World, client: Client) -> None:
    matter = made.released(world, title="含有<尖括号>&符号的标题")
    made.released(world, index="2", title="第二份", category="20.7")
    feed = Xml.fromstring(body(client, "/open/feed.atom"))
    for name in ("id", "title", "updated", "author"):
        assert feed.find(ATOM + name) is not None, name
    rels = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert str(rels["self"]).endswith("/open/feed.atom")
    found = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in found]
    assert len(set(ids)) == len(ids) == 2
    for entry in found:
        assert (entry.findtext(f"{ATOM}id") or "").startswith("http")
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
    assert any("<尖括号>&" in (entry.findtext(f"{ATOM}title") or "") for entry in found)
    assert any(str(matter.number) in one for one in ids)
    assert len(Xml.fromstring(body(client, "/open/feed.atom?category=20.7")).findall(f"{ATOM}entry")) == 1
    body(client, "/open/feed.atom?category=zz", 404)


def test_robots_lead_to_the_map_and_the_map_to_every_page(world: World, client: Client) -> None:
    matter = made.released(world)
    told = body(client, "/robots.txt")
    index = re.search(r"^Sitemap: (\S+)$", told, re.M)
    assert index is not None
    assert "Disallow: /information/" in told
    maps = [one.text or "" for one in Xml.fromstring(body(client, _path(index[1]))).iter(f"{MAP}loc")]
    pages = Xml.fromstring(body(client, _path(maps[0])))
    assert [_path(one.text or "") for one in pages.iter(f"{MAP}loc")] == [f"/open/{matter.number}/"]
    assert next(pages.iter(f"{MAP}lastmod")).text == "2026-11-25T10:00:00+08:00"
    body(client, "/open/sitemap-1999.xml", 404)


def _path(url: str) -> str:
    assert url.startswith("http://testserver/")
    return url.removeprefix("http://testserver")


# --- Open data -----------------------------------------------------------------------------------------------------

TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def faults(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """What of a value is against a schema, for the words that our schema uses."""
    kinds = schema.get("type", list(TYPES))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(value, tuple(TYPES[kind] for kind in kinds)):
        return [f"{where}: {value!r} is no {kinds}"]
    return [*_of_value(value, schema, where), *_of_parts(value, schema, where)]


def _of_value(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        yield f"{where}: {value!r} is not allowed"
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
            yield f"{where}: {value!r} has another shape"
    elif isinstance(value, list) and len(value) > schema.get("maxItems", len(value)):
        yield f"{where}: too many"


def _of_parts(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{where}: no {name}" for name in schema.get("required", []) if name not in value)
        yield from (f"{where}: unknown {name}" for name in value if name not in known)
        for name in value.keys() & known.keys():
            yield from faults(value[name], known[name], f"{where}.{name}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from faults(one, schema["items"], f"{where}[{place}]")


def test_the_data_keeps_its_schema_and_its_pages_hold_all(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_data, "PAGE", 2)
    numbers = [made.released(world, index=f"2026-2001-00000{n}", title=f"=第{n}份").number for n in range(1, 6)]
    schema = json.loads(body(client, "/open/data/schema.json"))
    path, ids, pages = "/open/data/publications.json", [], 0
    while path:
        page = json.loads(body(client, path))
        assert faults(page, schema) == []
        ids += [item["id"] for item in page["items"]]
        path, pages = _path(page["next"]) if page["next"] else "", pages + 1
    assert sorted(ids) == sorted(str(number) for number in numbers)
    assert pages == 3
    assert faults({"items": [{}]}, schema), "the check itself can fail"


def test_the_table_says_the_same_and_is_no_formula(world: World, client: Client) -> None:
    made.released(world, title="=HYPERLINK(1)")
    answer = client.get("/open/data/publications.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    item = json.loads(body(client, "/open/data/publications.json"))["items"][0]
    assert set(rows[0]) == set(item)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_everything_is_there_without_a_single_publication(world: World, client: Client) -> None:
    assert "还没有公开的信息" in body(client, "/open/")
    for path in ("/open/feed.atom", "/open/sitemap.xml"):
        Xml.fromstring(body(client, path))
    assert json.loads(body(client, "/open/data/publications.json"))["items"] == []
    body(client, "/open/Z2026000001/", 404)
    body(client, "/open/%00/", 400)
