"""A photo as it is kept: upright, small, and telling nothing but what is to be seen on it.

A phone writes into its photos where and when they were taken, and by what. So a photo is decoded
to its pixels and written anew; nothing else of the file survives.
"""

import struct
import threading
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from routing.errors import InputError

MOST_UPLOADED = 8_000_000
"""Bytes that are taken."""

MOST_KEPT = 300_000
"""Bytes that are kept."""

LONGEST_SIDE = 1_600
"""Pixels of what is kept."""

MOST_PIXELS = 50_000_000
"""Of what is taken."""

MOST_DECODED = 20_000_000
"""Pixels in memory at once: a JPEG is decoded at a half, a quarter or an eighth of its size."""

FORMATS = ("JPEG", "PNG", "WEBP")

_QUALITIES = (85, 75, 65, 50)

_TURNS = threading.BoundedSemaphore(2)
"""Photos in memory at once: a small one to send may be a large one to look at."""

_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError)
"""What Pillow raises for files that are no images, or cut off, or made to deceive."""


def kept_photo(content: bytes) -> bytes:
    """A photo as it is kept: a JPEG of at most `MOST_KEPT` bytes and `LONGEST_SIDE` pixels.

    Parameters
    ----------
    content
        A file that says it is an image of one of `FORMATS`.

    Raises
    ------
    InputError
        ``photo.too_large``, ``photo.unreadable``, or ``photo.too_many_pixels``.
    """
    if len(content) > MOST_UPLOADED:
        raise InputError("photo.too_large", most=MOST_UPLOADED // 1_000_000)
    try:
        with _TURNS:
            return _written(_small(content))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputError("photo.too_many_pixels", most=MOST_PIXELS // 1_000_000) from None
    except (*_UNREADABLE, struct.error, zlib.error):
        raise InputError("photo.unreadable", formats=", ".join(FORMATS)) from None


def _small(content: bytes) -> Image.Image:
    """The pixels, upright, on white where they are transparent."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        _require_pixels(image, MOST_PIXELS)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        _require_pixels(image, MOST_DECODED)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        opaque = Image.new("RGB", upright.size, "white")
        pixels = upright.convert("RGBA")
        opaque.paste(pixels, mask=pixels)
    return opaque


def _require_pixels(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        raise InputError("photo.too_many_pixels", most=most // 1_000_000)


def _written(image: Image.Image) -> bytes:
    """A JPEG, as good as it may be; smaller where even a poor one is too large."""
    while True:
        for quality in _QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_KEPT:
                return out.getvalue()
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))
