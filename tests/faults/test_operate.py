"""The steps of docs/operate.md do what they say, in the middle of the trouble that they are for."""

from __future__ import annotations

import http.client
import os
import resource
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, fields_of, get
from tests.ports import free_port

from .steps import Step, blocks_of, steps_of
from .test_damage import empty, flip


def move_away(step: Step, newsroom: Newsroom, folder: Path) -> None:
    """The database is moved away as the step says; on PostgreSQL there is a new, empty one."""
    if ON_POSTGRES:
        empty(newsroom)
    else:
        step.run(newsroom, folder)


def test_backup_and_restore(newsroom: Newsroom, tmp_path_factory):
    backup, move, restore = steps_of("Backup and restore")
    folder = tmp_path_factory.mktemp("elsewhere")
    desk = newsroom.desk()
    desk.publish("Before the backup.")
    cursor = newsroom.cursor()
    backup.run(newsroom, folder)
    desk.publish("After the backup.")
    newsroom.stop()
    move_away(move, newsroom, folder)
    restore.run(newsroom, folder)
    newsroom.start()
    page = get(newsroom.address, "/flood/").text
    assert "Before the backup." in page
    assert "After the backup." not in page
    event = newsroom.reader(after=cursor).read()
    assert event is not None
    assert event.name == "reset"


def damage(newsroom: Newsroom) -> None:
    """Damages entry 3 of the journal: flips a bit, or edits a row."""
    query = "SELECT text FROM journal_disclosure WHERE leaf_id = 3 AND name = 'parts.0'"
    if ON_POSTGRES:
        import psycopg

        with psycopg.connect(newsroom.environment["DATABASE_URL"]) as own:
            own.execute("ALTER TABLE journal_leaf DISABLE TRIGGER USER")
            own.execute("UPDATE journal_leaf SET revision = 2 WHERE seq = 3")
            own.execute("ALTER TABLE journal_leaf ENABLE TRIGGER USER")
        return
    with sqlite3.connect(newsroom.folder / "dateline.sqlite3") as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((stored,),) = own.execute(query)
    own.close()
    flip(newsroom.folder / "dateline.sqlite3", stored.encode())


def test_a_damaged_journal(newsroom: Newsroom, tmp_path_factory):
    check, _, export, move, restore = steps_of("A damaged or missing database")
    backup, _, _ = steps_of("Backup and restore")
    folder = tmp_path_factory.mktemp("elsewhere")
    desk = newsroom.desk()
    for number in range(3):
        desk.publish(f"Kept {number}.")
    backup.run(newsroom, folder)
    desk.publish("Published after the backup.")
    newsroom.stop()
    damage(newsroom)

    assert "the journal is damaged, first at entry 3: " in check.run(newsroom, folder, status=1)
    export.run(newsroom, folder)
    move_away(move, newsroom, folder)
    # Nothing that was acknowledged is lost without a word.
    assert "(entry 5: it is missing, though entry 5 was" in restore.run(newsroom, folder)
    assert "Published after the backup." in (folder / "flood.json").read_text()
    newsroom.start()
    page = get(newsroom.address, "/flood/").text
    assert all(f"Kept {number}." in page for number in range(3))
    newsroom.desk().publish("Published after the backup.")
    assert get(newsroom.address, "/flood/").text.count("<article") == 4
    assert newsroom.run("check").returncode == 0


@pytest.mark.any_database
def test_damaged_tables(newsroom: Newsroom, tmp_path):
    check, rebuild, *_ = steps_of("A damaged or missing database")
    newsroom.desk().publish("Water.")
    newsroom.python(
        "from dateline.page.models import BlockRow\n"
        "BlockRow.objects.filter(name='post-1').update(html='<p>Wine.</p>')"
    )
    assert "run `dateline rebuild`" in check.run(newsroom, tmp_path, status=1)
    rebuild.run(newsroom, tmp_path)
    check.run(newsroom, tmp_path)
    newsroom.until_shown("Water.")
    assert "Wine." not in get(newsroom.address, "/flood/").text


@pytest.mark.sqlite
def test_a_full_disk(newsroom: Newsroom, tmp_path):
    look, check = steps_of("A full disk, and other trouble with the data folder")
    desk = newsroom.desk()
    desk.publish("Before.")
    assert newsroom.process is not None
    pid, sizes = (
        newsroom.process.pid,
        (path.stat().st_size for path in newsroom.folder.glob("*-wal")),
    )
    unlimited = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    # From now on no file of the running server grows.
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (max(sizes), unlimited[1]))
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    for _ in range(2):
        refused = desk.post("/desk/flood/", form)
        assert refused.status == 503
        assert "Water." in refused.text
    assert "dateline.sqlite3" in look.run(newsroom, tmp_path)

    resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    assert desk.post("/desk/flood/", fields_of(refused.text, "Water.")).status == 302
    check.run(newsroom, tmp_path)
    assert get(newsroom.address, "/flood/").text.count("<article") == 2


@contextmanager
def flooded(address: str, source: str = "127.0.0.1") -> Iterator[list[int]]:
    """Requests pages that are not in memory over 40 connections; yields the statuses."""
    statuses: list[int] = []
    ended = threading.Event()

    def ask(number: int) -> None:
        while not ended.is_set():
            connection = http.client.HTTPConnection(
                address.removeprefix("http://"), timeout=PATIENCE, source_address=(source, 0)
            )
            try:
                connection.request("GET", f"/flood/find/?q=water+{number}")
                statuses.append(connection.getresponse().status)
            except OSError:
                # The proxy closes what is over a limit.
                continue
            finally:
                connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        ended.set()
        for thread in threads:
            thread.join(PATIENCE)


@pytest.mark.any_database
def test_a_flood(newsroom: Newsroom, tmp_path):
    health, peers = steps_of("A flood")
    desk, rex = newsroom.desk(), newsroom.reader(after=newsroom.cursor())
    with flooded(newsroom.address) as statuses:
        health.run(newsroom, tmp_path)
        count, address = peers.run(newsroom, tmp_path).split()[:2]
        assert int(count) > 10
        assert address == "127.0.0.1"
        desk.publish("Water.")
        assert "Water." in next(rex.blocks())["html"]
    assert set(statuses) <= {200, 503}
    assert get(newsroom.address, "/flood/find/?q=water").status == 200
    output = newsroom.stop()
    assert "Traceback" not in output


@pytest.mark.proxy
def test_limits_in_the_proxy_keep_a_flood_of_one_address_from_the_others(
    newsroom: Newsroom, tmp_path: Path
):
    (limits,) = blocks_of("A flood", "nginx")
    site = "\n".join(blocks_of("One machine", "nginx")[0])
    port = free_port()
    site = site.replace("http://127.0.0.1:8000", newsroom.address)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; error_log stderr crit; pid {tmp_path}/pid; events {{}}\n"
        f"http {{ access_log off; {' '.join(limits)}\n"
        + "".join(
            f"{name}_temp_path {tmp_path}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"server {{ listen 127.0.0.1:{port}; {site} }} }}\n"
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx is not None
    address = f"http://127.0.0.1:{port}"
    with Popen([nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]) as proxy:
        try:
            until_answered(address)
            with flooded(address, "127.0.0.2") as statuses:
                while statuses.count(429) < 100:
                    assert proxy.poll() is None
                    time.sleep(0.01)
                assert get(address, "/flood/").status == 200
                # Not 429, since Rex has another address.
                assert get(address, "/flood/find/?q=water").status == 200
        finally:
            proxy.terminate()
    assert 200 in statuses


def until_answered(address: str) -> None:
    while True:
        try:
            assert get(address, "/healthz").status == 200
        except ConnectionError:
            continue
        return
