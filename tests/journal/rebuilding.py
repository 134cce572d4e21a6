"""Programs for tests of rebuilds, in their own processes: `python -m tests.journal.rebuilding`."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from dateline.coverage import objects  # noqa: E402
from dateline.coverage.models import PostRow  # noqa: E402
from dateline.desk.commands import posts  # noqa: E402
from dateline.journal import projections, read, rebuild  # noqa: E402
from dateline.journal.models import Coverage, ProjectionVersion  # noqa: E402
from dateline.journal.write_lock import WriteTransaction, write_lock  # noqa: E402
from dateline.page.models import BlockDependencyRow, BlockRow  # noqa: E402
from tests.newsroom import PATIENCE  # noqa: E402
from tests.people import act, copy, publish  # noqa: E402

OLD = "<p>Old.</p>"


def fill(count: int) -> None:
    """Publishes `count` posts; every tenth is corrected, and every tenth is a key event."""
    coverage = Coverage.objects.get(slug="flood")
    for start in range(0, count, 100):
        # One transaction for many commands, since the tests are not about transactions.
        with write_lock():
            for number in range(start + 1, min(start + 100, count) + 1):
                _post(coverage, number)


def _post(coverage: Coverage, number: int) -> None:
    publish(coverage, f"Post {number}.")
    change = {"coverage": coverage, "number": number}
    change["expected_seq"] = read.last_seq(coverage, objects.post(number))
    if number % 10 == 0:
        posts.correct(**act(), **change, copy=copy(f"Post {number}, corrected."), note="Wrong.")
    if number % 10 == 5:
        posts.set_key_event(**act(), **change, key_event=True)


def spoil() -> None:
    """Makes the tables those of an older version: every row differs, and none is missing."""
    ProjectionVersion.objects.update(version=0)
    BlockRow.objects.update(html=OLD)
    PostRow.objects.update(page=7, words="")
    BlockDependencyRow.objects.all().delete()


def edit() -> None:
    """Changes one block, as if with a database client."""
    BlockRow.objects.filter(name="post-2").update(html="<p>Dry.</p>")


def write() -> None:
    """Publishes until standard input ends; prints how many."""
    coverage = Coverage.objects.get(slug="flood")
    done = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
    publish(coverage, "First.")
    print("writing", flush=True)
    count = 1
    while not done.wait(0.01):
        publish(coverage, f"Meanwhile {count}.")
        count += 1
    print(count)


def watched() -> None:
    """Rebuilds beside a writer. Prints how often it held the lock, and the most rows written then.

    After the first locks it waits until the writer has written, which would take for ever if the
    writer were locked out. Between the locks it reads the blocks as a reader would.
    """
    rows: list[int] = []

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        done = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            rows[-1] += context["cursor"].rowcount
        return done

    @contextmanager
    def counted() -> Iterator[WriteTransaction]:
        rows.append(0)
        with connection.execute_wrapper(count), write_lock() as held:
            yield held
        _look()
        if len(rows) <= 5:
            _await_writer(held.head)

    rebuild.write_lock = counted
    rebuild.rebuild()
    print(len(rows), max(rows))


def _look() -> None:
    bad = BlockRow.objects.exclude(html=OLD).exclude(html__contains="data-seq=")
    assert not bad.exists()
    # The posts first, because the writer may write between the two queries.
    posts = PostRow.objects.count()
    assert BlockRow.objects.filter(name__startswith="post-").count() >= posts


def _await_writer(head: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while read.head().seq == head:
        assert time.monotonic() < deadline, "the writer was kept waiting"
        time.sleep(0.002)


def dying() -> None:
    """Rebuilds in children, each of which dies one statement later; prints how many died."""
    step = 0
    while not _survives(step):
        assert projections.outdated()
        assert not BlockRow.objects.exclude(html=OLD).exclude(html__contains="data-seq=").exists()
        step += 1
    print(step)


def _survives(step: int) -> bool:
    spoil()
    connections.close_all()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(_killer(step)):
            rebuild.rebuild()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


def _killer(left: int):  # type: ignore[no-untyped-def]
    def execute_or_die(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal left
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if left == 0:
                os.kill(os.getpid(), 9)
            left -= 1
        return execute(sql, params, many, context)

    return execute_or_die


def differences() -> None:
    """Prints the rows that differ from a fold, and the outdated projections."""
    for each in [*rebuild.differences(), *projections.outdated()]:
        print(each)


STEPS = {
    "spoil": spoil,
    "edit": edit,
    "write": write,
    "watched": watched,
    "rebuild": rebuild.rebuild,
    "dying": dying,
    "differences": differences,
}

if __name__ == "__main__":
    # One step after the other; a number is that of the posts to publish.
    for step in sys.argv[1:]:
        if step.isdecimal():
            fill(int(step))
        else:
            STEPS[step]()
