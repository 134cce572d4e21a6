"""What tests share: people, a coverage, and a newsroom that really runs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .newsroom import Newsroom
from .people import BEN, act

ON_POSTGRES = "DATELINE_TEST_DATABASE" in os.environ


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


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A database of a test's own, for processes that the test starts."""
    if not ON_POSTGRES:
        yield f"sqlite:///{tmp_path}/dateline.sqlite3"
        return
    import psycopg

    server = os.environ["DATELINE_TEST_DATABASE"]
    name = f"dateline_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def newsroom(tmp_path: Path, database_url: str) -> Iterator[Newsroom]:
    """`dateline serve` in a process of its own, with Ada and Ben and the coverage `flood`."""
    running = Newsroom(tmp_path, database_url)
    running.found()
    running.start()
    yield running
    running.stop()
