"""How many readers a broadcast reached and when: what the hub reports, and what the desk shows."""

from __future__ import annotations

import asyncio
import re
import time

import pytest

from dateline.page.limits import MAX_BLOCKS_BEHIND
from dateline.server import deliveries
from dateline.stream import broadcast as broadcasts
from dateline.stream.broadcast import Delivery
from tests.newsroom import PATIENCE, Newsroom, get

from .scene import Scene, on_a_loop


@pytest.fixture
def newsroom(new_coverage: Newsroom) -> Newsroom:
    """The tests of this module share a server. Each has a coverage of its own."""
    return new_coverage


async def until_delivered(scene: Scene, seq: int) -> list[Delivery]:
    """Waits until a broadcast up to `seq` was reported; returns all reports."""
    while not scene.delivered or scene.delivered[-1].seq < seq:
        await asyncio.sleep(0)
    return scene.delivered


def test_every_reader_is_counted_once_in_one_report():
    async def act(scene):
        count = 3 * broadcasts.SLICE + 7
        readers = [await scene.subscribe() for _ in range(count)]
        await readers[-1].until("hello")
        before = time.time()
        scene.publish()
        (report,) = await until_delivered(scene, 6)
        assert report[:4] == (1, 5, 6, count)
        assert before <= report.ended_at <= time.time()
        for reader in readers:
            await reader.until('"seq":6')

    on_a_loop(act)


def test_posts_that_come_during_a_broadcast_are_counted_by_the_next_one():
    async def act(scene):
        count = 2 * broadcasts.SLICE
        readers = [await scene.subscribe() for _ in range(count)]
        await readers[-1].until("hello")
        scene.publish()
        await readers[0].until('"seq":6')
        # The second slice already gets both posts.
        scene.publish(2)
        reports = await until_delivered(scene, 8)
        assert [each.after for each in reports] == [5, *(each.seq for each in reports[:-1])]
        assert {each.readers for each in reports} == {count}

    on_a_loop(act)


def test_a_reader_who_had_the_post_already_is_counted():
    async def act(scene):
        first = await scene.subscribe()
        await first.until("hello")
        scene.topic.channel.advance([], 6)
        (subscriber,) = scene.topic.subscribers
        subscriber.seq = 6
        scene.topic.broadcast()
        assert scene.delivered[-1][1:4] == (5, 6, 1)

    on_a_loop(act)


def test_a_reader_whose_connection_does_not_take_the_post_is_not_counted():
    async def act(scene):
        slow = await scene.subscribe(buffer=4096)
        quick = await scene.subscribe()
        await slow.until("hello")
        await quick.until("hello")
        # More than the small buffer holds. The broadcast begins with both readers.
        scene.publish(1, "<p>" + "water " * 8000)
        (report,) = await until_delivered(scene, 6)
        assert report.readers == 1
        # The next one leaves out a reader who is stalled.
        scene.publish()
        assert (await until_delivered(scene, 7))[-1].readers == 1

    on_a_loop(act)


def test_readers_that_are_too_far_behind_are_not_counted():
    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        scene.publish(MAX_BLOCKS_BEHIND + 1)
        (report,) = await until_delivered(scene, MAX_BLOCKS_BEHIND + 6)
        assert report.readers == 0
        assert "event: reset" in await reader.end()

    on_a_loop(act)


def test_what_is_reported_within_a_moment_is_stored_together(monkeypatch):
    monkeypatch.setattr(deliveries, "INTERVAL", 0.0)
    calls: list[tuple[str, list[int]]] = []
    stored = asyncio.Event()

    async def run(function, found):
        calls.append((function.__name__, [each.seq for each in found]))
        stored.set()
        return [] if found[0].seq == 6 else found

    async def act(scene):
        kept = deliveries.Deliveries(run, run)
        for seq, readers in ((6, 1), (7, 0), (8, 2)):
            kept.add(Delivery(1, seq - 1, seq, readers, 0.0))
        await stored.wait()
        # Nobody waits for these, so nothing is stored.
        assert calls == [("wanted", [6, 8])]
        kept.add(Delivery(1, 8, 9, 2, 0.0))
        while len(calls) < 3:
            await asyncio.sleep(0)
        assert calls[1:] == [("wanted", [9]), ("store", [9])]

    on_a_loop(act)


def test_what_could_not_be_stored_is_reported_and_forgotten(monkeypatch):
    monkeypatch.setattr(deliveries, "INTERVAL", 0.0)
    seen: list[list[int]] = []
    faults: list[str] = []

    async def run(_, found):
        seen.append([each.seq for each in found])
        raise OSError("the database is away")

    async def act(scene):
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: faults.append(str(context["exception"]))
        )
        kept = deliveries.Deliveries(run, run)
        for seq in (6, 7):
            kept.add(Delivery(1, seq - 1, seq, 3, 0.0))
            while len(faults) < seq - 5:
                await asyncio.sleep(0)
        assert seen == [[6], [7]]
        assert set(faults) == {"the database is away"}

    on_a_loop(act)


def at_desk(newsroom: Newsroom, name: str = "ada") -> None:
    """Says that somebody is at the desk of the coverage, as the open page does."""
    desk = newsroom.desk(name)
    fields = {"csrfmiddlewaretoken": desk.token(), "tab": "t", "about": ""}
    assert desk.post(f"/desk/{newsroom.slug}/presence/", fields).status == 200


def figures(newsroom: Newsroom) -> dict[int, str]:
    """What the rows of the posts say of their readers, by number."""
    panel = newsroom.desk().get(f"/desk/{newsroom.slug}/panel/posts/").text
    rows = re.findall(r'id="row-(\d+)"(.*?)</li>', panel, re.DOTALL)
    found = {int(number): re.search(r">(with [^<]*)<", row) for number, row in rows}
    return {number: shown[1] for number, shown in found.items() if shown}


def until_figure(newsroom: Newsroom, number: int, readers: str) -> dict[int, str]:
    """Waits until the row of a post names so many readers; returns all figures."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = figures(newsroom)
        if re.fullmatch(rf"with {readers} after \d[\d,.]* s", found.get(number, "")):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.02)


def test_the_row_of_a_post_says_with_how_many_readers_it_is(newsroom: Newsroom):
    at_desk(newsroom)
    # Nobody reads yet. The reader who comes later does not count for this post.
    newsroom.desk().publish("Water at the door.")
    first = newsroom.reader(after=newsroom.cursor())
    newsroom.desk().publish("Water in the hall.")
    assert 1 not in until_figure(newsroom, 2, "1 reader")
    readers = [first, *(newsroom.reader(after=newsroom.cursor()) for _ in range(6))]
    changed = newsroom.desk().change(1, "Water at the back door.", "update", "The back door too.")
    assert changed.status == 302, changed.text
    found = until_figure(newsroom, 1, "7 readers")
    # The change is another entry; what was said of the other post stays.
    assert found[2].startswith("with 1 reader after ")
    # No reader gets anything of it.
    assert "readers after" not in get(newsroom.address, f"/{newsroom.slug}/").text
    for each in readers[1:]:
        assert [block["name"] for block in each.blocks()] == ["post-1"]
    newsroom.desk().publish("Water in the yard.")
    for each in readers[1:]:
        assert [block["name"] for block in each.blocks()] == ["post-3"]


def test_the_readers_of_all_processes_are_summed(newsroom: Newsroom):
    other = newsroom.beside()
    other.start(serving="stream")
    try:
        at_desk(newsroom)
        cursor = newsroom.cursor()
        readers = [newsroom.reader(after=cursor) for _ in range(3)]
        readers += [other.reader(after=cursor) for _ in range(4)]
        newsroom.desk().publish("Water at the door.")
        until_figure(newsroom, 1, "7 readers")
        for each in readers:
            assert [block["name"] for block in each.blocks()] == ["post-1"]
    finally:
        other.stop()


def test_nothing_is_stored_where_nobody_is_at_the_desk(newsroom: Newsroom):
    without = newsroom.slug
    newsroom.reader(after=newsroom.cursor())
    newsroom.desk().publish("Water at the door.")
    newsroom.open_coverage(f"{without}-two")
    at_desk(newsroom)
    newsroom.reader(after=newsroom.cursor())
    newsroom.desk().publish("Water in the hall.")
    # One process stores what it knows in order, so what came before would be there.
    until_figure(newsroom, 1, "1 reader")
    code = (
        "from dateline.newsroom.models import CommitTime, Delivery\n"
        "for slug in {!r}:\n"
        "    print(CommitTime.objects.filter(coverage__slug=slug).count(),"
        " Delivery.objects.filter(commit__coverage__slug=slug).count())"
    )
    assert newsroom.python(code.format([without, newsroom.slug])).split() == ["0", "0", "1", "1"]
