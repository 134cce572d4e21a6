"""Projections: tables that are folded from the journal, in the transaction that appends to it.

A package defines a `Projection` and names it in `settings.DATELINE_PROJECTIONS`. They run in that
order, so one may read the tables of those before it.

A projection makes its rows in two ways that must agree. `project` changes the stored rows by one
entry; every append calls it. `fold` makes all rows of one coverage in memory; `rebuild` compares
them with the stored rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar, Final

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from .entry import Entry
from .models import Coverage, ProjectionVersion


class Fold:
    """The rows of one coverage, folded in memory from its entries, which are added in order.

    This base class is the fold of a projection that has no rows for a coverage.
    """

    def add(self, entry: Entry) -> None:
        """Folds an entry. What was erased from the journal is ERASED in every entry from the first.

        It reads no table and writes none.
        """

    def rows(self, table: type[Model]) -> Iterable[Model]:
        """All rows of a table as they stand after the entries so far, without keys that count.

        Writers wait while this is called again after a few entries, so it keeps what it has made.
        """
        return ()


class Projection:
    """Folds entries of some kinds into tables of its own. Base class of all projections.

    `kinds` names the kinds of entry that it folds. `tables` are the models that it fills. Each has
    a column `coverage`, NULL for rows folded from entries without a coverage, and a unique
    constraint on `coverage` and further columns, or `coverage` as its primary key.

    Raise `version` with every change that folds the same entries into other rows: the next start
    then folds the journal again.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    kinds: ClassVar[frozenset[str]]
    tables: ClassVar[tuple[type[Model], ...]]

    def project(self, entry: Entry, coverage: Coverage | None) -> None:
        """Stores what `entry` changes. It does no IO but to its own tables."""
        raise NotImplementedError

    def fold(self, coverage: Coverage | None, before: tuple[Fold, ...]) -> Fold:
        """A fold of a coverage, or of the entries without one, to which no entry was added yet.

        `before` are the folds of the projections before this one. Each entry is added to them
        first, so this one may read what they made of it.
        """
        raise NotImplementedError


class UnknownKind(LookupError):
    """No projection folds entries of this kind, so nobody would ever see them."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{self.__doc__} The kind: {kind}.")


def project(entry: Entry, coverage: Coverage | None) -> None:
    """Has every projection that folds this kind fold the entry. Raises UnknownKind."""
    for projection in folding(entry.payload.kind):
        projection.project(entry, coverage)


def folding(kind: str) -> tuple[Projection, ...]:
    """The projections that fold entries of a kind, in their order. Raises UnknownKind."""
    interested = _by_kind().get(kind)
    if interested is None:
        raise UnknownKind(kind)
    return interested


def outdated() -> list[str]:
    """The names of the projections whose tables were made by another version of their code."""
    made_by = dict(ProjectionVersion.objects.values_list("name", "version"))
    return [each.name for each in registered() if made_by.get(each.name) != each.version]


def remember_versions() -> None:
    """Notes that every projection's tables are as its present code makes them."""
    ProjectionVersion.objects.all().delete()
    ProjectionVersion.objects.bulk_create(
        ProjectionVersion(name=each.name, version=each.version) for each in registered()
    )


@lru_cache(maxsize=1)
def registered() -> tuple[Projection, ...]:
    """The projections of `settings.DATELINE_PROJECTIONS`, in that order."""
    return tuple(import_string(name)() for name in settings.DATELINE_PROJECTIONS)


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, tuple[Projection, ...]]:
    kinds: Final = {kind for projection in registered() for kind in projection.kinds}
    return {kind: tuple(each for each in registered() if kind in each.kinds) for kind in kinds}
