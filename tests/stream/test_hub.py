"""The hub with a journal that the test controls: opening, following, resuming, ending."""

from __future__ import annotations

import asyncio
import contextlib
import re

import pytest

from dateline.journal.cursor import NEWSROOM
from dateline.page.limits import MAX_BLOCKS_BEHIND
from dateline.stream import broadcast as broadcasts
from dateline.stream import hub as hubs

from .scene import Client, on_a_loop


def test_a_notification_reaches_all_subscribers_in_order_and_once():
    async def act(scene):
        readers = [await scene.subscribe() for _ in range(120)]
        for reader in readers:
            await reader.until("hello")
        for _ in range(5):
            scene.publish()
            await readers[0].until(f'"seq":{scene.journal.seq}')
        for reader in readers:
            await reader.until('"seq":10')
            assert reader.ids == [6, 7, 8, 9, 10]

    on_a_loop(act)


def test_a_crowd_that_comes_back_after_a_restart_costs_one_read():
    async def act(scene):
        scene.journal.publish(40)
        scene.journal.gate.clear()
        crowd = [await scene.subscribe(f"ab-{5 + index % 40}") for index in range(200)]
        assert scene.journal.asked.count("first_update") == 1
        scene.journal.gate.set()
        for index, reader in enumerate(crowd):
            await reader.until('"seq":45')
            assert reader.ids == list(range(6 + index % 40, 46))
        assert scene.journal.asked.count("first_update") == 1

    on_a_loop(act)


def test_a_post_does_not_wait_for_requests_for_unknown_coverages():
    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        asked = scene.journal.asked
        asked.clear()
        scene.journal.gate.clear()
        lost = [await scene.subscribe(slug=f"nothing-{number}") for number in range(20)]
        scene.publish()
        while "updates" not in asked:
            await asyncio.sleep(0)
        assert asked == ["first_update", "updates"]
        # Nothing is read for subscribers that have left again.
        for each in lost[10:]:
            each.socket.close()
        while sum(topic.is_empty for topic in scene.hub._topics.values()) < 10:
            await asyncio.sleep(0)
        scene.journal.gate.set()
        await reader.until('"seq":6')
        for each in lost[:10]:
            assert "HTTP/1.1 404" in await each.end()
        while len(scene.hub._topics) > 1:
            await asyncio.sleep(0)
        assert asked.count("first_update") == 10

    on_a_loop(act)


def test_a_page_may_be_newer_than_the_last_notification():
    async def act(scene):
        await (await scene.subscribe()).until("hello")
        scene.journal.publish(2)
        reader = await scene.subscribe("ab-7")
        assert "id: ab-7\nevent: hello" in await reader.until("hello")
        scene.publish()
        await reader.until('"seq":8')
        assert reader.ids == [8]

    on_a_loop(act)


def test_a_stream_does_not_begin_with_what_a_commit_has_replaced():
    async def act(scene):
        await (await scene.subscribe()).until("hello")
        scene.journal.gate.clear()
        scene.journal.put("post-5", "<p>right ")
        scene.hub.notify()
        reader = await scene.subscribe("ab-4")
        while scene.journal.asked[-1] != "updates":
            await asyncio.sleep(0)
        scene.journal.gate.set()
        assert "<p>5" not in await reader.until("right")
        assert reader.ids == [6]

    on_a_loop(act)


def test_a_notification_counts_before_the_loop_has_heard_of_it():
    async def act(scene):
        await (await scene.subscribe()).until("hello")
        scene.journal.gate.clear()
        scene.hub.notify()
        while scene.journal.asked[-1] != "updates":
            await asyncio.sleep(0)
        # The answer to the first read arrives after the second commit, but before the loop is
        # notified.
        cursors: list[str | None] = []
        scene.journal.gate.set()
        asyncio.get_running_loop().call_soon(
            lambda: cursors.append(scene.hub.cursor_of("flood")),
        )
        scene.hub.notify()
        while scene.hub.cursor_of("flood") is None:
            await asyncio.sleep(0)
        assert cursors == [None]

    on_a_loop(act)


@pytest.mark.parametrize("others", [False, True], ids=["alone", "beside another"])
def test_an_old_cursor_is_never_taken_for_the_newest_while_a_topic_opens(others):
    async def act(scene):
        if others:
            await (await scene.subscribe(slug="storm")).until("hello")
        scene.journal.opening_gate.clear()
        scene.journal.asked.clear()
        scene.hub.watch("flood")
        while "first_update" not in scene.journal.asked:
            await asyncio.sleep(0)
        # A commit comes after the coverage was read and before its topic is open. For half a second
        # the old cursor was taken for the newest, and outdated pages were sent.
        scene.journal.publish()
        await scene.until_read()
        assert scene.hub.cursor_of("flood") is None
        scene.journal.opening_gate.set()
        topic = scene.hub._topics["flood"]
        while topic.channel is None:
            await asyncio.sleep(0)
        caught_up: list[str | None] = []
        scene.hub.when_caught_up(lambda: caught_up.append(scene.hub.cursor_of("flood")))
        while (cursor := scene.hub.cursor_of("flood")) is None:
            await asyncio.sleep(0)
        assert cursor == "ab-6"
        while not caught_up:
            await asyncio.sleep(0)
        assert caught_up == ["ab-6"]

    on_a_loop(act)


def test_a_stream_does_not_begin_with_what_was_replaced_while_its_topic_opened():
    async def act(scene):
        scene.journal.opening_gate.clear()
        scene.hub.watch("flood")
        while "first_update" not in scene.journal.asked:
            await asyncio.sleep(0)
        scene.journal.put("post-5", "<p>right ")
        scene.hub.notify()
        reader = await scene.subscribe("ab-4")
        scene.journal.gate.clear()
        scene.journal.opening_gate.set()
        while scene.journal.asked[-1] != "updates":
            await asyncio.sleep(0)
        scene.journal.gate.set()
        assert "<p>5" not in await reader.until("right")
        assert reader.ids == [6]

    on_a_loop(act)


def test_a_callback_comes_at_once_or_when_the_journal_was_read():
    async def act(scene):
        await (await scene.subscribe()).until("hello")
        await scene.until_read()
        called: list[str] = []
        scene.hub.when_caught_up(lambda: called.append("at once"))
        assert called == ["at once"]
        scene.journal.gate.clear()
        scene.journal.asked.clear()
        scene.hub.notify()
        while "updates" not in scene.journal.asked:
            await asyncio.sleep(0)
        # The present read began before this commit, so it does not count for it.
        scene.publish()
        scene.hub.when_caught_up(lambda: called.append(str(scene.hub.cursor_of("flood"))))
        assert called == ["at once"]
        scene.journal.gate.set()
        while len(called) < 2:
            await asyncio.sleep(0)
        assert called == ["at once", "ab-6"]

    on_a_loop(act)


def test_a_callback_waits_for_a_journal_that_cannot_be_read_but_not_beyond_the_end(monkeypatch):
    monkeypatch.setattr(hubs, "POLL_EVERY", 0.01)

    async def act(scene):
        tries, called = [], []
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        await (await scene.subscribe()).until("hello")

        async def broken(*_):
            tries.append(1)
            raise OSError("no database")

        scene.hub._run_in_thread = broken
        scene.hub.notify()
        scene.hub.when_caught_up(lambda: called.append(1))
        while len(tries) < 3:
            await asyncio.sleep(0.01)
        assert not called
        scene.hub.close()
        while not called:
            await asyncio.sleep(0)

    on_a_loop(act)


def test_a_topic_that_opens_while_others_are_read_misses_nothing():
    async def act(scene):
        await (await scene.subscribe(slug="flood")).until("hello")
        scene.journal.gate.clear()
        late = await scene.subscribe("ab-5", slug="storm")
        while scene.journal.asked.count("first_update") < 2:
            await asyncio.sleep(0)
        # The flood is read after a commit that the opening of the storm has not seen.
        scene.publish()
        while scene.journal.asked[-1] != "updates":
            await asyncio.sleep(0)
        scene.journal.gate.set()
        await late.until('"seq":6')
        assert late.ids == [6]

    on_a_loop(act)


def test_a_page_may_be_made_while_its_topic_is_being_opened(monkeypatch):
    monkeypatch.setattr(hubs, "POLL_EVERY", 3600)

    async def act(scene):
        scene.journal.gate.clear()
        reader = await scene.subscribe("ab-6")
        while "first_update" not in scene.journal.asked:
            await asyncio.sleep(0)
        scene.journal.publish()
        scene.journal.gate.set()
        assert "id: ab-6\nevent: hello" in await reader.until("data: {}")

    on_a_loop(act)


def test_a_block_newer_than_the_head_that_was_read_is_sent_once():
    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        # A commit falls between the read of the head and the read of the blocks.
        scene.journal.lag = 1
        scene.publish(2)
        await reader.until('"seq":7')
        scene.journal.lag = 0
        await scene.until_read()
        scene.publish()
        await reader.until('"seq":8')
        assert reader.ids == [6, 7, 8]
        late = await scene.subscribe("ab-5")
        await late.until('"seq":8')
        assert late.ids == [6, 7, 8]

    on_a_loop(act)


def test_a_coverage_closed_past_the_head_that_was_read_is_closed():
    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        scene.journal.lag, scene.journal.closed = 1, True
        scene.publish()
        await reader.until('"seq":6')
        scene.journal.lag = 0
        await scene.until_read()
        assert "HTTP/1.1 204" in await (await scene.subscribe("ab-6")).end()
        scene.journal.closed = False
        scene.publish()
        await scene.until_read()
        assert "hello" in await (await scene.subscribe("ab-7")).until("hello")

    on_a_loop(act)


@pytest.mark.parametrize("asked", ["ffff-5", "ab-6", "ab-999999", "nonsense", ""])
def test_a_cursor_of_another_history_is_reset(asked):
    async def act(scene):
        for _ in range(2):
            text = await (await scene.subscribe(asked)).end()
            assert text.endswith("id: ab-5\nevent: reset\ndata: {}\n\n")

    on_a_loop(act)


def test_two_hundred_blocks_are_replayed_and_one_more_is_a_reset():
    async def act(scene):
        scene.journal.publish(MAX_BLOCKS_BEHIND)
        reader = await scene.subscribe("ab-5")
        await reader.until(f'"seq":{scene.journal.seq}')
        assert reader.ids == list(range(6, 206))
        assert "event: reset" in await (await scene.subscribe("ab-4")).end()
        # The same if all of them subscribe at once to an open topic.
        scene.publish(MAX_BLOCKS_BEHIND + 1)
        assert "event: reset" in await reader.end()
        assert "event: reset" in await (await scene.subscribe("ab-205")).end()

    on_a_loop(act)


def test_a_new_epoch_resets_all_subscribers():
    async def act(scene):
        readers = [await scene.subscribe() for _ in range(2 * broadcasts.SLICE)]
        for reader in readers:
            await reader.until("hello")
        scene.journal.epoch = "cd"
        scene.hub.notify()
        for reader in readers:
            assert "id: cd-5\nevent: reset" in await reader.end()
        assert "event: reset" in await (await scene.subscribe("cd-4")).end()
        assert "id: cd-5\nevent: hello" in await (await scene.subscribe("cd-5")).until("hello")

    on_a_loop(act)


def test_a_topic_without_subscribers_is_forgotten(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)

    async def act(scene):
        reader = await scene.subscribe()
        await reader.until("hello")
        reader.socket.close()
        while scene.hub._topics:
            await asyncio.sleep(0.01)
        assert "HTTP/1.1 404" in await (await scene.subscribe(slug="nowhere")).end()
        assert not scene.hub._topics

    on_a_loop(act)


def test_a_topic_is_followed_for_a_while_after_its_page_was_asked_for(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)
    monkeypatch.setattr(hubs, "WATCH_FOR", 0.1)

    async def act(scene):
        followed = []
        scene.hub.on_housekeeping = lambda: followed.append(bool(scene.hub._topics))
        scene.hub.watch("flood")
        while scene.hub._topics:
            await asyncio.sleep(0.01)
        assert followed.count(True) > 1
        assert scene.journal.asked.count("first_update") == 1

    on_a_loop(act)


def test_an_error_in_housekeeping_does_not_end_it(monkeypatch):
    monkeypatch.setattr(hubs, "HOUSEKEEPING_EVERY", 0.01)
    monkeypatch.setattr(hubs, "HEARTBEAT_EVERY", 0.05)

    async def act(scene):
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        scene.hub.on_housekeeping = lambda: 1 / 0
        reader = await scene.subscribe()
        await reader.until("event: heartbeat")

    on_a_loop(act)


def test_an_unreadable_journal_cuts_waiting_subscribers():
    async def act(scene):
        errors = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))

        async def broken(*_):
            raise OSError("no database")

        scene.hub._run_in_thread = broken
        with pytest.raises((ConnectionError, AssertionError)):
            await (await scene.subscribe()).until("hello")
        assert [str(each["exception"]) for each in errors] == ["no database"]
        scene.hub._run_in_thread = scene.journal.run
        await (await scene.subscribe()).until("hello")

    on_a_loop(act)


@pytest.mark.parametrize("hangs", [False, True], ids=["fails", "hangs"])
def test_there_is_no_heartbeat_while_the_journal_cannot_be_read(monkeypatch, hangs):
    for name, seconds in (
        ("POLL_EVERY", 0.01),
        ("HOUSEKEEPING_EVERY", 0.01),
        ("HEARTBEAT_EVERY", 0.02),
        ("READ_WITHIN", 0.2),
    ):
        monkeypatch.setattr(hubs, name, seconds)

    async def act(scene):
        errors, rounds, forever = [], [], asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, error: errors.append(error))
        reader = await scene.subscribe()
        await reader.until("event: heartbeat")

        async def broken(*arguments):
            if not hangs:
                raise OSError("no database")
            await forever.wait()
            return await scene.journal.run(*arguments)

        scene.hub._run_in_thread = broken
        scene.hub.on_housekeeping = lambda: rounds.append(loop.time())
        while not rounds or loop.time() - scene.hub._read_at < hubs.READ_WITHIN:
            await asyncio.sleep(0.01)
        await drain(reader, rounds)
        # Each of these rounds of housekeeping would have sent a heartbeat.
        rounds.clear()
        while len(rounds) < 20:
            await asyncio.sleep(0.01)
        with pytest.raises(BlockingIOError):
            reader.socket.recv(1 << 16)
        assert len(errors) == (0 if hangs else 1)
        scene.hub._run_in_thread = scene.journal.run
        forever.set()
        reader.text = ""
        await reader.until("event: heartbeat")

    on_a_loop(act)


def test_a_stop_ends_streams_that_are_about_to_begin():
    async def act(scene):
        scene.journal.gate.clear()
        crowd = [await scene.subscribe() for _ in range(4 * broadcasts.SLICE)]
        topic = scene.topic
        scene.journal.gate.set()
        while topic.channel is None:
            await asyncio.sleep(0)
        assert not topic.subscribers
        assert not topic.is_empty
        scene.hub.close()
        for reader in crowd:
            assert (await reader.end()).startswith("retry: ")

    on_a_loop(act)


def test_a_stop_gives_readers_different_times_to_return():
    async def act(scene):
        readers = [await scene.subscribe() for _ in range(40)]
        for reader in readers:
            await reader.until("hello")
        scene.hub.close()
        ends = [await reader.end() for reader in readers]
        moments = {int(re.findall(r"retry: (\d+)\n\n$", text)[0]) for text in ends}
        assert len(moments) > 20
        assert all(500 <= each <= 3000 for each in moments)

    on_a_loop(act)


async def drain(reader: Client, rounds: list[float]) -> None:
    """Reads what was sent up to the next round of housekeeping."""
    before = len(rounds)
    while len(rounds) < before + 2:
        await asyncio.sleep(0.01)
    with contextlib.suppress(BlockingIOError):
        while reader.socket.recv(1 << 16):
            pass


def test_the_head_of_the_newsroom_is_known_while_it_is_watched_and_nothing_was_committed_since():
    async def act(scene):
        hub = scene.hub
        assert hub.cursor_of(NEWSROOM) is None
        hub.watch(NEWSROOM)
        while hub.cursor_of(NEWSROOM) is None:
            await asyncio.sleep(0)
        assert hub.cursor_of(NEWSROOM) == "ab-5"
        scene.publish()
        assert hub.cursor_of(NEWSROOM) is None
        while hub.cursor_of(NEWSROOM) is None:
            await asyncio.sleep(0)
        assert hub.cursor_of(NEWSROOM) == "ab-6"
        # Nobody asked for so long. A head that is no longer read must not pass for the newest.
        hub._newsroom_watched_at -= hubs.WATCH_FOR
        scene.journal.publish()
        hub._wake.set()
        while hub.cursor_of(NEWSROOM) is not None:
            await asyncio.sleep(0)
        assert hub._topics == {}

    on_a_loop(act)
