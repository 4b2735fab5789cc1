"""Text from elsewhere into the notation of ``notation``: Word documents, and what was copied from Word, WPS or a web page.

Structure is kept (paragraphs, the numbers of automatic lists as 一、（一）1.（1）, tables), looks are dropped, and no word is
lost. Nothing of the source is run or fetched.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from shuniu.kernel.typesetting.import_docx import Numbering, Reader, Styles, W
from shuniu.kernel.typesetting.import_html import Reader as HtmlReader
from shuniu.kernel.typesetting.import_html import fragment

MOST_PART = 40_000_000
MOST_HTML = 8_000_000


class BadImport(ValueError):
    """What was given cannot be read; the message says why, in words."""


def notation_from_docx(data: bytes) -> str:
    """The text of a Word document (DOCX) in the notation. Raises BadImport."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml")
            if document is None:
                raise BadImport(_("这不是 Word 文档（DOCX）。"))
            notes = {
                (kind, note.get(f"{W}id", "")): note
                for kind in ("footnote", "endnote")
                for note in _children(_part(archive, f"word/{kind}s.xml"), kind)
            }
            styles, numbering = (
                Styles(_part(archive, "word/styles.xml")),
                Numbering.read(_part(archive, "word/numbering.xml")),
            )
        reader = Reader(styles, numbering, notes)
        return "\n".join([*reader.lines(document), *reader.end()])
    except (
        zipfile.BadZipFile,
        ParseError,
        DefusedXmlException,
        zlib.error,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise BadImport(_("Word 文档已损坏或内容与格式不符，无法读取。")) from error


def _children(root: Element | None, kind: str) -> list[Element]:
    """Notes; those that only draw the separating line have a type."""
    return [] if root is None else [one for one in root.iter(f"{W}{kind}") if one.get(f"{W}type") is None]


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > MOST_PART:
        raise BadImport(_("Word 文档过大，无法读取。"))
    root: Element = fromstring(archive.read(name))
    return root


def notation_from_html(html: str) -> str:
    """Copied HTML in the notation. Raises BadImport for more than anybody copies."""
    if len(html) > MOST_HTML:
        raise BadImport(_("粘贴的内容过长，请分几次粘贴。"))
    reader = HtmlReader()
    reader.feed(fragment(html))
    return "\n".join(reader.finished())
