"""Projections: tables that are folded from the journal, in the transaction that appends to it.

A package defines a `Projection` and names it in `settings.DATELINE_PROJECTIONS`. They run in that
order, so one may read the tables of those before it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Final

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from . import read
from .entry import Entry
from .models import Coverage, ProjectionVersion


class Projection:
    """Folds entries of some kinds into tables of its own. Base class of all projections.

    `kinds` names the kinds of entry that it folds. `tables` are the models that it fills, each
    before those that it refers to. Raise `version` with every change that folds the same entries
    into other rows: the next start then folds the journal again.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    kinds: ClassVar[frozenset[str]]
    tables: ClassVar[tuple[type[Model], ...]]

    def project(self, entry: Entry, coverage: Coverage | None) -> None:
        """Stores what `entry` changes. It does no IO but to its own tables."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empties the tables."""
        for table in self.tables:
            table._base_manager.all().delete()


class UnknownKind(LookupError):
    """No projection folds entries of this kind, so nobody would ever see them."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{self.__doc__} The kind: {kind}.")


def project(entry: Entry, coverage: Coverage | None) -> None:
    """Has every projection that folds this kind fold the entry. Raises UnknownKind."""
    interested = _by_kind().get(entry.payload.kind)
    if interested is None:
        raise UnknownKind(entry.payload.kind)
    for projection in interested:
        projection.project(entry, coverage)


def rebuild() -> int:
    """Empties every projection and folds the whole journal again; says how many entries it has.

    The caller holds the write lock and begins a new epoch.
    """
    for projection in reversed(registered()):
        projection.clear()
    count = 0
    for entry, coverage in read.entries():
        project(entry, coverage)
        count += 1
    remember_versions()
    return count


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
