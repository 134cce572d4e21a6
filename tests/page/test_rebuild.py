"""Rebuild equals live: folding the journal again gives the same bytes, whatever happened."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from dateline.journal import canonical
from dateline.journal.kinds import ALL
from dateline.journal.models import Coverage, Disclosure, Leaf
from dateline.journal.turn import take_turn
from dateline.page import projection
from dateline.page.models import Block, Masthead, Post
from tests.people import publish, was

from . import histories


def tables() -> list:
    """All that is folded, without the rows' own keys."""
    return [
        sorted(Masthead.objects.values_list("coverage", "now").iterator(), key=str),
        sorted(
            Post.objects.values_list(
                "coverage",
                "number",
                "place",
                "page",
                "seq",
                "now",
                "key",
                "words",
                "bylines",
                "places",
            ),
            key=str,
        ),
        sorted(
            Block.objects.values_list("coverage", "name", "seq", "place", "page", "html"), key=str
        ),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.HISTORIES)
def test_rebuild_gives_the_same_bytes(db, history):
    with transaction.atomic():
        histories.begin()
        for step in history:
            histories.perform(step)
        live = tables()
        with take_turn():
            assert projection.rebuild() == Leaf.objects.count()
        assert tables() == live
        transaction.set_rollback(True)


def test_an_erased_text_is_in_no_table_that_a_reader_sees(coverage):
    from dateline.desk.commands import posts, takedown
    from tests.people import act, copy

    publish(coverage, "The name is Zoltan Abcde.")
    first = was(coverage, "post-1")
    note = "We had written Zoltan Abcde."
    change = {
        "coverage": coverage,
        "number": 1,
        "was": first,
        "copy": copy("The name is withheld."),
    }
    posts.correct(**act(), **change, note=note)
    assert "Zoltan" in str(tables())

    for seq in (first, was(coverage, "post-1")):
        takedown.erase_forever(
            **act(), coverage=coverage, name="post-1", seq=seq, why="source_protection"
        )
    assert "Zoltan" not in str(tables())
    assert "to protect a source" in Block.objects.get(name="post-1").html
    assert not any(
        "Zoltan" in str(canonical.open_disclosure(text))
        for text in Disclosure.objects.exclude(text=None).values_list("text", flat=True)
    )


def test_every_kind_folds_and_renders_with_every_field_erased(db):
    histories.begin()
    coverage = Coverage.objects.get(slug="north")
    publish(coverage, "Water.")
    _one_of_each(coverage)
    assert set(Leaf.objects.values_list("kind", flat=True)) == set(ALL)

    Disclosure.objects.update(text=None)
    with take_turn():
        projection.rebuild()
    assert Block.objects.filter(coverage=coverage).count() > 5
    assert "Headline removed" in Block.objects.get(coverage=coverage, name="headline").html


def _one_of_each(coverage: Coverage) -> None:
    from dateline.desk.commands import posts, takedown
    from tests.people import act, copy

    histories._mark(coverage, number=1, erased=0)
    for kind, words in (
        ("revise", "Watre."),
        ("update", "Water, more."),
        ("clarify", "Water, much more."),
        ("correct", "Wine."),
    ):
        change = {"coverage": coverage, "number": 1, "was": was(coverage, "post-1")}
        note = {} if kind == "revise" else {"note": "Why."}
        if kind == "revise":
            words = "Water."[:-1] + " ."
        getattr(posts, kind)(**act(), **change, copy=copy(words), **note)
    posts.retract(**act(), coverage=coverage, number=1, was=was(coverage, "post-1"), reason="No.")
    publish(coverage, "More.")
    posts.withdraw(**act(), coverage=coverage, number=2, was=was(coverage, "post-2"), reason="No.")
    step = {"copy": copy("Summary"), "note": "Note", "number": 1}
    for deed in (histories._pin, histories._summary, histories._points, histories._retitle):
        deed(coverage, **step)
    histories._turn(coverage, number=2)
    seq = was(coverage, "summary")
    takedown.erase_forever(**act(), coverage=coverage, name="summary", seq=seq, why="court_order")


@pytest.mark.parametrize("count", [19, 20, 21, 45])
def test_pages_count_from_the_oldest_and_stay(coverage, count):
    for number in range(count):
        publish(coverage, f"Post {number + 1}.")
    pages = dict(Post.objects.values_list("number", "page"))
    assert pages == {number: (number - 1) // 20 + 1 for number in range(1, count + 1)}


def test_a_backdated_post_joins_its_older_neighbours_page(coverage):
    from datetime import UTC, datetime, timedelta

    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    for number in range(25):
        publish(coverage, f"Post {number + 1}.", dated=start + timedelta(minutes=number))
    publish(coverage, "Between.", dated=start + timedelta(minutes=4, seconds=30))
    publish(coverage, "Before all.", dated=start - timedelta(minutes=1))
    pages = dict(Post.objects.values_list("number", "page"))
    assert (pages[26], pages[27], pages[20], pages[21]) == (1, 1, 1, 2)
