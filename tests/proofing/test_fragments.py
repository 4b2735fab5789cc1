"""What was pasted in: broken encodings, markup, slogans, page numbers, characters of other scripts."""

from __future__ import annotations

import pytest

from tests.proofing.findings import of, words

WORK = "工作安排部署"


@pytest.mark.parametrize(
    ("text", "found", "meant"),
    [
        ("加强锟斤拷领导", "锟斤拷", None),
        ("加强\ufffd\ufffd领导", "\ufffd\ufffd", None),
        ("加强????领导", "????", None),
        (f"加强{WORK.encode().decode('cp1252', 'ignore')[:9]}", None, None),
        (f"请做好{WORK.encode('gb18030').decode('latin-1')}。", WORK.encode("gb18030").decode("latin-1"), WORK),
        (f"请做好{WORK.encode().decode('gb18030')}。", WORK.encode().decode("gb18030"), WORK),
    ],
)
def test_broken_encodings(text: str, found: str | None, meant: str | None) -> None:
    hits = words("fragment-encoding", text)
    assert hits
    if found is not None:
        assert hits == [(found, meant)]


def test_utf8_read_as_latin() -> None:
    broken = "工作".encode().decode("latin-1")
    assert words("fragment-encoding", f"加强{broken}。") == [(broken, "工作")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强\ue123领导", "\ue123"),
        ("加强\x07领导", "\x07"),
        ("加强\u200b领导", "\u200b"),
        ("加强□领导", "□"),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert [one.text for one in of("fragment-character", text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强&nbsp;领导&ldquo;", [("&nbsp;", " "), ("&ldquo;", "“")]),
        ("<p>加强领导</p>", [("<p>", ""), ("</p>", "")]),
        ("加强\\u9886导", [("\\u9886", None)]),
        ("**加强领导**", [("**", ""), ("**", "")]),
        ("## 一、加强领导", [("## ", "")]),
        ("成本<收入，且A>B。", []),
    ],
)
def test_markup(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert words("fragment-markup", text) == expected


@pytest.mark.parametrize(
    "slogan",
    [
        "来源：某某新闻网",
        "（来源：人民网）",
        "点击查看更多",
        "点击阅读全文",
        "版权所有，未经许可不得转载",
        "本文来自某某网，转载请注明出处",
        "责任编辑：张三",
        "扫码关注公众号",
        "更多精彩内容请关注我们",
        "上一篇：关于开会的通知",
        "返回顶部",
        "【打印】",
        "阅读原文",
        "更多公文范文请访问某某范文网",
        "浏览次数：325",
        "当前位置：首页 > 新闻",
    ],
)
def test_slogans(slogan: str) -> None:
    assert of("fragment-pasted", f"加强组织领导。\n{slogan}\n明确责任分工。")


@pytest.mark.parametrize(
    "text",
    [
        "要摸清资金来源和使用情况。",
        "请登录云州市政务服务网（http://www.example.com）办理。",
        "要加强关注，及时报告。",
        "鼓励社会力量收藏、展示文物。",
        "未经批准，不得擅自改变用途。",
        "要重点关注困难群众。",
    ],
)
def test_what_only_looks_like_a_slogan(text: str) -> None:
    assert [one for one in of("fragment-pasted", text) if one.severity != "hint"] == []


def test_page_numbers() -> None:
    text = "加强组织领导\n第 1 页 共 3 页\n明确责任分工\n- 2 -\n抓好落实"
    assert [one.text for one in of("fragment-page", text)] == ["第 1 页 共 3 页", "- 2 -"]
    assert of("fragment-page", text, context={"source": "pdf"}) == []


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("加強組織領導。", "character-traditional", [("強組織領導", "强组织领导")]),
        ("乾隆年间瞭望塔。", "character-traditional", []),
        ("⼯作部署。", "character-radical", [("⼯", "工")]),
        ("发展の方向。", "character-foreign", [("の", "的")]),
        ("А类企业。", "character-foreign", [("А", "A")]),
        ("第ー条", "character-foreign", [("ー", "一")]),
        ("水利丶交通。", "character-mark", [("丶", "、")]),
    ],
)
def test_lookalikes(text: str, rule: str, expected: list[tuple[str, str]]) -> None:
    assert words(rule, text) == expected
