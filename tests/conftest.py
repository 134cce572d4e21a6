"""Fixtures that tests share: people, a coverage, and a running newsroom."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import leftovers
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


@pytest.fixture(autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """Kills the processes that a test started and left running."""
    # Processes from before belong to the session, such as a browser.
    before = leftovers.children()
    yield
    leftovers.end(leftovers.children() - before)


CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def coverage(db):
    """An open coverage in Europe/London, within the test's transaction."""
    return open_coverage("flood")


@pytest.fixture
def open_coverage_named(db) -> Callable:
    return open_coverage


def open_coverage(slug: str, **fields):
    from dateline.desk.commands import coverages
    from dateline.journal.models import Coverage

    values = {
        "slug": slug,
        "headline": "The Orrin rises",
        "standfirst": "Rain in the hills.",
        "bylines": (),
        "zone": "Europe/London",
    } | fields
    coverages.open_coverage(**act(BEN), opening=coverages.Opening(**values))
    return Coverage.objects.get(slug=slug)


# Before the hook of the root's conftest, which chooses by the marker `thorough`.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Chooses the tests for PostgreSQL: those that use a database and, in a browser, the live page.

    The weight of a page, its accessibility and its embeds do not depend on the database. The
    tests in ELSEWHERE use a database but say little about it, so they are in the nightly form.
    Tests marked `postgres` run only on PostgreSQL.
    """
    if not ON_POSTGRES:
        own = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=own)
        items[:] = [item for item in items if item not in own]
    if ON_POSTGRES:
        # On SQLite only NATS can notify other processes.
        others = [
            item
            for item in items
            if item.get_closest_marker("nats") or item.get_closest_marker("sqlite")
        ]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
        again = [item for item in items if _uses_postgres(item)]
        for item in again:
            if item.path.parent.name in ELSEWHERE and not item.get_closest_marker("postgres"):
                item.add_marker("thorough")
        config.hook.pytest_deselected(items=[item for item in items if item not in again])
        items[:] = again


# The folders of tests of HTTP, sign-in, feeds and malformed input.
ELSEWHERE = {"accounts", "archive", "fuzz", "server", "syndication"}


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
def shared_newsroom(
    founded: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsroom]:
    """A served newsroom for all tests of a module that do not depend on what others changed."""
    with _copied(founded, tmp_path_factory.mktemp("shared")) as made, _served(made):
        yield made


@pytest.fixture
def newsroom(closed_newsroom: Newsroom) -> Iterator[Newsroom]:
    """A new newsroom, served by `dateline serve`."""
    with _served(closed_newsroom):
        yield closed_newsroom


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
