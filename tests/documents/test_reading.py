"""The fields of an incoming paper, read from its text: right or absent, never made up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.kernel.files.kinds import KINDS
from shuniu.kernel.files.texts import text_of
from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.ofd import ofd_of
from shuniu.kernel.typesetting.setting import pdf_of
from shuniu.office.documents.reading import Confidence, Found, Read, fields_of
from tests import papers
from tests.documents.arrived import ARRIVED, Arrived
from tests.world import moment

AT = moment("2026-11-24 10:00")
SINGLE = ("number", "title", "kind", "recipients", "signed_on", "urgency", "copies", "contact", "phone", "deadline")
SEVERAL = ("organs", "signers", "annexes")


def value(found: Found | None) -> str:
    return found.value if found else ""


def every(read: Read) -> list[Found]:
    made: list[Found] = []
    for one in fields(read):
        held = getattr(read, one.name)
        made += held if isinstance(held, tuple) else [held] if held else []
    return made


def compare(read: Read, wanted: Arrived) -> None:
    assert {name: value(getattr(read, name)) for name in SINGLE} == {name: getattr(wanted, name) for name in SINGLE}
    for name in SEVERAL:
        assert tuple(one.value for one in getattr(read, name)) == getattr(wanted, name), name


@pytest.mark.parametrize("name", ARRIVED)
def test_a_paper_is_read_as_a_registrar_would(name: str) -> None:
    compare(fields_of(ARRIVED[name].text), ARRIVED[name])


@pytest.mark.parametrize("name", ARRIVED)
def test_each_value_stands_where_it_is_said_to(name: str) -> None:
    text = ARRIVED[name].text
    for one in every(fields_of(text)):
        words = re.sub(r"\s", "", text[one.start : one.end])
        assert words
        if not re.search(r"\d", one.value):
            assert one.value in ("命令", words.rstrip("。；")) or words in one.value


def broken(text: str, width: int) -> str:
    """As a careless program gives a PDF: paragraphs cut into lines, pages numbered, blanks around figures."""
    made: list[str] = []
    for line in text.split("\n"):
        long = "。" in line and "\t" not in line
        made += [line[place : place + width] for place in range(0, len(line), width)] if long else [line]
    spaced = [re.sub(r"(?<=[\u4e00-\u9fff])(\d+)(?=[\u4e00-\u9fff])", r" \1 ", line) for line in made]
    return "\n".join(
        one for number, line in enumerate(spaced) for one in ([line, f"— {number} —"] if number % 9 == 8 else [line])
    )


@pytest.mark.parametrize("width", [17, 28])
@pytest.mark.parametrize("name", ARRIVED)
def test_broken_lines_blanks_and_page_numbers_change_nothing(name: str, width: int) -> None:
    compare(fields_of(broken(ARRIVED[name].text, width)), ARRIVED[name])


@pytest.mark.parametrize("form", papers.EVERY)
@pytest.mark.parametrize("kind", ["pdf", "docx", "ofd"])
def test_what_we_set_ourselves_is_read_back(form: str, kind: str, tmp_path: pytest.TempPathFactory) -> None:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")
    paper = papers.EVERY[form]()
    pdf = pdf_of(paper, at=AT).file
    made: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf,
        "docx": lambda: docx_of(paper),
        "ofd": lambda: ofd_of(pdf, paper, at=AT),
    }
    path = tmp_path / f"a.{kind}"  # type: ignore[operator]  # a path
    path.write_bytes(made[kind]())
    read = fields_of(text_of(path, KINDS[kind]).text)
    assert {one.value for one in read.organs} == set(paper.organs)
    assert value(read.number) == paper.number
    assert value(read.title) == paper.title
    assert value(read.recipients) == paper.recipients
    assert value(read.signed_on) == (paper.signed_on.isoformat() if paper.signed_on else "")
    assert [one.value for one in read.signers] == list(paper.signers)
    assert [one.value for one in read.annexes] == [one.title for one in paper.annexes]
    assert value(read.urgency) == paper.urgency
    assert value(read.copies) == paper.copies
    assert value(read.issued_on) == (paper.issued_on.isoformat() if paper.issued_on else "")


# --- How sure --------------------------------------------------------------------------------------------------------
def test_a_proper_head_is_sure_and_a_doubtful_one_says_so() -> None:
    proper = fields_of(ARRIVED["a notice with all its parts"].text)
    for found in (
        *proper.organs,
        proper.number,
        proper.title,
        proper.kind,
        proper.recipients,
        proper.signed_on,
        proper.deadline,
    ):
        assert found is not None
        assert found.confidence is Confidence.SURE, found
    assert proper.found == 8
    loose = fields_of(ARRIVED["round brackets and a 第"].text)
    assert loose.number is not None
    assert loose.number.confidence is Confidence.LIKELY, "it was not written as the standard asks"


def test_deeds_with_a_date_are_listed_and_are_no_deadline() -> None:
    read = fields_of("关于检修的通知\n各单位：\n2026年10月30日前完成检修。\n云州市城管局\n2026年9月1日")
    assert read.deadline is None
    assert [(one.value, one.confidence) for one in read.deadlines] == [("2026-10-30", Confidence.UNSURE)]


def test_a_number_that_only_stands_in_the_text_is_not_the_paper_s() -> None:
    assert (
        fields_of(
            "关于报送总结的通知\n各单位：\n根据云政办发〔2026〕3号文件要求，请报送总结。\n云州市民政局\n2026年3月1日"
        ).number
        is None
    )


def test_what_is_no_paper_has_no_fields() -> None:
    for text in ("", "\n \n", "今天天气很好，我们去了公园。\n看见很多花。", "1\n2\n3\n", "云" * 5000, "：：：\n。。。"):
        read = fields_of(text)
        assert (read.number, read.title, read.kind, read.recipients, read.signed_on, read.signers) == (
            None,
            None,
            None,
            None,
            None,
            (),
        )


def test_a_mark_of_secrecy_is_said_first() -> None:
    read = fields_of("000001\n机密★1年\n云州市国家安全局文件\n关于某事的通知\n各单位：\n……")
    assert read.secret is not None
    assert read.secret.value == "机密"
    assert fields_of("关于加强保密工作的通知\n各单位：\n做好商业秘密保护。").secret is None


def test_copies_printed_are_counted() -> None:
    read = fields_of(ARRIVED["an order"].text + "\n（共印120份）")
    assert value(read.printed) == "120"


# --- Hostile texts ---------------------------------------------------------------------------------------------------
@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="关于的通知函〔〕2026年月日号（）：。，附件抄送签发人云州市局\n\t 1.一、前报", max_size=400))
def test_no_text_stops_the_reader(text: str) -> None:
    for one in every(fields_of(text)):
        assert 0 <= one.start < one.end <= len(text)


def test_a_long_text_is_read_in_good_time() -> None:
    text = ARRIVED["a notice with all its parts"].text.replace("尾矿库", "于2026年请" * 60_000)
    begun = time.process_time()
    read = fields_of(text)
    assert time.process_time() - begun < 3
    assert value(read.number) == "江应急〔2026〕45号"
