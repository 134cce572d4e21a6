"""Rebuild equals live: folding the journal again gives the same bytes, whatever happened."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from dateline.coverage import objects
from dateline.coverage.kinds import KINDS
from dateline.coverage.models import ChangeRow, CoverageRow, PostRow
from dateline.journal import canonical, projections
from dateline.journal.entry import EntryErased
from dateline.journal.models import Coverage, Disclosure, Leaf
from dateline.journal.write_lock import write_lock
from dateline.page.models import BlockRow, BlockSourceRow
from tests.people import publish, seq_of

from . import histories


def tables() -> list[list[tuple]]:
    """Every row of every table that a registered projection fills, without the rows' own keys."""
    found = []
    for projection in projections.registered():
        for table in projection.tables:
            names = [each.attname for each in table._meta.concrete_fields if each.name != "id"]
            found.append(sorted(table.objects.values_list(*names), key=str))
    return found


def test_every_table_of_a_projection_is_compared():
    folded = {table for each in projections.registered() for table in each.tables}
    assert {CoverageRow, PostRow, ChangeRow, BlockRow, BlockSourceRow} <= folded


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.HISTORIES)
def test_rebuild_gives_the_same_bytes(db, history):
    with transaction.atomic():
        histories.begin()
        for step in history:
            histories.perform(step)
        live = tables()
        with write_lock():
            assert projections.rebuild() == Leaf.objects.count()
        assert tables() == live
        transaction.set_rollback(True)


def test_an_erased_text_is_in_no_table_that_a_reader_sees(coverage):
    from dateline.desk.commands import erasure, posts
    from tests.people import act, copy

    publish(coverage, "The name is Zoltan Abcde.")
    first = seq_of(coverage, "post-1")
    note = "We had written Zoltan Abcde."
    change = {
        "coverage": coverage,
        "number": 1,
        "expected_seq": first,
        "copy": copy("The name is withheld."),
    }
    posts.correct(**act(), **change, note=note)
    assert "Zoltan" in str(tables())

    for seq in (first, seq_of(coverage, "post-1")):
        erasure.erase_entry(
            **act(), coverage=coverage, about=objects.post(1), seq=seq, reason="source_protection"
        )
    assert "Zoltan" not in str(tables())
    assert "to protect a source" in BlockRow.objects.get(name="post-1").html
    assert not any(
        "Zoltan" in str(canonical.open_disclosure(text))
        for text in Disclosure.objects.exclude(text=None).values_list("text", flat=True)
    )


def test_every_kind_folds_and_renders_with_every_field_erased(db):
    histories.begin()
    coverage = Coverage.objects.get(slug="north")
    publish(coverage, "Water.")
    _one_of_each(coverage)
    assert set(Leaf.objects.values_list("kind", flat=True)) == {
        each.kind for each in (*KINDS, EntryErased)
    }

    Disclosure.objects.update(text=None)
    with write_lock():
        projections.rebuild()
    assert BlockRow.objects.filter(coverage=coverage).count() > 5
    assert "Headline removed" in BlockRow.objects.get(coverage=coverage, name="headline").html


def _one_of_each(coverage: Coverage) -> None:
    from dateline.desk.commands import erasure, posts
    from tests.people import act, copy

    histories._set_key_event(coverage, number=1, erased=0)
    for kind, words in (
        ("revise", "Watre."),
        ("update", "Water, more."),
        ("clarify", "Water, much more."),
        ("correct", "Wine."),
    ):
        change = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
        note = {} if kind == "revise" else {"note": "Why."}
        if kind == "revise":
            words = "Water."[:-1] + " ."
        getattr(posts, kind)(**act(), **change, copy=copy(words), **note)
    posts.retract(
        **act(), coverage=coverage, number=1, expected_seq=seq_of(coverage, "post-1"), reason="No."
    )
    publish(coverage, "More.")
    posts.withdraw(
        **act(), coverage=coverage, number=2, expected_seq=seq_of(coverage, "post-2"), reason="No."
    )
    step = {"copy": copy("Summary"), "note": "Note", "number": 1}
    for deed in (histories._pin, histories._summary, histories._points, histories._retitle):
        deed(coverage, **step)
    histories._set_state(coverage, number=2)
    seq = seq_of(coverage, "summary")
    erasure.erase_entry(
        **act(), coverage=coverage, about=objects.SUMMARY, seq=seq, reason="court_order"
    )


@pytest.mark.parametrize("count", [19, 20, 21, 45])
def test_pages_count_from_the_oldest_and_stay(coverage, count):
    for number in range(count):
        publish(coverage, f"Post {number + 1}.")
    pages = dict(PostRow.objects.values_list("number", "page"))
    assert pages == {number: (number - 1) // 20 + 1 for number in range(1, count + 1)}


def test_a_backdated_post_joins_its_older_neighbours_page(coverage):
    from datetime import UTC, datetime, timedelta

    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    for number in range(25):
        publish(coverage, f"Post {number + 1}.", dated=start + timedelta(minutes=number))
    publish(coverage, "Between.", dated=start + timedelta(minutes=4, seconds=30))
    publish(coverage, "Before all.", dated=start - timedelta(minutes=1))
    pages = dict(PostRow.objects.values_list("number", "page"))
    assert (pages[26], pages[27], pages[20], pages[21]) == (1, 1, 1, 2)
