"""Setting a letter: PDF to be signed, sealed and sent, DOCX to be edited where the office's own system seals."""

from __future__ import annotations

from datetime import datetime

from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.setting import pdf_of, png_page
from shuniu.public.disclosure.letters.story import Story
from shuniu.public.disclosure.letters.table import Letter, paper_of


def pdf(letter: Letter, story: Story, *, at: datetime) -> bytes:
    """The letter as PDF. Raises NoChineseFont."""
    return pdf_of(paper_of(letter, story), at=at, draft=letter.draft).file


def docx(letter: Letter, story: Story) -> bytes:
    return docx_of(paper_of(letter, story))


def picture(letter: Letter, story: Story, *, at: datetime) -> bytes:
    """The first page as PNG, for whoever signs. Raises NoChineseFont."""
    return png_page(pdf(letter, story, at=at), 1, dots=80)
