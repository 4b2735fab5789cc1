"""What became of a version in the next: readable, right, and quick whatever is given."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.office.documents.queries.comparing import Comparison, Part, Piece, Row, Skipped, compare

TEXT = """各县（市、区）人民政府：
一、总体要求
坚持以人民为中心，全面排查供水安全隐患。确保市民正常用水。
二、主要任务
（一）全面排查。各单位于12月10日前完成排查，并报市水务局。
（二）及时整改。发现问题立即整改，不留死角。
三、工作要求
各单位要明确专人负责，每周五报送进展情况。"""


def rows(old: str, new: str) -> tuple[Row, ...]:
    return compare({"text": old}, {"text": new}).parts[0].rows


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join({"": "%s", "del": "[-%s-]", "ins": "[+%s+]"}[one.mark] % one.text for one in pieces)


def test_nothing_changed_is_said_as_such() -> None:
    same = compare({"title": "甲", "text": TEXT}, {"title": "甲", "text": TEXT.replace("\n", "\n\n　")})
    assert same.same
    assert same.parts[0].only_changes() == [Skipped(8)]


def test_a_changed_date_is_marked_and_nothing_else() -> None:
    changed = [row for row in rows(TEXT, TEXT.replace("12月10日", "12月15日")) if row.sort != "same"]
    assert [row.sort for row in changed] == ["changed"]
    assert shown(changed[0].old) == "（一）全面排查。各单位于12月1[-0-]日前完成排查，并报市水务局。"
    assert shown(changed[0].new) == "（一）全面排查。各单位于12月1[+5+]日前完成排查，并报市水务局。"


def test_a_new_sentence_is_new_as_a_whole() -> None:
    new = TEXT.replace("不留死角。", "不留死角。重大隐患挂牌督办。")
    (changed,) = [row for row in rows(TEXT, new) if row.sort != "same"]
    assert shown(changed.new) == "（二）及时整改。发现问题立即整改，不留死角。[+重大隐患挂牌督办。+]"
    assert shown(changed.old) == "（二）及时整改。发现问题立即整改，不留死角。"


def test_a_sentence_written_anew_is_not_a_sprinkle_of_characters() -> None:
    (changed,) = [
        row
        for row in rows(
            "加强组织领导，明确专人负责。确保市民正常用水。",
            "加强组织领导，明确专人负责。第三季度完成八个小区的管网更新。",
        )
        if row.sort != "same"
    ]
    assert shown(changed.old) == "加强组织领导，明确专人负责。[-确保市民正常用水。-]"
    assert shown(changed.new) == "加强组织领导，明确专人负责。[+第三季度完成八个小区的管网更新。+]"


def test_added_and_removed_paragraphs() -> None:
    new = TEXT.replace("三、工作要求\n", "三、保障措施\n市财政局安排专项经费120万元。\n四、工作要求\n")
    sorts = [row.sort for row in rows(TEXT, new)]
    assert sorts.count("added") == 2
    assert "removed" not in sorts
    removed = [row for row in rows(new, TEXT) if row.sort == "removed"]
    assert [shown(row.old) for row in removed] == ["[-三、保障措施-]", "[-市财政局安排专项经费120万元。-]"]


def test_a_paragraph_that_went_elsewhere_is_moved_though_its_number_changed() -> None:
    lines = TEXT.split("\n")
    lines[4], lines[5] = lines[5].replace("（二）", "（一）"), lines[4].replace("（一）", "（二）")
    moved = [row for row in rows(TEXT, "\n".join(lines)) if row.sort == "moved"]
    assert len(moved) == 2
    assert moved[0].to == moved[1].to == 1
    assert {bool(row.old) for row in moved} == {True, False}


def test_a_moved_paragraph_counts_once_and_short_lines_are_never_moved() -> None:
    a = "甲乙丙丁戊己庚辛壬癸的第一段。\n另一段的文字不同于上一段。\n第三段又说了别的事情。\n此复。"
    b = "此复。\n另一段的文字不同于上一段。\n第三段又说了别的事情。\n甲乙丙丁戊己庚辛壬癸的第一段。"
    found = compare({"text": a}, {"text": b})
    assert found.counts["moved"] == 1
    assert all("此复" not in shown((*row.old, *row.new)) for row in found.parts[0].rows if row.sort == "moved")


def test_elements_and_annexes_are_told() -> None:
    old = {
        "title": "云州市水务局关于开展供水检查的通知", "recipients": "各县（市、区）人民政府", "organs": ["云州市水务局"],
        "annexes": [{"title": "任务清单", "text": "| 事项 | 时限 |\n| 排查 | 10日 |"}, {"title": "联络员名单", "text": "甲"}],
    }  # fmt: skip
    new = {
        "title": "云州市水务局关于开展冬季供水检查的通知", "recipients": "各县（市、区）人民政府，市政府各部门",
        "organs": ["云州市水务局", "云州市财政局"],
        "annexes": [{"title": "联络员名单", "text": "甲"}, {"title": "任务清单", "text": "| 事项 | 时限 |\n| 排查 | 15日 |"}],
    }  # fmt: skip
    found = compare(old, new)
    assert [one.name for one in found.elements] == ["title", "organs", "recipients"]
    assert shown(found.elements[0].new) == "云州市水务局关于开展[+冬季+]供水检查的通知"
    assert [(part.title, part.changed) for part in found.parts] == [("", False), ("附件1", False), ("附件2", True)]
    gone = compare(old, {**old, "annexes": old["annexes"][:1]})
    assert [row.sort for row in gone.parts[2].rows] == ["removed", "removed"]


def test_an_annex_with_a_new_title_is_still_the_same_annex() -> None:
    old, new = (
        {"annexes": [{"title": "清单", "text": "甲乙丙"}]},
        {"annexes": [{"title": "任务清单", "text": "甲乙丙"}]},
    )
    (part,) = compare(old, new).parts[1:]
    assert [row.sort for row in part.rows] == ["changed", "same"]


def test_the_view_of_changes_says_how_much_is_left_out() -> None:
    part = Part("", rows(TEXT, TEXT.replace("12月10日", "12月15日")))
    assert [one.count if isinstance(one, Skipped) else one.sort for one in part.only_changes()] == [4, "changed", 3]


LINE = st.sampled_from(
    ["一、甲", "二、乙", "丙丁戊己庚辛壬癸子丑。", "此复。", "（一）寅卯辰巳午未申酉。戌亥。", "", "　"]
)
TEXTS = st.lists(LINE, max_size=14).map("\n".join)


def clean(text: str) -> list[str]:
    return [line for line in (one.strip(" \t\r\u3000") for one in text.split("\n")) if line]


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_out_of_the_comparison(old: str, new: str) -> None:
    found = rows(old, new)
    assert ["".join(p.text for p in row.old) for row in found if row.old] == clean(old)
    assert ["".join(p.text for p in row.new) for row in found if row.new] == clean(new)
    for row in found:
        if row.sort == "changed":
            kept = ["".join(p.text for p in side if not p.mark) for side in (row.old, row.new)]
            assert kept[0] == kept[1]


def prose(chance: random.Random, characters: int) -> str:
    pool = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    return "".join(
        chance.choice(pool) if at % 90 else "。\n" if at % 270 == 0 else "，" for at in range(1, characters + 1)
    )


def edited(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(len(lines) // 3):
        at = chance.randrange(len(lines))
        lines[at] = lines[at][: len(lines[at]) // 2] + "改动" + lines[at][len(lines[at]) // 2 + 3 :]
    lines.insert(3, lines.pop())
    return "\n".join(lines)


def seconds(old: str, new: str) -> tuple[float, Comparison]:
    began = time.perf_counter()
    found = compare({"text": old}, {"text": new})
    return time.perf_counter() - began, found


@pytest.mark.parametrize(("characters", "most"), [(5_000, 0.5), (50_000, 4.0)])
def test_it_is_quick(characters: int, most: float) -> None:
    chance = random.Random(7)
    text = prose(chance, characters)
    took, found = seconds(text, edited(chance, text))
    assert took < most
    assert found.counts["changed"] > 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "\n".join("甲乙" * (1 + at % 3) for at in range(20_000)),
            "\n".join("甲乙" * (1 + at % 2) for at in range(20_000)),
        ),
        ("甲" * 50_000, "乙" * 50_000),
        ("甲乙" * 25_000, "乙甲" * 25_000),
        ("。" * 50_000, "；" * 50_000),
        ("\n".join(str(at) for at in range(9_000)), "\n".join(str(at) for at in range(9_000, 18_000))),
        (
            "\n".join(f"第{at}段甲乙丙丁戊己" for at in range(200)),
            "\n".join(f"改{at}处子丑寅卯辰巳" for at in range(200)),
        ),
    ],
    ids=["repeated lines", "one long line", "one long line shifted", "only stops", "nothing in common", "a full gap"],
)
def test_hostile_texts_are_bounded(old: str, new: str) -> None:
    took, _found = seconds(old, new)
    assert took < 5
