"""Plain SQL statements, for the queries that every publish and every open stream executes.

Django compiles a queryset each time it is executed. For the twenty statements of a publish, this
was half of the total time. Values other than strings and numbers still pass through the model
fields, so that a date or a JSON value is stored as Django stores it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Field, JSONField, Model

M = TypeVar("M", bound=Model)
_UNCHANGED: Final = frozenset({str, int, bool})


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Executes a query and returns all rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def run(statement: str, *values: Any) -> None:
    """Executes a statement that returns no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(kind: type[M], column: str, value: Any, only: tuple[str, ...] = ()) -> M | None:
    """Returns the row with this value in a column, or None.

    `only` names the fields to load (default: all); the others are deferred, as with
    `QuerySet.only`. The loaded fields must be strings or numbers, which need no conversion.
    """
    statement, names = _select(kind, column, only)
    found = rows(statement, value)
    return kind.from_db(connection.alias, names, found[0]) if found else None


def insert(*models: Model, over: tuple[str, ...] = ()) -> None:
    """Inserts rows of one model. Their serial primary keys are not set.

    A stored row with the same values in the columns `over` is replaced.
    """
    if models:
        statement = _insert(type(models[0]), len(models), over)
        run(statement, *(value for model in models for value in _values(vars(model), type(model))))


def insert_rows(kind: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, each a mapping from the names of all columns to their values.

    The constructor of a model took a twentieth of a publish, for its seven rows in the journal.
    """
    if rows:
        values = (value for row in rows for value in _values(row, kind))
        run(_insert(kind, len(rows), ()), *values)


def stored(kind: type[Model], name: str, value: Any) -> Any:
    """Converts a value, such as a time, to the form in which a model field is stored."""
    field: Field[Any, Any] = kind._meta.get_field(name)  # type: ignore[assignment]
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def _select(kind: type[Model], column: str, only: tuple[str, ...]) -> tuple[str, list[str]]:
    # In the order of the model's fields, as `Model.from_db` requires.
    names = [
        each.attname for each in kind._meta.concrete_fields if not only or each.attname in only
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    return f'SELECT {columns} FROM {kind._meta.db_table} WHERE "{column}" = %s', names


@lru_cache(maxsize=64)
def _insert(kind: type[Model], count: int, over: tuple[str, ...]) -> str:
    columns = [f'"{field.column}"' for field in _fields(kind)]
    row = f"({', '.join(['%s'] * len(columns))})"
    statement = (
        f"INSERT INTO {kind._meta.db_table} ({', '.join(columns)})"
        f" VALUES {', '.join([row] * count)}"
    )
    if over:
        others = [each for each in columns if each.strip('"') not in over]
        assignments = ", ".join(f"{each} = EXCLUDED.{each}" for each in others)
        action = f"UPDATE SET {assignments}" if others else "NOTHING"
        statement += f" ON CONFLICT ({', '.join(over)}) DO {action}"
    return statement


@lru_cache(maxsize=64)
def _fields(kind: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(each for each in kind._meta.concrete_fields if each is not kind._meta.auto_field)


def _values(row: Mapping[str, Any], kind: type[Model]) -> list[Any]:
    # Strings and numbers are stored unchanged. Converting them took ten times as long.
    return [
        value
        if type(value := row[name]) in _UNCHANGED and not is_json
        else field.get_db_prep_save(value, connection)
        for name, field, is_json in _columns(kind)
    ]


@lru_cache(maxsize=64)
def _columns(kind: type[Model]) -> list[tuple[str, Field[Any, Any], bool]]:
    return [(each.attname, each, isinstance(each, JSONField)) for each in _fields(kind)]
