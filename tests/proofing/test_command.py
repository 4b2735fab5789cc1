"""The command, the files it reads, what was decided, and what the model is made of."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import numpy as np
import pytest

from shuniu.office.documents.proofing import ERROR, Finding, Kept, counting, proof, rules, without_kept
from shuniu.office.documents.proofing.hashing import STEP, Table, packed
from shuniu.office.documents.proofing.making import fetching, wordmodel
from shuniu.office.documents.proofing.model import missing
from shuniu.office.documents.proofing.rules import spelling
from shuniu.site import command

TEXT = "关于布署工作的通知\n各单位：\n请认真执行。"
needs_model = pytest.mark.skipif(bool(missing()), reason="the set-up could not make the language model")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_findings_of_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert command.main(["proof", str(file), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert set(found) == {"start", "end", "text", "rule", "severity", "message", "suggestion"}
    assert (found["start"], found["end"], found["suggestion"]) == (2, 4, "部署")
    assert command.main(["proof", str(file), "--text"]) == 0
    assert capsys.readouterr().out == TEXT


def test_words_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert command.main(["proof", str(file)]) == 1
    assert "1行3字  错误  “布署” → 部署" in capsys.readouterr().out
    file.write_text("请认真执行。", encoding="utf-8")
    assert command.main(["proof", str(file)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_a_word_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("关于布署工作的通知")
    document.add_table(1, 2).cell(0, 1).text = "布署"
    document.save(str(tmp_path / "a.docx"))
    assert command.main(["proof", str(tmp_path / "a.docx"), "--json"]) == 1
    assert [one["text"] for one in json.loads(capsys.readouterr().out)] == ["布署", "布署"]


@pytest.mark.parametrize("data", [b"\xff\xfe\xff\x80\x81", b"MZ program", b"PK\x03\x04 broken", b"%PDF-1.7 broken"])
def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert command.main(["proof", str(tmp_path / "a.txt")]) == 2
    assert capsys.readouterr().err.strip()
    assert command.main(["proof", str(tmp_path / "none.txt")]) == 2


def test_what_the_drafter_decided() -> None:
    found = proof(TEXT)
    assert without_kept(found, [Kept("word-wrong", "布署", "引用原文")]) == []
    assert without_kept(found, [Kept("idiom", "布署", "引用原文")]) == found


def test_rules_have_names_and_sources() -> None:
    keys = [rule.key for rule in rules()]
    assert len(keys) == len(set(keys)) > 50
    assert all(rule.label and rule.source for rule in rules())
    assert {one.rule for one in proof(TEXT)} <= set(keys)


def test_findings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Finding(0, 1, "a", "b", ERROR, "c", None).start = 2  # type: ignore[misc]  # that it fails is the point


@needs_model
@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("要加强组织领到，明确工作责任。", "到", "导"),
        ("推动经济社会高质量法展。", "法", "发"),
        ("依法追究刑事责任的必要成序。", "成", "程"),
        ("切实保障人民群众合发权益。", "发", "法"),
        ("完善社会保仗体系。", "仗", "障"),
    ],
)
def test_slips_of_sound_and_shape(text: str, wrong: str, right: str) -> None:
    assert (wrong, right) in [(one.text, one.suggestion) for one in proof(text) if one.severity != "hint"]


@needs_model
def test_a_paragraph_reads_the_same_alone_and_in_company() -> None:
    first, second = "推动经济社会高质量法展。", "切实保障人民群众合发权益。"
    together = spelling.doubts([first, second])
    spelling._REMEMBERED.clear()
    assert spelling.doubts([second])[second] == together[second]


def test_without_the_model_the_rest_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "model", lambda: None)
    spelling._REMEMBERED.clear()
    assert [one.text for one in proof(TEXT)] == ["布署"]
    assert spelling._REMEMBERED == {}


def test_sequences_and_their_chances() -> None:
    codes = counting.code_table("，甲乙丙")
    tally = counting.Tally()
    tally.add_text(counting.encoded("甲乙甲乙甲丙", codes), 1.0)
    found = counting.probabilities(tally, (0,) * 6, 1.0)
    table = Table(*packed(*(np.concatenate([part[column] for part in found]) for column in range(3)), 8))
    keys = counting.keys_of(counting.encoded("甲乙", codes), 2)
    chance, order = table.chances(keys)
    expected = float(found[1][1][found[1][0] == keys[0]][0])
    assert order.tolist() == [2]
    assert abs(float(chance[0]) - expected) <= STEP
    unseen, shorter = table.chances(counting.keys_of(counting.encoded("丙乙", codes), 2))
    assert shorter.tolist() == [1]
    assert unseen[0] < chance[0]


def test_another_file_is_no_word_model(tmp_path: Path) -> None:
    (tmp_path / "zh_CN.lm").write_bytes(b"\0" * 500)
    with pytest.raises(wordmodel.NotAModel):
        wordmodel.read(tmp_path / "zh_CN.lm")


def test_another_version_of_a_source_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "laws.db").write_bytes(b"other")
    with pytest.raises(fetching.Unavailable, match="not the file"):
        fetching.checked(tmp_path / "laws.db", fetching.LAWS[2])
