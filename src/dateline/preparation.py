"""What a command does before it begins: settings, migrations, checks and a rebuild if one is due.

Nothing of Django is imported before `set_up_django` has loaded the settings.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


class CannotStart(Exception):
    """A command cannot start. The message is for the person who runs it."""


def prepare(
    *, new: bool = True, continues: bool = True, check: bool = True, rebuild: bool = True
) -> None:
    """Sets up Django, migrates the tables, and checks kinds of entry and triggers.

    With `new` it creates the newsroom if there is none. With `continues` it begins a new epoch if a
    backup was restored: every command that may append an entry needs it. With `check` it also
    checks the newest entries, and with `rebuild` it rebuilds the tables if the code of a projection
    has changed. Raises CannotStart.
    """
    set_up_django()
    from dateline.journal import checks, database_file

    with _errors_explained():
        _require_newsroom(new=new)
        _migrate()
        checks.require_projections()
        checks.require_triggers()
        if check:
            checks.require_sound()
        database_file.mark()
        if continues:
            _begin_epoch_if_restored()
        if rebuild:
            try:
                _rebuild_outdated()
            except (ValueError, TypeError, LookupError) as error:
                raise CannotStart(
                    f"the tables cannot be rebuilt, because an entry cannot be read: {error}. Run"
                    " `dateline check`."
                ) from error


@contextlib.contextmanager
def _errors_explained() -> Iterator[None]:
    """Raises CannotStart instead of an error of the database, the folder or the journal."""
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    from dateline.journal.errors import DatabaseLost, JournalDamaged, JournalWrong
    from dateline.journal.projections import UnknownKind

    try:
        yield
    except (DatabaseLost, JournalDamaged, JournalWrong, UnknownKind) as error:
        raise CannotStart(str(error)) from error
    except InconsistentMigrationHistory as error:
        raise CannotStart(
            "the database was created by a version before the first release, which cannot be"
            " upgraded. Set DATELINE_DATA to a new folder."
        ) from error
    except DatabaseError as error:
        raise CannotStart(f"the database cannot be used: {error}") from error
    except OSError as error:
        raise CannotStart(f"the data folder cannot be used: {error}") from error


def set_up_django() -> None:
    """Loads the settings, which create the data folder. Raises CannotStart."""
    import django

    try:
        django.setup()
    except OSError as error:
        raise CannotStart(f"the data folder cannot be used: {error}") from error


def _require_newsroom(*, new: bool) -> None:
    """Raises DatabaseLost if the database is gone, and CannotStart unless one may be created."""
    from django.conf import settings

    from dateline.journal import database_file

    database_file.require_found()
    if not new and not database_file.exists():
        raise CannotStart(
            f"there is no newsroom in {settings.DATELINE_DATA}. Set DATELINE_DATA to the folder"
            " of one."
        )


def _migrate() -> None:
    """Migrates the tables. If several processes start together, one migrates, the others wait."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from dateline.journal import database_file
    from dateline.journal.write_lock import migration_lock

    def behind() -> bool:
        # At every start. It takes a tenth of the time of a `migrate` that has nothing to do.
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    # A file that another process is creating must not be opened, because switching SQLite to WAL
    # fails at once if the file is locked. The marker is written at the end of the creation.
    if database_file.marker().exists() and not behind():
        return
    with migration_lock():
        if behind():
            call_command("migrate", verbosity=0, interactive=False)


def _begin_epoch_if_restored() -> None:
    from dateline.journal.epochs import begin_epoch_if_restored, lost_entry

    # Before the new epoch, which makes the journal continue from its current end.
    lost = lost_entry()
    if begin_epoch_if_restored():
        what = f" ({lost})" if lost else ""
        print(
            "The journal does not continue from the entry that was written here last, as after a"
            f" restored backup{what}. Open pages will be loaded again.",
            file=sys.stderr,
            flush=True,
        )


def _rebuild_outdated() -> None:
    from dateline.journal import projections, read
    from dateline.journal.rebuild import rebuild as rebuild_all

    names = projections.outdated()
    if not names:
        return
    if read.head().seq == 0:
        projections.remember_versions()
        return
    # To stderr, because stdout may be an export.
    changed = f"the code of {', '.join(names)} has changed"
    count = count_of_entries(rebuild_all())
    print(f"Rebuilt the tables from {count}: {changed}.", file=sys.stderr, flush=True)


def count_of_entries(count: int) -> str:
    """Returns for example "1 entry" or "12 entries"."""
    return "1 entry" if count == 1 else f"{count} entries"
