"""Normal forms, words and place names."""

from __future__ import annotations

import pytest

from shuniu.kernel.insight.places import Gazetteer, places
from shuniu.kernel.insight.words import (
    content_words,
    mask_numbers,
    normalise,
    pairs,
    spans,
    without_greeting,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("學校亂收費", "学校乱收费"),
        ("於是後來", "于是后来"),
        ("看 https://example.org/a?b=1 这里", "看 这里"),
        ("一\t\r\n 二　三", "一 二 三"),
        ("坏\ud800字\x00符", "坏 字 符"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_text_is_brought_to_one_form(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_reading_stops_at_the_limit() -> None:
    assert len(normalise("长" * 100_000)) == 4000


def test_only_long_numbers_are_masked() -> None:
    assert mask_numbers("电话13800001111，3栋110kv，卡号6222-0000-1111") == "电话#，3栋110kv，卡号#"


def test_the_opening_address_is_dropped_and_nothing_else() -> None:
    assert without_greeting("尊敬的王市长：您好！路灯不亮") == "路灯不亮"
    assert without_greeting("路灯不亮，请领导看看") == "路灯不亮，请领导看看"


def test_words_keep_their_place_in_the_text() -> None:
    text = normalise("云岭路的路灯 坏了，A3区火炬路也是。")
    assert all(text[start:end] == word for word, start, end in spans(text))
    assert "".join(word for word, _, _ in spans(text)) == text.replace(" ", "")


def test_content_words_leave_out_courtesy_and_numbers() -> None:
    words = content_words(normalise("尊敬的领导您好，请问望江小区的电梯为什么停运30天"))
    assert "电梯" in words
    assert not {"尊敬", "领导", "您好", "请问", "30"} & set(words)


def test_pairs_skip_glue_and_keep_latin_words_whole() -> None:
    assert list(pairs("搅拌站的噪音110kv")) == ["搅拌", "拌站", "噪音", "110kv"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A3区火炬路望江小区停水", ["a3区", "火炬路", "望江小区"]),
        ("云岭路的路灯坏了，望江小区也没有电", ["云岭路", "望江小区"]),
        ("住在小区里，学校门口的马路很脏", []),
        ("", []),
    ],
)
def test_places_are_found_by_their_endings(text: str, names: list[str]) -> None:
    assert [place.name for place in places(normalise(text))] == names


def test_a_gazetteer_finds_what_no_ending_shows() -> None:
    found = places("丽水湾停电了", gazetteer=Gazetteer(["丽水湾", "丽水"]))
    assert [(place.name, place.kind) for place in found] == [("丽水湾", "listed")]
    assert not Gazetteer([]).find("丽水湾")


def test_a_district_is_no_specific_place() -> None:
    assert [place.specific for place in places(normalise("A3区火炬路"))] == [False, True]
