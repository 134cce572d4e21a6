"""The lead picture of a coverage: chosen by its post, and gone when the post is withdrawn."""

from __future__ import annotations

import pytest

from dateline.content.tree import Copy, KeyPoint, Photograph
from dateline.coverage.read import changes, coverage_state
from dateline.desk.commands import posts
from dateline.desk.commands.front_matter import set_key_points, set_lead_picture, set_pin
from dateline.desk.errors import CommandRefused
from dateline.page.models import BlockRow
from tests.coverage.histories import RENDITIONS
from tests.people import act, publish, seq_of, store_files


def publish_picture(coverage):
    picture = store_files(Photograph(RENDITIONS, "A bridge", "The old bridge", "Ada"))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (picture,)))


def lead(coverage, post: int, seen: int = 0) -> None:
    set_lead_picture(**act(), coverage=coverage, expected_seq=seen, post=post)


def block() -> str:
    return BlockRow.objects.get(name="lead-picture").html


def test_the_picture_of_a_post_leads_the_page_until_another_does(coverage):
    publish_picture(coverage)
    lead(coverage, 1)
    assert "<img" in block()
    assert "The old bridge" in block()
    lead(coverage, 0, seq_of(coverage, "lead_picture"))
    assert "<img" not in block()
    listed = [change.note for _, change in changes(coverage, 10).changes]
    assert listed == ["0", "1"]


def test_a_post_without_a_photograph_cannot_lead(coverage):
    publish(coverage, "Water at the door.")
    with pytest.raises(CommandRefused, match="has no photograph"):
        lead(coverage, 1)


@pytest.mark.parametrize("end", [posts.withdraw, posts.retract])
def test_a_picture_leaves_with_its_post(coverage, end):
    publish_picture(coverage)
    lead(coverage, 1)
    end(**act(), coverage=coverage, number=1, expected_seq=seq_of(coverage, "post-1"), reason="No.")
    assert "<img" not in block()
    with pytest.raises(CommandRefused, match=r"Post 1 (was withdrawn|is retracted)"):
        lead(coverage, 1, seq_of(coverage, "lead_picture"))


def test_a_withdrawn_post_no_longer_leads(coverage):
    publish_picture(coverage)
    lead(coverage, 1)
    seq = seq_of(coverage, "post-1")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=seq, reason="No.")
    assert coverage_state(coverage).lead_picture == 0


@pytest.mark.parametrize("number", [99, 2**31, 2**63, 10**30])
def test_a_post_that_cannot_exist_is_refused_and_not_an_error(coverage, number):
    publish(coverage, "Water at the door.")
    with pytest.raises(CommandRefused, match="no post"):
        set_pin(**act(), coverage=coverage, expected_seq=0, post=number)
    with pytest.raises(CommandRefused, match="no post"):
        lead(coverage, number)
    points = (KeyPoint("The door", number),)
    with pytest.raises(CommandRefused, match="no post"):
        set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
