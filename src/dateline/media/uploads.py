"""Stores uploads while they are received, in a private folder for each process.

An upload still contains the camera's metadata, above all the location. A process that is killed
cannot delete its uploads, so each start deletes the folders of processes that have ended. A process
holds a lock on its folder, which the kernel releases when the process ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

logger = logging.getLogger(__name__)
_guard: Final = threading.Lock()
# The folder of this process, and the descriptor that holds its lock.
_own: tuple[Path, int] | None = None


def folder() -> Path:
    """Returns the folder of this process (mode 0700). Raises OSError if it cannot be created."""
    global _own
    with _guard:
        if _own is None:
            with _locked_root() as root:
                path = root / f"{os.getpid()}-{secrets.token_hex(4)}"
                path.mkdir(mode=0o700)
                _own = path, _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _own[0]


def delete_leftovers() -> None:
    """Deletes the uploads of processes that were killed."""
    try:
        with _locked_root() as root:
            for path in root.iterdir():
                try:
                    _delete_leftover(path)
                except OSError as error:
                    # Only logged: readers can be served from a read-only disk. The others are still
                    # deleted, because they contain locations.
                    logger.error("a leftover upload could not be deleted: %s", error)
    except OSError as error:
        logger.error("leftover uploads could not be deleted: %s", error)


class StoredUpload(TemporaryUploadedFile):
    """An upload on disk, in the folder of this process."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: Any) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder())  # noqa: SIM115
        # Not the constructor of TemporaryUploadedFile, which uses one folder for all processes.
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class FailedUpload(UploadedFile):  # type: ignore[type-arg]
    """Replaces an upload that could not be stored, so that the rest of the form is still read."""

    def __init__(self, field_name: str) -> None:
        super().__init__(BytesIO(), field_name, "application/octet-stream", 0, None, None)


class UploadHandler(FileUploadHandler):
    """Writes an upload to disk while it is received. After a disk error it is a FailedUpload."""

    file: StoredUpload | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = None
        with self._disk():
            self.file = StoredUpload(
                self.file_name or "",
                self.content_type or "",
                self.charset,
                self.content_type_extra,
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is not None:
            with self._disk():
                self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        if self.file is not None:
            with self._disk():
                self.file.seek(0)
                self.file.size = file_size
        return self.file or FailedUpload(self.field_name or "")

    def upload_interrupted(self) -> None:
        self._drop()

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            logger.error("an upload could not be stored: %s", error)
            self._drop()

    def _drop(self) -> None:
        if self.file is not None:
            # Closing the file writes its buffer, which fails again.
            with contextlib.suppress(OSError):
                self.file.close()
            self.file = None


@contextlib.contextmanager
def _locked_root() -> Iterator[Path]:
    """Locks the folder that contains the folders of all processes.

    The lock prevents another process from deleting a folder that was created but not locked yet.
    """
    root = Path(settings.DATELINE_UPLOADS)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = _lock(root, fcntl.LOCK_EX)
    try:
        yield root
    finally:
        os.close(descriptor)


def _delete_leftover(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink()
        return
    try:
        descriptor = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # its process is still running
    try:
        shutil.rmtree(path)
    finally:
        os.close(descriptor)


def _lock(path: Path, how: int) -> int:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
