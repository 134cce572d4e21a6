"""What a block says: of a post that was taken back, of what was erased, and of another day."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import Client

from dateline.content import markup
from dateline.content.tree import Bullet, Bullets, Copy, KeyPoint, MapMarks, Place
from dateline.coverage import objects
from dateline.desk.commands import erasure, front_matter, posts
from dateline.journal import rebuild
from dateline.journal.read import history
from dateline.page.models import BlockDependencyRow, BlockRow
from dateline.page.render import zone
from tests.page import claim_steps
from tests.people import act, copy, publish, seq_of

pytestmark = pytest.mark.any_database


def html(name: str) -> str:
    return str(BlockRow.objects.get(name=name).html)


def test_a_pinned_post_that_is_retracted_shows_the_reason_and_not_the_text(coverage):
    publish(coverage, "Water at the door.")
    front_matter.set_pin(**act(), coverage=coverage, expected_seq=0, post=1)
    assert "Water at the door." in html("pin")
    posts.retract(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seq_of(coverage, "post-1"),
        reason="The premise fails.",
    )
    assert "Water at the door." not in html("pin")
    assert "The premise fails." in html("pin")
    # In its own place it stays, struck through.
    assert "Water at the door." in html("post-1")


def test_a_pin_follows_its_post_and_no_post_that_was_pinned_before(coverage):
    for number, words in enumerate(("Water.", "Fire."), 1):
        publish(coverage, words)
        seen = seq_of(coverage, "pin")
        front_matter.set_pin(**act(), coverage=coverage, expected_seq=seen, post=number)
    sources = BlockDependencyRow.objects.filter(block="pin").values_list("object", flat=True)
    assert list(sources) == ["post-2"]
    for number, changed in ((1, {"post-1"}), (2, {"post-2", "pin"})):
        seq = posts.update(
            **act(),
            coverage=coverage,
            number=number,
            expected_seq=seq_of(coverage, f"post-{number}"),
            copy=copy("Wind."),
            note="It is wind.",
        ).first_seq
        assert set(BlockRow.objects.filter(seq=seq).values_list("name", flat=True)) == changed


def test_an_erasure_is_told_in_a_sentence(coverage):
    done = publish(coverage, "Her name and address.")
    erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=objects.post(1),
        seq=done.first_seq,
        reason="data_protection",
    )
    told = "Something was taken out of this post. This was done to protect personal data."
    assert told in html("post-1")
    assert "data_protection" not in html("post-1")


@pytest.mark.parametrize(
    ("at", "beside", "shown"),
    [
        # 23:30 and 00:30 on another day in British Summer Time, both on the first in UTC.
        ((1, 23, 30), (1, 12, 0), "00:30, 2 July"),
        # The same day there, and two days in UTC.
        ((2, 10, 0), (1, 23, 30), "11:00"),
    ],
)
def test_a_time_says_its_day_where_that_is_another_one_in_the_coverages_zone(at, beside, shown):
    at, beside = (datetime(2026, 7, *each, tzinfo=UTC) for each in (at, beside))
    assert f">{shown}</time>" in moment(at, beside)


def test_a_time_says_its_year_where_that_is_another_one():
    at, beside = datetime(2026, 1, 1, 9, tzinfo=UTC), datetime(2025, 12, 31, 9, tzinfo=UTC)
    assert ">09:00 GMT, 1 January 2026</time>" in moment(at, beside)


def moment(at: datetime, beside: datetime) -> str:
    context = Context({"at": at, "beside": beside, "zone": zone("Europe/London")})
    return Template("{% load dateline %}{% moment at zone beside %}").render(context)


@pytest.mark.parametrize("end", [posts.withdraw, posts.retract])
def test_an_erased_post_says_once_that_it_was_erased_and_keeps_its_reason(coverage, end):
    publish(coverage, "Water at the door.")
    change = {"coverage": coverage, "number": 1}
    posts.correct(
        **act(),
        **change,
        expected_seq=seq_of(coverage, "post-1"),
        copy=copy("Water in the hall."),
        note="Which room.",
    )
    end(**act(), **change, expected_seq=seq_of(coverage, "post-1"), reason="It was a rumour.")
    for entry in history(coverage, objects.post(1))[:2]:
        erasure.erase_entry(
            **act(), coverage=coverage, about=entry.object, seq=entry.seq, reason="court_order"
        )
    assert "It was a rumour." in html("post-1")
    for text in (html("post-1"), Client().get("/flood/post/1/history/").content.decode()):
        assert text.count("by order of a court") == 1
        assert "court_order" not in text
        assert "Water" not in text
    assert Client().get("/flood/corrections/").content.decode().count("by order of a court") == 1


def test_the_line_of_a_summary_that_rests_on_a_changed_post_is_marked_itself(coverage):
    for words in ("The dam holds.", "Nobody is hurt.", "Boats."):
        publish(coverage, words)
    lines = tuple(Bullet(markup.read_line(f"Line {number}."), (number,)) for number in range(1, 4))
    front_matter.set_summary(
        **act(), coverage=coverage, expected_seq=0, copy=Copy("", (), (Bullets(lines),))
    )

    def marks() -> list[list[str]]:
        html = BlockRow.objects.get(coverage=coverage, name="summary").html
        items = re.findall(r"<li[^>]*>(.*?)</li>", html, re.DOTALL)
        return [re.findall(r'<strong class="outdated">(.*?)</strong>', each) for each in items]

    assert marks() == [[], [], []]
    for change in ("The dam leaks.", "The dam is gone."):
        posts.correct(
            **act(),
            coverage=coverage,
            number=1,
            expected_seq=seq_of(coverage, "post-1"),
            copy=copy(change),
            note="It does not hold.",
        )
    seen = seq_of(coverage, "post-3")
    posts.withdraw(**act(), coverage=coverage, number=3, expected_seq=seen, reason="None.")
    assert marks() == [["Correction"], [], ["Withdrawn"]]
    # Written again after that, it is marked no more.
    kept = (*lines[:2], Bullet(markup.read_line("No boats."), ()))
    seen = seq_of(coverage, "summary")
    front_matter.set_summary(
        **act(), coverage=coverage, expected_seq=seen, copy=Copy("", (), (Bullets(kept),))
    )
    assert marks() == [[], [], []]


def test_a_line_of_the_summary_names_its_posts_by_time_and_headline(coverage):
    publish(
        coverage, "Water at the mill.", "The mill", dated=datetime(2026, 1, 1, 9, 44, tzinfo=UTC)
    )
    publish(coverage, "CANARY.", "CANARY")
    line = Bullets((Bullet(markup.read_line("It rises."), (1, 2)),))
    front_matter.set_summary(
        **act(), coverage=coverage, expected_seq=0, copy=Copy("What we know", (), (line,))
    )
    first, second = re.findall(r'<a class="rests-on".*?</a>', html("summary"))
    assert re.search(r">09:44[^<]*</time> <span[^>]*>The mill</span></a>", first)
    assert "CANARY" in second
    seen = seq_of(coverage, "post-2")
    posts.withdraw(**act(), coverage=coverage, number=2, expected_seq=seen, reason="Wrong town.")
    assert "CANARY" not in html("summary")
    assert len(re.findall(r'<a class="rests-on" [^>]*><time ', html("summary"))) == 2


def test_places_are_named_and_their_coordinates_are_for_machines(coverage):
    marks = MapMarks("Where to go", (), (Place("Varn", "52.1", "-3.2"),))
    posts.publish(**act(), coverage=coverage, copy=Copy("", (), (marks,)))
    assert '<a href="geo:52.1,-3.2">Varn</a>' in html("post-1")
    assert "52.1" not in re.sub(r"<[^>]*>", "", html("post-1"))


def test_key_points_have_a_heading_as_long_as_there_are_some(coverage):
    points = (KeyPoint("The dam holds"),)
    front_matter.set_key_points(**act(), coverage=coverage, expected_seq=0, points=points)
    assert '<h2 class="label">Key points</h2>' in html("key-points")


def test_the_first_choice_of_claims_to_list_shows_those_that_there_are(coverage):
    publish(coverage, "The dam holds.")
    claim = claim_steps.claim(coverage, "The dam holds.", claim_steps.named("The union"))
    assert "The dam holds." in html("claims")
    claim_steps.pin(coverage, claim)
    assert "The dam holds." in html("claims")


def test_an_entry_about_something_else_does_not_change_who_says_so(coverage):
    publish(coverage, "The dam holds.")
    claim_steps.claim(coverage, "The dam holds.", claim_steps.named("The union"))
    before = html("post-1")
    publish(coverage, "Rain.")
    assert html("post-1") == before
    # A rebuild renders it for the same entry.
    assert list(rebuild.differences()) == []
