"""Whatever is pasted, proofreading ends, soon, and its places are places of the text."""

from __future__ import annotations

import random
import time

import pytest

from shuniu.office.documents.proofing import proof

LINE = "各级各部门要坚持问题导向，把责任落实到每一个岗位、每一个环节；要加强督促检查，确保各项任务落到实处。"
TEXTS = {
    "nothing": "",
    "blanks": " \u3000\n\t\r\n" * 500,
    "only punctuation": "，。、；：？！“”‘’（）《》〔〕—…" * 2000,
    "only opening brackets": "（《“〔【" * 20_000,
    "only closing brackets": "）》”〕】" * 20_000,
    "NULs": "\0" * 50_000,
    "digits": "1" * 100_000,
    "dots": "." * 100_000,
    "spaces and digits": "1 " * 50_000,
    "straight quotes": '"' * 50_000,
    "tags": "<p" * 50_000,
    "the same character": "的" * 100_000,
    "the same two": "工作" * 50_000,
    "level numbers": "一、\n" * 20_000,
    "surrogates": "工作\ud800安排",
    "beyond the basic plane": "𠮷野家工作安排😀" * 100,
    "commas": "工作，" * 30_000,
    "title": "关于" * 20_000 + "的通知\n各单位：",
    "mojibake": "Ã¤Â½Â\xa0" * 10_000,
    "latin": "é" * 100_000,
    "percent": "%E4" * 30_000,
    "one long line": LINE * 1000,
    "years": "2025年" * 20_000,
    "parentheses": "(" * 30_000 + ")" * 30_000,
    "near": "近" + "一" * 50_000 + "左右",
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_brings_it_down(name: str) -> None:
    text = TEXTS[name]
    began = time.process_time()
    found = proof(text)
    assert time.process_time() - began < 20
    assert all(text[one.start : one.end] == one.text for one in found)


def test_any_characters_at_all() -> None:
    chance = random.Random(11)
    for _ in range(40):
        text = "".join(
            chr(chance.choice((chance.randrange(1, 0x250), chance.randrange(0x2000, 0xA000)))) for _ in range(300)
        )
        assert all(text[one.start : one.end] == one.text for one in proof(text))


@pytest.mark.sweep
def test_time_grows_with_the_length_and_no_faster() -> None:
    """Five hundred pages, and a line of a million characters that is not Chinese."""
    pages = "\n".join(f"{number}. {LINE}" for number in range(6000))
    began = time.process_time()
    proof(pages[: len(pages) // 4])
    quarter = time.process_time() - began
    began = time.process_time()
    proof(pages)
    assert time.process_time() - began < max(1.0, 12 * quarter)
    proof("a" * 1_000_000)
