"""Kills the server again and again: `.venv/bin/python -m bench.kills [--kills N] [--readers N]`.

A filer sends posts one after the other, each with its key until it is acknowledged; readers follow
the stream and come back by themselves; `dateline serve` is killed with -9 at random moments and
started again. At the end, or within ten seconds of it, every reader must have had every post that
was acknowledged, once and in order, and the journal must hold each once. Ends with status 1 where
that is not so, and says what was wrong.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import threading
import time
from typing import Final

from bench.load import Swarm
from bench.load.servers import Dateline

STORED: Final = """
import re
from collections import Counter
from dateline.page.models import Post
words = " ".join(Post.objects.values_list("words", flat=True))
found = Counter(re.findall(r"fb:(\\d+)", words))
print(",".join(f"{number}x{count}" for number, count in found.items()))
"""
WITHIN: Final = 10


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
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    chosen = parser.parse_args()
    print(f"--seed {chosen.seed}", flush=True)
    server = Dateline(0)
    server.start()
    path = f"/live/flood?after={server.newsroom.cursor()}"
    swarm = Swarm(server.port, path, chosen.readers, marker=server.marker, processor=1)
    try:
        swarm.open()
        swarm.say("auto 0.1")
        filer = Filer(server)
        filer.start()
        _kill(server, chosen.kills, random.Random(chosen.seed))
        filer.done.set()
        filer.join()
        wrong = _wrong(server, swarm, filer.acknowledged)
    finally:
        swarm.stop()
        server.stop()
    print(
        f"{chosen.kills} kills, {len(filer.acknowledged)} posts acknowledged after"
        f" {filer.retries} tries more, {chosen.readers} readers: {wrong or 'nothing wrong'}"
    )
    sys.exit(1 if wrong else 0)


def _kill(server: Dateline, kills: int, chance: random.Random) -> None:
    for number in range(kills):
        time.sleep(chance.uniform(0.0, 0.4))
        server.newsroom.kill()
        server.serve()
        if number % 20 == 19:
            print(f"{number + 1} kills", flush=True)


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
