"""The text of a DOCX: paragraphs, cells, text boxes; what was deleted is gone, what was inserted is there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shuniu.kernel.files.refusals import Refused

MOST_PART = 60_000_000
_HEADER = re.compile(r"word/header\d*\.xml$")
_NUMBER = re.compile(r"^[—–\-－\s\d第页共/／]*$")
_GONE = {"del", "moveFrom", "Fallback", "instrText", "delText"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def text_of(path: Path) -> str:
    """Its paragraphs, one a line, a table's cells behind tabs. A head that stands in the page's header comes first."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            heads = [name for name in sorted(names) if _HEADER.search(name)]
            found = [*(_part(archive, name) for name in heads), _part(archive, "word/document.xml")]
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, OSError, RecursionError) as error:
        raise Refused("damaged") from error
    head = dict.fromkeys(line for part in found[:-1] for line in part if not _NUMBER.match(line))
    return "\n".join([*head, *found[-1]])


def _part(archive: zipfile.ZipFile, name: str) -> list[str]:
    if archive.getinfo(name).file_size > MOST_PART:
        raise Refused("bomb")
    lines = (line.strip(" \t") for one in _blocks(fromstring(archive.read(name))) for line in one.split("\n"))
    return [line for line in lines if line]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _blocks(parent: Element) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _words(child)
            yield from _boxes(child)
        elif name == "tr":
            yield "\t".join(" ".join(_blocks(cell)) for cell in child if _name(cell) == "tc")
        elif name not in _GONE:
            yield from _blocks(child)


def _words(element: Element) -> str:
    """The text of a paragraph, without its text boxes."""
    made = ""
    for child in element:
        name = _name(child)
        if name == "t":
            made += child.text or ""
        elif name in _SIGNS:
            made += _SIGNS[name]
        elif name not in _GONE and name != "txbxContent":
            made += _words(child)
    return made


def _boxes(element: Element) -> Iterator[str]:
    """What stands in the text boxes of a paragraph; the older copy of each is left out."""
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield from _blocks(child)
        elif name not in _GONE:
            yield from _boxes(child)
