"""The command line of Dateline."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from django.core.exceptions import ImproperlyConfigured

from dateline.journal.entry import ErasureReason

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
# The largest number of lines of damage that `dateline check` prints.
LINES_LIMIT = 20


class CannotStart(Exception):
    """A command cannot start. The message is for the person who runs it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
    except (CannotStart, ImproperlyConfigured) as error:
        return _complain(str(error))
    return status


def serve(chosen: argparse.Namespace) -> int:
    prepare()
    _serve(chosen.host, chosen.port)
    return 0


def stream(chosen: argparse.Namespace) -> int:
    prepare()
    print(f"Streams  http://{chosen.host}:{chosen.port}/live/", flush=True)
    _run_server(chosen.host, chosen.port, streams_only=True)
    return 0


def check(chosen: argparse.Namespace) -> int:
    prepare(new=False, continues=False, check=False, rebuild=False)
    from dateline.journal import integrity
    from dateline.journal.read import head
    from dateline.journal.rebuild import differences

    damage = [*integrity.check(), *integrity.check_file()]
    if damage:
        print("\n".join(map(str, damage[:LINES_LIMIT])))
        return _complain(f"the journal is damaged, first at {damage[0]}")
    # After the check of the journal, since a damaged one cannot be folded.
    if differing := list(differences()):
        print("\n".join(map(str, differing[:LINES_LIMIT])))
        return _complain(
            f"tables differ from the journal, first {differing[0]}: run `dateline rebuild`"
        )
    print(f"All {head().seq} entries are undamaged.")
    return 0


def person(chosen: argparse.Namespace) -> int:
    prepare()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from dateline.accounts.people import NotAName, add_person

    if chosen.stdin:
        password = sys.stdin.readline().rstrip("\n")
    elif sys.stdin is not None and sys.stdin.isatty():
        password = getpass.getpass()
    else:
        return _complain("there is no terminal for the password; pass it with --stdin")
    try:
        validate_password(password)
    except ValidationError as error:
        return _complain(" ".join(error.messages))
    try:
        added = add_person(chosen.name, password, chosen.role)
    except NotAName as error:
        return _complain(str(error))
    print(f"{added.user.get_username()} can sign in as {added.role}.")
    return 0


def rebuild(chosen: argparse.Namespace) -> int:
    prepare(new=False, rebuild=False)
    from dateline.journal.rebuild import rebuild as rebuild_all

    print(f"Rebuilt the tables from {_entries(rebuild_all())}.")
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """Plays an invented coverage, by default in a temporary data folder."""
    if "DATELINE_DATA" in os.environ:
        return _demo(chosen)
    with tempfile.TemporaryDirectory(prefix="dateline-demo-") as folder:
        os.environ["DATELINE_DATA"] = folder
        return _demo(chosen)


def import_page(chosen: argparse.Namespace) -> int:
    prepare()
    from dateline.accounts.policy import Person
    from dateline.archive import importing
    from dateline.archive.oldpage import NoLivePage
    from dateline.archive.stamps import Undated
    from dateline.desk.errors import CommandRefused
    from dateline.journal.canonical import TooManyParts

    by = Person("import", "editor")
    try:
        page, doubts = importing.import_page(chosen.page, chosen.coverage, chosen.zone, by)
    except (NoLivePage, Undated, CommandRefused, TooManyParts, OSError) as error:
        return _complain(f"{error}\nNothing was written.")
    print(f"“{page.headline}”: {len(page.entries)} posts are in /{chosen.coverage}/.")
    if doubts:
        print("Check these, which are guesses:")
        print("\n".join(f"  {doubt}" for doubt in doubts))
    return 0


def export(chosen: argparse.Namespace) -> int:
    prepare(new=False, continues=False)
    from dateline.archive.export import export as pieces_of
    from dateline.journal.read import coverage_at

    found = coverage_at(chosen.coverage)
    if found is None:
        return _complain(f"there is no coverage “{chosen.coverage}”")
    sys.stdout.writelines(pieces_of(found))
    return 0


def erase(chosen: argparse.Namespace) -> int:
    prepare(new=False)
    from dateline.accounts.policy import Person
    from dateline.coverage import objects
    from dateline.coverage.read import coverage_state, post_exists
    from dateline.desk.commands.erasure import erase_entry
    from dateline.desk.errors import CommandRefused, NothingToErase
    from dateline.journal.read import coverage_at, history
    from dateline.journal.scrub import StillRead, scrub
    from dateline.media.removal import remove_requested

    found = coverage_at(chosen.coverage)
    if found is None:
        return _complain(f"there is no coverage “{chosen.coverage}”")
    by = Person("operator", "editor")
    count = 0
    for entry in history(found, objects.post(chosen.post)):
        try:
            erase_entry(
                by=by,
                idempotency_key=uuid.uuid4().hex,
                coverage=found,
                about=entry.object,
                seq=entry.seq,
                reason=chosen.reason,
            )
            count += 1
        except NothingToErase:
            continue
        except CommandRefused as refusal:
            return _complain(str(refusal))
    if not post_exists(found, chosen.post):
        return _complain(f"there is no post {chosen.post} in “{chosen.coverage}”")
    if not count:
        return _complain(f"post {chosen.post} contains nothing that could be erased")
    print(f"Erased the content of {_entries(count)} about post {chosen.post}. The page says so.")
    for place in coverage_state(found).front_matter_citing(chosen.post):
        print(f"Lines of the {place} still link to this post. Remove its words there, at the desk.")
    remove_requested()
    try:
        scrub()
    except StillRead:
        print("A reader still uses the old bytes. A running server overwrites them soon.")
    print("Backups and copies elsewhere still exist.")
    return 0


def backup(chosen: argparse.Namespace) -> int:
    prepare(new=False, continues=False, rebuild=False)
    from dateline.archive import backup as backups
    from dateline.journal.read import head

    seq = head().seq
    try:
        backups.make(chosen.folder.absolute())
    except (backups.BackupRefused, sqlite3.Error, OSError) as error:
        return _complain(f"{error}\nNo backup was made.")
    print(f"{chosen.folder} has a backup of {_entries(seq)} or more.")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    _set_up_django()
    from django.db import DatabaseError

    from dateline.archive import backup as backups

    try:
        backups.restore(chosen.folder.absolute())
    except (backups.BackupRefused, DatabaseError, sqlite3.Error, OSError) as error:
        return _complain(f"{error}\nThere is no new database.")
    prepare()
    from dateline.journal.epochs import begin_epoch

    # In any case, since on PostgreSQL this machine may not know the head that was served last.
    begin_epoch()
    return check(chosen)


def prepare(
    *, new: bool = True, continues: bool = True, check: bool = True, rebuild: bool = True
) -> None:
    """Sets up Django, migrates the tables, and checks the triggers of the journal.

    With `new` it creates the newsroom if there is none. With `continues` it begins a new epoch if a
    backup was restored: every command that may append an entry needs it. With `check` it also
    checks the newest entries, and with `rebuild` it rebuilds the tables if the code of a projection
    has changed. Raises CannotStart.
    """
    _set_up_django()
    from django.conf import settings
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    from dateline.journal import checks, database_file
    from dateline.journal.epochs import begin_epoch_if_restored
    from dateline.journal.errors import DatabaseLost, JournalDamaged, JournalWrong

    try:
        database_file.require_found()
        if not new and not database_file.exists():
            raise CannotStart(
                f"there is no newsroom in {settings.DATELINE_DATA}. Set DATELINE_DATA to the folder"
                " of one."
            )
        _migrate()
        checks.require_triggers()
        if check:
            checks.require_sound()
        database_file.mark()
        if continues and begin_epoch_if_restored():
            print(
                "The journal does not continue from the entry that was written here last, as after"
                " a restored backup. Open pages will be loaded again.",
                file=sys.stderr,
                flush=True,
            )
        if rebuild:
            _rebuild_outdated()
    except (DatabaseLost, JournalDamaged, JournalWrong) as error:
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


def _set_up_django() -> None:
    """Loads the settings, which create the data folder. Raises CannotStart."""
    import django

    try:
        django.setup()
    except OSError as error:
        raise CannotStart(f"the data folder cannot be used: {error}") from error


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
    count = rebuild_all()
    print(f"Rebuilt the tables from {_entries(count)}: {changed}.", file=sys.stderr, flush=True)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _demo(chosen: argparse.Namespace) -> int:
    prepare()
    from dateline.demo import player, script
    from dateline.journal.models import Coverage

    try:
        player.require_own_newsroom()
    except player.AnotherNewsroom as error:
        return _complain(str(error))
    new = player.prepare()
    if new and not chosen.play:
        player.play(Coverage.objects.get(slug=player.SLUG), script.TODAY, back=True)
    people = "   ".join(f"{name} / {password}" for name, password in player.PASSWORDS.items())
    print(f"Coverage        http://{chosen.host}:{chosen.port}/{player.SLUG}/")
    print(f"Sign in at the desk as   {people}")
    stop = threading.Event()
    thread = player.play_beside(stop) if new and chosen.play else None
    try:
        _serve(chosen.host, chosen.port)
    finally:
        stop.set()
        if thread is not None:
            thread.join(10)
    return 0


def _serve(host: str, port: int) -> None:
    print(f"Reader’s pages  http://{host}:{port}/\nDesk            http://{host}:{port}/desk/")
    sys.stdout.flush()
    from dateline.media import uploads

    uploads.delete_leftovers()
    _run_server(host, port)


def _run_server(host: str, port: int, *, streams_only: bool = False) -> None:
    from dateline.server.run import serve as run

    # uvicorn shuts down gracefully and then raises the signal again. Without this handler that
    # would kill the process at once and leave the demo's folder behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        run(host, port, streams_only=streams_only)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() and len(text) <= 5 else 0
    if not 0 < port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return port


def _complain(message: str) -> int:
    print(f"dateline: {message}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_servers(commands)
    _add_person(commands)
    _add_coverages(commands)
    _add_upkeep(commands)
    return parser


def _add_servers(commands: Commands) -> None:
    # A string, which argparse converts, so that a wrong one is an error and not an exception.
    port = os.environ.get("PORT", "8000")

    each = commands.add_parser("serve", help="serve pages, desk and streams")
    each.add_argument("--host", default="127.0.0.1")
    each.add_argument("--port", type=_port, default=port)
    each.set_defaults(run=serve)

    each = commands.add_parser("stream", help="serve streams only; processes may share a port")
    each.add_argument("--host", default="127.0.0.1")
    each.add_argument("--port", type=_port, default=port)
    each.set_defaults(run=stream)

    each = commands.add_parser("demo", help="play an invented coverage on this machine")
    each.add_argument("--host", default="127.0.0.1", choices=["127.0.0.1", "localhost", "::1"])
    each.add_argument("--port", type=_port, default=port)
    each.add_argument(
        "--no-play", dest="play", action="store_false", help="publish all posts at once"
    )
    each.set_defaults(run=demo)


def _add_person(commands: Commands) -> None:
    each = commands.add_parser("person", help="add a person, or change their password and role")
    each.add_argument("name")
    each.add_argument(
        "--role",
        choices=["reporter", "editor"],
        help="reporter if not given; somebody who is known keeps their role",
    )
    each.add_argument("--stdin", action="store_true", help="read the password from standard input")
    each.set_defaults(run=person)


def _add_coverages(commands: Commands) -> None:
    each = commands.add_parser("import", help="import the text of an old live page")
    each.add_argument("page", type=Path)
    each.add_argument("--coverage", required=True, metavar="SLUG")
    each.add_argument("--zone", default="", help="its time zone, for example Europe/London")
    each.set_defaults(run=import_page)

    each = commands.add_parser("export", help="write a coverage to standard output as JSON")
    each.add_argument("coverage", metavar="SLUG")
    each.set_defaults(run=export)

    each = commands.add_parser("erase", help="erase a post for a legal reason or for safety")
    each.add_argument("coverage", metavar="SLUG")
    each.add_argument("post", type=int)
    each.add_argument("--reason", required=True, choices=get_args(ErasureReason))
    each.set_defaults(run=erase)


def _add_upkeep(commands: Commands) -> None:
    each = commands.add_parser("check", help="check the journal and the tables for damage")
    each.set_defaults(run=check)

    each = commands.add_parser("rebuild", help="correct all tables from the journal")
    each.set_defaults(run=rebuild)

    each = commands.add_parser("backup", help="copy the database, pictures and key to a new folder")
    each.add_argument("folder", type=Path)
    each.set_defaults(run=backup)

    each = commands.add_parser("restore", help="copy a backup to an empty data folder and check it")
    each.add_argument("folder", type=Path)
    each.set_defaults(run=restore)


if __name__ == "__main__":
    sys.exit(main())
