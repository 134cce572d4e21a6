"""Rebuild equals live: folding the journal again gives the same bytes, whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings

from dateline.coverage import objects
from dateline.coverage.kinds import KINDS
from dateline.coverage.models import ChangeRow, CoverageRow, CreditRow, PostRow
from dateline.journal import canonical, projections, read, rebuild
from dateline.journal.entry import EntryErased
from dateline.journal.models import Coverage, Disclosure, Leaf
from dateline.page.models import BlockRow, BlockSourceRow
from tests.people import publish, seq_of

from . import histories


def tables() -> list[list[tuple]]:
    """Every row of every table that a registered projection fills, without the rows' own keys."""
    found = []
    for projection in projections.registered():
        for table in projection.tables:
            found.append(sorted(table.objects.values_list(*columns(table)), key=str))
    return found


def columns(table: type[Model]) -> list[str]:
    return [each.attname for each in table._meta.concrete_fields if each.name != "id"]


def test_every_table_of_a_projection_is_compared():
    folded = {table for each in projections.registered() for table in each.tables}
    assert {CoverageRow, PostRow, CreditRow, ChangeRow, BlockRow, BlockSourceRow} <= folded


def in_memory() -> list[list[tuple]]:
    """The same rows, folded in memory from the journal without a look at the tables."""
    rows: dict[type[Model], list[Model]] = {}
    for coverage in [*Coverage.objects.all(), None]:
        folds: dict[str, projections.Fold] = {}
        for projection in projections.registered():
            folds[projection.name] = projection.new_fold(coverage, tuple(folds.values()))
        for entry in read.entries_of(coverage, 0, read.head().seq):
            for projection in projections.projections_of(entry.payload.kind):
                folds[projection.name].add(entry)
        for projection in projections.registered():
            for table in projection.tables:
                rows.setdefault(table, []).extend(folds[projection.name].rows(table))
    return [
        sorted((tuple(getattr(row, name) for name in columns(table)) for row in found), key=str)
        for table, found in rows.items()
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.HISTORIES)
def test_what_is_folded_entry_by_entry_is_what_is_folded_at_once(db, history):
    with transaction.atomic():
        histories.begin()
        for step in history:
            before = tables(), read.head()
            if not histories.perform(step):
                assert (tables(), read.head()) == before
        live = tables()
        assert in_memory() == live
        assert list(rebuild.differences()) == []
        _spoil()
        assert list(rebuild.differences()) != []
        rebuild.rebuild()
        assert tables() == live
        transaction.set_rollback(True)


def _spoil() -> None:
    """Makes every table wrong: rows that are changed, that are missing, and that are too many."""
    for table in (ChangeRow, BlockSourceRow, BlockRow, PostRow):
        half = list(table.objects.order_by("?").values_list("pk", flat=True))
        table.objects.filter(pk__in=half[: len(half) // 2]).delete()
    BlockRow.objects.update(html="Old.")
    PostRow.objects.update(page=7, state={"type": "PostState"})
    CoverageRow.objects.update(state={"type": "CoverageState"})
    coverage = Coverage.objects.get(slug="west")
    BlockRow.objects.create(coverage=coverage, name="post-900", seq=1, html="Nobody's.")
    BlockSourceRow.objects.create(coverage=coverage, block="pin", object="post-900")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    change = {"post": 900, "seq": 900, "kind": "corrected", "at": moment, "note": "Nobody's."}
    ChangeRow.objects.create(coverage=coverage, **change)


def test_the_list_of_key_events_says_that_there_are_more_as_long_as_there_are(coverage):
    """The post that is only counted is no line of the list, but the list depends on it."""
    from dateline.desk.commands import posts
    from tests.people import act

    for number in range(1, 12):
        publish(coverage, f"Post {number}.")
        histories._set_key_event(coverage, number=number, erased=0)
    assert "All key events" in BlockRow.objects.get(name="key-events").html
    seq = seq_of(coverage, "post-1")
    posts.withdraw(**act(), coverage=coverage, number=1, expected_seq=seq, reason="No.")
    assert "All key events" not in BlockRow.objects.get(name="key-events").html


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
    rebuild.rebuild()
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
    for command in (histories._pin, histories._summary, histories._points, histories._retitle):
        command(coverage, **step)
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
