"""``shuniu typeset`` and ``shuniu geometry``: an official paper made from JSON, and a PDF measured against GB/T 9704."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.geometry import in_words, measure, words_of
from shuniu.kernel.typesetting.paper import BadPaper, Paper, paper_of
from shuniu.kernel.typesetting.samples import SAMPLES
from shuniu.kernel.typesetting.setting import pdf_of

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it

LARGEST = 30_000_000
"""Bytes of a file that is read."""
DONE, FOUND_WRONG, ASKED_WRONGLY = 0, 1, 2
Writer = Callable[[Paper, datetime], tuple[bytes, tuple[str, ...]]]


class Wrong(ValueError):
    """What was asked cannot be answered; the message says why, in words."""


def _pdf(paper: Paper, at: datetime) -> tuple[bytes, tuple[str, ...]]:
    made = pdf_of(paper, at=at)
    return made.file, made.warnings


WRITERS: dict[str, Writer] = {
    ".pdf": _pdf,
}
"""Who writes a paper, by the end of the file's name; each gives the file and what the clerk should know."""


def add_arguments(subparsers: Subparsers) -> None:
    typeset = subparsers.add_parser("typeset", help="按GB/T 9704-2012排印公文")
    typeset.add_argument("files", metavar="FILE.json OUT", nargs="+", type=Path, help="公文数据（JSON）和要写出的文件")
    typeset.add_argument("--sample", action="store_true", help="不读数据，排印示范公文")
    typeset.add_argument("--form", choices=sorted(SAMPLES), default="ordinary", help="示范公文的格式，默认 ordinary")
    geometry = subparsers.add_parser("geometry", help="测量PDF的版面，与GB/T 9704-2012逐项对照")
    geometry.add_argument("file", metavar="FILE.pdf", type=Path)
    geometry.add_argument("--json", action="store_true", help="以JSON输出")


def run(args: argparse.Namespace) -> int:
    return run_typeset(args) if args.command == "typeset" else run_geometry(args)


def run_typeset(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 when it cannot be, 2 with the reason when the data do not allow it."""
    try:
        source, out = _asked(args.files, sample=args.sample)
        write = _writer(out)
        paper = SAMPLES[args.form]() if source is None else _paper(source)
        file, warnings = write(paper, timezone.now())
    except (Wrong, BadPaper, NoChineseFont) as error:
        print(f"不能排版：{error}", file=sys.stderr)
        return ASKED_WRONGLY
    for words in warnings:
        print(f"提示：{words}", file=sys.stderr)
    try:
        out.write_bytes(file)
    except OSError as error:
        print(f"不能写入 {out}：{error.strerror}", file=sys.stderr)
        return FOUND_WRONG
    print(f"已写出 {out}（{len(file):,} 字节）。")
    return DONE


def run_geometry(args: argparse.Namespace) -> int:
    """0 when the page is as the standard has it, 1 when it differs, 2 when the file is no PDF that can be read."""
    try:
        file = _read(args.file)
        if marks_in(words_of(file)):
            raise Wrong(str(SECRET_REFUSAL))
        made = measure(file)
    except ValueError as error:
        words = str(error) if isinstance(error, Wrong) else "不是可以打开的PDF文件"
        print(f"不能测量：{words}", file=sys.stderr)
        return ASKED_WRONGLY
    print(json.dumps(made.as_data(), ensure_ascii=False, indent=1) if args.json else in_words(made))
    return DONE if made.ok else FOUND_WRONG


def _asked(files: list[Path], *, sample: bool) -> tuple[Path | None, Path]:
    if len(files) != (1 if sample else 2):
        raise Wrong("用法：shuniu typeset FILE.json OUT.pdf，或 shuniu typeset --sample OUT.pdf")
    return (None, files[0]) if sample else (files[0], files[1])


def _writer(out: Path) -> Writer:
    if write := WRITERS.get(out.suffix.lower()):
        return write
    raise Wrong(f"不会写“{out.suffix or out.name}”文件，可写的有：{'、'.join(sorted(WRITERS))}")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Wrong(f"{path} 超过{LARGEST // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Wrong(f"没有 {path} 这个文件") from error
    except OSError as error:
        raise Wrong(f"不能读取 {path}：{error.strerror}") from error


def _paper(source: Path) -> Paper:
    """The paper of a JSON file (UTF-8 or GB18030). One that bears a secrecy mark is refused."""
    data = _data(_read(source))
    if not isinstance(data, dict):
        raise Wrong(f"{source} 应当是一个JSON对象，字段见 docs/doors.md")
    paper = paper_of(data)
    if any(marks_in(text) for text in _texts(data)):
        raise Wrong(str(SECRET_REFUSAL))
    return paper


def _data(file: bytes) -> Any:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return json.loads(file.decode(encoding))
        except UnicodeDecodeError:
            continue
        except (json.JSONDecodeError, RecursionError) as error:
            where = f"（第{error.lineno}行第{error.colno}列）" if isinstance(error, json.JSONDecodeError) else ""
            raise Wrong(f"不是可以读懂的JSON{where}") from error
    raise Wrong("文件不是UTF-8或GB18030编码的文本")


def _texts(value: Any) -> list[str]:
    """Every text in the data, at any depth."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]
