"""Stores pictures and finds them again. A picture is public only once an entry names it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import File

from dateline.content.tree import Rendition
from dateline.journal.serialize import from_json, to_json

from .models import Picture

SIZE_LIMIT: Final = 20 * 1024 * 1024
SUFFIXES: Final = {"avif": "image/avif", "jpg": "image/jpeg"}


class PictureRefused(ValueError):
    """This picture cannot be stored, for the reason given."""


def store(upload: File[bytes]) -> Picture:
    """Re-encodes an upload and keeps its renditions.

    Raises PictureRefused with words for the uploader.
    """
    if (upload.size or 0) > SIZE_LIMIT:
        raise PictureRefused("The picture is larger than 20 MB.")
    _make_folder(Path(settings.DATELINE_MEDIA))
    with tempfile.TemporaryDirectory(dir=settings.DATELINE_DATA, prefix="upload-") as folder:
        source = Path(folder) / "upload"
        with source.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        made = Path(folder) / "made"
        made.mkdir()
        renditions = _encode(source, made)
        for each in made.iterdir():
            _move(each)
    return Picture.objects.create(key=secrets.token_hex(16), renditions=renditions)


def renditions(key: str) -> tuple[Rendition, ...]:
    """The renditions of a picture that was stored; () for a key that none has."""
    picture = Picture.objects.filter(key=key).first()
    return from_json(tuple[Rendition, ...], picture.renditions) if picture else ()


def key_of(shown: tuple[Rendition, ...]) -> str:
    """The key by which `renditions` finds these again, for a form that shows them."""
    found = Picture.objects.filter(renditions=to_json(shown)).first()
    if found is None:
        found = Picture.objects.create(key=secrets.token_hex(16), renditions=to_json(shown))
    return found.key


def path_of(sha256: str, suffix: str) -> Path:
    """Where a rendition lies."""
    return Path(settings.DATELINE_MEDIA) / sha256[:2] / f"{sha256}.{suffix}"


def _encode(source: Path, folder: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "dateline.media.encode", str(source), str(folder)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=90, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("The picture takes too long to read.") from error
    if ended.returncode == 3:
        raise PictureRefused(json.loads(ended.stdout)["refused"])
    if ended.returncode != 0:
        raise PictureRefused("The picture could not be read.")
    made: list[dict[str, object]] = json.loads(ended.stdout)
    return made


def _move(made: Path) -> None:
    """Moves a rendition to its place; it is on the disk before any entry can name it."""
    target = path_of(made.stem, made.suffix[1:])
    _make_folder(target.parent)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(target)
    _sync(target.parent)


def _make_folder(path: Path) -> None:
    """Makes a folder that outlasts a power cut: its name is in the folder above."""
    if not path.is_dir():
        path.mkdir(exist_ok=True)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
