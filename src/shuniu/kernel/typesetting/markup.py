"""XML parts and the zip that holds them, for the formats that are such a zip (DOCX, OFD): the same paper, the same octets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The zip's own dates: the first that the format knows. A file says when it was made in its metadata, if at all."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def element(name: str, attributes: Mapping[str, object] | None = None, *inside: str) -> str:
    """One element; ``inside`` is markup already."""
    marks = "".join(f" {key}={quoteattr(_NOT_XML.sub('', str(value)))}" for key, value in (attributes or {}).items())
    return f"<{name}{marks}>{''.join(inside)}</{name}>" if inside else f"<{name}{marks}/>"


def words(text: str) -> str:
    """Text as markup; characters that no XML may hold are left out."""
    return escape(_NOT_XML.sub("", text))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The zip of some parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (DECLARATION + body).encode() if isinstance(body, str) else body)
    return out.getvalue()
