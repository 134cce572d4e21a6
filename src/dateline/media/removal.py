"""Deletes the files of pictures whose entries were erased.

The erasure notes in its own transaction which files must go, since afterwards nobody can find out.
They are deleted after the commit, by a follower, so a crash in between leaves none behind.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.journal import sql
from dateline.journal.entry import EntryErased
from dateline.journal.followers import Batch, Follower

from .models import Picture, PictureRemoval, PictureUseRow
from .pictures import SUFFIXES, path_of


def request(pictures: Iterable[str]) -> None:
    """Notes renditions, by their SHA-256, whose files are to be deleted after the commit."""
    rows = [PictureRemoval(sha256=sha256) for sha256 in sorted(pictures)]
    sql.insert(*rows, over=("sha256",))


def remove_requested() -> None:
    """Deletes what was requested, but for pictures that another entry still shows."""
    for removal in PictureRemoval.objects.all():
        if not PictureUseRow.objects.filter(sha256=removal.sha256).exists():
            for suffix in SUFFIXES:
                path_of(removal.sha256, suffix).unlink(missing_ok=True)
            Picture.objects.filter(renditions__icontains=removal.sha256).delete()
        removal.delete()


class PictureRemovalFollower(Follower):
    """Deletes the files of pictures after each erasure."""

    name = "picture_removal"

    def follow(self, batch: Batch) -> None:
        if any(isinstance(entry.payload, EntryErased) for entry, _ in batch):
            remove_requested()
