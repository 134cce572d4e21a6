"""The journal's errors. A subclass of OperationalError means that nothing was stored."""

from __future__ import annotations

from django.db import OperationalError


class JournalDamaged(RuntimeError):
    """The triggers that protect the journal are missing, so nothing may be written to it."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__(f"{self.__doc__} Missing: {', '.join(sorted(missing))}.")


class JournalWrong(RuntimeError):
    """The journal is damaged, so the server does not start."""

    def __init__(self, first: str) -> None:
        super().__init__(
            f"{self.__doc__} The first damage is at {first}. `dateline check` lists all of it;"
            " restore the database from a backup."
        )


class NoLock(OperationalError):
    """The write lock could not be taken."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{self.__doc__} {why}")


class DatabaseGone(OperationalError):
    """The database file is not the one that the server opened, so a write would be lost."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{self.__doc__} {path} was deleted or replaced; restart the server.")


class DatabaseLost(RuntimeError):
    """The database that belongs to this data folder is missing or empty."""

    def __init__(self, what: str, marker: str) -> None:
        super().__init__(
            f"{self.__doc__} Restore {what} from a backup, or delete {marker} to begin an empty"
            " newsroom."
        )
