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

from shuniu.kernel.typesetting import composing, standard
from shuniu.kernel.typesetting.fonts import NAMES, found
from shuniu.kernel.typesetting.moving import turn_before_closing
from shuniu.kernel.typesetting.paper import Form, Paper
from shuniu.kernel.typesetting.planning import Plan, Turns, plan_of

TEMPLATE = Path(__file__).resolve().parent / "templates" / "paper.typ"
SCREEN = 96
"""Dots to the inch of the preview."""


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
    if (last := _foot(plan, turns)) != turns:
        file = _compose(plan, last, at)
    with pypdfium2.PdfDocument(file) as document:
        pages = len(document)
    faces = tuple(NAMES[face] for face in found().substituted)
    return Set(file, pages, faces, (*plan.warnings, *_substitutes(faces), *_lonely(plan)), last.breaks > 0)


def png_of(paper: Paper, page: int, *, at: datetime, dots: int = SCREEN, draft: bool = True) -> bytes:
    """One page (from 1; the last one when there are fewer) as PNG, for the preview beside the editor."""
    return png_page(pdf_of(paper, at=at, draft=draft).file, page, dots=dots)


def png_page(file: bytes, page: int, *, dots: int = SCREEN) -> bytes:
    """One page of a PDF as PNG."""
    with pypdfium2.PdfDocument(file) as document:
        drawn = document[min(max(page, 1), len(document)) - 1].render(scale=dots / 72).to_pil()
    kept = io.BytesIO()
    drawn.convert("RGB").save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _compose(plan: Plan, turns: Turns, at: datetime) -> bytes:
    return composing.pdf(TEMPLATE, {**plan.told(turns), "latin": found().latin}, at=at)


def _place(name: str) -> dict[str, Any] | None:
    return next((one for one in composing.places("place") if one["name"] == name), None)


def _foot(plan: Plan, turns: Turns) -> Turns:
    """The 版记 on an even page: by turning once, or twice with a blank page, and then without page numbers (7.5)."""
    foot, end = _place("colophon"), _place("end")
    if not foot or not end or plan.paper.form is Form.LETTER or foot["page"] % 2 == 0 or foot["page"] - end["page"] > 1:
        return turns
    if foot["page"] == end["page"]:
        return replace(turns, breaks=1)
    return replace(turns, breaks=2, unnumbered=(foot["page"], foot["page"] + 1))


def _substitutes(faces: tuple[str, ...]) -> list[str]:
    return [_("未安装公文标准字体%(faces)s，以其他字体代替。") % {"faces": "、".join(faces)}] if faces else []


def _lonely(plan: Plan) -> list[str]:
    """Whether the closing stands on a page without text in spite of all."""
    closing, text = _place("closing"), _place("text-end")
    if plan.data["closing"]["kind"] == "none" or not closing or not text or closing["page"] == text["page"]:
        return []
    alone = closing["y"] < standard.points(standard.TOP) + standard.PITCH
    return [_("落款所在页没有正文，请调整正文篇幅。")] if alone else []
