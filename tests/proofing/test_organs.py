"""Names and order of organs, set phrases, secrecy marks, personal data."""

from __future__ import annotations

import pytest

from shuniu.office.documents.proofing import ERROR, HINT, WARNING
from tests.proofing.findings import of, words


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("市政府、市委高度重视。", "organ-order", [("市政府、市委", "市委、市政府")]),
        ("市委、市政府高度重视。", "organ-order", []),
        ("国务院、党中央决策部署。", "organ-order", [("国务院、党中央", None)]),
        ("市政府、市委托机构。", "organ-order", []),
        ("人大代表大会", "organ-name", [("人大代表大会", "人民代表大会")]),
        ("党中央国务院决策部署", "organ-name", [("党中央国务院", "党中央、国务院")]),
        ("住房与城乡建设部", "organ-name", [("住房与城乡建设", "住房和城乡建设")]),
        ("中华人民共和国国务院", "organ-name", []),
    ],
)
def test_organs(text: str, rule: str, expected: list[tuple[str, str | None]]) -> None:
    assert words(rule, text) == expected


def test_former_names_in_a_paper_of_today_and_of_then() -> None:
    today = of("organ-former", "2025年，向国家工商总局报送材料。")
    assert [(one.text, one.suggestion, one.severity) for one in today] == [("国家工商总局", "市场监管总局", WARNING)]
    assert of("organ-former", "2025年，原国家工商总局的职责。") == []
    assert of("organ-former", "2025年，各农业部门要抓紧。") == []
    assert [one.severity for one in of("organ-former", "向国家工商总局报送材料。")] == [HINT]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("习近平新时代特色社会主义思想", "phrase-name", "习近平新时代中国特色社会主义思想"),
        ("增强“三个意识”，", "phrase-name", "四个意识"),
        ("坚定“四个意识”，", "phrase-name", "增强"),
        ("增强政治意识、核心意识、大局意识、看齐意识。", "phrase-sequence", "政治意识、大局意识、核心意识、看齐意识"),
        ("推进经济建设、政治建设、社会建设、文化建设、生态文明建设。", "phrase-sequence", None),
    ],
)
def test_phrases(text: str, rule: str, expected: str | None) -> None:
    (found,) = of(rule, text)
    assert expected is None or found.suggestion == expected


def test_right_phrases() -> None:
    text = (
        "以习近平新时代中国特色社会主义思想为指导，增强“四个意识”、坚定“四个自信”、做到“两个维护”。"
        "增强政治意识、大局意识、核心意识、看齐意识。坚持创新、协调、绿色、开放、共享的新发展理念。"
    )
    assert of("phrase", text) == []


@pytest.mark.parametrize(("text", "found"), [("机密★10年\n云政发〔2025〕1号", 1), ("做好保密工作，保守商业秘密。", 0)])
def test_secrecy(text: str, found: int) -> None:
    hits = of("secrecy", text)
    assert len(hits) == found
    assert all(one.severity == ERROR and "此网络不得处理涉密" in one.message for one in hits)


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("身份证号11010519491231002X。", "person-identity", WARNING),
        ("电话13800138000。", "person-telephone", HINT),
        ("请拨打他的号码是13800138000。", "person-telephone", WARNING),
        ("卡号6222020200112233440。", "person-card", None),
        ("卡号4111111111111111。", "person-card", WARNING),
        ("邮箱zhang@example.com。", "person-address", HINT),
        ("编号20250307001。", "person", None),
    ],
)
def test_personal_data(text: str, rule: str, severity: str | None) -> None:
    assert [one.severity for one in of(rule, text)] == ([severity] if severity else [])
