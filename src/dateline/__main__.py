"""The command line of Dateline."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from django.core.exceptions import ImproperlyConfigured

from dateline.accounts.policy import ROLES
from dateline.coverage import objects
from dateline.journal.entry import ErasureReason, ObjectRef
from dateline.preparation import CannotStart, count_of_entries, prepare, set_up_django

if TYPE_CHECKING:
    from dateline.journal.models import Coverage

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
# The largest number of lines of damage that `dateline check` prints.
LINES_LIMIT = 20


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
    _require_theme()
    _serve(chosen, _listen(chosen))
    return 0


def stream(chosen: argparse.Namespace) -> int:
    prepare()
    sockets = _listen(chosen, shared=True)
    print(f"Streams  http://{chosen.host}:{chosen.port}/live/", flush=True)
    _run_server(sockets, streams_only=True)
    return 0


def check(chosen: argparse.Namespace) -> int:
    prepare(new=False, continues=False, check=False, rebuild=False)
    from dateline.journal import integrity
    from dateline.journal.epochs import lost_entry
    from dateline.journal.read import head
    from dateline.journal.rebuild import differences

    damage = [*integrity.check(), *integrity.check_file()]
    if not damage and (lost := lost_entry()):
        return _complain(
            f"the journal ends too early, first at {lost}. If you have restored a backup, start"
            " the server."
        )
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
    _print_contrast()
    return 0


def person(chosen: argparse.Namespace) -> int:
    prepare()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from dateline.accounts.people import NotAName, add_person, set_role

    # Whoever changes a role must not have to know or replace the password.
    if chosen.role and not chosen.stdin and (member := set_role(chosen.name, chosen.role)):
        print(f"{member.user.get_username()} can sign in as {member.role}.")
        return 0
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

    print(f"Rebuilt the tables from {count_of_entries(rebuild_all())}.")
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

    by = Person("import", "administrator")
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
    # Not checked, because it is how texts are saved from a damaged database.
    prepare(new=False, continues=False, check=False, rebuild=False)
    from django.db import DatabaseError

    from dateline.archive.export import export as pieces_of
    from dateline.journal.read import coverage_at

    try:
        found = coverage_at(chosen.coverage)
        if found is None:
            return _complain(f"there is no coverage “{chosen.coverage}”")
        sys.stdout.writelines(pieces_of(found))
    except (DatabaseError, ValueError, TypeError) as error:
        return _complain(f"the export ends early, because the database is damaged: {error}")
    return 0


def erase(chosen: argparse.Namespace) -> int:
    prepare(new=False)
    from dateline.accounts.policy import Person
    from dateline.desk.commands.erasure import erase_object
    from dateline.desk.errors import CommandRefused
    from dateline.journal.read import coverage_at, history

    found, about = coverage_at(chosen.coverage), chosen.object
    if found is None:
        return _complain(f"there is no coverage “{chosen.coverage}”")
    name = f"post {about.id}" if about.type == objects.POST_TYPE else f"“{about}”"
    if not history(found, about):
        return _complain(f"there is no {name} in “{chosen.coverage}”")
    by = Person("operator", "administrator")
    try:
        count = erase_object(by=by, coverage=found, about=about, reason=chosen.reason)
    except CommandRefused as refusal:
        return _complain(str(refusal))
    if not count:
        return _complain(f"{name} contains nothing that could be erased")
    print(f"Erased the content of {count_of_entries(count)} about {name}.")
    _print_what_remains(found, about)
    _scrub_now()
    print("Backups and copies elsewhere still exist.")
    return 0


def propose_claims(chosen: argparse.Namespace) -> int:
    prepare()
    from dateline.desk.proposals import propose_for
    from dateline.journal.read import coverage_at

    found = coverage_at(chosen.coverage)
    if found is None:
        return _complain(f"there is no coverage {chosen.coverage!r}")
    count = 0
    for post, each in propose_for(found):
        count += 1
        claim = each.claim_text or "which claim?"
        where = f"post {post}" if post else "summary or key points"
        print(f"{where}: {each.label} {each.stance}: {claim}{'  (asks)' if each.asks else ''}")
    where = f"/desk/{chosen.coverage}/claims/waiting/"
    print(f"{count} proposals. Readers see none of them; decide on each at {where}")
    return 0


def _print_what_remains(found: Coverage, about: ObjectRef) -> None:
    """Prints what readers see now, and where else the erased words may be."""
    from dateline.claims.read import StoredClaims
    from dateline.coverage.read import coverage_state
    from dateline.desk.commands.series import with_copies

    state = coverage_state(found)
    if about.type == objects.POST_TYPE:
        print("The page says so.")
        for place in state.front_matter_citing(about.number):
            print(
                f"Lines of the {place} still link to this post. Remove its words there, at the"
                " desk, and erase the lines that had them."
            )
        for other, _ in with_copies(found, about.number):
            print(f"/{other.slug}/ has a key point from this post: remove it, and erase it there.")
        for claim in StoredClaims(found).of_post(about.number):
            for name in sorted(map(str, claim.objects())):
                print(f"A claim was recorded with this post. If it has its words, erase “{name}”.")
    if about == objects.COVERAGE:
        for each in filter(None, (state.previous, state.next)):
            print(f"/{each.slug}/ has a copy of the headline: erase “{objects.SERIES}” there, too.")


def _scrub_now() -> None:
    """Deletes pictures and overwrites old bytes, which a running server does as well."""
    from dateline.journal.scrub import StillRead, scrub
    from dateline.media.removal import remove_requested

    remove_requested()
    try:
        scrub()
    except StillRead:
        print("A reader still uses the old bytes. A running server overwrites them soon.")


def backup(chosen: argparse.Namespace) -> int:
    prepare(new=False, continues=False, rebuild=False)
    from dateline.archive import backup as backups
    from dateline.journal.read import head

    seq = head().seq
    try:
        backups.make(chosen.folder.absolute())
    except (backups.BackupRefused, sqlite3.Error, OSError) as error:
        return _complain(f"{error}\nNo backup was made.")
    print(f"{chosen.folder} has a backup of {count_of_entries(seq)} or more.")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    set_up_django()
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


def _require_theme() -> None:
    """Raises CannotStart if a template of the theme has an error, and says which colours fail."""
    from django.conf import settings
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    for name in settings.DATELINE_THEME.templates:
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            raise CannotStart(f"the theme’s template {name} has an error: {error}") from error
    _print_contrast()


def _print_contrast() -> None:
    from django.conf import settings

    from dateline.page.theme import contrast_faults

    for fault in contrast_faults(settings.DATELINE_THEME):
        print(fault, file=sys.stderr, flush=True)


def _demo(chosen: argparse.Namespace) -> int:
    prepare()
    _require_theme()
    from django.conf import settings

    from dateline.demo import player, script
    from dateline.journal.models import Coverage

    try:
        player.require_own_newsroom()
    except player.AnotherNewsroom as error:
        return _complain(str(error))
    sockets = _listen(chosen)
    new = player.prepare(back=not chosen.play)
    if new and not chosen.play:
        player.play(Coverage.objects.get(slug=player.SLUG), script.TODAY, back=True)
    people = "   ".join(f"{name} / {password}" for name, password in player.PASSWORDS.items())
    print(f"Coverage        http://{chosen.host}:{chosen.port}/{player.SLUG}/")
    print(f"Sign in at the desk as   {people}")
    print(f"Data folder     {settings.DATELINE_DATA}", flush=True)
    stop = threading.Event()
    thread = player.play_beside(stop) if new and chosen.play else None
    try:
        _serve(chosen, sockets)
    finally:
        stop.set()
        if thread is not None:
            thread.join(10)
    return 0


def _listen(chosen: argparse.Namespace, *, shared: bool = False) -> list[socket.socket]:
    """Binds the port. Raises CannotStart."""
    from dateline.server.run import listen

    try:
        return listen(chosen.host, chosen.port, shared=shared)
    except OSError as error:
        where = f"port {chosen.port} of {chosen.host}"
        raise CannotStart(f"{where} cannot be used: {error.strerror or error}") from error


def _serve(chosen: argparse.Namespace, sockets: list[socket.socket]) -> None:
    address = f"http://{chosen.host}:{chosen.port}"
    print(f"Reader’s pages  {address}/\nDesk            {address}/desk/", flush=True)
    from dateline.media import uploads

    uploads.delete_leftovers()
    _run_server(sockets)


def _run_server(sockets: list[socket.socket], *, streams_only: bool = False) -> None:
    from dateline.server.run import serve as run

    # uvicorn shuts down gracefully and then raises the signal again. Without this handler that
    # would kill the process at once and leave the demo's folder behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        run(sockets, streams_only=streams_only)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() and len(text) <= 5 else 0
    if not 0 < port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return port


def _object(text: str) -> ObjectRef:
    """A number means a post. Other objects have the names that leaves store."""
    try:
        return objects.post(int(text)) if text.isdecimal() else ObjectRef.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"an object is the number of a post, or a name such as summary, not {text!r}"
        ) from None


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
    each = commands.add_parser("person", help="add a person, or change their role or password")
    each.description = (
        "Asks for a password, which somebody who is known gets as a new one. With --role alone,"
        " somebody who is known keeps their password."
    )
    each.add_argument("name")
    each.add_argument(
        "--role",
        choices=ROLES,
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

    each = commands.add_parser("claims", help="propose who says what in the posts of a coverage")
    each.add_argument("act", choices=["propose"])
    each.add_argument("coverage", metavar="SLUG")
    each.set_defaults(run=propose_claims)

    each = commands.add_parser("erase", help="erase content for a legal reason or for safety")
    each.add_argument("coverage", metavar="SLUG")
    each.add_argument(
        "object",
        metavar="OBJECT",
        type=_object,
        help="the number of a post, or summary, key_points, coverage or series",
    )
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
