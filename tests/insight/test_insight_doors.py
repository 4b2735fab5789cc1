"""The command `shuniu insight`: real files in, JSON and words out, bad input answered in words with code 2."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from shuniu.kernel.insight.table import CHINA, TableError, parse_time, read_rows
from shuniu.site.command import main
from tests.insight.texts import labelled, ordinary, rising


def table(rows: Sequence[Sequence[str]], *, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.fixture
def training_file(tmp_path: Path) -> Path:
    file = tmp_path / "closed.csv"
    file.write_text(table([["text", "label"], *labelled()]), encoding="utf-8")
    return file


def stream(*, user: bool = True) -> str:
    rows = [
        [one.id, one.time.strftime("%Y/%m/%d %H:%M:%S"), one.title, one.text, one.user][: 5 if user else 4]
        for one in [*rising(), *ordinary()]
    ]
    return table([["留言编号", "留言时间", "留言主题", "留言详情", "留言用户"][: 5 if user else 4], *rows])


def test_train_then_predict(training_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "routing.model"
    assert main(["insight", "train", str(training_file), "--out", str(model), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["version"]
    assert {"per_class", "reliability", "confusions", "coverage", "accuracy_when_sure", "top3"} <= set(card)

    fresh = tmp_path / "fresh.csv"
    fresh.write_text(table([["text", "label"], ["小学老师补课收费，家长着急", "教育"], ["", "社保"]]), encoding="utf-8")
    assert main(["insight", "predict", str(model), str(fresh), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    first, empty = answer["predictions"]
    assert first["label"] == first["top"][0]["label"] == "教育"
    assert len(first["top"]) == 3
    assert first["reasons"]
    assert set(first["reasons"][0]) == {"word", "weight"}
    assert not first["abstain"]
    assert empty["abstain"]
    assert answer["summary"]["examples"] == 2

    assert main(["insight", "predict", str(model), str(fresh)]) == 0
    said = capsys.readouterr().out
    assert "教育" in said
    assert "拿不准" in said


def test_topics_are_replayed_from_a_file_out_of_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stream.csv"
    file.write_text(stream() + "x,不知道,无时间,无时间的留言,u\n", encoding="utf-8-sig")
    assert main(["insight", "topics", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in answer["skipped"]] == ["x"]
    alert = answer["alerts"][0]
    assert datetime.fromisoformat(alert["time"]) <= rising()[4].time.replace(tzinfo=None)
    assert set(alert["members"]) <= {"r1", "r2", "r3", "r4", "r5"}
    assert {"growth", "words", "places", "people", "since", "repeated"} <= set(alert)
    assert answer["topics"] == [{"topic": 1, "words": alert["words"], "members": ["r1", "r2", "r3", "r4", "r5"]}]
    assert main(["insight", "topics", str(file)]) == 0
    assert "搅拌站" in capsys.readouterr().out


def test_topics_do_without_a_column_of_users(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stream.csv"
    file.write_text(stream(user=False), encoding="gb18030")
    assert main(["insight", "topics", str(file), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["alerts"]) == 1


def test_similar_ranks_and_leaves_out_the_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stream.tsv"
    rows = [[one.id, one.title, one.text] for one in [*ordinary(10), *rising()]]
    file.write_text(table([["id", "title", "text"], *rows], delimiter="\t"), encoding="utf-8")
    assert main(["insight", "similar", str(file), "--to", "r1", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert hits[0]["id"] in {"r2", "r3", "r4", "r5"}
    assert set(hits[0]) == {"id", "score", "level", "shared"}
    assert "r1" not in {hit["id"] for hit in hits}
    assert main(["insight", "similar", str(file), "--to", "r1"]) == 0
    assert "疑似同一事项" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_and_titles_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "messages.csv"
    text = table([["留言编号", "留言主题", "留言详情", "一级标签"], ["7", "路灯", "灯\t坏了\n三天", "城建"]])
    file.write_bytes(text.encode(encoding))
    (row,) = read_rows(file)
    assert (row.id, row.title, row.text, row.label, row.line) == ("7", "路灯", "灯\t坏了\n三天", "城建", 2)


def test_odd_rows_are_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("text,label\n短\n\n" + "长" * 300_000 + ",甲,多余\n坏\x00字,乙\n", encoding="utf-8")
    assert [(len(row.text), row.label) for row in read_rows(file)] == [(1, ""), (300_000, "甲"), (2, "乙")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"text,label\n", "只有列名"),
        (b"words,label\na,b\n", "缺少列 text"),
        (b"PK\x03\x04 a workbook", "另存为 CSV"),
        (b"text\n\xff\xff\xff\x81", "编码"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(TableError, match=said):
        read_rows(file)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "none.csv", "--out", "m"], "读不到文件"),
        (["train", "few.csv", "--out", "m"], "至少要有两个类别"),
        (["train", "few.csv", "--out", "no/such/folder/m"], "已有文件夹"),
        (["train", "few.csv", "--out", "m", "--precision", "2"], "正确率"),
        (["predict", "few.csv", "few.csv"], "不是本系统的模型文件"),
        (["predict", "none", "few.csv"], "读不到模型文件"),
        (["topics", "few.csv"], "缺少列 time"),
        (["similar", "few.csv", "--to", "99"], "没有编号为 99"),
    ],
)
def test_every_bad_order_ends_with_code_two(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text("text,label\n路灯坏了,城建\n", encoding="utf-8")
    assert main(["insight", *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019/2/28 11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019-06-30 22:44", (2019, 6, 30, 22, 44)),
        ("2019年2月8日 9时5分", (2019, 2, 8, 9, 5)),
        ("2019.2.8", (2019, 2, 8)),
        ("20190208", (2019, 2, 8)),
        ("2019-02-08T01:00:00Z", (2019, 2, 8, 9)),
        ("2019-02-08T09:00:00+08:00", (2019, 2, 8, 9)),
    ],
)
def test_moments_are_read_in_the_usual_spellings(text: str, moment: tuple[int, ...]) -> None:
    assert parse_time(text) == datetime(*moment, tzinfo=CHINA)  # type: ignore[misc,arg-type]  # as many parts as the text has


@pytest.mark.parametrize("text", ["", "昨天", "2019-13-40", "25:61", "9" * 40])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_time(text) is None
