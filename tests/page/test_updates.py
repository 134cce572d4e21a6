"""What a hub is told of a coverage: its head, and the blocks past it in their order."""

from __future__ import annotations

from dateline.journal.epochs import begin_epoch
from dateline.journal.read import head
from dateline.page import read
from tests.people import publish


def test_blocks_come_in_the_order_of_the_journal_the_newest_ones_where_there_are_too_many(coverage):
    for number in range(4):
        publish(coverage, f"Post {number + 1}.")
    update = read.first_update("flood", 3)
    assert update is not None
    assert [each.name for each in update.blocks] == ["post-2", "post-3", "post-4"]
    start = update.blocks[0].seq
    _, (told,) = read.updates(None, {coverage.pk: start}, 9)
    assert [each.seq for each in told.blocks] == [start + 1, start + 2]


def test_only_what_moved_is_told_and_after_a_new_epoch_everything(coverage, open_coverage_named):
    other = open_coverage_named("fire")
    seen = head()
    after = {coverage.pk: seen.seq, other.pk: seen.seq}
    assert read.updates(seen, after, 9) == (seen, [])
    publish(coverage, "Water.")
    now, (told,) = read.updates(seen, after, 9)
    assert told.head == read.CoverageHead(coverage.pk, now, False)
    begin_epoch()
    begun, found = read.updates(now, after, 9)
    assert begun.epoch != now.epoch
    assert {each.head.coverage_id for each in found} == set(after)
    assert {each.head.cursor.epoch for each in found} == {begun.epoch}
