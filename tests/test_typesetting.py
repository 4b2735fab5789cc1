"""Typesetting: which face is taken, what happens without any, and that data never becomes program."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from shuniu.kernel.typesetting import composing, fetching, fonts
from shuniu.kernel.typesetting.fonts import Face, Found, NoChineseFont, choose
from tests.world import moment

NOW = moment("2026-11-24 10:00")


@pytest.fixture
def chinese() -> Found:
    try:
        return fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def test_the_site_s_licensed_faces_come_first_and_substitutes_are_named() -> None:
    everything = ["FandolFang R", "FZXiaoBiaoSong-B05S", "Noto Serif SC", "FandolSong", "KaiTi_GB2312", "SimHei"]
    chosen = choose(everything)
    assert [chosen[face][0] for face in Face] == [
        "FZXiaoBiaoSong-B05S", "FandolFang R", "KaiTi_GB2312", "SimHei", "Noto Serif SC",
    ]  # fmt: skip
    assert Found((), chosen).substituted == [Face.BODY, Face.SONG]
    assert chosen[Face.BODY][-1] == "Noto Serif SC", "rare characters have a wide face behind"


def test_any_chinese_font_is_better_than_none_and_none_is_said_in_words() -> None:
    assert set(choose(["DejaVu Sans"], otherwise=["WenQuanYi Micro Hei"]).values()) == {("WenQuanYi Micro Hei",)}
    with pytest.raises(NoChineseFont, match="中文字体"):
        choose(["DejaVu Sans", "Liberation Serif"])


def test_the_doctor_says_what_stands_in_or_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found", lambda: Found((), choose(["FandolFang R", "SimHei", "FandolSong"])))
    words, mend = fonts.doctor()
    assert "小标宋体、仿宋体、楷体" in words
    assert "SHUNIU_FONTS" in mend

    def none() -> Found:
        raise NoChineseFont

    monkeypatch.setattr(fonts, "found", none)
    assert "中文字体" in fonts.doctor()[0]


def test_a_font_is_known_by_drawing_the_character(chinese: Found) -> None:
    own = next(Path(folder) for folder in chinese.folders) if chinese.folders else None
    files = sorted(own.glob("*.otf")) if own else []
    if not files:
        pytest.skip("no fetched font on this machine")
    assert fonts._writes_chinese(str(files[0]), 0)
    assert not fonts._writes_chinese(__file__, 0)


def test_words_of_the_data_are_set_as_words(chinese: Found, tmp_path: Path) -> None:
    evil = '#panic("x") $x$ *b* = 标题 "\\ {{ }} #include("/etc/passwd")'
    template = composing.PACKAGE / "public/hotline/typst/report.typ"
    data = {
        **dict.fromkeys(("title", "issue", "from", "period", "as_of", "summary", "no_topics", "units_note", "footer"), evil),
        "sections": [evil] * 5, "table_head": ["一", "二", "三", "四"], "table": [[evil] * 4], "troubles": [], "topics": [evil],
        "bars": [{"title": evil, "rows": [[evil, 3], ["零", 0]]}], "unit_head": [evil] * 8, "units": [[evil] * 8], "words": [[evil, evil]],
    }  # fmt: skip
    file = composing.pdf(template, data, at=NOW)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    assert "#panic(" in text
    assert "/etc/passwd" in text


def test_what_is_fetched_is_what_was_expected_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, calls = tmp_path / "fonts", []

    def fetch(into: Path) -> Path:
        calls.append(into)
        home.mkdir(exist_ok=True)
        (into / "Face.otf").write_bytes(b"face")
        return into

    digest = "38bc375d0bc7b8b1e4e2ccc5a2e0dfe8b5d8c5c6a5d7ef9cdf1e6f1e5a39a8a0"
    monkeypatch.setattr(fetching, "FETCHED", home)
    assert "not the file" in fetching._bring({"Face.otf": digest}, fetch)
    assert not (home / "Face.otf").exists()
    (tmp_path / "Face.otf").write_bytes(b"face")
    right = fetching._digest(tmp_path / "Face.otf")
    assert fetching._bring({"Face.otf": right}, fetch) == ""
    assert fetching._bring({"Face.otf": right}, fetch) == ""
    assert len(calls) == 2, "the second time nothing is asked of anybody"

    def unreachable(_into: Path) -> Path:
        raise OSError("no network")

    assert "no network" in fetching._bring({"Other.otf": right}, unreachable)
