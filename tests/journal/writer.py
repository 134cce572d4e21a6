"""Writers for the tests, in their own processes: `python -m tests.journal.writer HOW …`."""

from __future__ import annotations

import os
import sys
import threading
import traceback

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from dateline.journal.models import Coverage  # noqa: E402
from tests.people import publish  # noqa: E402


def many(name: str, count: int) -> None:
    """Publishes `count` posts, each with its own headline."""
    coverage = Coverage.objects.get(slug="flood")
    for number in range(count):
        publish(coverage, f"{name}-{number}")


def threads(name: str, count: int) -> None:
    """The same from four threads."""

    def run(each: int) -> None:
        many(f"{name}{each}", count)
        connections.close_all()

    running = [threading.Thread(target=run, args=(each,)) for each in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def dying() -> None:
    """Publishes in children, each of which dies one step later; prints how many died."""
    connections.close_all()
    step = 0
    while not _survives(step):
        step += 1
    print(step)


def _survives(step: int) -> bool:
    child = os.fork()
    if child == 0:
        try:
            connection.execute_wrappers.append(_Killer(step))
            coverage = Coverage.objects.get(slug="flood")
            publish(coverage, f"step {step}", key=f"step-{step}")
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


class _Killer:
    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            os.kill(os.getpid(), 9)
        self.left -= 1
        return execute(sql, params, many, context)


if __name__ == "__main__":
    how, *arguments = sys.argv[1:]
    if how == "many":
        many(arguments[0], int(arguments[1]))
    elif how == "threads":
        threads(arguments[0], int(arguments[1]))
    else:
        dying()
