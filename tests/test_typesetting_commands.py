"""``shuniu typeset`` and ``shuniu geometry``, as somebody at a terminal meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from shuniu.kernel.typesetting import fonts
from shuniu.site import command
from tests import source

EXAMPLE = source.ROOT / "docs" / "examples" / "paper.json"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def chinese() -> None:
    try:
        fonts.found()
    except fonts.NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def data(**changes: Any) -> dict[str, Any]:
    return {"title": "关于工作的通知", "text": "正文。", "organs": ["甲局"], **changes}


def written(folder: Path, content: Any) -> Path:
    file = folder / "paper.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
    return file


def test_the_example_is_set_and_stands_the_geometry(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out.pdf"
    assert command.main(["typeset", str(EXAMPLE), str(out)]) == 0
    told = capsys.readouterr()
    assert "已写出" in told.out
    assert "没有印章图片，已留出用印位置" in told.err
    assert ("以其他字体代替" in told.err) == bool(fonts.found().substituted)
    assert command.main(["geometry", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["lines_per_page"], answer["characters_per_line"]) == (True, 22, 28)


@pytest.mark.parametrize("form", ["ordinary", "upward", "joint", "letter", "order", "minutes"])
def test_a_sample_of_each_form(form: str, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "SAMPLE.PDF"
    assert command.main(["typeset", "--sample", "--form", form, str(out)]) == 0
    assert command.main(["geometry", str(out)]) == 0
    assert "符合GB/T 9704-2012。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "JSON"),
        (b"[1]", "JSON对象"),
        (b"\xff\xfe\x00\xff", "不能排版"),
        (b"[" * 100_000, "JSON"),
        ({"title": "题"}, "text"),
        (data(colour="red"), "colour"),
        (data(signed_on="2026-13-40"), "signed_on"),
        (data(form="poem"), "form"),
        (data(title=7), "title"),
        (data(seals=[{"organ": "甲局", "picture": "bm8="}]), "seals"),
        (data(organs=[" "]), "发文机关"),
        (data(title="\u200b"), "标题"),
        (data(text=" \n\u3000"), "正文"),
        (data(text="规" * 260_000), "250000"),
    ],
    ids=str,
)
def test_bad_data_are_refused_in_words(content: Any, words: str, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out.pdf"
    assert command.main(["typeset", str(written(tmp_path, content)), str(out)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("不能排版：")
    assert words in told
    assert "Traceback" not in told
    assert not out.exists()


@pytest.mark.parametrize("place", ["text", "urgency", "note", "annexes"])
def test_a_secrecy_mark_anywhere_is_refused(place: str, tmp_path: Path, capsys: Captured) -> None:
    value: Any = [{"title": "表", "text": "秘密★10年\n内容。"}] if place == "annexes" else "机密★5年"
    out = tmp_path / "out.pdf"
    assert command.main(["typeset", str(written(tmp_path, data(**{place: value}))), str(out)]) == 2
    assert "国家秘密标志" in capsys.readouterr().err
    assert not out.exists()


def test_gb18030_is_read_and_unknown_endings_and_lost_files_are_told(tmp_path: Path, capsys: Captured) -> None:
    file = written(tmp_path, json.dumps(data(title="关于喆堃的通知"), ensure_ascii=False).encode("gb18030"))
    out = tmp_path / "out.pdf"
    assert command.main(["typeset", str(file), str(out)]) == 0
    with pypdfium2.PdfDocument(out) as document:
        assert "关于喆堃的通知" in document[0].get_textpage().get_text_range()
    capsys.readouterr()
    assert command.main(["typeset", str(file), str(tmp_path / "out.xyz")]) == 2
    assert "“.xyz”" in capsys.readouterr().err
    assert command.main(["typeset", str(tmp_path / "none.json"), str(out)]) == 2
    assert "没有" in capsys.readouterr().err
    assert command.main(["typeset", str(file)]) == 2
    assert "用法" in capsys.readouterr().err
    assert command.main(["typeset", str(file), str(tmp_path / "no" / "out.pdf")]) == 1
    assert "不能写入" in capsys.readouterr().err


def test_geometry_tells_what_is_wrong_and_what_is_no_pdf(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out.pdf"
    paper = data(number="甲发[2026]03号", signed_on="2026-01-05")
    assert command.main(["typeset", str(written(tmp_path, paper)), str(out)]) == 0
    assert command.main(["geometry", str(out)]) == 1
    told = capsys.readouterr().out
    assert "✗ 年份括号 []" in told
    assert "不符合标准之处" in told
    assert command.main(["geometry", str(written(tmp_path, b"no pdf"))]) == 2
    assert "不是可以打开的PDF文件" in capsys.readouterr().err
    assert command.main(["geometry", str(tmp_path / "none.pdf")]) == 2


def test_geometry_refuses_a_paper_with_a_secrecy_mark(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.pdf"
    monkeypatch.setattr("shuniu.site.papers.marks_in", lambda _text: [])
    assert command.main(["typeset", str(written(tmp_path, data(urgency="机密★5年"))), str(out)]) == 0
    monkeypatch.undo()
    assert command.main(["geometry", str(out), "--json"]) == 2
    assert "国家秘密标志" in capsys.readouterr().err
