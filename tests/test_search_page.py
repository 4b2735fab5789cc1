"""What a person may find, the page, the command, and marks that cannot be turned into script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.search import EVERYTHING, Display, Entry, Filter, initials, rebuild, register_source, search
from shuniu.kernel.search.highlight import highlight, snippet
from shuniu.kernel.web import clock
from shuniu.site.command import main
from tests import world as worlds

START = datetime(2026, 5, 1, tzinfo=UTC)
TEXTS = {
    1: ("路灯不亮", "东湖路的路灯<script>alert(1)</script>坏了，编号YR2026-000017", "u1", "s:open"),
    2: ("路灯太亮", "整夜照着卧室，路上的灯 不亮了。", "u2", "s:closed"),
    3: ("垃圾清运", "三天没有人来收垃圾。", "u1", "s:closed"),
}


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[str, ...]]:
    """Letters of which 陈联 may find those of unit 1, 冯主任 all, and nobody else any."""
    texts: dict[int, tuple[str, ...]] = dict(TEXTS)
    monkeypatch.setattr("shuniu.kernel.search.sources._sources", {})

    def iterate() -> Iterator[Entry]:
        for key, (title, text, *facets) in texts.items():
            yield Entry("letter", key, title, text, START + timedelta(days=key), tuple(facets))

    def load(keys: Sequence[int]) -> Mapping[int, Display]:
        found = {key: texts[key] for key in keys if key in texts}
        return {key: Display(f"L-{key}", one[0], one[1], f"/letters/{key}/", "办理中") for key, one in found.items()}

    def visible(actor: Actor) -> Any:
        return {"陈联": [["u1"]], "冯主任": EVERYTHING}.get(actor.name)

    states = Filter("state", "状态", {"s:open": "办理中", "s:closed": "已办结"})
    register_source("letter", iterate, load, visible, label="来信", filters=lambda: [states])
    return texts


def person(name: str) -> Actor:
    return Actor(kind="staff", name=name)


def found(query: str, who: str, **more: Any) -> list[int]:
    return [one.hit.key for one in search(query, person(who), **more).found]


@pytest.mark.django_db
class TestWhoFindsWhat:
    @pytest.fixture(autouse=True)
    def entered(self, source: dict[int, tuple[str, ...]]) -> None:
        assert rebuild() == {"letter": 3}

    def test_a_unit_finds_its_own_the_centre_all_a_stranger_nothing(self) -> None:
        assert found("路灯", "陈联") == [1]
        assert set(found("路灯", "冯主任")) == {1, 2}
        assert found("路灯", "韩外") == []
        assert found("", "韩外") == []
        assert search("路灯", SYSTEM).found == ()

    def test_a_filter_narrows_and_never_widens(self) -> None:
        assert found("", "陈联", any_of=[["s:closed"]]) == [3]
        assert found("路灯", "陈联", any_of=[["u2"]]) == []
        assert found("路灯", "陈联", kinds=["article"]) == []

    def test_quoted_words_must_stand_together(self) -> None:
        assert found("“路灯不亮”", "冯主任") == [1]

    def test_rebuild_renews_and_takes_out_what_is_gone(self, source: dict[int, tuple[str, ...]]) -> None:
        del source[1]
        source[3] = ("路灯", "也坏了", "u1", "s:open")
        assert rebuild() == {"letter": 2}
        assert found("路灯", "陈联") == [3]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def entered(self, source: dict[int, tuple[str, ...]]) -> Iterator[None]:
        self.world = worlds.build()
        rebuild()
        with clock.fixed(worlds.NOW):
            yield

    def open(self, who: str, **asked: str) -> Any:
        client = Client()
        client.force_login(self.world.people[who])
        return client.get(reverse("search"), asked)

    def test_hits_are_marked_and_nothing_runs(self) -> None:
        page = self.open("fengzhuren", q="路灯").content.decode()
        assert "<mark>路灯</mark>不亮" in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "2026年5月2日" in page

    def test_a_query_is_shown_as_typed_and_never_as_markup(self) -> None:
        page = self.open("fengzhuren", q='"><script>alert(2)</script>').content.decode()
        assert "<script>alert(2)" not in page

    def test_filters(self) -> None:
        page = self.open("fengzhuren", state="s:closed").content.decode()
        assert "垃圾清运" in page
        assert "路灯不亮" not in page
        assert self.open("fengzhuren", q="路灯", since="2026-06-01", until="2026-05-01").status_code == 422
        assert "没有找到" in self.open("fengzhuren", q="路灯", since="2026-06-01").content.decode()

    def test_empty_states_say_what_to_do(self) -> None:
        assert "两个字" in self.open("fengzhuren", q="灯").content.decode()
        assert "没有找到" in self.open("fengzhuren", q="飞机").content.decode()
        assert "没有可以搜索的内容" in self.open("hanwai", q="路灯").content.decode()

    @pytest.mark.parametrize("after", ["d:1:", "r:x", "d:99999999999999999:1", "r:999999", "'", "d:-1:1"])
    def test_a_mangled_cursor_is_no_error(self, after: str) -> None:
        assert self.open("fengzhuren", q="路灯", after=after).status_code == 200

    def test_strangers_are_sent_to_sign_in(self) -> None:
        assert Client().get(reverse("search")).status_code == 302

    def test_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["search", "路灯", "--as", "chenlian", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert [hit["number"] for hit in answer["hits"]] == ["L-1"]
        assert set(answer["hits"][0]) >= {"number", "title", "kind", "at", "snippet"}
        assert answer["took_ms"] > 0
        assert main(["search", "路灯", "--as", "hanwai", "--json"]) == 1
        assert main(["search", "路灯", "--as", "nobody", "--json"]) == 2


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "query", "marked"),
        [
            ("东湖路的路灯坏了", "路灯", ["路灯"]),
            ("ＷｉＦｉ断了", "wifi", ["ＷｉＦｉ"]),
            ("拖欠农民工的工资", "拖欠农民工工资", ["拖欠农民工", "工资"]),
            ("编号YZ2026-01", "yz2026-01", ["YZ2026-01"]),
            ("<b>路灯</b>", "路灯", ["路灯"]),
            ("没有", "路灯", []),
            ("", "路灯", []),
            ("ﬁ路灯İ", "路灯", ["路灯"]),
        ],
    )
    def test_parts_make_up_the_text(self, text: str, query: str, marked: list[str]) -> None:
        parts = highlight(text, query)
        assert "".join(part for part, _ in parts) == text
        assert [part for part, hit in parts if hit] == marked

    def test_filter_escapes(self) -> None:
        drawn = Template("{% load search_marks %}{{ text|highlight:query }}")
        shown = drawn.render(Context({"text": "<img src=x onerror=alert(1)>路灯&", "query": "路灯 img <script>"}))
        assert shown == "&lt;<mark>img</mark> src=x onerror=alert(1)&gt;<mark>路灯</mark>&amp;"

    def test_snippet_shows_the_place(self) -> None:
        text = "前言。" * 100 + "这里的路灯坏了。" + "后语。" * 100
        short = snippet(text, "路灯", 60)
        assert "路灯坏了" in short
        assert len(short) <= 62
        assert snippet("短", "路灯") == "短"


@pytest.mark.parametrize(
    ("name", "letters"), [("张宏伟", "zhw"), ("李文", "lw"), ("欧阳娜", "oyn"), ("Li Wen", "liwen"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
