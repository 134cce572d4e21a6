"""Records which pictures are public: those that an entry shows and that were not withdrawn.

A picture that no entry names is not public yet. One whose post was withdrawn, or whose entry was
erased, is not public any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Model

from dateline.content.tree import Photograph
from dateline.coverage.fold import FOLDED
from dateline.coverage.kinds import PostWithdrawn
from dateline.journal import read, sql
from dateline.journal.entry import Entry, EntryErased, Payload
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection

from .models import PictureUseRow

_WITHDRAW: Final = (
    "UPDATE media_pictureuserow SET public = %s WHERE coverage_id = %s AND object = %s"
)


class PictureUseFold(Fold):
    """The pictures of each object of a coverage, and the objects that were withdrawn."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._pictures: dict[str, set[str]] = {}
        self._withdrawn: set[str] = set()

    def add(self, entry: Entry) -> None:
        name = str(entry.object)
        if isinstance(entry.payload, PostWithdrawn):
            self._withdrawn.add(name)
        if shown := rendition_digests(entry.payload):
            self._pictures.setdefault(name, set()).update(shown)

    def rows(self, table: type[Model]) -> Iterable[Model]:
        return [
            _row(self._coverage, name, sha256, public=name not in self._withdrawn)
            for name, shown in self._pictures.items()
            for sha256 in sorted(shown)
        ]


class PictureUseProjection(Projection):
    """Keeps `PictureUseRow`."""

    name = "media"
    version = 1
    kinds = FOLDED
    tables = (PictureUseRow,)

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        if coverage is not None:
            self._project(entry, coverage)
        return Outcome()

    def _project(self, entry: Entry, coverage: Coverage) -> None:
        name = str(entry.object)
        match entry.payload:
            case EntryErased():
                self._fold_object_again(entry, coverage)
            case PostWithdrawn():
                sql.run(_WITHDRAW, False, coverage.pk, name)
            case payload:
                _add(coverage, name, rendition_digests(payload))

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        return Fold() if coverage is None else PictureUseFold(coverage)

    def _fold_object_again(self, entry: Entry, coverage: Coverage) -> None:
        """Makes an object's rows again: only the journal knows what an erasure has left."""
        fold = PictureUseFold(coverage)
        for each in read.history(coverage, entry.object):
            if each.payload.kind in self.kinds:
                fold.add(each)
        PictureUseRow.objects.filter(coverage=coverage, object=str(entry.object)).delete()
        sql.insert(*fold.rows(PictureUseRow))


def rendition_digests(payload: Payload) -> set[str]:
    """The SHA-256 of every rendition of every photograph that a payload shows."""
    return {
        rendition.sha256
        for part in getattr(payload, "parts", ())
        if isinstance(part, Photograph)
        for rendition in part.renditions
    }


def _add(coverage: Coverage, name: str, shown: set[str]) -> None:
    if shown:
        rows = [_row(coverage, name, sha256, public=True) for sha256 in sorted(shown)]
        sql.insert(*rows, over=("coverage_id", "object", "sha256"))


def _row(coverage: Coverage, name: str, sha256: str, *, public: bool) -> PictureUseRow:
    return PictureUseRow(coverage=coverage, object=name, sha256=sha256, public=public)
