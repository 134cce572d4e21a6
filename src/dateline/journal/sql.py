"""Plain statements, for what every publish and every open stream passes through.

Django's compiler makes a statement anew each time it is run; for the twenty of a publish that was
half of its cost. Values but words and numbers still go through the fields of their models, so that
a date or a JSON value is stored as the rest of the program reads it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, JSONField, Model

M = TypeVar("M", bound=Model)


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a query gives, all of them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def run(statement: str, *values: Any) -> None:
    """Runs a statement that gives no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(kind: type[M], column: str, value: Any, only: tuple[str, ...] = ()) -> M | None:
    """The row with that value in a column; None where there is none.

    `only` names the fields that are read now, all by default: words and numbers, as the database
    gives them. Django reads the others where somebody asks for them.
    """
    statement, names = _select(kind, column, only)
    found = rows(statement, value)
    return kind.from_db(connection.alias, names, found[0]) if found else None


def insert(*models: Model, over: tuple[str, ...] = ()) -> None:
    """Inserts rows of one model, which need not be read again: a key that counts stays unknown.

    A row that is there already with the same `over` columns is replaced.
    """
    if models:
        statement = _insert(type(models[0]), len(models), over)
        run(statement, *(value for model in models for value in _values(model)))


def stored(kind: type[Model], name: str, value: Any) -> Any:
    """A value as the database stores it in a field of a model: a time or JSON, say."""
    field: Field[Any, Any] = kind._meta.get_field(name)  # type: ignore[assignment]
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def _select(kind: type[Model], column: str, only: tuple[str, ...]) -> tuple[str, list[str]]:
    # In the order of the model's own fields, by which it takes them.
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
        replaced = ", ".join(f"{each} = EXCLUDED.{each}" for each in others)
        action = f"UPDATE SET {replaced}" if others else "NOTHING"
        statement += f" ON CONFLICT ({', '.join(over)}) DO {action}"
    return statement


@lru_cache(maxsize=64)
def _fields(kind: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(each for each in kind._meta.concrete_fields if each is not kind._meta.auto_field)


def _values(model: Model) -> list[Any]:
    return [_stored(field, getattr(model, field.attname)) for field in _fields(type(model))]


def _stored(field: Field[Any, Any], value: Any) -> Any:
    # A word or a number is stored as it is; asking the field cost ten times as much.
    if type(value) in (str, int, bool) and not isinstance(field, JSONField):
        return value
    return field.get_db_prep_save(value, connection)
