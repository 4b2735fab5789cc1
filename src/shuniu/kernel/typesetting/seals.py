"""Seals and signatures FOR DEMONSTRATION AND TRIALS ONLY: drawn here, for the invented city.

A real seal comes as a picture from the office that keeps it, or through a certified signing service; it is never
drawn by this program.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image

from shuniu.kernel.typesetting import composing, standard

TEMPLATE = Path(__file__).resolve().parent / "templates" / "seal.typ"
DOTS = 300
RED = "#d01f1f"
MOST = 30
"""Characters that the ring takes."""


@lru_cache(maxsize=64)
def demo_seal(organ: str, diameter: float = standard.SEAL_DIAMETER) -> bytes:
    """A round seal for demonstrations: ring, star and name, PNG with transparency that knows its own size."""
    return _sized(
        composing.png(TEMPLATE, {"kind": "seal", "words": organ[:MOST], "diameter": diameter, "red": RED}, dots=DOTS)
    )


@lru_cache(maxsize=64)
def demo_signature(name: str) -> bytes:
    """A person's 签名章 for demonstrations, PNG with transparency."""
    return _sized(composing.png(TEMPLATE, {"kind": "signature", "words": name[:MOST], "red": RED}, dots=DOTS))


def _sized(file: bytes) -> bytes:
    """The same picture with its resolution written into it, and no more colours than it has."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(file)) as drawn:
        drawn.quantize(32, method=Image.Quantize.FASTOCTREE).save(kept, "PNG", optimize=True, dpi=(DOTS, DOTS))
    return kept.getvalue()
