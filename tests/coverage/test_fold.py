"""What stands after an entry: what goes with it, and what stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar

import pytest

from dateline.content.tree import Byline
from dateline.coverage.fold import fold_coverage
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state, modified_at
from dateline.desk.commands import front_matter, posts
from dateline.journal.entry import Payload
from dateline.journal.read import between, entries_of
from dateline.page.models import BlockRow
from tests.people import act, publish, seq_of


def set_state(coverage, state: str) -> int:
    seen = seq_of(coverage, "coverage")
    done = front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state=state)
    return done.first_seq


def withdraw(coverage, number: int) -> None:
    seen = seq_of(coverage, f"post-{number}")
    posts.withdraw(
        **act(), coverage=coverage, number=number, expected_seq=seen, reason="It was not so."
    )


def test_a_coverage_says_when_it_was_closed_and_not_after_it_is_open_again(coverage):
    closed = set_state(coverage, "closed")
    assert coverage_state(coverage).closed_at == between(closed, closed)[0].at
    assert "Coverage closed" in BlockRow.objects.get(name="headline").html
    set_state(coverage, "live")
    assert coverage_state(coverage).closed_at is None
    assert "Coverage closed" not in BlockRow.objects.get(name="headline").html


def test_a_pin_outlives_the_withdrawal_of_another_post(coverage):
    publish(coverage, "Pinned.")
    publish(coverage, "Not pinned.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    withdraw(coverage, 2)
    assert coverage_state(coverage).pinned == (1,)
    withdraw(coverage, 1)
    assert coverage_state(coverage).pinned == ()


def test_a_new_headline_says_when_it_was_changed(coverage):
    assert "Headline changed" not in BlockRow.objects.get(name="headline").html
    front_matter.retitle(
        **act(),
        coverage=coverage,
        expected_seq=seq_of(coverage, "coverage"),
        title=front_matter.Title("The Orrin falls", "", (Byline("Ada Lind"),)),
    )
    (retitled,) = coverage_state(coverage).title_changes
    assert retitled.seq == seq_of(coverage, "coverage")
    assert retitled.at == between(retitled.seq, retitled.seq)[0].at
    assert "Headline changed" in BlockRow.objects.get(name="headline").html


def test_posts_are_ordered_by_their_moments_and_not_by_the_hands_of_clocks(coverage):
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    east = timezone(timedelta(hours=5))
    publish(coverage, "At noon.", dated=noon)
    publish(coverage, "An hour before, by a clock that shows 16:00.", dated=noon.astimezone(east))
    publish(coverage, "Before.", dated=(noon - timedelta(hours=1)).astimezone(east))
    rows = PostRow.objects.order_by("sort_key").values_list("number", flat=True)
    assert list(rows) == [3, 1, 2]


def test_a_backdated_post_makes_no_coverage_older(coverage):
    publish(coverage, "Now.")
    before = modified_at(coverage)
    publish(coverage, "Long ago.", dated=datetime(2015, 1, 1, tzinfo=UTC))
    assert modified_at(coverage) == before


def test_a_kind_without_a_case_is_refused_and_not_silently_ignored(coverage):
    @dataclass(frozen=True)
    class Unfolded(Payload):
        kind: ClassVar[str] = "coverage.unfolded"

    state = coverage_state(coverage)
    entry = next(iter(entries_of(coverage, 0, 1)))
    with pytest.raises(ValueError, match=r"coverage\.unfolded, has no case"):
        fold_coverage(state, replace(entry, payload=Unfolded()))
