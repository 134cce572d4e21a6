"""Decodes an untrusted picture and encodes it in three widths, each as AVIF and JPEG.

It runs as a separate process with resource limits (python -m dateline.media.encode IN OUT), because
picture decoders are a common target of attacks. Only the pixels of the upload are used: no EXIF, no
GPS position, no thumbnail and no colour profile. This module imports no framework.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from PIL import Image, ImageCms, ImageOps

WIDTHS: Final = (480, 960, 1600)
FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
PIXEL_LIMIT: Final = 50_000_000
MEMORY_LIMIT: Final = 2 * 1024**3
SECONDS_LIMIT: Final = 60
# The exit status if the renditions could not be written. `pictures` has the same constant.
NO_ROOM: Final = 4
# The server has precedence over pictures on a busy processor (nice(2)).
NICENESS: Final = 15


class Unreadable(ValueError):
    """The picture cannot be used. The message is for the uploader."""


def encode(source: Path, folder: Path) -> list[dict[str, str | int]]:
    """Writes the renditions of `source` into `folder`; returns them as JSON, smallest first."""
    picture = _open(source)
    made = []
    for width in sorted({min(width, picture.width) for width in WIDTHS}):
        height = max(1, round(picture.height * width / picture.width))
        sized = picture.resize((width, height), Image.Resampling.LANCZOS)
        made.append(_write(sized, "image/avif", folder))
        made.append(_write(sized, "image/jpeg", folder))
    return made


def _open(source: Path) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit below has a message of its own
    try:
        with Image.open(source, formats=FORMATS) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                raise Unreadable("The picture has more than 50 million pixels.")
            picture.load()
            upright = _flat(_in_srgb(ImageOps.exif_transpose(picture)))
            # Pillow would write metadata of the upload, such as a comment, into the new files.
            upright.info.clear()
            return upright
    except Unreadable:
        raise
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise Unreadable("This is not a JPEG, PNG, WebP or AVIF file, or it is damaged.") from error


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = "RGBA" if "A" in picture.getbands() else "RGB"
        converted = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
        return converted if converted is not None else picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on white, since JPEG has no transparency and both formats must look alike."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    white = Image.new("RGBA", layers.size, "white")
    return Image.alpha_composite(white, layers).convert("RGB")


def _write(
    picture: Image.Image, media_type: Literal["image/avif", "image/jpeg"], folder: Path
) -> dict[str, str | int]:
    buffer = BytesIO()
    if media_type == "image/avif":
        picture.save(buffer, "AVIF", quality=60, speed=8)
    else:
        picture.save(buffer, "JPEG", quality=80, optimize=True, progressive=True)
    content = buffer.getvalue()
    name = sha256(content).hexdigest()
    suffix = {"image/avif": "avif", "image/jpeg": "jpg"}[media_type]
    (folder / f"{name}.{suffix}").write_bytes(content)
    return {
        "type": "Rendition",
        "sha256": name,
        "media_type": media_type,
        "width": picture.width,
        "height": picture.height,
        "size": len(content),
    }


def main() -> int:
    """Prints the renditions as JSON, or {"refused": reason} with exit status 3.

    If they cannot be written it prints the error to stderr; the exit status is then NO_ROOM.
    """
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    try:
        print(json.dumps(encode(Path(sys.argv[1]), Path(sys.argv[2]))))
    except Unreadable as refusal:
        print(json.dumps({"refused": str(refusal)}))
        return 3
    except OSError as error:
        print(error, file=sys.stderr)
        return NO_ROOM
    return 0


if __name__ == "__main__":
    sys.exit(main())
