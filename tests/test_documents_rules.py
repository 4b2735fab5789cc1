"""Who may write to whom, as a table: writer, type, readers, and what the rules say to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from shuniu.office.documents.rules import articles
from shuniu.office.documents.rules.checking import check
from shuniu.office.documents.rules.elements import length_of
from shuniu.office.documents.rules.kinds import KINDS, kind_at_end, proper_title
from shuniu.office.documents.rules.organs import Organ, Sort, Standing, organ_named, organ_of, standing
from shuniu.office.documents.rules.papers import Draft, Finding, Severity


@dataclass
class Node:
    id: int
    name: str
    kind: str
    parent_id: int | None


NODES = {
    node.id: node
    for node in (
        Node(1, "云州市人民政府", "general_office", None),
        Node(2, "云州市人民政府办公室", "general_office", 1),
        Node(3, "云州市水务局", "department", 1),
        Node(4, "云州市城市管理局", "department", 1),
        Node(5, "市容科", "section", 4),
        Node(6, "霁江区人民政府", "district", 1),
        Node(7, "霁江区水务局", "department", 6),
        Node(8, "云州市公安局", "department", 1),
        Node(9, "云州市公安局交通警察支队", "department", 8),
        Node(10, "东湖街道办事处", "township", 6),
        Node(11, "云州市供水集团有限公司", "enterprise", 1),
    )
}
BY_NAME = {node.name: organ_of(node, NODES) for node in NODES.values()}
SHORT = {
    "市政府": "云州市人民政府",
    "市府办": "云州市人民政府办公室",
    "水务局": "云州市水务局",
    "城管局": "云州市城市管理局",
    "区政府": "霁江区人民政府",
    "区水务局": "霁江区水务局",
    "公安局": "云州市公安局",
    "交警": "云州市公安局交通警察支队",
    "街道": "东湖街道办事处",
    "供水": "云州市供水集团有限公司",
}


def organ(name: str) -> Organ:
    whole = SHORT.get(name, name)
    return BY_NAME.get(whole) or organ_named(whole)


def organs(text: str) -> tuple[Organ, ...]:
    return tuple(organ(one) for one in text.split("、") if one)


def draft(writer: str, kind: str, readers: str = "", copies: str = "", **more: object) -> Draft:
    lead = organ(writer)
    up = organ_of(NODES[lead.chain[0]], NODES) if lead.chain else None
    title = f"{lead.name}关于开展冬季供水保障工作的{kind}"
    more.setdefault("text", "现将有关事项通知如下。")
    given = Draft(
        KINDS[kind],
        (lead,),
        organs(readers),
        organs(copies),
        title,
        superior=up,
        note="联系人：倪稿，电话：0571-88880000",
    )
    return replace(given, **more)  # type: ignore[arg-type]  # the fields of a draft, by name


def rules(given: Draft, *, least: Severity = Severity.WARNING) -> set[str]:
    weights = list(Severity)
    return {one.rule for one in check(given) if weights.index(one.severity) <= weights.index(least)}


def only(given: Draft, rule: str) -> Finding:
    return next(one for one in check(given) if one.rule == rule)


@pytest.mark.parametrize(
    ("writer", "reader", "stands"),
    [
        ("水务局", "市政府", Standing.ABOVE),
        ("水务局", "水务局", Standing.SELF),
        ("水务局", "城管局", Standing.BESIDE),
        ("水务局", "市府办", Standing.BESIDE),
        ("水务局", "区政府", Standing.BESIDE),
        ("水务局", "区水务局", Standing.GUIDED),
        ("区水务局", "水务局", Standing.GUIDING),
        ("区水务局", "区政府", Standing.ABOVE),
        ("区水务局", "市政府", Standing.ABOVE_SKIPPING),
        ("水务局", "交警", Standing.BESIDE),
        ("公安局", "交警", Standing.BELOW),
        ("交警", "市政府", Standing.ABOVE_SKIPPING),
        ("市政府", "水务局", Standing.BELOW),
        ("市政府", "街道", Standing.BELOW),
        ("市府办", "水务局", Standing.AUTHORISED),
        ("市府办", "区政府", Standing.AUTHORISED),
        ("市府办", "市政府", Standing.ABOVE),
        ("城管局", "市容科", Standing.INSIDE),
        ("市政府", "省人民政府", Standing.ABOVE),
        ("市政府", "江东省人民政府", Standing.ABOVE),
        ("市政府", "国务院", Standing.ABOVE_SKIPPING),
        ("市政府", "省水利厅", Standing.BESIDE),
        ("水务局", "省水利厅", Standing.GUIDING),
        ("水务局", "省人民政府", Standing.ABOVE_SKIPPING),
        ("市府办", "省政府办公厅", Standing.GUIDING),
        ("市政府", "各县（市、区）人民政府", Standing.BELOW),
        ("市府办", "各县（市、区）人民政府", Standing.AUTHORISED),
        ("市府办", "市政府各部门", Standing.AUTHORISED),
        ("水务局", "各县（市、区）人民政府", Standing.BESIDE),
        ("水务局", "各县（市、区）水务局", Standing.GUIDED),
        ("水务局", "市政府有关部门", Standing.BESIDE),
        ("市政府", "云州市人大常委会", Standing.BESIDE),
        ("水务局", "云州军分区", Standing.BESIDE),
    ],
)
def test_how_two_organs_stand(writer: str, reader: str, stands: Standing) -> None:
    assert standing(organ(writer), organ(reader)) is stands


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("张伟市长", Sort.PERSON),
        ("王副市长", Sort.PERSON),
        ("市政府领导", Sort.PERSON),
        ("李主任", Sort.PERSON),
        ("省发展和改革委员会", Sort.DEPARTMENT),
        ("各有关单位", Sort.DEPARTMENT),
        ("云州市人民代表大会常务委员会", Sort.CONGRESS),
        ("江东省人民政府", Sort.GOVERNMENT),
        ("云州大学", Sort.OTHER),
        ("市长热线办公室", Sort.OTHER),
        ("市政府办公室主任办公会", Sort.OTHER),
    ],
)
def test_what_a_name_beyond_the_tree_is(name: str, sort: Sort) -> None:
    assert organ_named(name).sort is sort


CLEAN = [
    ("市府办", "通知", "各县（市、区）人民政府、市政府各部门", ""),
    ("市政府", "通知", "区政府、水务局", "云州军分区"),
    ("市政府", "批复", "区政府", "水务局"),
    ("市政府", "请示", "省人民政府", "省水利厅"),
    ("市政府", "报告", "省人民政府", ""),
    ("市政府", "议案", "云州市人民代表大会常务委员会", ""),
    ("水务局", "请示", "市政府", "城管局"),
    ("水务局", "报告", "市政府", ""),
    ("水务局", "函", "城管局", ""),
    ("水务局", "函", "区政府", ""),
    ("水务局", "函", "市府办", ""),
    ("水务局", "通知", "各县（市、区）水务局", ""),
    ("水务局", "通知", "区水务局", ""),
    ("水务局", "意见", "市政府", ""),
    ("城管局", "通报", "市容科", ""),
    ("市府办", "函", "水务局", ""),
    ("市府办", "纪要", "", ""),
    ("市政府", "通告", "", ""),
    ("市政府", "决定", "", ""),
    ("市政府", "命令", "", ""),
    ("供水", "报告", "市政府", ""),
]


@pytest.mark.parametrize(("writer", "kind", "readers", "copies"), CLEAN)
def test_what_is_right_is_left_alone(writer: str, kind: str, readers: str, copies: str) -> None:
    text = "你区《关于申请防汛资金的请示》收悉。" if kind == "批复" else "现将有关事项通知如下。"
    assert rules(draft(writer, kind, readers, copies, text=text)) == set()


WRONG = [
    ("水务局", "请示", "城管局", "", "kind.请示", "第八条第（十一）项"),
    ("水务局", "请示", "市政府、省水利厅", "", "recipients.one_upward", "第十五条第（一）项"),
    ("市政府", "请示", "水务局", "", "kind.请示", "第八条第（十一）项"),
    ("市政府", "报告", "区政府", "", "kind.报告", "第八条第（十）项"),
    ("水务局", "报告", "区政府", "", "kind.报告", "第八条第（十）项"),
    ("水务局", "通知", "市政府", "", "kind.通知", "第八条第（八）项"),
    ("水务局", "函", "市政府", "", "kind.函", "第八条第（十四）项"),
    ("市政府", "函", "水务局", "", "kind.函", "第八条第（十四）项"),
    ("水务局", "批复", "城管局", "", "kind.批复", "第八条第（十二）项"),
    ("水务局", "决定", "市政府", "", "kind.决定", "第八条第（二）项"),
    ("水务局", "议案", "云州市人大常委会", "", "kind.议案", "第八条第（十三）项"),
    ("市政府", "议案", "省人民政府", "", "kind.议案", "第八条第（十三）项"),
    ("水务局", "命令", "", "", "kind.命令", "第八条第（三）项"),
    ("市政府", "请示", "省人民政府", "区政府", "copies.downward", "第十五条第（一）项"),
    ("水务局", "报告", "市政府", "区水务局", "copies.downward", "第十五条第（一）项"),
    ("水务局", "请示", "张伟市长", "", "recipients.person", "第十五条第（五）项"),
    ("水务局", "报告", "市政府", "王副市长", "copies.person", "第十五条第（五）项"),
    ("区水务局", "请示", "市政府", "", "recipients.skipping", "第十四条"),
    ("水务局", "报告", "省人民政府", "", "recipients.skipping", "第十四条"),
    ("水务局", "通知", "各县（市、区）人民政府", "", "recipients.orders", "第十六条第（二）项"),
    ("水务局", "意见", "区政府", "", "recipients.orders", "第十六条第（二）项"),
    ("市容科", "函", "水务局", "", "organ.section", "第十七条"),
    ("市容科", "通告", "", "", "organ.section", "第十七条"),
    ("市政府", "通告", "水务局", "", "recipients.public", "通行做法"),
    ("市府办", "通知", "", "", "recipients.missing", "第九条"),
    ("市府办", "通知", "水务局", "水务局", "copies.twice", "通行做法"),
    ("水务局", "函", "水务局", "", "recipients.self", "通行做法"),
]


@pytest.mark.parametrize(("writer", "kind", "readers", "copies", "rule", "article"), WRONG)
def test_each_breach_is_found_and_cites_its_article(
    writer: str, kind: str, readers: str, copies: str, rule: str, article: str
) -> None:
    found = only(draft(writer, kind, readers, copies), rule)
    assert article in found.basis.cite()
    assert found.message.endswith(("。", "…", "）"))


def test_only_what_was_read_in_the_instrument_is_shown_as_law() -> None:
    assert articles.ONE_RECIPIENT.cite() == "《党政机关公文处理工作条例》第十五条第（一）项"
    assert articles.kind(3).cite() == "《党政机关公文处理工作条例》第八条第（三）项"
    assert articles.kind(14).cite().endswith("（待确认）")
    assert articles.CUSTOM.cite() == "通行做法（待确认）"


def values(finding: Finding, which: int = 0) -> dict[str, str]:
    return dict(finding.mends[which].values)


def test_what_one_key_does() -> None:
    several = draft("水务局", "请示", "市政府、省水利厅、区水务局", "城管局")
    moved = values(only(several, "recipients.one_upward"))
    assert moved == {"recipients": "云州市人民政府", "copies": "云州市城市管理局、省水利厅"}, (
        "what is below is not copied"
    )
    copied = only(draft("水务局", "报告", "市政府", "城管局、区水务局"), "copies.downward")
    assert values(copied) == {"copies": "云州市城市管理局"}
    skipping = only(draft("区水务局", "请示", "市政府"), "recipients.skipping")
    assert values(skipping) == {"recipients": "霁江区人民政府"}
    assert values(skipping, 1) == {"copies": "霁江区人民政府"}
    person = only(draft("水务局", "请示", "张伟市长"), "recipients.person")
    assert values(person) == {"recipients": "云州市人民政府"}
    assert values(only(draft("水务局", "请示", "城管局"), "kind.请示")) == {"kind": "函"}
    section = draft("市容科", "函", "水务局", home=organ("城管局"))
    assert values(only(section, "organ.section")) == {"organ": "4"}


def test_every_mend_mends() -> None:
    """What one key does leaves the finding behind."""
    for writer, kind, readers, copies, rule, _article in WRONG:
        given = draft(writer, kind, readers, copies)
        for mend in only(given, rule).mends:
            changed = dict(mend.values)
            again = replace(
                given,
                kind=KINDS[changed.get("kind", kind)],
                recipients=organs(changed["recipients"]) if "recipients" in changed else given.recipients,
                copies=organs(changed["copies"]) if "copies" in changed else given.copies,
                organs=(organ_of(NODES[int(changed["organ"])], NODES),) if "organ" in changed else given.organs,
                standings={},
            )
            assert rule not in rules(again, least=Severity.HINT), (writer, kind, readers, mend)


def test_a_skipped_organ_that_has_a_copy_is_enough() -> None:
    assert "recipients.skipping" not in rules(draft("区水务局", "请示", "市政府", "区政府"))


def test_a_department_may_write_down_when_the_government_agreed_and_the_text_says_so() -> None:
    text = "经市人民政府同意，现就有关事项通知如下。"
    assert "recipients.orders" not in rules(draft("水务局", "通知", "各县（市、区）人民政府", text=text))


def test_organs_that_issue_together_are_of_one_rank() -> None:
    together = draft("水务局", "通知", "区水务局", organs=(organ("水务局"), organ("城管局")))
    assert "organs.level" not in rules(together)
    uneven = draft("水务局", "通知", "区水务局", organs=(organ("水务局"), organ("市政府"), organ("区水务局")))
    found = only(uneven, "organs.level")
    assert found.text == "云州市人民政府、霁江区水务局"
    assert values(found) == {"joint": ""}


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("工作已经完成。\n以上报告，请批示。", "请批示。"),
        ("以上意见妥否，请批示。", "妥否，请批示。"),
        ("当否，请审示。", "当否，请审示。"),
        ("请予批准。特此报告。", "请予批准。"),
        ("请审阅。", ""),
        ("省政府已批准该方案。", ""),
        ("我局请示市政府批准后实施，现已完成。", ""),
        ("特此报告。", ""),
    ],
)
def test_a_report_carries_no_request(text: str, caught: str) -> None:
    found = [one for one in check(draft("水务局", "报告", "市政府", text=text)) if one.rule == "text.request_in_report"]
    assert [text[one.start : one.end] for one in found] == ([caught] if caught else [])
    for one in found:
        assert one.suggestion == ("特此报告。" if text.endswith(caught) else None)


def test_a_request_for_several_things_is_told_and_one_is_not() -> None:
    two = "一、请批准新建水厂。\n二、请同意拨付2000万元。\n妥否，请批示。"
    assert only(draft("水务局", "请示", "市政府", text=two), "text.one_matter").start == two.index("请同意")
    one = "一、基本情况\n水厂建于1998年。\n二、请示事项\n请批准新建水厂。\n妥否，请批示。"
    assert "text.one_matter" not in rules(draft("水务局", "请示", "市政府", text=one))


@pytest.mark.parametrize(
    ("typed", "kind", "proper"),
    [
        ("开展冬季供热检查", "通知", "云州市水务局关于开展冬季供热检查的通知"),
        ("关于开展冬季供热检查的通知", "通知", "云州市水务局关于开展冬季供热检查的通知"),
        ("关于开展冬季供热检查", "函", "云州市水务局关于开展冬季供热检查的函"),
        ("云州市水务局关于开展冬季供热检查的通知", "报告", "云州市水务局关于开展冬季供热检查的报告"),
        ("防汛抗旱应急工作方案", "通知", "云州市水务局关于印发《防汛抗旱应急工作方案》的通知"),
        ("关于申请防汛资金的申请", "请示", "云州市水务局关于申请防汛资金的请示"),
        ("", "通知", ""),
    ],
)
def test_a_title_is_composed_of_organ_matter_and_type(typed: str, kind: str, proper: str) -> None:
    assert proper_title(typed, "云州市水务局", kind) == proper


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("云州市水务局关于防汛的方案", "title.no_kind"),
        ("云州市水务局关于拨付资金的申请", "title.no_kind"),
        ("云州市水务局关于防汛的报告", "title.other_kind"),
        ("云州市水务局关于防汛工作", "title.kind_missing"),
        ("云州市水务局通知", "title.matter"),
        ("云州市水务局关于防汛的通知（试行）", ""),
        ("云州市水务局关于印发《防汛方案》的通知", ""),
    ],
)
def test_what_a_title_must_have(title: str, rule: str) -> None:
    found = {one for one in rules(draft("水务局", "通知", "区水务局", title=title)) if one.startswith("title.")}
    assert found == ({rule} if rule else set())


def test_the_last_word_of_a_title_is_looked_at_behind_its_brackets() -> None:
    assert kind_at_end("关于印发《城市供水办法（试行）》的通知（第二版）") == "通知"
    assert kind_at_end("供水工作情况") == ""


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("云政办发[2026]12号", "云政办发〔2026〕12号"),
        ("云政办发（2026）第012号", "云政办发〔2026〕12号"),
        ("云政办发〔2026〕12号", ""),
    ],
)
def test_the_year_of_a_number_stands_in_its_own_brackets(typed: str, proper: str) -> None:
    found = [one for one in check(draft("水务局", "通知", "区水务局", number=typed)) if one.rule == "number.form"]
    assert [values(one)["number"] for one in found] == ([proper] if proper else [])


def test_a_request_names_whom_to_call() -> None:
    lacking = draft("水务局", "请示", "市政府", note="", drafter="倪稿", phone="0571-88881111")
    found = only(lacking, "note.contact")
    assert values(found) == {"note": "联系人：倪稿，电话：0571-88881111"}
    assert "note.contact" not in rules(draft("水务局", "报告", "市政府", note=""))


def test_the_length_is_information_and_counts_what_is_read() -> None:
    assert length_of("一、总体要求\n| 甲 | 乙 |").characters == 8
    assert length_of("字" * 4000).words == ""
    assert "4000" in length_of("字" * 4001).words
    assert "5000" in length_of("字" * 5001).words


def test_the_gravest_comes_first() -> None:
    given = draft("水务局", "请示", "市政府、省水利厅", "", note="")
    weights = [list(Severity).index(one.severity) for one in check(given)]
    assert weights == sorted(weights)
    assert weights[0] == 0


def test_the_fifteen_types_are_there_with_their_number_in_the_article() -> None:
    assert sorted(one.item for one in KINDS.values()) == list(range(1, 16))
