"""Stores pictures and finds them again. A picture is public only once an entry names it."""

from __future__ import annotations

import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.db import DatabaseError

from dateline.content.tree import Rendition
from dateline.journal.serialize import from_json, to_json

from . import uploads
from .models import Picture
from .uploads import FailedUpload

logger = logging.getLogger(__name__)
# The exit status of `encode` where the renditions could not be written.
NO_ROOM: Final = 4
SIZE_LIMIT: Final = 20 * 1024 * 1024
NOT_STORED: Final = (
    "The picture could not be stored: the disk of the server is full or cannot be written to."
    " Choose it again later, and tell whoever runs the server."
)
SUFFIXES: Final = {"avif": "image/avif", "jpg": "image/jpeg"}


class PictureRefused(ValueError):
    """This picture cannot be stored, for the reason given."""


def store(upload: File[bytes]) -> Picture:
    """Re-encodes an upload and keeps its renditions.

    Raises PictureRefused with words for the uploader.
    """
    if (upload.size or 0) > SIZE_LIMIT:
        raise PictureRefused("The picture is larger than 20 MB.")
    if isinstance(upload, FailedUpload):
        raise PictureRefused(NOT_STORED)
    try:
        with _all_or_nothing() as placed:
            return _store(upload, placed)
    except (OSError, DatabaseError) as error:
        logger.error("a picture could not be stored: %s", error)
        raise PictureRefused(NOT_STORED) from error


def _store(upload: File[bytes], placed: list[Path]) -> Picture:
    _make_folder(Path(settings.DATELINE_MEDIA))
    with tempfile.TemporaryDirectory(dir=uploads.folder()) as folder:
        source = Path(folder) / "upload"
        with source.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        made = Path(folder) / "made"
        made.mkdir()
        renditions = _encode(source, made)
        for each in made.iterdir():
            _move(each, placed)
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
    if ended.returncode == NO_ROOM:
        raise OSError(ended.stderr.decode(errors="replace").strip())
    if ended.returncode == 3:
        raise PictureRefused(json.loads(ended.stdout)["refused"])
    if ended.returncode != 0:
        raise PictureRefused("The picture could not be read.")
    made: list[dict[str, object]] = json.loads(ended.stdout)
    return made


@contextmanager
def _all_or_nothing() -> Iterator[list[Path]]:
    """A list of the files that were put into their place; after an error they are deleted."""
    placed: list[Path] = []
    try:
        yield placed
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _move(made: Path, placed: list[Path]) -> None:
    """Moves a rendition to its place; it is on the disk before any entry can name it.

    It is added to `placed` unless it was there before: another post may show the same picture.
    """
    target = path_of(made.stem, made.suffix[1:])
    _make_folder(target.parent)
    if not target.exists():
        placed.append(target)
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
