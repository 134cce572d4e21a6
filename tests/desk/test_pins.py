"""Several posts are pinned in an order, and readers are told until when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dateline.coverage.kinds import Pin
from dateline.coverage.models import NEVER, CoverageRow
from dateline.coverage.read import coverage_state
from dateline.desk.commands import coverages, front_matter, posts
from dateline.desk.commands.pins import pin_on_top, set_pins, take_down_ended_pins, unpin
from dateline.desk.errors import CommandRefused, Overtaken
from dateline.journal.models import Coverage, Leaf
from dateline.journal.read import head
from dateline.page.models import BlockRow
from tests.people import BEN, act, publish, seq_of

from .forms import command_fields

pytestmark = pytest.mark.django_db

# 18:00 in the zone of the coverage, in summer.
EVENING = datetime(2126, 7, 1, 17, tzinfo=UTC)


@pytest.fixture
def four(open_coverage_named):
    made = open_coverage_named("pinned", zone="Europe/London")
    for words in ("One.", "Two.", "Three.", "Four."):
        publish(made, words)
    return made


def pins(coverage, *wanted: Pin) -> None:
    seen = seq_of(coverage, "pin")
    set_pins(**act(), coverage=coverage, expected_seq=seen, pins=wanted)


def one(command, coverage, post: int) -> None:
    command(**act(), coverage=coverage, expected_seq=seq_of(coverage, "pin"), post=post)


def block() -> str:
    return BlockRow.objects.get(name="pin", coverage__slug="pinned").html


def test_pinned_posts_stand_in_their_order(four):
    pins(four, Pin(3), Pin(1))
    assert block().index("Three.") < block().index("One.")
    pins(four, Pin(1), Pin(3))
    assert block().index("One.") < block().index("Three.")
    assert block().count('<div class="pinned">') == 2


def test_the_desk_shows_each_pin_on_a_line_of_its_own(desk, four):
    pins(four, Pin(3), Pin(1))
    page = desk.get("/desk/pinned/panel/head/").content.decode()
    assert re.findall(r'<div><a href="#row-(\d)"', page) == ["3", "1"]


def test_readers_see_until_when_a_post_is_pinned_in_the_zone_of_the_coverage(four):
    pins(four, Pin(3, EVENING))
    assert "Pinned until <time" in block()
    assert ">18:00 BST, 1 July 2126</time>" in block()


def test_an_ended_pin_is_taken_down_once_and_readers_are_told(four):
    pins(four, Pin(3, EVENING), Pin(1), Pin(2, EVENING + timedelta(hours=1)))
    before = head()
    assert take_down_ended_pins(EVENING - timedelta(seconds=1)) == []
    assert head() == before
    assert take_down_ended_pins(EVENING) == [four]
    assert take_down_ended_pins(EVENING) == []
    assert head().seq == before.seq + 1
    assert coverage_state(four).pinned == (1, 2)
    assert "Three." not in block()
    assert 'data-news="Pin removed"' in block()
    assert take_down_ended_pins(EVENING + timedelta(hours=2)) == [four]
    assert coverage_state(four).pins == (Pin(1),)
    assert CoverageRow.objects.get(coverage=four).pin_ends == NEVER


def test_the_pin_of_a_withdrawn_post_ends_nothing_more(four):
    pins(four, Pin(3, EVENING), Pin(1))
    seen = seq_of(four, "post-3")
    posts.withdraw(**act(), coverage=four, number=3, expected_seq=seen, reason="No.")
    assert coverage_state(four).pins == (Pin(1),)
    assert "Three." not in block()
    assert take_down_ended_pins(EVENING) == []


def test_one_key_pins_on_top_and_unpins(four):
    for post in (1, 2, 3, 4):
        one(pin_on_top, four, post)
    assert coverage_state(four).pinned == (4, 3, 2)
    one(pin_on_top, four, 2)
    assert coverage_state(four).pinned == (2, 4, 3)
    one(unpin, four, 4)
    assert coverage_state(four).pinned == (2, 3)
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        one(unpin, four, 4)
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        one(pin_on_top, four, 2)


def test_pins_are_limited_and_stand_and_end_later(four):
    for wanted, reason in (
        ((Pin(1), Pin(2), Pin(3), Pin(4)), "At most 3"),
        ((Pin(1), Pin(1, EVENING)), "pinned twice"),
        ((Pin(1), Pin(99)), "no post 99"),
        ((Pin(1, datetime.now(UTC) - timedelta(minutes=1)),), "time has passed"),
        ((), "Nothing was changed"),
    ):
        with pytest.raises(CommandRefused, match=reason):
            pins(four, *wanted)
    with pytest.raises(Overtaken):
        set_pins(**act(), coverage=four, expected_seq=1, pins=(Pin(1),))


def test_a_retracted_post_stays_pinned_and_is_not_pinned_anew(four):
    pins(four, Pin(1), Pin(2))
    for number in (1, 3):
        seen = seq_of(four, f"post-{number}")
        posts.retract(**act(), coverage=four, number=number, expected_seq=seen, reason="No.")
    pins(four, Pin(2), Pin(1))
    with pytest.raises(CommandRefused, match="Post 3 is retracted"):
        pins(four, Pin(3))


def test_an_entry_of_one_pin_is_read_for_ever(four):
    pins(four, Pin(1), Pin(2))
    one(front_matter.set_pin, four, 3)
    assert list(Leaf.objects.order_by("seq").values_list("kind", flat=True))[-1] == "pin.set"
    assert coverage_state(four).pins == (Pin(3),)
    one(front_matter.set_pin, four, 0)
    assert coverage_state(four).pins == ()


def test_all_pins_are_carried_over_in_their_order(four):
    pins(four, Pin(3), Pin(1, EVENING))
    opening = coverages.Opening("next", "Next", "", (), "UTC", previous="pinned", carry_over=True)
    coverages.open_coverage(**act(BEN.__class__("eve", "administrator")), opening=opening)
    points = coverage_state(Coverage.objects.get(slug="next")).key_points
    assert [(each.line, each.post) for each in points] == [("Three.", 3), ("One.", 1)]


def test_the_form_has_three_rows_in_local_time(desk, four):
    address = "/desk/pinned/front/pin/"
    fields = {"post": "3", "until": "2126-07-01T18:00", "post_2": "1", "do": "set"}
    assert desk.post(address, command_fields() | fields).status_code == 302
    assert coverage_state(four).pins == (Pin(3, EVENING), Pin(1))
    page = desk.get(address).content.decode()
    assert 'name="until" value="2126-07-01T18:00"' in page
    assert 'name="post_2" value="1"' in page


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"post": "1", "post_2": "99"}, "post_2", "no post 99"),
        ({"post": "1", "until": "2026-03-29T01:30"}, "until", "clocks go forward"),
        ({"post": "1", "until": "2020-01-01T01:30"}, "until", "has passed"),
        ({"post": "1", "until_2": "2126-01-01T01:30"}, "post_2", "Enter the number"),
        ({"post": "x"}, "post", "whole number"),
    ],
)
def test_a_wrong_pin_is_refused_beside_its_field(desk, four, fields, field, reason):
    answer = desk.post("/desk/pinned/front/pin/", command_fields() | {"do": "set"} | fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert reason in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert f'value="{fields["post"]}"' in page
