"""How long a paper takes when the process is warm: for 1, 3 and 30 pages, and a page of the preview.

    python -m bench.typesetting [--rounds 30]

Prints the median, the 95th of 100 and milliseconds a page, each beside the floor: the bare template engine setting the
same words without any of the standard's rules.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")

import django

django.setup()

import typst

from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.geometry import measure
from shuniu.kernel.typesetting.paper import Paper
from shuniu.kernel.typesetting.samples import BODY, letter, ordinary
from shuniu.kernel.typesetting.setting import pdf_of, png_page

BARE = (
    '#set page(paper: "a4", margin: 30mm)\n#set text(font: sys.inputs.font, size: 16pt, lang: "zh")\n#sys.inputs.words'
)


def papers() -> dict[str, Paper]:
    one = replace(letter(), copies="", text="经研究，同意你局提出的数据使用方案。特此函复。")
    return {
        "1": one,
        "3": replace(ordinary(), annexes=(), copies="", issuer="", issued_on=None),
        "30": replace(ordinary(), annexes=(), text="\n".join([BODY] * 15)),
    }


def timed(work: Callable[[int], object], rounds: int) -> tuple[float, float]:
    took = []
    for number in range(rounds):
        start = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - start) * 1000)
    ordered = sorted(took)
    return statistics.median(took), ordered[int(len(ordered) * 0.95)]


def floor(words: str, rounds: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bare.typ"
        file.write_text(BARE, encoding="utf-8")
        known = typst.Fonts(include_embedded_fonts=False, font_paths=list(fonts.found().folders))
        compiler = typst.Compiler(root=folder, font_paths=known)
        font = fonts.found().families[fonts.Face.BODY][0]

        def made(number: int) -> object:
            return compiler.compile(str(file), sys_inputs={"words": f"{words}{number}", "font": font}, format="pdf")

        made(-1)
        return timed(made, rounds)[0]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=30)
    rounds = asked.parse_args().rounds
    at = datetime.now(UTC)
    start = time.perf_counter()
    pdf_of(letter(), at=at)
    print(f"first paper of a process: {(time.perf_counter() - start) * 1000:.0f} ms (fonts and templates are read)")
    print(
        f"{'pages':>6} {'median ms':>10} {'p95 ms':>8} {'ms a page':>10} {'floor ms':>9} {'ratio':>6} {'preview ms':>11} {'geometry ms':>12}"
    )
    for paper in papers().values():
        done = pdf_of(paper, at=at)
        middle, slow = timed(
            lambda number, paper=paper: pdf_of(replace(paper, text=f"{paper.text}{number}。"), at=at), rounds
        )
        bare = floor(paper.text, max(3, rounds // 3))
        preview, _ = timed(lambda _number, done=done: png_page(done.file, 1), max(3, rounds // 3))
        geometry, _ = timed(lambda _number, done=done: measure(done.file), max(3, rounds // 5))
        print(
            f"{done.pages:>6} {middle:>10.1f} {slow:>8.1f} {middle / done.pages:>10.1f} {bare:>9.1f} {middle / bare:>6.1f} {preview:>11.1f} {geometry:>12.1f}"
        )


if __name__ == "__main__":
    main()
