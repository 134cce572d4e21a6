"""Scheduled posts while servers are killed at random, for tests/faults and bench.schedules."""

from __future__ import annotations

import json
import math
import random
import time
from dataclasses import dataclass, field
from typing import Final

from tests.newsroom import PATIENCE, Newsroom

# Seconds by which a post may come out late while a server is up, and for each that waits with it.
LATE: Final = 1.0
EACH: Final = 0.05


@dataclass
class Servers:
    """Servers of one newsroom, and when each of them was up."""

    newsroom: Newsroom
    processes: int
    up: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        beside = [self.newsroom.beside() for _ in range(self.processes - 1)]
        self.all = [self.newsroom, *beside]
        for number, each in enumerate(self.all[1:], start=1):
            each.port = self.newsroom.port + number
        self.since = {id(each): self.start(each) for each in self.all}

    def start(self, server: Newsroom) -> float:
        server.start()
        return time.time()

    def kill(self, server: Newsroom) -> None:
        self.up.append((self.since[id(server)], time.time()))
        server.kill()

    def start_again(self, server: Newsroom) -> None:
        self.since[id(server)] = self.start(server)

    def stop(self) -> None:
        for each in self.all:
            # Nothing waited any more.
            self.up.append((self.since[id(each)], math.inf))
            each.stop()

    def out_by(self, due: float, dues: dict[str, float]) -> float:
        """When a post is to be out at the latest, if some server was up for long enough.

        What was due while no server was up comes out one after the other.
        """
        ready = []
        for began, ended in self.up:
            waiting = sum(other <= began for other in dues.values()) if due <= began else 0
            latest = max(due, began) + LATE + EACH * waiting
            ready += [latest] if latest <= ended else []
        return min(ready)


def scheduled_and_killed(
    newsroom: Newsroom, posts: int, within: int, kills: int, processes: int
) -> list[float]:
    """Schedules posts, kills servers meanwhile, and asserts that each post comes out once.

    Returns by how many seconds each came out after its time, or after a server was up for it, least
    first. A negative figure is within what is promised: see `Servers.out_by`.
    """
    # The program that schedules them needs some time for each.
    first = 6 + posts // 20
    dues = json.loads(newsroom.program("schedule_posts", str(posts), str(within), str(first)))
    chance = random.Random(posts)
    servers = Servers(newsroom, processes)
    try:
        began, end = min(dues.values()), max(dues.values())
        moments = sorted(chance.uniform(began, end) for _ in range(kills))
        for moment in moments:
            time.sleep(max(0.0, moment - time.time()))
            victim = chance.choice(servers.all)
            servers.kill(victim)
            servers.start_again(victim)
        until_none_waits(newsroom, end)
    finally:
        servers.stop()
    found = json.loads(newsroom.program("drafts_state"))
    assert [each for each in found if each["state"] != "published"] == []
    assert sorted(each["words"] for each in found) == sorted(dues)
    early = {each["words"]: each["at"] - dues[each["words"]] for each in found}
    assert min(early.values()) >= 0
    out = {each["words"]: each["at"] for each in found}
    late = {words: out[words] - servers.out_by(due, dues) for words, due in dues.items()}
    titles = published_headlines(newsroom)
    assert sorted(titles) == sorted(dues)
    checked = newsroom.run("check")
    assert checked.returncode == 0, checked.stderr
    return sorted(late.values())


def until_none_waits(newsroom: Newsroom, end: float) -> None:
    time.sleep(max(0.0, end - time.time()))
    deadline = time.monotonic() + PATIENCE
    while any(
        each["state"] == "scheduled" for each in json.loads(newsroom.program("drafts_state"))
    ):
        assert time.monotonic() < deadline, "something is still scheduled"


def published_headlines(newsroom: Newsroom) -> list[str]:
    """The headlines of all posts in the journal."""
    printed = newsroom.python(
        "import json\n"
        "from dateline.journal.models import Coverage, Leaf\n"
        "from dateline.coverage.read import post_state\n"
        "found = Coverage.objects.get(slug='flood')\n"
        "count = Leaf.objects.filter(kind='post.published').count()\n"
        "posts = [post_state(found, number + 1) for number in range(count)]\n"
        "print(json.dumps([each.copy.headline for each in posts]))"
    )
    headlines: list[str] = json.loads(printed)
    return headlines
