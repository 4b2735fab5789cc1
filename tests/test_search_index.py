"""The index on both engines: what is found, in which order, and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from shuniu.kernel.search import Entry, find, first_load, put, remove
from shuniu.kernel.search.index import engine
from shuniu.kernel.search.words import parse, tokens

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def entry(key: int, title: str, text: str = "", *facets: str, kind: str = "request", days: float = 0) -> Entry:
    return Entry(kind, key, title, text, START + timedelta(days=days), facets)


def keys(query: str, **more: object) -> list[int]:
    return [hit.key for hit in find(query, **more).hits]  # type: ignore[arg-type]  # keywords pass through


@pytest.fixture
def few() -> None:
    put(
        [
            entry(1, "青石路路灯不亮", "青石路与平安街口的路灯坏了半个月，夜里看不清。", "u1", "t:complaint"),
            entry(2, "拖欠工资", "某工地拖欠了三十名农民工的工资，春节前没有着落。", "u2", "t:complaint", days=1),
            entry(3, "咨询医保报销", "请问异地就医的医保怎样报销？编号 YZ2026-0003127。", "u2", "t:question", days=2),
            entry(4, "夜间施工噪音", "每天夜里十一点以后还在打桩，噪音扰民。WIFI也断了。", "u1", "t:complaint", days=3),
            entry(5, "路灯太亮", "窗外的路灯整夜照着卧室。", "u2", "t:help", days=4),
        ]
    )


@pytest.mark.usefixtures("few")
class TestWhatIsFound:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("路灯", {1, 5}),
            ("拖欠农民工工资", {2}),
            ("农民工", {2}),
            ("青石路 路灯", {1}),
            ("噪音扰", {4}),
            ("wifi", {4}),
            ("ＷＩＦＩ", {4}),
            ("YZ2026-0003127", {3}),
            ("yz2026-00031", {3}),
            ("0003127", {3}),
            ("异地就医", {3}),
            ("灯", set()),
            ("不存在的词语组合", set()),
            ("'\"*:() & | ! --", set()),
            ("\x00", set()),
        ],
    )
    def test_words_numbers_and_beginnings(self, query: str, expected: set[int]) -> None:
        assert set(keys(query)) == expected

    def test_the_title_counts_more(self) -> None:
        assert keys("路灯")[0] in {1, 5}
        put([entry(6, "其他", "顺便说一句，路灯也该换了，这里还有许多别的话要讲给大家听。")])
        assert keys("路灯")[-1] == 6

    def test_quoted_words_stand_together(self) -> None:
        assert keys("“路灯不亮”") == [1]
        assert keys('"灯路"') == []

    def test_when_not_all_words_occur_together_the_most_telling_win(self) -> None:
        found = find("青石路的医保噪音")
        assert found.loose
        assert {hit.key for hit in found.hits} == {1, 3, 4}

    def test_facets_limit(self) -> None:
        assert keys("路灯", any_of=[["u2"]]) == [5]
        assert keys("", any_of=[["u2"], ["t:complaint", "t:help"]]) == [5, 2]
        assert keys("路灯", any_of=[[]]) == []
        assert keys("路灯", any_of=[["u3"]]) == []

    def test_a_facet_cannot_be_asked_for_in_words(self) -> None:
        assert keys("§u1") == []
        assert keys("u1") == []
        assert keys("†路灯") == keys("路灯")

    def test_kinds_and_time(self) -> None:
        put([entry(1, "路灯维护手册", kind="article", days=9)])
        assert len(find("路灯").hits) == 3
        assert [hit.kind for hit in find("路灯", kinds=["article"]).hits] == ["article"]
        assert keys("路灯", since=START + timedelta(days=4), kinds=["request"]) == [5]
        assert keys("路灯", until=START + timedelta(days=4)) == [1]

    def test_put_again_changes_and_remove_takes_out(self) -> None:
        put([entry(1, "青石路井盖松动", "车一过就响。", "u1")])
        assert keys("路灯") == [5]
        assert keys("井盖") == [1]
        put([entry(1, "青石路井盖松动", "车一过就响。", "u1")])
        assert keys("井盖") == [1]
        assert remove("request", [1, 99]) == 1
        assert keys("井盖") == []


class TestMany:
    """More hits than are ranked: newest first, page by page, none twice and none left out."""

    @pytest.fixture
    def many(self, monkeypatch: pytest.MonkeyPatch) -> int:
        monkeypatch.setattr(engine(), "rank_most", 50)
        first_load(self.entries(600))
        return 600

    @staticmethod
    def entries(count: int) -> Iterable[Entry]:
        for key in range(count):
            words = "供暖不热" if 100 <= key < 180 else "路面积水"
            yield entry(key, f"{words}{key}", "请尽快处理，谢谢。", f"u{key % 7}", days=key / 5)

    def test_paging_by_date(self, many: int) -> None:
        seen: list[int] = []
        after: str | None = None
        for _ in range(many):
            page = find("尽快处理", limit=37, after=after)
            assert page.by == "date"
            seen += [hit.key for hit in page.hits]
            after = page.after
            if not page.more:
                break
        assert seen == sorted(range(many), reverse=True)

    def test_hits_far_back_are_reached(self, many: int) -> None:
        found = find("供暖 不热", any_of=[["u3"]], limit=5)
        assert [hit.key for hit in found.hits] == [key for key in range(179, 99, -1) if key % 7 == 3][:5]

    def test_paging_by_rank(self, many: int) -> None:
        first = find("供暖 不热", any_of=[["u3"]], limit=5)
        assert first.by == "rank"
        assert first.more
        second = find("供暖 不热", any_of=[["u3"]], limit=50, after=first.after)
        assert not second.more
        assert len({hit.key for hit in (*first.hits, *second.hits)}) == len([k for k in range(100, 180) if k % 7 == 3])


def test_query_is_understood() -> None:
    assert parse("  ").empty
    assert not parse("灯").empty
    assert set(parse("我的路灯坏了").required) >= {"路灯"}
    assert parse("yz2026-0003127").prefixes == {"yz2026·0003127"}
    assert tokens("3号楼 A-12") == {"3", "号楼", "a·12", "a", "12"}
    assert len(parse("天" * 5000 + "路灯" * 3000).wanted) <= 28
