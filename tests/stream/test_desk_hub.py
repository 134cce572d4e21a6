"""The hub of open desks, with desks that the test controls."""

from __future__ import annotations

import asyncio

from dateline.journal.cursor import DeskCursor
from dateline.stream import desk_hub, desk_subscriber
from dateline.stream.desk_channel import DeskChannel, DeskUpdate

from .desk_scene import PANELS, at_desks


def channel(change: int = 10, low: int = 0, **changed: int) -> DeskChannel:
    return DeskChannel(DeskUpdate(1, DeskCursor("ab", 5, change), changed, low), PANELS)


def test_a_position_is_told_the_panels_that_changed_after_it_and_no_other():
    here = channel(drafts=8, notes=10)
    assert here.missing(DeskCursor("ab", 5, 10)) == []
    assert here.missing(DeskCursor("ab", 5, 9)) == ["notes"]
    assert here.missing(DeskCursor("ab", 5, 8)) == ["notes"]
    assert here.missing(DeskCursor("ab", 5, 7)) == ["drafts", "notes"]
    # An entry of the coverage changes what is public.
    assert here.missing(DeskCursor("ab", 4, 10)) == ["head", "posts"]
    assert here.missing(DeskCursor("ab", 4, 9)) == ["head", "notes", "posts"]


def test_a_position_that_nobody_can_judge_is_told_all_panels():
    here = channel(low=6, drafts=8)
    assert here.missing(DeskCursor("ab", 5, 6)) == ["drafts"]
    for unknown in (
        None,
        DeskCursor("ab", 5, 5),
        DeskCursor("ab", 5, 11),
        DeskCursor("ab", 6, 10),
        DeskCursor("cd", 5, 10),
    ):
        assert here.missing(unknown) == list(PANELS)


def test_updates_continue_one_another_and_a_gap_between_them_is_noticed():
    here = channel(drafts=8)
    here.advance(DeskUpdate(1, DeskCursor("ab", 5, 12), {"notes": 12}, 10))
    assert here.missing(DeskCursor("ab", 5, 7)) == ["drafts", "notes"]
    here.advance(DeskUpdate(1, DeskCursor("ab", 5, 900), {"people": 900}, 400))
    assert here.missing(DeskCursor("ab", 5, 12)) == list(PANELS)
    assert here.missing(DeskCursor("ab", 5, 400)) == ["people"]


def test_another_epoch_and_a_restored_backup_forget_what_changed_before():
    for cursor in (DeskCursor("cd", 5, 10), DeskCursor("ab", 5, 3)):
        here = channel(drafts=8)
        here.advance(DeskUpdate(1, cursor, {}, cursor.change))
        assert here.missing(cursor) == []
        assert here.missing(cursor._replace(change=cursor.change - 1)) == list(PANELS)


def test_a_change_reaches_the_desks_of_its_coverage_alone():
    async def act(scene):
        first, second = await scene.subscribe("ab-7-100"), await scene.subscribe("ab-7-100")
        cleo = await scene.subscribe("ab-3-0", "cleo", "storm")
        for each in (first, second, cleo):
            await each.until("hello")
        scene.mark("drafts")
        for each in (first, second):
            await each.until('data: {"seq":101,"panels":["drafts"]}\n\n')
        scene.mark("notes", "storm")
        await cleo.until('"seq":1,')
        assert cleo.panels == [["notes"]]
        assert first.panels == [["drafts"]]

    at_desks(act)


def test_an_entry_of_the_coverage_changes_its_head_and_its_posts():
    async def act(scene):
        ben = await scene.subscribe("ab-7-100")
        await ben.until("hello")
        scene.desks.commit()
        scene.hub.notify()
        await ben.until('"panels":["head","posts"]')
        assert ben.last_id == "ab-8-100"

    at_desks(act)


def test_a_change_without_a_notification_is_found():
    async def act(scene):
        ben = await scene.subscribe("ab-7-100")
        await ben.until("hello")
        scene.desks.mark("notes")
        await ben.until('"panels":["notes"]')

    at_desks(act)


def test_a_desk_that_comes_back_is_told_what_it_missed():
    async def act(scene):
        scene.mark("notes")
        for position, panels in (
            ("ab-7-100", ["notes"]),
            ("ab-6-100", ["head", "notes", "posts"]),
            ("ab-7-99", ["drafts", "notes"]),
            ("nonsense", list(PANELS)),
            (None, list(PANELS)),
        ):
            ben = await scene.subscribe(position)
            await ben.until("changed")
            await ben.until("}\n\n")
            assert ben.panels == [panels], position
            assert ben.last_id == "ab-7-101"

    at_desks(act)


def test_nobody_else_is_told_anything():
    async def act(scene):
        for session, slug, status in (
            ("", "flood", "403"),
            ("cleo", "flood", "403"),
            ("ben", "storm", "403"),
            ("ben", "nowhere", "404"),
        ):
            client = await scene.subscribe(None, session, slug)
            answer = await client.end()
            assert answer.startswith(f"HTTP/1.1 {status}"), answer
            assert "panels" not in answer

    at_desks(act)


def test_somebody_whose_role_is_taken_away_is_refused_and_told_nothing_more(monkeypatch):
    monkeypatch.setattr(desk_hub, "CHECK_EVERY", 0.02)

    async def act(scene):
        ben = await scene.subscribe("ab-7-100")
        await ben.until("hello")
        scene.desks.members[("ben", "flood")] = "reporter"
        await ben.until('"panels":["people","rules"]')
        del scene.desks.members[("ben", "flood")]
        answer = await ben.end()
        assert answer.endswith("event: refused\ndata: {}\n\n")
        assert scene.desks.swept > 0

    at_desks(act)


def test_the_database_may_be_away_for_a_moment():
    async def act(scene):
        ben = await scene.subscribe("ab-7-100")
        await ben.until("hello")
        scene.desks.away = True
        scene.mark("drafts")
        while not scene.errors:
            await asyncio.sleep(0.01)
        scene.desks.away = False
        await ben.until('"panels":["drafts"]')
        assert len(scene.errors) == 1

    at_desks(act)


def test_a_thousand_changes_end_in_the_last_state_at_two_hundred_desks():
    async def act(scene):
        desks = [await scene.subscribe("ab-7-100") for _ in range(200)]
        for each in desks:
            await each.until("hello")
        for number in range(1000):
            scene.mark(PANELS[number % len(PANELS)])
            if number % 50 == 0:
                await asyncio.sleep(0.01)
        for each in desks:
            await each.until('"seq":1100')
            assert each.last_id == "ab-7-1100"
            assert {panel for panels in each.panels for panel in panels} == set(PANELS)
        # Changes between two reads are one event, and a read is for all desks.
        assert scene.desks.reads < 200
        (desk,) = scene.hub._desks.values()
        assert len(desk.channel._changed) == len(PANELS)
        assert len(desks[0].text) < 200 * 150

    at_desks(act)


def test_a_desk_that_does_not_read_holds_one_event_and_is_cut(monkeypatch):
    monkeypatch.setattr(desk_hub, "HOUSEKEEPING_EVERY", 0.005)
    monkeypatch.setattr(desk_hub, "READ_INTERVAL", 0)
    monkeypatch.setattr(desk_subscriber, "STALL_LIMIT", 20)

    async def act(scene):
        slow = await scene.subscribe("ab-7-100", buffer=2048)
        quick = await scene.subscribe("ab-7-100")
        await quick.until("hello")
        subscriber = scene.subscribers[0]()
        while not subscriber.paused:
            scene.mark("notes")
            await quick.until(f'"seq":{scene.desks.cursors["flood"].change},')
        del subscriber
        while scene.subscribers[0]() is not None:
            await asyncio.sleep(0.01)
        scene.mark("drafts")
        await quick.until('"panels":["drafts"]')
        slow.socket.close()

    at_desks(act)


def test_a_slow_desk_that_reads_again_is_told_everything_in_one_event(monkeypatch):
    monkeypatch.setattr(desk_hub, "READ_INTERVAL", 0)

    async def act(scene):
        slow = await scene.subscribe("ab-7-100", buffer=2048)
        quick = await scene.subscribe("ab-7-100")
        await quick.until("hello")
        subscriber = scene.subscribers[0]()
        # The kernel takes a little more after the first pause.
        while subscriber.position.change > scene.desks.cursors["flood"].change - 5:
            scene.mark("notes")
            await quick.until(f'"seq":{scene.desks.cursors["flood"].change},')
        for panel in ("drafts", "people", "notes"):
            scene.mark(panel)
            await quick.until(f'"seq":{scene.desks.cursors["flood"].change},')
        last = scene.desks.cursors["flood"].change
        await slow.until(f'"seq":{last},')
        await slow.until(f'"seq":{last},"panels":["drafts","notes","people"]')

    at_desks(act)


def test_desks_that_are_left_are_forgotten_and_nothing_is_read():
    async def act(scene):
        ben = await scene.subscribe("ab-7-100")
        await ben.until("hello")
        ben.socket.close()
        while scene.hub._desks:
            await asyncio.sleep(0.01)
        reads = scene.desks.reads
        await asyncio.sleep(2 * desk_hub.POLL_EVERY)
        assert scene.desks.reads <= reads + 1
        assert scene.subscribers[0]() is None

    at_desks(act)


def test_too_many_desks_are_refused(monkeypatch):
    monkeypatch.setattr(desk_hub, "MAX_SUBSCRIBERS", 2)

    async def act(scene):
        for _ in range(2):
            await (await scene.subscribe("ab-7-100")).until("hello")
        answer = await (await scene.subscribe("ab-7-100")).end()
        assert answer.startswith("HTTP/1.1 503")

    at_desks(act)
