"""Instruments, articles and local rules: how they are cited and what may be shown as law. No database."""

from datetime import date

import pytest

from shuniu.kernel.law.instruments import Instrument, LocalRule, Mark, chinese_numeral
from shuniu.kernel.law.registry import CIVIL_CODE, DISCLOSURE, HOTLINE_SERVICE, INSTRUMENTS, LICENSING, instrument
from shuniu.kernel.law.texts import TEXTS


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (33, "三十三"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (201, "二百零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (2006, "二千零六"),
    ],
)
def test_numerals_as_the_law_writes_them(number: int, words: str) -> None:
    assert chinese_numeral(number) == words


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_no_numeral_for_what_no_law_has(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        chinese_numeral(number)


def test_articles_are_cited_to_the_item() -> None:
    assert DISCLOSURE.article(33, 2).cite() == "《政府信息公开条例》第三十三条第二款"
    assert CIVIL_CODE.article(201).cite() == "《民法典》第二百零一条"
    assert LICENSING.article(32, 1, 4).cite() == "《行政许可法》第三十二条第一款第（四）项"
    assert HOTLINE_SERVICE.article("7.1").cite() == "《政府热线服务规范》7.1"


def test_only_a_verified_text_may_be_shown_as_law() -> None:
    assert DISCLOSURE.article(33).confirmed
    assert not HOTLINE_SERVICE.article("7.1").confirmed
    assert [mark.confirmed for mark in Mark] == [True, False, False, False]
    assert not LocalRule("k", "投诉办理时限", "济南市12345市民服务热线条例", Mark.VERIFIED).confirmed
    recalled = Instrument("k", "题", number="国务院令第1号", mark=Mark.VERIFIED, number_mark=Mark.RECALLED)
    assert recalled.confirmed
    assert not recalled.number_confirmed


def test_words_are_given_by_paragraph_and_only_where_they_were_seen() -> None:
    whole = DISCLOSURE.article(33).text
    assert whole.count("\n") == 2
    assert DISCLOSURE.article(33, 3).text == whole.split("\n")[2]
    assert "20个工作日" in DISCLOSURE.article(33, 2).text
    assert "以工作日计算" in LICENSING.article(82).text
    assert DISCLOSURE.article(1).text == ""
    assert DISCLOSURE.article(33, 9).text == ""


def test_the_registry_is_whole() -> None:
    assert instrument("disclosure") is DISCLOSURE
    assert all(one.key == key and one.title and one.source for key, one in INSTRUMENTS.items())
    assert len({one.title for one in INSTRUMENTS.values()}) == len(INSTRUMENTS)
    assert {key for key, _ in TEXTS} <= {key for key, one in INSTRUMENTS.items() if one.confirmed}
    assert instrument("petitions").in_force == date(2022, 5, 1)
    with pytest.raises(KeyError):
        instrument("nothing")


def test_a_local_rule_names_itself() -> None:
    assert LocalRule("k", "投诉办理时限", "来源").cite() == "本地规定“投诉办理时限”"
