"""A paper set: ``pdf_of`` makes the PDF, ``png_of`` a page of it as a picture for the preview.

Two passes. The first shows on which page the closing and the 版记 come to stand; where that is not as the standard
has it, the second turns pages: two lines of text go with the seal (此页无正文 is never needed, 7.3.5.5), and the 版记
stands on the last side of the last sheet (7.4).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
from django.utils.translation import gettext as _

from shuniu.kernel.pdfium import ONE_AT_A_TIME
from shuniu.kernel.typesetting import composing, standard
from shuniu.kernel.typesetting.cleaning import words_of
from shuniu.kernel.typesetting.coverage import undrawn
from shuniu.kernel.typesetting.fonts import NAMES, found
from shuniu.kernel.typesetting.moving import turn_before_closing
from shuniu.kernel.typesetting.paper import Form, Paper
from shuniu.kernel.typesetting.planning import Plan, Turns, plan_of

TEMPLATE = Path(__file__).resolve().parent / "templates" / "paper.typ"
SCREEN = 96
"""Dots to the inch of the preview."""
BOXES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Set:
    """A paper as PDF. ``substituted`` names the standard's faces for which another stood in."""

    file: bytes
    pages: int
    substituted: tuple[str, ...]
    warnings: tuple[str, ...]
    """In words, the substitutes among them."""
    overleaf: bool = False
    """Whether the 版记 had to go on a later page than the one on which the text ends."""


def pdf_of(paper: Paper, *, at: datetime, draft: bool = False) -> Set:
    """Set a paper. Raises BadPaper for what cannot be set and NoChineseFont where no font is."""
    plan = plan_of(paper, draft=draft)
    turns = Turns()
    file = _compose(plan, turns, at)
    moved = turn_before_closing(plan.paper, file, composing.places("place"))
    if moved is not None:
        turns = replace(turns, block=moved[0], offset=moved[1])
        file = _compose(plan, turns, at)
    file = _with_foot(plan, turns, file, at)
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(file) as document:
        pages = len(document)
    faces = tuple(NAMES[face] for face in found().substituted)
    return Set(file, pages, faces, (*plan.warnings, *_lonely(plan), *_boxes(plan), *_substitutes(faces)), _overleaf())


def png_of(paper: Paper, page: int, *, at: datetime, dots: int = SCREEN, draft: bool = True) -> bytes:
    """One page (from 1; the last one when there are fewer) as PNG, for the preview beside the editor."""
    return png_page(pdf_of(paper, at=at, draft=draft).file, page, dots=dots)


def png_page(file: bytes, page: int, *, dots: int = SCREEN) -> bytes:
    """One page of a PDF as PNG."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(file) as document:
        drawn = document[min(max(page, 1), len(document)) - 1].render(scale=dots / 72).to_pil()
    kept = io.BytesIO()
    drawn.convert("RGB").save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _compose(plan: Plan, turns: Turns, at: datetime) -> bytes:
    return composing.pdf(TEMPLATE, {**plan.told(turns), "latin": found().latin}, at=at)


def _place(name: str) -> dict[str, Any] | None:
    return next((one for one in composing.places("place") if one["name"] == name), None)


def _with_foot(plan: Plan, turns: Turns, file: bytes, at: datetime) -> bytes:
    """The 版记 on an even page: by turning once, or twice with a blank page, and then without page numbers (7.5)."""
    for breaks in (1, 2):
        foot, end = _place("foot"), _place("end")
        if not foot or not end or plan.paper.form is Form.LETTER or foot["page"] % 2 == 0:
            break
        unnumbered = tuple(range(end["page"] + 1, foot["page"] + 3)) if breaks > 1 else ()
        file = _compose(plan, replace(turns, breaks=breaks, unnumbered=unnumbered), at)
    return file


def _overleaf() -> bool:
    foot, end = _place("foot"), _place("end")
    return bool(foot and end and foot["page"] > end["page"])


def _substitutes(faces: tuple[str, ...]) -> list[str]:
    return [_("未安装公文标准字体%(faces)s，以其他字体代替。") % {"faces": "、".join(faces)}] if faces else []


def _boxes(plan: Plan) -> list[str]:
    missing = undrawn(words_of(plan.paper))
    shown = " ".join(f"{one}（U+{ord(one):04X}）" for one in missing[:BOXES_SHOWN])
    return [_("没有字体能显示这些字，将印成空框：%(characters)s") % {"characters": shown}] if missing else []


def _lonely(plan: Plan) -> list[str]:
    """Whether the closing stands on a page without text in spite of all."""
    closing, text = _place("closing"), _place("text-end")
    if plan.data["closing"]["kind"] == "none" or not closing or not text or closing["page"] == text["page"]:
        return []
    alone = closing["y"] < standard.points(standard.TOP) + standard.PITCH
    return [_("落款所在页没有正文，请调整正文篇幅。")] if alone else []
