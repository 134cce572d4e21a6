"""Kills one part again and again: `.venv/bin/python -m bench.kills [--what NAME] [--kills N]`.

A filer sends posts one after the other, each with its key until it is acknowledged; readers follow
the stream and come back by themselves. What is killed, with -9, and started again:

server    `dateline serve` on SQLite, at random moments.
commit    the same, right after a commit: before the answer, and before any sweep.
postgres  the database, a PostgreSQL of the bench's own, at random moments.
nats      a NATS server of the bench's own, whose store is wiped; the readers are at a
          `dateline stream` that it wakes.

Within ten seconds of the end every reader must have had every post that was acknowledged, once and
in order, and the journal must hold each once. Ends with status 1 where that is not so, and says
what was wrong. With `--fault NAME` a fault is built in, and the status is 1 where it is not found.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import threading
import time
from pathlib import Path
from typing import Final

from tests.nats_server import NatsServer
from tests.newsroom import DATELINE

from bench.load import Swarm
from bench.load.postgres import Postgres
from bench.load.servers import Dateline

STORED: Final = """
import re
from collections import Counter
from dateline.coverage.models import PostRow
words = " ".join(PostRow.objects.values_list("words", flat=True))
found = Counter(re.findall(r"fb (\\d+)", words))
print(",".join(f"{number}x{count}" for number, count in found.items()))
"""
WITHIN: Final = 10
SERVE: Final = """
import os, random, signal, sys, threading, time, uuid
import django
django.setup()
from dateline.__main__ import main
from dateline.desk.commands import posts
from dateline.journal import local_notifier
from dateline.journal.cursor import Cursor
{patch}
sys.exit(main(sys.argv[1:]))
"""
# Ends itself at one commit in five, once the bench has laid down the file that is named.
AT_COMMIT: Final = """
ring = local_notifier.notify
def die():
    if os.path.exists({flag!r}) and random.random() < 0.2:
        os.kill(os.getpid(), signal.SIGKILL)
    ring()
local_notifier.notify = die
"""
# What each fault changes, and what has to be killed for it to show.
FAULTS: Final = {
    "acknowledge before commit": (
        "server",
        """
publish = posts.publish
def later(**told):
    time.sleep(0.1)
    publish(**told)
posts.publish = lambda **told: threading.Thread(target=later, kwargs=told).start()
""",
    ),
    "resume one too far": (
        "server",
        "parse = Cursor.parse\n"
        "Cursor.parse = lambda text: (at := parse(text))._replace(seq=at.seq + 1)",
    ),
    "resume one too near": (
        "server",
        "parse = Cursor.parse\n"
        "Cursor.parse = lambda text: (at := parse(text))._replace(seq=at.seq - 1)",
    ),
    "no key": (
        "commit",
        "perform = posts.perform\n"
        "posts.perform = lambda verb, *, key, **told: perform(verb, key=uuid.uuid4().hex, **told)",
    ),
}


class Server:
    """`dateline serve` and its readers' port; it is what is killed."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self.server.command = serving(patch) if patch else DATELINE
        self.server.start()
        self.port = self.server.port

    def strike(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self.server.newsroom.kill()
        self.server.serve()

    def stop(self) -> None:
        self.server.stop()


class Commit(Server):
    """The same; it kills itself right after a commit."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self._flag = Path(self.server.folder) / "now"
        self.server.command = serving(patch + AT_COMMIT.format(flag=str(self._flag)))
        self.server.start()
        self.port = self.server.port

    def strike(self, chance: random.Random) -> None:
        self._flag.touch()
        assert self.server.newsroom.process is not None
        self.server.newsroom.process.communicate(timeout=30)
        self._flag.unlink()
        self.server.serve()


class Database(Server):
    """`dateline serve` stays; its PostgreSQL is killed."""

    def __init__(self, patch: str) -> None:
        self._postgres = Postgres()
        self._postgres.start()
        self.server = Dateline(0)
        self.server.database = self._postgres.url
        self.server.start()
        self.port = self.server.port

    def strike(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self._postgres.kill()
        self._postgres.start()

    def stop(self) -> None:
        super().stop()
        self._postgres.stop()


class Nats(Server):
    """Everything of Dateline stays; the bell between its processes is killed and wiped."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self._bell = NatsServer(Path(self.server.folder) / "nats")
        self._bell.start()
        self.server.environment = {"DATELINE_NATS": self._bell.address}
        self.server.start()
        self._beside = self.server.newsroom.beside()
        self._beside.start(serving="stream")
        self.port = self._beside.port

    def strike(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self._bell.kill(wiped=True)
        time.sleep(chance.uniform(0.0, 0.4))
        self._bell.start()

    def stop(self) -> None:
        self._beside.stop()
        super().stop()
        self._bell.kill()


SCENES: Final = {"server": Server, "commit": Commit, "postgres": Database, "nats": Nats}


class Filer(threading.Thread):
    """Sends post after post; never gives one up."""

    def __init__(self, server: Dateline) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.acknowledged: list[int] = []
        self.retries = 0
        self.done = threading.Event()

    def run(self) -> None:
        number = 1
        while not self.done.is_set():
            path, headers, body = self.server.request(number)
            while not self._sent(path, headers, body):
                self.retries += 1
                time.sleep(0.02)
            self.acknowledged.append(number)
            number += 1

    def _sent(self, path: str, headers: dict[str, str], body: bytes) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status == 302
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.kills")
    parser.add_argument("--what", choices=SCENES, default="server")
    parser.add_argument("--fault", choices=FAULTS)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    chosen = parser.parse_args()
    print(f"--seed {chosen.seed}", flush=True)
    what, patch = FAULTS[chosen.fault] if chosen.fault else (chosen.what, "")
    scene = SCENES[what](patch)
    try:
        told, wrong = loop(scene, chosen.kills, chosen.readers, random.Random(chosen.seed))
    finally:
        scene.stop()
    fault = f" with the fault “{chosen.fault}”" if chosen.fault else ""
    print(f"{what}{fault}: {told}: {wrong or 'nothing wrong'}")
    sys.exit(1 if bool(wrong) != bool(chosen.fault) else 0)


def loop(scene: Server, kills: int, readers: int, chance: random.Random) -> tuple[str, str]:
    """Strikes so often while a filer files and readers read; what was done, and what was wrong."""
    server = scene.server
    path = f"/live/flood?after={server.newsroom.cursor()}"
    swarm = Swarm(scene.port, path, readers, marker=server.marker, processor=1)
    try:
        swarm.open()
        swarm.say("auto 0.1")
        filer = Filer(server)
        filer.start()
        for number in range(kills):
            scene.strike(chance)
            if number % 20 == 19:
                print(f"{number + 1} kills", flush=True)
        filer.done.set()
        filer.join()
        wrong = _wrong(server, swarm, filer.acknowledged)
    finally:
        swarm.stop()
    told = (
        f"{kills} kills, {len(filer.acknowledged)} posts acknowledged after {filer.retries} tries"
        f" more, {readers} readers"
    )
    return told, wrong


def serving(patch: str) -> list[str]:
    """`dateline`, with something changed in it."""
    return [sys.executable, "-c", SERVE.format(patch=patch)]


def _wrong(server: Dateline, swarm: Swarm, acknowledged: list[int]) -> str:
    last = acknowledged[-1]
    swarm.say(f"until {last} {swarm.readers} {WITHIN}")
    time.sleep(0.5)
    messages = swarm.say(f"report 1 {last}")["messages"]
    stored = dict(each.split("x") for each in server.newsroom.python(STORED).split(","))
    counts = {
        "not stored": sum(str(number) not in stored for number in acknowledged),
        "stored twice": sum(int(count) > 1 for count in stored.values()),
        "missing at readers": sum(swarm.readers - each["n"] for each in messages),
        "shown twice": sum(each["dup"] for each in messages),
        "out of order": swarm.say("status")["out_of_order"],
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


if __name__ == "__main__":
    main()
