"""The words of a document: at its head, for secrecy marks; and all of them, by paragraphs, for whoever registers it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext

from shuniu.kernel.files import lines, ofd, old_word, pdf, word
from shuniu.kernel.files.kinds import Kind, decoded
from shuniu.kernel.files.pdf import first_page_text
from shuniu.kernel.files.refusals import Refused

MOST_TEXT = 400_000
"""Characters that are read of a whole document: some 600 pages."""
FEW = 12
"""A page with a picture and fewer characters than this is a scanned one: a stamp or a number may have been added."""
MOST = 6000
"""Characters that are read: more than a first page holds."""
_HEADS = {
    "docx": re.compile(r"word/(header\d*|document)\.xml$"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet1)\.xml$"),
    "pptx": re.compile(r"ppt/slides/slide1\.xml$"),
    "ofd": re.compile(r"Doc_0/(Pages/Page_[01]/Content|Tpls/[^/]+/Content)\.xml$", re.I),
}
_PARAGRAPHS = {"p", "si", "row", "is", "oddHeader", "TextObject"}
_TEXTS = {"t", "TextCode", "oddHeader"}


@dataclass(frozen=True, slots=True)
class Text:
    """What a document says. ``scanned``: it is pictures of pages, and a person must read them."""

    text: str
    pages: int = 0
    """Where the format has pages."""
    scanned: bool = False
    cut: bool = False
    """Whether it was longer than what is read."""

    @property
    def notice(self) -> str:
        """What to tell the person who registers it, when not all could be read."""
        if self.scanned:
            return gettext("这是扫描件或图片，没有可以读取的文字，请对照原件填写各项。")
        return gettext("文件很长，只读取了前面一部分文字。") if self.cut else ""


def text_of(path: Path, kind: Kind) -> Text:
    """All the words of a file that ``receiving.check`` has let pass, a paragraph a line. Raises Refused when it is broken."""
    if kind.group == "image":
        return Text("", 1, scanned=True)
    if kind.name in ("pdf", "ofd"):
        return _placed(pdf.sheets(path, MOST_TEXT) if kind.name == "pdf" else ofd.sheets(path, MOST_TEXT))
    readers = {"docx": word.text_of, "doc": old_word.text_of}
    if kind.name in readers:
        return _whole(readers[kind.name](path))
    if kind.group == "text":
        found = decoded(path.read_bytes())
        return _whole("\n".join(line.rstrip() for line in found[0].splitlines()) if found else "")
    return _whole(head_text(path, kind))


def _whole(text: str) -> Text:
    return Text(text[:MOST_TEXT], scanned=not text.strip(), cut=len(text) > MOST_TEXT)


def _placed(sheets: list[lines.Sheet]) -> Text:
    pictured = [sheet for sheet in sheets if sheet.pictures and sum(len(one.text) for one in sheet.pieces) < FEW]
    found = lines.text_of(sheets)
    scanned = len(pictured) * 2 > len(sheets) or not found.strip()
    return Text(found[:MOST_TEXT], len(sheets), scanned, len(found) > MOST_TEXT)


def head_text(path: Path, kind: Kind) -> str:
    """Text of the first page; empty for pictures and recordings. A scanned page has no text and gives none."""
    if kind.name == "pdf":
        return first_page_text(path, MOST)
    if kind.name == "doc":
        return old_word.text_of(path)[:MOST]
    if kind.group == "text":
        with path.open("rb") as file:
            words = decoded(file.read(MOST * 3), cut=True)
        return words[0][:MOST] if words else ""
    if kind.name == "ofd" and (found := lines.text_of(ofd.sheets(path, MOST))):
        return found[:MOST]
    if kind.name in _HEADS:
        return "\n".join(_office(path, _HEADS[kind.name]))
    return ""


def _office(path: Path, wanted: re.Pattern[str]) -> Iterable[str]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist(), key=lambda one: ("header" not in one, one)):
            if wanted.search(name):
                try:
                    yield _paragraphs(fromstring(archive.read(name)))[:MOST]
                except (ParseError, DefusedXmlException) as error:
                    raise Refused("damaged") from error


def _paragraphs(root: Element) -> str:
    """Texts by paragraph: a line of the page is a line here."""
    lines: list[str] = []
    length = 0
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in _PARAGRAPHS:
            lines.append("")
        if tag in _TEXTS and element.text:
            if not lines:
                lines.append("")
            lines[-1] += element.text
            length += len(element.text)
            if length > MOST:
                break
    return "\n".join(lines)
