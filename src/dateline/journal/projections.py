"""Projections: tables that are derived from the journal in the transaction that appends to it.

A package defines a `Projection` and lists it in `settings.DATELINE_PROJECTIONS`. Projections run in
that order, so a projection may read the tables of the earlier ones.

A projection computes its rows in two ways, which must agree. `project` applies one entry to the
stored rows; it is called for each append. `new_fold` begins a fold, which computes all rows of a
coverage in memory; `rebuild` compares them with the stored rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar, Final

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from . import sql
from .entry import Entry
from .models import Coverage, ProjectionVersion


class Fold:
    """The rows of one coverage, computed in memory from its entries, which are added in order.

    This base class is the fold of a projection that has no rows for a coverage.
    """

    def add(self, entry: Entry) -> None:
        """Applies an entry. It neither reads nor writes a table.

        A fold reads the journal as it is now: fields that were erased later are ERASED from the
        start.
        """

    def rows(self, table: type[Model]) -> Iterable[Model]:
        """Returns all rows of a table after the entries so far, without serial primary keys.

        A rebuild calls this repeatedly under the write lock, after a few more entries each time, so
        an implementation should cache the rows that did not change.
        """
        return ()


class Outcome:
    """What a projection derived from one entry, for the later projections of the same entry.

    This base class is the outcome of a projection that derives nothing for them.
    """


class Projection:
    """Base class of projections. A projection derives its own tables from some kinds of entry.

    `kinds` names the kinds of entry that it uses. `tables` are the models that it fills. Each table
    has a unique constraint on a column `coverage` and other columns, or `coverage` as its primary
    key. No column may be NULL, so an entry without a coverage has no rows.

    Increase `version` with every change that derives other rows from the same entries. The next
    start then runs a rebuild.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    kinds: ClassVar[frozenset[str]]
    tables: ClassVar[tuple[type[Model], ...]]

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        """Applies `entry` to the stored rows.

        It writes only its own tables. It may read them, those of earlier projections and the
        journal, and does no other IO. `earlier` holds the outcomes of the earlier projections that
        use this kind of entry, so that this one need not read back what they have just stored. One
        that does not use the kind has stored nothing: read its tables instead.

        A projection that lists EntryErased gets the erasures about objects of every type.
        """
        raise NotImplementedError

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        """Returns an empty fold for a coverage, or for the entries without a coverage.

        `earlier` holds the folds of all earlier projections. Each entry is added to them first, so
        this fold may read their results.
        """
        raise NotImplementedError

    def scrub(self) -> None:
        """Removes what an index outside the tables still holds of rows that were deleted.

        Called by `journal.scrub.scrub` after an erasure, outside the transaction of its entry.
        """


class UnknownKind(LookupError):
    """No projection uses entries of this kind, so they would never be shown."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{self.__doc__} The kind: {kind}.")


def project(entry: Entry, coverage: Coverage | None) -> None:
    """Runs every projection that uses this kind of entry. Raises UnknownKind."""
    outcomes: tuple[Outcome, ...] = ()
    for projection in projections_of(entry.payload.kind):
        outcomes = (*outcomes, projection.project(entry, coverage, outcomes))


def projections_of(kind: str) -> tuple[Projection, ...]:
    """Returns the projections that use a kind of entry, in order. Raises UnknownKind."""
    interested = _by_kind().get(kind)
    if interested is None:
        raise UnknownKind(kind)
    return interested


def outdated() -> list[str]:
    """Returns the names of the projections whose tables another version of their code wrote."""
    made_by = dict(ProjectionVersion.objects.values_list("name", "version"))
    return [each.name for each in registered() if made_by.get(each.name) != each.version]


def remember_versions() -> None:
    """Records that the tables of every projection were written by the current code."""
    # Several processes may do this at the same time, when they start with an empty journal.
    rows = [ProjectionVersion(name=each.name, version=each.version) for each in registered()]
    sql.insert(*rows, over=("name",))
    # No rows of removed projections may remain.
    ProjectionVersion.objects.exclude(name__in=[each.name for each in rows]).delete()


@lru_cache(maxsize=1)
def registered() -> tuple[Projection, ...]:
    """The projections of `settings.DATELINE_PROJECTIONS`, in that order."""
    return tuple(import_string(name)() for name in settings.DATELINE_PROJECTIONS)


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, tuple[Projection, ...]]:
    kinds: Final = {kind for projection in registered() for kind in projection.kinds}
    return {kind: tuple(each for each in registered() if kind in each.kinds) for kind in kinds}
