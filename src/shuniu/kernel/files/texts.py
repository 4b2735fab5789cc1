"""The words of a document, as far as they can be read without drawing it: its head for secrecy marks, all of it to proofread."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shuniu.kernel.files.kinds import Kind, decoded
from shuniu.kernel.files.pdf import all_text, first_page_text
from shuniu.kernel.files.refusals import Refused

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
MOST_XML = 64_000_000
_TAB_AT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pos"
"""A tab with a place is a stop on the ruler, not a character."""


def head_text(path: Path, kind: Kind) -> str:
    """Text of the first page; empty for pictures and recordings. A scanned page has no text and gives none."""
    if kind.name == "pdf":
        return first_page_text(path, MOST)
    if kind.group == "text":
        with path.open("rb") as file:
            found = decoded(file.read(MOST * 3), cut=True)
        return found[0][:MOST] if found else ""
    if kind.name in _HEADS:
        return "\n".join(_office(path, _HEADS[kind.name]))
    return ""


def full_text(path: Path, kind: Kind) -> str:
    """All the text of a plain text, a Word document or a PDF; "unknown" is raised for other kinds."""
    if kind.name == "pdf":
        return all_text(path)
    if kind.name == "docx":
        return _body(path)
    found = decoded(path.read_bytes()) if kind.group == "text" else None
    if found is None:
        raise Refused("unknown")
    return found[0]


def _body(path: Path) -> str:
    """The main part of a Word document: its paragraphs, each on a line; those of tables and boxes among them."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_XML:
                raise Refused("bomb")
            root = fromstring(archive.read("word/document.xml"))
    except (KeyError, zipfile.BadZipFile, ParseError, DefusedXmlException) as error:
        raise Refused("damaged") from error
    return "\n".join(_lines(root))


def _lines(root: Element) -> list[str]:
    lines: list[str] = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "p" or (tag in ("br", "cr") and lines):
            lines.append("")
        elif tag == "tab" and lines and element.get(_TAB_AT) is None:
            lines[-1] += "\t"
        elif tag == "t" and element.text:
            lines = lines or [""]
            lines[-1] += element.text
    return lines


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
