"""Pictures are drawn anew: what was hidden in the file (place, camera, script, a second file behind it) stays behind."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from shuniu.kernel.files.refusals import Refused

MOST_PIXELS = 50_000_000
MOST_FRAMES = 200
QUALITY = 90
PREVIEW_SIDE = 480
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_KEPT_INFO = ("icc_profile", "transparency", "duration", "loop")
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, KeyError)


@contextmanager
def _open(path: Path, kind: str) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # Our own limit is lower and says so.
            with Image.open(path, formats=[_FORMATS[kind]]) as image:
                if image.width * image.height * min(getattr(image, "n_frames", 1), 4) > MOST_PIXELS:
                    raise Refused("pixels", most=MOST_PIXELS // 10_000)
                yield image
    except Image.DecompressionBombError as error:
        raise Refused("pixels", most=MOST_PIXELS // 10_000) from error
    except _BROKEN as error:
        raise Refused("damaged") from error


def redrawn(path: Path, kind: str) -> tuple[bytes, bytes]:
    """The picture encoded anew, upright and without metadata, and a preview of it (JPEG)."""
    with _open(path, kind) as image:
        frames = [_bare(frame.copy()) for frame in _frames(image)]
        out = io.BytesIO()
        if len(frames) > 1:
            frames[0].save(out, _FORMATS[kind], save_all=True, append_images=frames[1:], **_timing(image))
        else:
            _save(ImageOps.exif_transpose(image), kind, out)
        return out.getvalue(), preview_of(ImageOps.exif_transpose(image))


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    if getattr(image, "n_frames", 1) > MOST_FRAMES:
        raise Refused("pixels", most=MOST_PIXELS // 10_000)
    return iter([image]) if getattr(image, "n_frames", 1) == 1 else iter(ImageSequence.Iterator(image))


def _timing(image: Image.Image) -> dict[str, int]:
    return {name: image.info[name] for name in ("duration", "loop") if isinstance(image.info.get(name), int)}


def _bare(image: Image.Image) -> Image.Image:
    """The picture with nothing but what is needed to see it right."""
    image.info = {name: image.info[name] for name in _KEPT_INFO if name in image.info}
    image.getexif().clear()
    return image


def _save(image: Image.Image, kind: str, out: io.BytesIO) -> None:
    image = _bare(image)
    if kind == "jpeg":
        image.convert("RGB" if image.mode not in {"L", "CMYK"} else image.mode).save(
            out, "JPEG", quality=QUALITY, optimize=True
        )
    elif kind == "webp":
        image.save(out, "WEBP", quality=QUALITY)
    else:
        image.save(out, _FORMATS[kind])


def preview_of(image: Image.Image) -> bytes:
    """A small JPEG; what is transparent becomes white."""
    small = image.convert("RGBA") if image.mode in {"P", "LA", "PA", "RGBA"} else image.convert("RGB")
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    small.info = {}
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()
