"""A write lock that is held too long: writers get an answer in time, and readers notice nothing."""

from __future__ import annotations

import fcntl
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from dateline.journal import file_lock
from dateline.journal.errors import NoLock
from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, fields_of, get

ROOT = Path(__file__).parents[2]


@contextmanager
def queue_held(newsroom: Newsroom) -> Iterator[None]:
    """Another process holds the writers' file lock as a shared lock, which writers would pass
    if theirs were not exclusive."""
    if ON_POSTGRES:
        import psycopg

        with psycopg.connect(newsroom.environment["DATABASE_URL"]) as connection:
            connection.execute("SELECT head FROM journal_newsroom FOR SHARE")
            yield
        return
    with (newsroom.folder / "dateline.sqlite3.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def sqlite_held(newsroom: Newsroom) -> Iterator[None]:
    """Another program writes to the database, such as the shell of SQLite."""
    held = sqlite3.connect(newsroom.folder / "dateline.sqlite3", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        held.close()


@pytest.mark.parametrize(
    "held", [queue_held, *([] if ON_POSTGRES else [sqlite_held])], ids=lambda held: held.__name__
)
def test_a_writer_gets_an_answer_while_another_process_holds_the_lock(newsroom: Newsroom, held):
    desk = newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    eve = newsroom.desk("eve")
    other = eve.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    # Otherwise the desk asks if the same text is to be published twice.
    other["headline"] = "By the weir"
    with held(newsroom):
        # Three at once: they wait at the same time, not one after the other.
        answers = []
        threads = [
            threading.Thread(target=lambda who, sent: answers.append(who.post(*sent)), args=each)
            for each in ((desk, ("/desk/flood/", form)),) * 2 + ((eve, ("/desk/flood/", other)),)
        ]
        for thread in threads:
            thread.start()
        assert "Before." in get(newsroom.address, "/flood/").text
        for thread in threads:
            thread.join(PATIENCE)
        assert [answer.status for answer in answers] == [503] * 3
        assert all("Water." in answer.text for answer in answers)
    for who, sent in ((eve, other), (desk, form), (desk, form)):
        assert who.post("/desk/flood/", sent).status == 302
    for answer in answers:
        fields = fields_of(answer.text, "Water.")
        who = eve if fields["idempotency_key"] == other["idempotency_key"] else desk
        assert who.post("/desk/flood/", fields).status == 302
    # Before, Eve's, and Ben's.
    assert get(newsroom.address, "/flood/").text.count("<article") == 3


@contextmanager
def lock(path: Path, seconds: int, name: str, count: int, log: Path) -> Iterator[Popen[str]]:
    """Another process that takes a lock; it has started when this yields it."""
    arguments = [str(path), str(seconds), name, str(count), str(log)]
    command = [sys.executable, "-m", "tests.programs.lock", *arguments]
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def test_only_one_process_holds_the_lock(tmp_path: Path):
    path, log = tmp_path / "lock", tmp_path / "log"
    with file_lock.locked(str(path), 1):
        with lock(path, 0, "a", 1, log) as other:
            assert "another process holds it" in other.communicate(timeout=PATIENCE)[1]
        assert other.returncode == 1
        with path.open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    with lock(path, 0, "a", 1, log) as other:
        assert other.wait(PATIENCE) == 0
    assert log.read_text() == "a"


def test_threads_of_a_process_take_the_lock_in_order_and_give_up_in_time(tmp_path: Path):
    path = str(tmp_path / "lock")
    order: list[int] = []
    entered = [threading.Event() for _ in range(4)]

    def take(number: int) -> None:
        entered[number].set()
        with file_lock.locked(path, PATIENCE):
            order.append(number)

    with ExitStack() as held:
        held.enter_context(file_lock.locked(path, 1))
        threads = []
        for number in range(4):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            # In the queue, behind the holder of the lock and earlier waiters.
            while len(file_lock._queue._waiting) < number + 2:
                pass
        with pytest.raises(NoLock):
            held.enter_context(file_lock.locked(path, 0))
    for thread in threads:
        thread.join(PATIENCE)
    assert order == [0, 1, 2, 3]


def test_who_gave_up_keeps_nobody_behind_them_waiting(tmp_path: Path):
    path = str(tmp_path / "lock")
    taken = threading.Event()

    def take() -> None:
        with file_lock.locked(path, PATIENCE):
            taken.set()

    thread = threading.Thread(target=take)
    with file_lock.locked(path, 1):
        with pytest.raises(NoLock), file_lock.locked(path, 0):
            pass
        thread.start()
        while len(file_lock._queue._waiting) < 2:
            pass
    thread.join(PATIENCE)
    assert taken.is_set()


def is_locked(path: Path) -> bool:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_a_busy_process_does_not_overtake_one_that_waits(tmp_path: Path):
    path, log = tmp_path / "lock", tmp_path / "log"
    for round_ in range(3):
        with ExitStack() as waiting:
            with file_lock.locked(str(path), 1):
                waiting.enter_context(lock(path, PATIENCE, "b", 1, log))
                while not is_locked(tmp_path / "lock.next"):
                    time.sleep(0.001)
            # Though nothing happens between these two, the other process comes first.
            with file_lock.locked(str(path), PATIENCE):
                assert log.read_text() == "b" * (round_ + 1)


def test_many_processes_take_the_lock_in_turn(tmp_path: Path):
    path, log = tmp_path / "lock", tmp_path / "log"
    with ExitStack() as running:
        with file_lock.locked(str(path), 1):
            others = [running.enter_context(lock(path, PATIENCE, name, 200, log)) for name in "abc"]
        assert [process.wait(PATIENCE) for process in others] == [0, 0, 0]
    assert sorted(map(log.read_text().count, "abc")) == [200] * 3
