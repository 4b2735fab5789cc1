"""预览: a draft set as it will be printed, page by page, while it is being written; and the file to take away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.typesetting import setting
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper, Paper, paper_of
from shuniu.office.documents.digest import digest_of
from shuniu.office.documents.operations.refusing import refuse_secrets

PAGES = 2
"""So many pages are shown at once: the first look, and a spread after that."""
KEPT_SECONDS = 300
MOST = 120_000
"""Longer texts are set when the file is asked for, not while somebody types."""


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    picture: str
    """PNG as the address of an image."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Some pages of a draft. ``refused`` says why there are none."""

    pages: Sequence[Page] = ()
    total: int = 0
    warnings: Sequence[str] = ()
    refused: str = ""

    @property
    def first(self) -> int:
        return self.pages[0].number if self.pages else 0

    @property
    def before(self) -> int:
        return max(self.first - PAGES, 1) if self.first > 1 else 0

    @property
    def after(self) -> int:
        last = self.pages[-1].number if self.pages else 0
        return last + 1 if last < self.total else 0


def preview(content: Mapping[str, Any], page: int, *, at: datetime) -> Preview:
    """Two pages from ``page`` on, with what the printer would object to. Never fails: it says why nothing is shown."""
    if len(str(content.get("text", ""))) > MOST:
        return Preview(refused=_("文稿很长，不在这里逐页预览。请用“下载预览 PDF”。"))
    try:
        refuse_secrets(content)  # What is set is kept for some minutes: not even that long.
        made = _set(_filled(content), at=at)
    except (BadPaper, NoChineseFont, StepRefused) as error:
        return Preview(refused=str(error))
    first = min(max(page, 1), made.pages)
    numbers = range(first, min(first + PAGES, made.pages + 1))
    return Preview(
        [Page(one, _address(setting.png_page(made.file, one))) for one in numbers], made.pages, made.warnings
    )


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"


def _filled(content: Mapping[str, Any]) -> Paper:
    """A draft may lack its title or its words; the page is shown all the same."""
    return paper_of({**content, "title": content.get("title") or "（标题）", "text": content.get("text") or "（正文）"})


def _set(paper: Paper, *, at: datetime) -> setting.Set:
    """Set once for the same words: leafing through the pages sets nothing anew."""
    key = f"documents.preview.{digest_of({'paper': repr(paper)})}"
    made: setting.Set | None = cache.get(key)
    if made is None:
        made = setting.pdf_of(paper, at=at, draft=True)
        cache.set(key, made, KEPT_SECONDS)
    return made


def preview_file(content: Mapping[str, Any], kind: str, *, at: datetime) -> bytes:
    """The draft as PDF or DOCX. Raises BadPaper, NoChineseFont, and StepRefused for a secrecy mark."""
    refuse_secrets(content)
    paper = _filled(content)
    return docx_of(paper) if kind == "docx" else _set(paper, at=at).file
