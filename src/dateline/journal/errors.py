"""The journal's errors. Those of the database kind tell a writer that nothing was stored."""

from __future__ import annotations

from django.db import OperationalError


class JournalDamaged(RuntimeError):
    """The journal does not guard itself: triggers are missing. Nothing may be written to it."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__(f"{self.__doc__} Missing: {', '.join(sorted(missing))}.")


class JournalWrong(RuntimeError):
    """The journal is damaged, and nothing is served from it."""

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
    """The database is not the file that was opened: what is written now would be lost."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{self.__doc__} {path} was deleted or replaced; restart the server.")


class DatabaseLost(RuntimeError):
    """This data folder had a database, and now it is missing or empty."""

    def __init__(self, what: str, marker: str) -> None:
        super().__init__(
            f"{self.__doc__} Restore {what} from a backup; to begin an empty newsroom, delete"
            f" {marker}."
        )
