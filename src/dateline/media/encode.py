"""Decodes a stranger's picture and encodes it anew: three widths, each as AVIF and JPEG.

Runs as a process of its own under limits (python -m dateline.media.encode IN OUT), because picture
decoders are where servers are broken into. Nothing of the upload survives but its pixels: no EXIF,
no GPS, no thumbnail, no colour profile that a phone signed. It knows no framework.
"""

from __future__ import annotations

import json
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
# The exit status where the renditions could not be written; `pictures` knows it, too.
NO_ROOM: Final = 4


class Unreadable(ValueError):
    """What the uploader is told."""


def encode(source: Path, folder: Path) -> list[dict[str, str | int]]:
    """Writes the renditions of `source` into `folder`, smallest first; says what they are."""
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
            # What Pillow remembers of the upload, a comment say, it would write again.
            upright.info.clear()
            return upright
    except Unreadable:
        raise
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise Unreadable("This is no JPEG, PNG, WebP or AVIF picture, or it is damaged.") from error


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
    """RGB on white: JPEG has no transparency, and both formats are to look alike."""
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
    """Prints the renditions as JSON, or {"refused": why} with exit status 3.

    Where the disk takes no more it prints why and ends with NO_ROOM.
    """
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
