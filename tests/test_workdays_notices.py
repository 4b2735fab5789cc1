"""The notice file and the door of `shuniu deadline`: good input, and every bad one answered in words."""

import argparse
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuniu.kernel.workdays import (
    Calendar,
    NoticeError,
    load_notice,
    packaged_calendar,
    packaged_notices,
    parse_notice,
)
from shuniu.kernel.workdays import cli as deadline_cli
from shuniu.kernel.workdays.door import deadline

INVENTED_2027: dict[str, Any] = {
    "year": 2027,
    "title": "测试用2027年安排（虚构）",
    "number": "测试〔2026〕1号",
    "issued_on": "2026-11-10",
    "source": "测试",
    "mark": "R?",
    "holidays": [
        {"name": "元旦", "off": {"from": "2027-01-01", "to": "2027-01-03"}, "work": []},
        {"name": "劳动节", "off": {"from": "2027-05-01", "to": "2027-05-05"}, "work": ["2027-05-08"]},
        {"name": "国庆节", "off": {"from": "2027-10-01", "to": "2027-10-07"}, "work": ["2027-10-09"]},
    ],
}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    raw = deepcopy(INVENTED_2027)
    change(raw)
    return raw


@pytest.mark.parametrize("notice", packaged_notices(), ids=lambda n: str(n.year))
def test_a_notice_survives_being_written_and_read(notice: Any) -> None:
    assert parse_notice(json.dumps(notice.to_dict(), ensure_ascii=False)) == notice


def test_a_loaded_year_is_no_longer_provisional(tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(INVENTED_2027, ensure_ascii=False), encoding="utf-8-sig")
    calendar = Calendar([*packaged_notices(), load_notice(file)])
    assert calendar.is_working(date(2027, 5, 8))
    assert calendar.is_working(date(2027, 2, 5)), "the notice alone speaks for its year"
    before = deadline("2026-12-31", 1, "working_days", packaged_calendar())
    after = deadline("2026-12-31", 1, "working_days", calendar)
    assert (before["legal_due"], before["provisional"]) == ("2027-01-04", True)
    assert (after["legal_due"], after["provisional"]) == ("2027-01-04", False)


def test_new_year_may_reach_back_into_december() -> None:
    raw = changed(lambda n: n["holidays"][0].update(off={"from": "2026-12-31", "to": "2027-01-02"}))
    assert not Calendar([*packaged_notices(), load_notice(raw)]).is_working(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda n: n.update(year="2027"), "字段 year"),
        (lambda n: n.update(year=True), "字段 year"),
        (lambda n: n.update(year=2028), "不在2028年内"),
        (lambda n: n.update(year=3000), "字段 year"),
        (lambda n: n.update(title=""), "字段 title"),
        (lambda n: n.update(title="长" * 201), "字段 title"),
        (lambda n: n.pop("number"), "字段 number"),
        (lambda n: n.update(mark="sure"), "核实程度"),
        (lambda n: n.update(issued_on="2026-13-01"), "不是有效日期"),
        (lambda n: n.update(colour="red"), "不认识的字段：colour"),
        (lambda n: n.update(holidays=[]), "不得为空"),
        (lambda n: n.update(holidays={}), "节假日列表"),
        (lambda n: n["holidays"].append("春节"), "第4个节假日应为对象"),
        (lambda n: n["holidays"][0].update(name=7), "字段 name"),
        (lambda n: n["holidays"][0].update(off=["2027-01-01"]), "放假起止"),
        (lambda n: n["holidays"][0].update(work="2027-01-09"), "列表"),
        (lambda n: n["holidays"][0].update(work=[20270109]), "不是有效日期"),
        (lambda n: n["holidays"][0].update(off={"from": "2027-01-03", "to": "2027-01-01"}), "末日早于首日"),
        (lambda n: n["holidays"][0].update(off={"from": "2027-01-01", "to": "2027-01-20"}), "连续放假20天"),
        (lambda n: n["holidays"][1].update(work=["2027-05-05"]), "互相矛盾"),
        (lambda n: n["holidays"][1].update(work=["2027-05-07"]), "不是周六或周日"),
        (lambda n: n["holidays"][1].update(work=["2027-10-09"]), "重复列出"),
        (lambda n: n["holidays"].append(n["holidays"][0]), "日期重叠"),
        (lambda n: n["holidays"].pop(), "2027-10-01 是法定节日（国庆节）"),
    ],
)
def test_a_bad_notice_is_refused_in_words(change: Callable[[dict[str, Any]], object], words: str) -> None:
    with pytest.raises(NoticeError, match=words):
        load_notice(changed(change))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是有效的JSON"),
        (b"PK\x03\x04\xff\xfe", "UTF-8"),
        ("节假日".encode("gb18030"), "UTF-8"),
        (b"[1, 2]", "一个JSON对象"),
        (b"null", "一个JSON对象"),
        (b'{"year": 2027,}', "第1行"),
        (b"[" * 200_000, "嵌套层数过多"),
        (b" " * 1_000_001, "超过1MB"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "notice.json"
    file.write_bytes(content)
    with pytest.raises(NoticeError, match=words):
        load_notice(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="nowhere"):
        load_notice(tmp_path / "nowhere.json")


# --- the door ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["2026-02-12", "2026年2月12日", " 2026-02-12T09:30 ", "2026-02-12 23:59:59"])
def test_the_door_takes_dates_as_people_write_them(start: str) -> None:
    result = deadline(start, 20, "working_days", packaged_calendar())
    assert (result["legal_due"], result["safe_due"], result["provisional"]) == ("2026-03-18", "2026-03-18", False)
    counted = [day for day in result["explanation"] if day["counted"]]
    assert [day["number"] for day in counted] == list(range(1, 21))
    assert {"date": "2026-02-16", "weekday": "周一", "counted": False, "number": None}.items() <= result["explanation"][
        4
    ].items()
    assert result["explanation"][4]["why"] == "春节放假"
    assert (result["start"], result["length"], result["unit"]) == (start, 20, "working_days")
    json.dumps(result)


def test_the_door_answers_hours_with_the_moment() -> None:
    result = deadline("2026-02-12T09:30", 90, "minutes", packaged_calendar())
    assert result["legal_due"] == result["safe_due"] == "2026-02-12T11:00:00+08:00"
    utc = deadline("2026-02-12T01:30Z", 90, "minutes", packaged_calendar())
    assert utc["legal_due"] == result["legal_due"]


@pytest.mark.parametrize(
    ("start", "length", "unit", "words"),
    [
        ("2026-02-30", 1, "hours", "不是有效日期"),
        ("2026年13月1日", 1, "hours", "不是有效日期"),
        ("明天", 1, "hours", "不是有效日期"),
        ("", 1, "hours", "不是有效日期"),
        ("20260212", 1, "hours", "不是有效日期"),
        ("1989-12-31", 1, "hours", "1990年至2100年"),
        ("2101-01-01", 1, "hours", "1990年至2100年"),
        ("2026-02-12", -5, "working_days", "正整数"),
        ("2026-02-12", 0, "working_days", "正整数"),
        ("2026-02-12", 36501, "calendar_days", "时限过长"),
        ("2026-02-12", 36500, "calendar_days", "超出可计算的范围"),
        ("2026-02-12", 10**12, "minutes", "时限过长"),
        ("2026-02-12", 5, "days", "不认识的单位"),
    ],
)
def test_the_door_refuses_bad_input_in_words(start: str, length: int, unit: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        deadline(start, length, unit, packaged_calendar())


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    deadline_cli.add_arguments(parser.add_subparsers())
    return deadline_cli.run(parser.parse_args(["deadline", *words]))


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("2026-08-02", "60", "calendar_days", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["legal_due"], printed["safe_due"], printed["rolled_due"]) == (
        "2026-10-01",
        "2026-09-30",
        "2026-10-08",
    )


def test_the_command_prints_for_people_and_loads_a_notice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command("2026-12-31", "1", "working_days") == 0
    assert "2027-01-04（暂定）" in capsys.readouterr().out
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(INVENTED_2027), encoding="utf-8")
    assert command("2026-12-31", "1", "working_days", "--notice", str(file)) == 0
    assert "暂定" not in capsys.readouterr().out


@pytest.mark.parametrize("words", [("2026-02-12", "-5", "hours"), ("2026-02-12", "1.5", "hours"), ("x", "1", "hours")])
def test_the_command_explains_bad_input_on_the_error_stream(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert command(*words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert any("\u4e00" <= letter <= "\u9fff" for letter in err)
