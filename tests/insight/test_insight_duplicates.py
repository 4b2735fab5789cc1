"""Signatures, bands, and the two levels of likeness."""

from __future__ import annotations

import pytest

from shuniu.kernel.insight.duplicates import BAND_COUNT, bands, groups, resemblance, signature, similarity
from shuniu.kernel.insight.similar import Level, SimilarIndex
from tests.insight.texts import RISING, ordinary

LETTER = (
    "尊敬的领导：您好！翠湖花园西门外的公交站台拆了三个月还没有重建，老人和学生只能站在机动车道上等车，早高峰非常危险。"
    "我们打过两次电话，答复都是正在设计。请告诉我们什么时候开工，什么时候能用上，电话13800001111。"
)
EDITED = (
    "领导你好，翠湖花园西门外的公交站台拆了快四个月了还没有重建，老人和学生只能站在机动车道上等车，早高峰特别危险！"
    "我们打过三次电话，答复都是正在设计。请告诉我们什么时候开工，什么时候能用上，电话13900002222。"
)
OTHER = "文昌路小学的食堂饭菜不新鲜，孩子连续两天肚子痛，希望市场监管部门检查进货台账，并公布检查结果。"


def test_a_signature_is_the_same_for_the_same_words() -> None:
    assert signature(LETTER) == signature(LETTER.replace("，", "\n ,").replace("13800001111", "13912345678"))
    assert signature("") == signature(" 。！") == 0
    assert bands(0) == ()


def test_bands_fit_a_database_column_and_tell_themselves_apart() -> None:
    keys = bands(signature(LETTER))
    assert len(set(keys)) == BAND_COUNT
    assert all(0 <= key < 2**63 for key in keys)


def test_an_edited_copy_shares_a_band_and_a_stranger_none() -> None:
    assert set(bands(signature(LETTER))) & set(bands(signature(EDITED)))
    assert not set(bands(signature(LETTER))) & set(bands(signature(OTHER)))
    assert resemblance(signature(LETTER), signature(LETTER)) == 1
    assert resemblance(signature(LETTER), signature(OTHER)) < 0.2 < resemblance(signature(LETTER), signature(EDITED))
    assert resemblance(0, signature(LETTER)) == 0


def test_similarity_is_high_for_copies_alone() -> None:
    assert similarity(LETTER, EDITED) > 0.8
    assert similarity(LETTER, OTHER) < 0.4
    assert similarity("", LETTER) == 0


def test_a_short_letter_inside_a_long_one_is_a_copy() -> None:
    assert similarity(LETTER, LETTER + OTHER * 8) > 0.65


def test_groups_hold_copies_and_what_the_caller_says() -> None:
    found = groups([LETTER, OTHER, EDITED, "路灯坏了", "井盖丢了"], known=["", "", "", "same", "same"])
    assert found[0] == found[2]
    assert found[3] == found[4]
    assert len(set(found)) == 3


@pytest.fixture(scope="module")
def index() -> SimilarIndex:
    made = SimilarIndex()
    for message in ordinary(20):
        made.add(message.id, message.title, message.text)
    made.add("letter", "公交站台何时重建", LETTER)
    for number, (title, text) in enumerate(RISING):
        made.add(f"works{number}", title, text)
    return made


def test_an_edited_copy_is_found_and_called_so(index: SimilarIndex) -> None:
    first = index.similar("翠湖花园公交站台", EDITED)[0]
    assert (first.id, first.level) == ("letter", Level.COPY)
    assert "翠湖花园" in first.shared


def test_another_wording_of_the_same_matter_is_hinted_at(index: SimilarIndex) -> None:
    hits = index.similar("鹤鸣苑搅拌站扰民", "鹤鸣苑隔壁的搅拌站天天冒灰，罐车整夜不停，我们没法休息。")
    assert {hit.id for hit in hits[:3]} <= {f"works{number}" for number in range(5)}
    assert hits[0].level is Level.SAME_MATTER
    assert any("搅拌站" in word for word in hits[0].shared)


def test_a_stranger_and_an_empty_text_have_no_likeness(index: SimilarIndex) -> None:
    assert index.similar("护照办理", "我在外地工作，想问护照到期以后可不可以委托母亲代为领取新的证件。") == []
    assert index.similar("", "") == []


def test_the_message_itself_can_be_left_out(index: SimilarIndex) -> None:
    assert "letter" not in {hit.id for hit in index.similar("公交站台何时重建", LETTER, leave_out="letter")}
