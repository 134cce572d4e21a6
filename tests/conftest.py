"""Fixtures that tests share: people, a coverage, and a running newsroom."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from . import leftovers
from .chromium import launch
from .newsroom import Newsroom
from .people import BEN, act

ON_POSTGRES = "DATELINE_TEST_DATABASE" in os.environ


@pytest.fixture(scope="session", autouse=True)
def run_held(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shows other runs on this PostgreSQL that this one is alive, in each process of the run."""
    if not ON_POSTGRES:
        yield
        return
    with leftovers.hold_run(os.environ["DATELINE_TEST_DATABASE"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(run_held: None) -> None:
    """Names pytest-django's database, which would have the same name in every checkout."""
    if ON_POSTGRES:
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = leftovers.database_name()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Waits until nothing else uses pytest-django's database, which cannot be dropped before.

    An autovacuum may run there, and on a busy machine PostgreSQL once gave up waiting for its end.
    """
    yield
    if ON_POSTGRES:
        with django_db_blocker.unblock():
            leftovers.wait_until_alone()


@pytest.fixture(autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """Kills the processes that a test started and left running."""
    # Processes from before belong to the session, such as a browser.
    before = leftovers.children()
    yield
    leftovers.end(leftovers.children() - before - shared_servers)


# Servers that tests of a module have started again and share from then on.
shared_servers: set[int] = set()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    from django.db import connections
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
        # While Playwright's loop runs in this thread, Django keeps connections in a context
        # variable. Nothing could close them later, and PostgreSQL refused to drop the database: in
        # runs where a browser test came between two tests of that database.
        connections.close_all()


@pytest.fixture
def coverage(db):
    """An open coverage in Europe/London, within the test's transaction."""
    return open_coverage("flood")


@pytest.fixture
def open_coverage_named(db) -> Callable:
    return open_coverage


def open_coverage(slug: str, **fields):
    from dateline.content.tree import Byline
    from dateline.desk.commands import coverages
    from dateline.journal.models import Coverage

    values = {
        "slug": slug,
        "headline": "The Orrin rises",
        "standfirst": "Rain in the hills.",
        # Otherwise the desk asks about each post without a byline.
        "bylines": (Byline("Ada Lind"),),
        "zone": "Europe/London",
    } | fields
    coverages.open_coverage(**act(BEN), opening=coverages.Opening(**values))
    return Coverage.objects.get(slug=slug)


# Before the hook of the root's conftest, which chooses by the marker `thorough`.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Chooses the tests for PostgreSQL: those that use a database and, in a browser, the live page.

    The weight of a page, its accessibility and its embeds do not depend on the database. The
    tests in ELSEWHERE and those marked `any_database` use a database but say little about it, so
    they are in the nightly form. Tests marked `postgres` run only on PostgreSQL.
    """
    if not ON_POSTGRES:
        own = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=own)
        items[:] = [item for item in items if item not in own]
    if ON_POSTGRES:
        # On SQLite only NATS can notify other processes.
        only_there = ("nats", "sqlite", "once")
        others = [item for item in items if any(map(item.get_closest_marker, only_there))]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
        again = [item for item in items if _uses_postgres(item)]
        for item in again:
            elsewhere = item.path.parent.name in ELSEWHERE or item.get_closest_marker(
                "any_database"
            )
            if elsewhere and not item.get_closest_marker("postgres"):
                item.add_marker("thorough")
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = again


# The folders of tests of HTTP, sign-in, feeds, forms, pictures, malformed input, upgrades and whole
# walks.
ELSEWHERE = {
    "accounts",
    "archive",
    "desk",
    "fuzz",
    "media",
    "server",
    "syndication",
    "upgrade",
    "walks",
}


def _uses_postgres(item: pytest.Item) -> bool:
    touching = {"db", "founded", "database_url"} & set(getattr(item, "fixturenames", ()))
    in_browser = item.path.parent.name == "browser"
    return bool(touching) and (not in_browser or item.path.name == "test_live.py")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom with people and the coverage `flood`, made once a run, to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    with _database(folder) as url:
        made = Newsroom(folder, url)
        made.found()
        yield made


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty database."""
    with _database(tmp_path) as url:
        yield url


@pytest.fixture
def closed_newsroom(tmp_path: Path, founded: Newsroom) -> Iterator[Newsroom]:
    """A new newsroom with Ada, Ben and the coverage `flood`; its server is not started."""
    with _copied(founded, tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def filled_once(founded: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom with the demo's coverage: every kind of part and change; made once a run."""
    with _copied(founded, tmp_path_factory.mktemp("filled")) as made:
        made.program("fill")
        yield made


@pytest.fixture
def filled(filled_once: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    """A new newsroom with the demo's coverage, served."""
    with _copied(filled_once, tmp_path) as made, _served(made):
        yield made


@pytest.fixture(scope="module")
def shared_filled(
    filled_once: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsroom]:
    """The demo's coverage, served, for all tests of a module that change nothing."""
    with _copied(filled_once, tmp_path_factory.mktemp("shared")) as made, _served(made):
        yield made


@pytest.fixture(scope="module")
def shared_newsroom(
    founded: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsroom]:
    """A served newsroom for all tests of a module that do not depend on what others changed."""
    with _copied(founded, tmp_path_factory.mktemp("shared")) as made, _served(made):
        yield made


@pytest.fixture
def new_coverage(shared_newsroom: Newsroom) -> Iterator[Newsroom]:
    """The newsroom that a module shares, with a new coverage for this test; `slug` names it.

    A test may stop or kill the server, and start it again.
    """
    assert shared_newsroom.process is not None
    if shared_newsroom.process.poll() is not None:
        shared_newsroom.start()
    shared_newsroom.open_coverage(f"flood-{next(_numbers)}")
    yield shared_newsroom
    while shared_newsroom.readers:
        shared_newsroom.readers.pop().close()
    shared_servers.add(shared_newsroom.process.pid)


_numbers = itertools.count(1)


@pytest.fixture
def own_newsroom(closed_newsroom: Newsroom) -> Iterator[Newsroom]:
    """A new newsroom, served by `dateline serve`."""
    with _served(closed_newsroom):
        yield closed_newsroom


@pytest.fixture
def newsroom(own_newsroom: Newsroom) -> Newsroom:
    """The newsroom of a test. In some folders it is `new_coverage`."""
    return own_newsroom


@contextmanager
def _served(made: Newsroom) -> Iterator[None]:
    """Starts the server, and stops it if the test has left it running."""
    made.start()
    try:
        yield
    finally:
        if made.process is not None:
            made.stop()


@contextmanager
def _copied(made: Newsroom, folder: Path) -> Iterator[Newsroom]:
    for name in ("secret.key", "sessions.json"):
        shutil.copy(made.folder / name, folder)
    if (made.folder / "media").exists():
        shutil.copytree(made.folder / "media", folder / "media")
    with _database(folder, copied_from=made.environment["DATABASE_URL"]) as url:
        for path in made.folder.glob("*.head"):
            _continue(path.read_text(), folder, url)
        yield Newsroom(folder, url)


def _continue(head: str, folder: Path, url: str) -> None:
    """Lets a copied newsroom go on in the same epoch, though its database is another file."""
    database = url.rsplit("/", 1)[1]
    path = folder / (f"postgres-{database}.head" if ON_POSTGRES else f"{database}.head")
    inode = 0 if ON_POSTGRES else (folder / database).stat().st_ino
    cursor, digest, _ = head.split()
    path.write_text(f"{cursor} {digest} {inode}".ljust(len(head) - 1) + "\n")


@contextmanager
def _database(folder: Path, copied_from: str = "") -> Iterator[str]:
    if not ON_POSTGRES:
        if copied_from:
            shutil.copy(copied_from.removeprefix("sqlite:///"), folder / "dateline.sqlite3")
        yield f"sqlite:///{folder}/dateline.sqlite3"
        return
    import psycopg

    server = os.environ["DATELINE_TEST_DATABASE"]
    name = leftovers.database_name()
    template = f"TEMPLATE {copied_from.rsplit('/', 1)[1]}" if copied_from else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {template}")
        # No test cuts the power, and a killed process loses nothing by this.
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield server.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
