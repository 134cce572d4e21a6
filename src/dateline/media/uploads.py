"""Where uploads lie while they are read: a private folder of each process, below the data folder.

An upload still has what a camera wrote into it, the place where it was taken above all. A process
that is killed cannot delete it, so each start sweeps the folders of processes that have ended. A
process holds a lock on its folder, which the kernel releases at its end.
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
    """The folder of this process, mode 0700. Raises OSError where it cannot be made."""
    global _own
    with _guard:
        if _own is None:
            with _locked_root() as root:
                path = root / f"{os.getpid()}-{secrets.token_hex(4)}"
                path.mkdir(mode=0o700)
                _own = path, _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _own[0]


def sweep() -> None:
    """Deletes what processes left behind that were killed."""
    try:
        with _locked_root() as root:
            for path in root.iterdir():
                _sweep(path)
    except OSError as error:
        # A full or read-only disk keeps nobody from reading.
        logger.error("the uploads that were left behind could not be deleted: %s", error)


class StoredUpload(TemporaryUploadedFile):
    """An upload on the disk, in the folder of this process."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: Any) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder())  # noqa: SIM115
        # Past Django's own constructor, which knows one folder for all processes.
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class FailedUpload(UploadedFile):  # type: ignore[type-arg]
    """Stands for an upload that the disk did not take, so that the rest of the form is read."""

    def __init__(self, field_name: str) -> None:
        super().__init__(BytesIO(), field_name, "application/octet-stream", 0, None, None)


class UploadHandler(FileUploadHandler):
    """Writes an upload to the disk while it comes; what the disk refuses becomes a FailedUpload."""

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
            # Closing writes what is still in memory, which fails again.
            with contextlib.suppress(OSError):
                self.file.close()
            self.file = None


@contextlib.contextmanager
def _locked_root() -> Iterator[Path]:
    """The folder of all processes, locked: nobody sweeps a folder that is not locked yet."""
    root = Path(settings.DATELINE_UPLOADS)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = _lock(root, fcntl.LOCK_EX)
    try:
        yield root
    finally:
        os.close(descriptor)


def _sweep(path: Path) -> None:
    try:
        descriptor = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # its process still runs
    try:
        shutil.rmtree(path, ignore_errors=True)
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
