"""Compares the tables of projections with a fold of the journal, and corrects the differences.

The slow work is done without the write lock: entries are read, folded and rendered in memory, one
coverage after the other. The rows that differ are then written in portions. For each portion the
lock is held briefly: the entries appended since are folded and the rows are compared again, so an
older row never overwrites a newer one. Holding the lock throughout blocked all writers for 41
seconds with 3,666 entries.

A rebuild can be killed at any time, since every row it has written is correct. Two rebuilds at the
same time write the same rows.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from django.db.models import Model, QuerySet, UniqueConstraint

from . import projections, read, sql
from .entry import Entry, EntryErased
from .epochs import begin_epoch
from .models import Coverage
from .write_lock import write_lock

# Rows that are compared and written while the write lock is held once.
PORTION: Final = 200

# The largest number of passes over the tables of a coverage. Two are enough if nobody writes.
_PASSES: Final = 20

# The exceptions that Django raises when it reads invalid JSON or an invalid time.
_UNREADABLE: Final = (ValueError, AttributeError)

# A row's values in the columns of its table's unique constraint, without the coverage.
Key: TypeAlias = tuple[Any, ...]
Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """A row that differs from the fold of the journal. `seq` is the row's seq, 0 if it has none."""

    seq: int
    table: str
    row: str
    what: str

    def __str__(self) -> str:
        entry = f"entry {self.seq}: " if self.seq else ""
        return f"{entry}the row {self.row} of {self.table} {self.what}"


class NeverSettled(RuntimeError):
    """Rows still differ from the fold after they were corrected: a projection has a fault."""

    def __init__(self, tables: list[type[Model]]) -> None:
        names = ", ".join(each._meta.db_table for each in tables)
        super().__init__(f"{self.__doc__} The tables: {names}.")


class _ErasedMeanwhile(Exception):
    """An entry was erased after it was folded, so the fold contains erased content."""


def rebuild() -> int:
    """Corrects every table and begins a new epoch; returns the newest seq.

    A writer waits for one portion at most. Readers get either the old or the corrected row. Raises
    UnknownKind, and NeverSettled for a projection with a fault.
    """
    for coverage in _coverages():
        while not _rebuild_coverage(coverage):
            pass
    with write_lock() as transaction:
        begin_epoch()
        projections.remember_versions()
    return transaction.head


def differences() -> Iterator[Difference]:
    """Yields every row that differs from the fold of the journal, and changes nothing.

    The rows are ordered by coverage, then by seq. The write lock is held only to compare rows a
    second time, because a writer may have changed them since the first. Raises UnknownKind.
    """
    for coverage in _coverages():
        while (found := _differences_in(coverage)) is None:
            pass
        yield from sorted(found, key=lambda each: each.seq)


def _coverages() -> list[Coverage | None]:
    """Every coverage, and None for the entries without a coverage."""
    return [*Coverage.objects.order_by("pk"), None]


def _rebuild_coverage(coverage: Coverage | None) -> bool:
    """Corrects all rows of a coverage. Returns False if it must be started again."""
    try:
        folded = _Folded(coverage)
        # A writer derives rows from other rows, such as a block from its posts. From a row that is
        # not corrected yet it may overwrite a corrected one, so passes are repeated until nothing
        # differs.
        for _ in range(_PASSES):
            corrected = [table for table in folded.tables if _correct_table(folded, table)]
            if not corrected:
                return True
    except _ErasedMeanwhile:
        return False
    raise NeverSettled(corrected)


def _correct_table(folded: _Folded, table: type[Model]) -> bool:
    """Corrects the rows of a table that differ. Returns whether there were any."""
    corrected = False
    for keys in _portions(_suspects(folded, table)):
        began = time.monotonic()
        with write_lock() as transaction:
            folded.catch_up(transaction.head)
            corrected |= _correct(folded, table, keys)
        # Without this pause the rebuild could take the lock again before a waiting writer does,
        # and the writer would wait for all portions.
        time.sleep(max(0.002, time.monotonic() - began))
    return corrected


def _correct(folded: _Folded, table: type[Model], keys: list[Key]) -> bool:
    """Corrects the rows with these keys, under the write lock. Returns whether any differed."""
    stored, wanted = _stored(table, folded.coverage, keys), folded.rows(table)
    differing = [key for key in keys if _differ(stored.get(key), wanted.get(key))]
    for key in differing:
        if key not in wanted:
            named = dict(zip(_key_columns(table), key, strict=True))
            _rows_of(table, folded.coverage).filter(**named).delete()
    present = [key for key in differing if key in wanted]
    sql.insert(*(wanted[key] for key in present if key not in stored))
    over = ("coverage_id", *_key_columns(table))
    sql.insert(*(wanted[key] for key in present if key in stored), over=over)
    return bool(differing)


def _differences_in(coverage: Coverage | None) -> list[Difference] | None:
    """The rows of a coverage that differ; None if the comparison must be started again."""
    found = []
    try:
        folded = _Folded(coverage)
        for table in folded.tables:
            for keys in _portions(_suspects(folded, table)):
                with write_lock() as transaction:
                    folded.catch_up(transaction.head)
                    stored = _stored(table, coverage, keys)
                wanted = folded.rows(table)
                found += [
                    _difference(folded, table, key, stored.get(key))
                    for key in keys
                    if _differ(stored.get(key), wanted.get(key))
                ]
    except _ErasedMeanwhile:
        return None
    return found


def _suspects(folded: _Folded, table: type[Model]) -> list[Key]:
    """The keys of rows that seem to differ, found without the write lock."""
    # The rows are read before the entries, so a row can be older than the fold but never newer. An
    # older row is compared again under the lock; a newer one would look like a fault.
    stored = _stored(table, folded.coverage)
    folded.catch_up(read.head().seq)
    wanted = folded.rows(table)
    return [key for key in {**wanted, **stored} if _differ(stored.get(key), wanted.get(key))]


class _Folded:
    """The folds of all projections for one coverage, up to the seq read so far."""

    def __init__(self, coverage: Coverage | None) -> None:
        self.coverage = coverage
        self._folds: dict[str, projections.Fold] = {}
        self._fold_of: dict[type[Model], projections.Fold] = {}
        for each in projections.registered():
            fold = each.new_fold(coverage, tuple(self._folds.values()))
            self._folds[each.name] = fold
            self._fold_of |= dict.fromkeys(each.tables, fold)
        self._rows: dict[type[Model], dict[Key, Model]] = {}
        # Entries read from here on no longer contain what was erased before this head.
        self._seq = read.head().seq
        for entry in read.entries_of(coverage, 0, self._seq):
            self._add(entry)

    @property
    def tables(self) -> list[type[Model]]:
        """The tables, each after the tables from which its rows are derived."""
        return list(self._fold_of)

    def catch_up(self, head: int) -> None:
        """Folds the entries appended since, up to `head`. Raises _ErasedMeanwhile."""
        if head == self._seq:
            return
        for entry in read.entries_of(self.coverage, self._seq, head):
            if isinstance(entry.payload, EntryErased):
                raise _ErasedMeanwhile
            self._add(entry)
        self._seq = head

    def rows(self, table: type[Model]) -> Mapping[Key, Model]:
        """The correct rows of a table by their keys."""
        if table not in self._rows:
            self._rows[table] = {_key(table, row): row for row in self._fold_of[table].rows(table)}
        return self._rows[table]

    def _add(self, entry: Entry) -> None:
        self._rows.clear()
        for each in projections.projections_of(entry.payload.kind):
            self._folds[each.name].add(entry)


def _portions(keys: list[Key]) -> list[list[Key]]:
    return [keys[start : start + PORTION] for start in range(0, len(keys), PORTION)]


def _stored(
    table: type[Model], coverage: Coverage | None, keys: list[Key] | None = None
) -> dict[Key, Values]:
    """The stored rows of a coverage by their keys; with `keys`, at least the rows with these."""
    rows = _rows_of(table, coverage)
    columns, named = _columns(table), _key_columns(table)
    if keys is not None and named:
        rows = rows.filter(**{f"{named[0]}__in": {key[0] for key in keys}})
    positions = [columns.index(name) for name in named]
    return {tuple(row[at] for at in positions): row for row in _read(rows, columns)}


def _read(rows: QuerySet[Model], columns: tuple[str, ...]) -> list[Values]:
    try:
        return list(rows.values_list(*columns))
    except _UNREADABLE:
        # A damaged value makes the whole query fail, so the rows are read one by one.
        each = [rows.filter(pk=pk) for pk in rows.values_list("pk", flat=True)]
        return [tuple(_read_value(row, column) for column in columns) for row in each]


def _read_value(row: QuerySet[Model], column: str) -> Any:
    """A value of one row; None if it is damaged. No column of a projection holds NULL."""
    try:
        return row.values_list(column, flat=True).get()
    except _UNREADABLE:
        return None


def _rows_of(table: type[Model], coverage: Coverage | None) -> QuerySet[Model]:
    return table._base_manager.filter(coverage=coverage)


def _differ(stored: Values | None, wanted: Model | None) -> bool:
    return stored != (None if wanted is None else _values(wanted))


def _difference(folded: _Folded, table: type[Model], key: Key, stored: Values | None) -> Difference:
    wanted = folded.rows(table).get(key)
    columns = _columns(table)
    values = dict(
        zip(columns, _values(wanted) if wanted is not None else stored or (), strict=True)
    )
    if wanted is None:
        what = "should not be there"
    elif stored is None:
        what = "is missing"
    else:
        pairs = zip(columns, stored, _values(wanted), strict=True)
        names = ", ".join(name for name, one, other in pairs if one != other)
        what = f"differs from the journal in {names}"
    return Difference(values.get("seq", 0), table._meta.db_table, _name(folded, table, key), what)


def _name(folded: _Folded, table: type[Model], key: Key) -> str:
    """The name of a row in messages, such as `flood, post-3`."""
    slug = folded.coverage.slug if folded.coverage else "no coverage"
    return ", ".join([slug, *map(str, key)])


def _values(row: Model) -> Values:
    return tuple(getattr(row, name) for name in _columns(type(row)))


def _key(table: type[Model], row: Model) -> Key:
    return tuple(getattr(row, name) for name in _key_columns(table))


@lru_cache(maxsize=64)
def _columns(table: type[Model]) -> tuple[str, ...]:
    """The names of a table's columns, without a serial primary key."""
    fields = table._meta.concrete_fields
    return tuple(each.attname for each in fields if each is not table._meta.auto_field)


@lru_cache(maxsize=64)
def _key_columns(table: type[Model]) -> tuple[str, ...]:
    """The columns of a table's unique constraint, without `coverage`.

    It is () for a table with one row for each coverage.
    """
    for constraint in table._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and "coverage" in constraint.fields:
            return tuple(name for name in constraint.fields if name != "coverage")
    return ()
