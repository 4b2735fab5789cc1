"""Idioms, wrong words, words that are confused, grammar."""

from __future__ import annotations

import pytest

from shuniu.office.documents.proofing import HINT
from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("wrong", "char", "right"),
    [
        ("再接再励", "励", "厉"),
        ("一如继往", "继", "既"),
        ("走头无路", "头", "投"),
        ("按步就班", "步", "部"),
        ("谈笑风声", "声", "生"),
        ("迫不急待", "急", "及"),
        ("穿流不息", "穿", "川"),
        ("兢兢业夜", "夜", "业"),
        ("滥芋充数", "芋", "竽"),
        ("墨守成归", "归", "规"),
        ("全心全意为人民服雾", "雾", "务"),
        ("社会主义核心价直观", "直", "值"),
    ],
)
def test_idioms(wrong: str, char: str, right: str) -> None:
    assert words("idiom", f"我们要{wrong}。") == [(char, right)]


@pytest.mark.parametrize(
    "text",
    [
        "再接再厉",
        "一如既往",
        "故步自封",
        "固步自封",
        "不负众望",
        "不孚众望",
        "省级以上人民政府",
        "同级人民政府",
        "知难而退",
    ],
)
def test_right_idioms(text: str) -> None:
    assert of("idiom", f"要{text}。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要布署工作。", [("布署", "部署")]),
        ("按装设备。", [("按装", "安装")]),
        ("截止目前已完成。", [("截止目前", "截至目前")]),
        ("截止3月5日已完成。", [("截止", "截至")]),
        ("报名截止时间为3月5日。", []),
        ("招聘启示。", [("招聘启示", "招聘启事")]),
        ("必需加强领导。", [("必需加强", "必须加强")]),
        ("生活必须品。", [("必须品", "必需品")]),
        ("行政权利清单。", [("行政权利", "行政权力")]),
        ("民主权力得到保障。", [("民主权力", "民主权利")]),
        ("群众反应强烈。", [("群众反应强烈", "群众反映强烈")]),
        ("应急反应机制。", []),
        ("度过难关。", [("度过难关", "渡过难关")]),
        ("共同度过节日。", []),
        ("登陆网站查询。", [("登陆网站", "登录网站")]),
        ("台风“海燕”在我市登录。", [("登录", "登陆")]),
        ("不以盈利为目的。", [("以盈利为目的", "以营利为目的")]),
        ("签定合同。", [("签定", "签订")]),
        ("象过去一样努力。", [("象", "像")]),
        ("对象一样明确。", []),
        ("防止疫情爆发。", [("爆发", "暴发")]),
        ("即要金山银山，又要绿水青山。", [("即", "既")]),
        ("建立台帐。", [("台帐", "台账")]),
    ],
)
def test_confusables(text: str, expected: list[tuple[str, str]]) -> None:
    assert words("word", text) == expected


def test_old_spellings_are_hints() -> None:
    assert {one.severity for one in of("word", "其它事项。为社会做出贡献。") if one.text in ("其它", "做")} <= {HINT}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目的是为了提高效率。", [("目的是为了", "目的是")]),
        ("切忌不要麻痹大意。", [("切忌不要", "切忌")]),
        ("防止事故不再发生。", [("防止事故不再", None)]),
        ("认真的落实各项任务。", [("的", "地")]),
        ("有力的推动了工作。", [("的", "地")]),
        ("取得了显著的成效。", []),
    ],
)
def test_grammar(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert words("grammar", text) == expected
