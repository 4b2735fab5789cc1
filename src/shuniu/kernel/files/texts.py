"""The words at the head of a document, as far as they can be read without drawing it: for secrecy marks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shuniu.kernel.files.kinds import Kind, decoded
from shuniu.kernel.files.pdf import first_page_text
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
