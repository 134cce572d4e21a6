"""Kills one part again and again: `.venv/bin/python -m bench.kills [--what NAME] [--kills N]`.

A client publishes posts one after the other. It sends each with the same idempotency key until it
is acknowledged. Readers follow the stream, and reconnect by themselves. `--what` names what is
killed with `kill -9` and started again:

server    `dateline serve` on SQLite, at random moments.
commit    the same, right after a commit: before the response, and before any broadcast.
postgres  a PostgreSQL server that the benchmark starts, at random moments.
nats      a NATS server that the benchmark starts, whose store is wiped. The readers are connected
          to a `dateline stream` that it wakes.

Within ten seconds of the end, every reader must have received every acknowledged post, once and in
order, and the journal must contain each once. Otherwise the status is 1, and what was wrong is
printed. With `--fault NAME` a fault is built in, and the status is 1 if it is not found.
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
from bench.load.outcome import what_is_wrong
from bench.load.postgres import Postgres
from bench.load.servers import Dateline

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
# The server kills itself at one commit in five, once the benchmark has made the file `flag`.
AT_COMMIT: Final = """
notify = local_notifier.notify
def die(change="journal"):
    if change == "journal" and os.path.exists({flag!r}) and random.random() < 0.2:
        os.kill(os.getpid(), signal.SIGKILL)
    notify(change)
local_notifier.notify = die
"""
# What has to be killed for each fault to show, and the code that builds it in.
FAULTS: Final = {
    "acknowledge before commit": (
        "server",
        """
publish = posts.publish
def later(**arguments):
    time.sleep(0.1)
    publish(**arguments)
def at_once(**arguments):
    threading.Thread(target=later, kwargs=arguments).start()
posts.publish = at_once
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
    "no idempotency key": (
        "commit",
        """
run_command = posts.run_command
def with_new_key(action, *, idempotency_key, **arguments):
    return run_command(action, idempotency_key=uuid.uuid4().hex, **arguments)
posts.run_command = with_new_key
# It would notice that the same words came a moment ago.
posts.require_undoubted = lambda *_: None
""",
    ),
}


class Server:
    """`dateline serve`, which is killed, and the port of its readers."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self.server.command = serving(patch) if patch else DATELINE
        self.server.start()
        self.port = self.server.port

    def kill(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self.server.newsroom.kill()
        self.server.serve()

    def stop(self) -> None:
        self.server.stop()


class Commit(Server):
    """`dateline serve`, which kills itself right after a commit."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self._flag = Path(self.server.folder) / "now"
        self.server.command = serving(patch + AT_COMMIT.format(flag=str(self._flag)))
        self.server.start()
        self.port = self.server.port

    def kill(self, chance: random.Random) -> None:
        self._flag.touch()
        assert self.server.newsroom.process is not None
        self.server.newsroom.process.communicate(timeout=30)
        self._flag.unlink()
        self.server.serve()


class Database(Server):
    """`dateline serve` keeps running; its PostgreSQL is killed."""

    def __init__(self, patch: str) -> None:
        self._postgres = Postgres()
        self._postgres.start()
        self.server = Dateline(0)
        self.server.database = self._postgres.url
        self.server.start()
        self.port = self.server.port

    def kill(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self._postgres.kill()
        self._postgres.start()

    def stop(self) -> None:
        super().stop()
        self._postgres.stop()


class Nats(Server):
    """Dateline keeps running; the NATS server between its processes is killed and wiped."""

    def __init__(self, patch: str) -> None:
        self.server = Dateline(0)
        self._nats = NatsServer(Path(self.server.folder) / "nats")
        self._nats.start()
        self.server.environment = {"DATELINE_NATS": self._nats.address}
        self.server.start()
        self._beside = self.server.newsroom.beside()
        self._beside.start(serving="stream")
        self.port = self._beside.port

    def kill(self, chance: random.Random) -> None:
        time.sleep(chance.uniform(0.0, 0.4))
        self._nats.kill(wiped=True)
        time.sleep(chance.uniform(0.0, 0.4))
        self._nats.start()

    def stop(self) -> None:
        self._beside.stop()
        super().stop()
        self._nats.kill()


SCENES: Final = {"server": Server, "commit": Commit, "postgres": Database, "nats": Nats}


class Publisher(threading.Thread):
    """Publishes post after post; sends each again until it is acknowledged."""

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
        summary, wrong = loop(scene, chosen.kills, chosen.readers, random.Random(chosen.seed))
    finally:
        scene.stop()
    fault = f" with the fault “{chosen.fault}”" if chosen.fault else ""
    print(f"{what}{fault}: {summary}: {wrong or 'nothing wrong'}")
    sys.exit(1 if bool(wrong) != bool(chosen.fault) else 0)


def loop(scene: Server, kills: int, readers: int, chance: random.Random) -> tuple[str, str]:
    """Kills so often, while posts are published and read. Returns a summary, and what was wrong."""
    server = scene.server
    path = f"/live/flood?after={server.newsroom.cursor()}"
    swarm = Swarm(scene.port, path, readers, marker=server.marker, processor=1)
    try:
        swarm.open()
        swarm.say("auto 0.1")
        publisher = Publisher(server)
        publisher.start()
        for number in range(kills):
            scene.kill(chance)
            if number % 20 == 19:
                print(f"{number + 1} kills", flush=True)
        publisher.done.set()
        publisher.join()
        wrong = what_is_wrong(server, swarm, publisher.acknowledged)
    finally:
        swarm.stop()
    summary = (
        f"{kills} kills, {len(publisher.acknowledged)} posts acknowledged after"
        f" {publisher.retries} retries, {readers} readers"
    )
    return summary, wrong


def serving(patch: str) -> list[str]:
    """The command `dateline`, with a patch to its code."""
    return [sys.executable, "-c", SERVE.format(patch=patch)]


if __name__ == "__main__":
    main()
