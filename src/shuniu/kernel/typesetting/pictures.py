"""Pictures of seals and signatures as they may come in: checked, made small, and measured before they are set."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from PIL import Image

from shuniu.kernel.typesetting import standard

LARGEST_FILE = 4_000_000
LARGEST_SIDE = 6_000
SIDE = 500
"""Pixels: 42 mm at 300 dots to the inch."""
SIGNATURE_HEIGHT, SIGNATURE_WIDTH = 45.0, 130.0
"""Points: a signature is as high as a line and a half of the text, and no wider than eight characters."""


class BadPicture(ValueError):
    """The bytes are no picture that can be set; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with transparency; ``diameter`` in points is what its own resolution gives, within a seal's bounds."""

    file: bytes
    width: int
    height: int
    diameter: float

    @property
    def signature_height(self) -> float:
        return min(SIGNATURE_HEIGHT, SIGNATURE_WIDTH * self.height / self.width)


@lru_cache(maxsize=64)
def checked(file: bytes) -> Picture:
    """The picture, drawn anew at the size that print needs. Raises BadPicture."""
    if len(file) > LARGEST_FILE:
        raise BadPicture(_("图片超过4 MB。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(file), formats=["PNG"]) as opened:
                if max(opened.size) > LARGEST_SIDE:
                    raise BadPicture(_("图片的边长超过6000像素。"))
                diameter = _diameter(opened)
                drawn = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture(_("不是可用的PNG图片。")) from error
    drawn.thumbnail((SIDE, SIDE))
    kept = io.BytesIO()
    drawn.quantize(64, method=Image.Quantize.FASTOCTREE).save(kept, "PNG", optimize=True)
    return Picture(kept.getvalue(), drawn.width, drawn.height, standard.points(diameter))


def _diameter(picture: Image.Image) -> float:
    """Millimetres: from the picture's own resolution where it says one that fits a seal."""
    dots = picture.info.get("dpi", (0, 0))[0]
    asked = picture.width / dots * 25.4 if dots else 0.0
    return asked if standard.SEAL_LEAST <= asked <= standard.SEAL_MOST else standard.SEAL_DIAMETER
