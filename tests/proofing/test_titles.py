"""The title's form and type."""

from __future__ import annotations

import pytest

from shuniu.office.documents.proofing import ERROR, proof
from tests.proofing.findings import of, words

BODY = "\n各县区人民政府：\n现将有关事项通知如下：\n一、加强领导。"


@pytest.mark.parametrize(
    ("title", "rule", "expected"),
    [
        ("关于召开全市安全生产会议的通知。", "title-end", [("。", "")]),
        ("关于解决防汛经费的请示报告", "title-type", [("请示报告", None)]),
        ("关于申请补助资金的申请", "title-type", [("的申请", None)]),
        ("关于关于加强消防工作的通知", "title-form", [("关于", "")]),
        ("关于加强消防工作的的通知", "title-form", [("的", "")]),
        ("关于加强消防工作通知", "title-form", [("通知", "的通知")]),
        ("关于转发《关于做好春运工作的通知》的通知", "title-marks", [("《关于做好春运工作的通知》", None)]),
    ],
)
def test_faults(title: str, rule: str, expected: list[tuple[str, str | None]]) -> None:
    assert words(rule, title + BODY) == expected


@pytest.mark.parametrize(
    "title",
    [
        "云州市人民政府办公室关于印发《云州市城市绿化管理办法》的通知",
        "云州市人民政府关于同意设立高新区的批复",
        "云州市人民政府办公室\n关于加强冬季防火工作的通知",
        "云州市人民政府关于2025年度法治政府建设情况的报告",
        "云州市人民政府令",
        "在全市经济工作会议上的讲话",
    ],
)
def test_right_titles(title: str) -> None:
    assert of("title", title + BODY) == []


def test_the_type_that_was_chosen() -> None:
    text = "云州市财政局关于追加经费的报告" + BODY
    assert [one.severity for one in of("title-type", text, kind="请示")] == [ERROR]
    assert of("title-type", text, kind="报告") == []


def test_a_title_that_stands_apart() -> None:
    (found,) = of("title", "各单位：\n请认真执行。", title="关于防汛工作的通知。")
    assert (found.start, found.end, found.text) == (0, 0, "关于防汛工作的通知。")


def test_one_sentence_is_no_document() -> None:
    assert proof("请认真落实关于加强值班值守工作的通知。") == []
