"""A template of the package and data in, PDF out. Data never becomes program: it travels as JSON beside the template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from typing import Any

import typst

from shuniu.kernel.typesetting.fonts import found

PACKAGE = Path(__file__).resolve().parents[2]
"""Templates may import each other from here: ``#import "/kernel/typesetting/templates/official.typ": *``."""
_thread = local()


def _compiler() -> typst.Compiler:
    """One for each thread: it keeps fonts and parsed templates, and is not shared while it works."""
    if not hasattr(_thread, "compiler"):
        fonts = typst.Fonts(include_embedded_fonts=False, font_paths=list(found().folders))
        _thread.compiler = typst.Compiler(root=str(PACKAGE), font_paths=fonts)
    kept: typst.Compiler = _thread.compiler
    return kept


def pdf(template: Path, data: Mapping[str, Any], *, at: datetime, tagged: bool = True) -> bytes:
    """The document that a template (a ``.typ`` file inside the package) makes of some data, tagged for screen readers.

    The template reads ``json(bytes(sys.inputs.data))``; ``sys.inputs.faces`` names the families of each face. ``at``
    is the document's date of making. Raises NoChineseFont, and typst.TypstError for a template that does not hold.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    made = _compiler().compile(str(template), sys_inputs=_inputs(data), format="pdf", timestamp=moment, pdf_tags=tagged)
    assert isinstance(made, bytes)
    return made


def png(template: Path, data: Mapping[str, Any], *, dots: int) -> bytes:
    """The first page that a template makes, as a picture with ``dots`` to the inch."""
    made = _compiler().compile(str(template), sys_inputs=_inputs(data), format="png", ppi=dots)
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return first


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    faces = json.dumps(found().families, ensure_ascii=False)
    return {"data": json.dumps(data, ensure_ascii=False, default=str), "faces": faces}


def places(label: str) -> list[dict[str, Any]]:
    """The values of a label's metadata in the document that this thread set last: costs next to nothing."""
    found: list[dict[str, Any]] = json.loads(_compiler().query(f"<{label}>", field="value"))
    return found
