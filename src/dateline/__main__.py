"""The command line: dateline serve | demo | person | import | export | rebuild | erase."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    chosen = _parser().parse_args(arguments)
    status: int = chosen.run(chosen)
    return status


def serve(chosen: argparse.Namespace) -> int:
    prepare()
    _serve(chosen.host, chosen.port)
    return 0


def person(chosen: argparse.Namespace) -> int:
    prepare()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from dateline.desk.people import add_person

    password = sys.stdin.readline().rstrip("\n") if chosen.stdin else getpass.getpass()
    try:
        validate_password(password)
    except ValidationError as error:
        return _complain(" ".join(error.messages))
    add_person(chosen.name, password, chosen.role)
    print(f"{chosen.name} may sign in as {chosen.role}.")
    return 0


def rebuild(chosen: argparse.Namespace) -> int:
    prepare()
    from dateline.journal.read import begin_epoch
    from dateline.journal.turn import take_turn
    from dateline.page import projection

    with take_turn():
        count = projection.rebuild()
        begin_epoch()
    print(f"Folded {count} entries again; a new epoch has begun.")
    return 0


def prepare() -> None:
    """Sets Django up, brings the tables up to date, and checks that the journal guards itself."""
    import django

    django.setup()
    from django.core.management import call_command

    from dateline.journal.checks import require_triggers

    call_command("migrate", verbosity=0, interactive=False)
    require_triggers()


def _serve(host: str, port: int) -> None:
    from dateline.config.server import serve as run

    print(f"Reader’s pages  http://{host}:{port}/\nDesk            http://{host}:{port}/desk/")
    sys.stdout.flush()
    run(host, port)


def _complain(message: str) -> int:
    print(f"dateline: {message}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    port = int(os.environ.get("PORT", "8000"))

    each = commands.add_parser("serve", help="serve pages, desk and streams")
    each.add_argument("--host", default="127.0.0.1")
    each.add_argument("--port", type=int, default=port)
    each.set_defaults(run=serve)

    each = commands.add_parser("person", help="let somebody sign in at the desk")
    each.add_argument("name")
    each.add_argument("--role", choices=["reporter", "editor"], default="reporter")
    each.add_argument("--stdin", action="store_true", help="read the password from standard input")
    each.set_defaults(run=person)

    each = commands.add_parser("rebuild", help="fold the journal again; readers load anew")
    each.set_defaults(run=rebuild)
    return parser


if __name__ == "__main__":
    sys.exit(main())
