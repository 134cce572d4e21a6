"""Stores and finds pictures. A picture becomes public when an entry refers to it."""

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
# Seconds. The program's processor time has a limit of its own. On a busy processor it takes long to
# reach that, because the program gives way to the server.
ENCODE_WITHIN: Final = 300
# The exit status of `encode` if the renditions could not be written.
NO_ROOM: Final = 4
SIZE_LIMIT: Final = 20 * 1024 * 1024
NOT_STORED: Final = (
    "The picture could not be stored, because the server’s disk is full or read-only. Tell your"
    " server administrator, and choose the picture again later."
)
SUFFIXES: Final = {"avif": "image/avif", "jpg": "image/jpeg"}
_SUFFIX_OF: Final = {media_type: suffix for suffix, media_type in SUFFIXES.items()}


class PictureRefused(ValueError):
    """The picture cannot be stored. The message is for the uploader."""


def store(upload: File[bytes]) -> Picture:
    """Encodes an upload again and stores the renditions. Raises PictureRefused."""
    if (upload.size or 0) > SIZE_LIMIT:
        raise PictureRefused("The picture is larger than 20 MB.")
    if isinstance(upload, FailedUpload):
        raise PictureRefused(NOT_STORED)
    try:
        with _all_or_nothing() as stored:
            return _store(upload, stored)
    except (OSError, DatabaseError) as error:
        logger.error("a picture could not be stored: %s", error)
        raise PictureRefused(NOT_STORED) from error


def _store(upload: File[bytes], stored: list[Path]) -> Picture:
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
            _move(each, stored)
    return Picture.objects.create(key=secrets.token_hex(16), renditions=renditions)


def renditions(key: str) -> tuple[Rendition, ...]:
    """Returns the renditions of a stored picture; () for an unknown key."""
    picture = Picture.objects.filter(key=key).first()
    return from_json(tuple[Rendition, ...], picture.renditions) if picture else ()


def key_of(shown: tuple[Rendition, ...]) -> str:
    """Returns a key with which `renditions` returns these again, for a form that shows them."""
    found = Picture.objects.filter(renditions=to_json(shown)).first()
    if found is None:
        found = Picture.objects.create(key=secrets.token_hex(16), renditions=to_json(shown))
    return found.key


def path_of(sha256: str, suffix: str) -> Path:
    """Returns the path of the file of a rendition."""
    return Path(settings.DATELINE_MEDIA) / sha256[:2] / f"{sha256}.{suffix}"


def is_stored(rendition: Rendition) -> bool:
    """Whether the file of a rendition exists."""
    return path_of(rendition.sha256, _SUFFIX_OF[rendition.media_type]).is_file()


def _encode(source: Path, folder: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "dateline.media.encode", str(source), str(folder)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=ENCODE_WITHIN, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("The picture takes too long to read.") from error
    if ended.returncode == NO_ROOM:
        raise OSError(ended.stderr.decode(errors="replace").strip())
    if ended.returncode == 3:
        raise PictureRefused(json.loads(ended.stdout)["refused"])
    # For example killed by its memory or processor time limit.
    if ended.returncode != 0:
        raise PictureRefused("The picture could not be read.")
    made: list[dict[str, object]] = json.loads(ended.stdout)
    return made


@contextmanager
def _all_or_nothing() -> Iterator[list[Path]]:
    """Yields a list for the paths of new files, and deletes these files after an exception."""
    stored: list[Path] = []
    try:
        yield stored
    except BaseException:
        for path in stored:
            path.unlink(missing_ok=True)
        raise


def _move(made: Path, stored: list[Path]) -> None:
    """Moves a rendition to its final path, and syncs it before an entry can refer to it.

    The path is added to `stored` unless the file existed, since another post may use it.
    """
    target = path_of(made.stem, made.suffix[1:])
    _make_folder(target.parent)
    if not target.exists():
        stored.append(target)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(target)
    _sync(target.parent)


def _make_folder(path: Path) -> None:
    """Creates a folder durably: its parent, which contains its name, is synced."""
    if not path.is_dir():
        path.mkdir(exist_ok=True)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
