"""Deletes the files of pictures whose entries were erased.

The erasure notes in its own transaction which files must go, since afterwards nobody can find out.
They are deleted after the commit, by a follower, so a crash in between leaves none behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dateline.journal import sql
from dateline.journal.entry import EntryErased
from dateline.journal.followers import Batch, Follower
from dateline.journal.write_lock import write_lock

from .models import Picture, PictureRemoval, PictureUseRow
from .pictures import SUFFIXES, path_of

# Renditions that are deleted while the write lock is held once.
STEP: Final = 20


def request(pictures: Iterable[str]) -> None:
    """Notes renditions, by their SHA-256, whose files are to be deleted after the commit."""
    rows = [PictureRemoval(sha256=sha256, done=False) for sha256 in sorted(pictures)]
    sql.insert(*rows, over=("sha256",))


def remove_requested() -> None:
    """Deletes what was requested, but for pictures that another entry still shows.

    Raises NoLock and OSError; what was not deleted then is still requested.
    """
    while _remove_some():
        pass


def _remove_some() -> bool:
    """Deletes the files of some renditions. Returns False if none are requested any more."""
    # Under the write lock. Otherwise a post that shows one of these pictures could be committed
    # after the look at its uses, and would be public without its files.
    with write_lock():
        removals = list(PictureRemoval.objects.filter(done=False)[:STEP])
        for removal in removals:
            if PictureUseRow.objects.filter(sha256=removal.sha256).exists():
                removal.delete()
                continue
            for suffix in SUFFIXES:
                path_of(removal.sha256, suffix).unlink(missing_ok=True)
            Picture.objects.filter(renditions__icontains=removal.sha256).delete()
            removal.done = True
            removal.save()
    return bool(removals)


class PictureRemovalFollower(Follower):
    """Deletes the files of pictures after each erasure."""

    name = "picture_removal"
    kinds = frozenset({EntryErased.kind})

    def follow(self, batch: Batch) -> None:
        remove_requested()
