"""Rebuild equals live: folding the journal again gives the same bytes, whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import models, transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings

from dateline.claims.kinds import KINDS as KINDS_ABOUT_CLAIMS
from dateline.coverage import objects
from dateline.coverage.kinds import KINDS
from dateline.coverage.models import ChangeRow, CoverageRow, CreditRow, PostRow
from dateline.journal import canonical, projections, read, rebuild
from dateline.journal.entry import EntryErased
from dateline.journal.models import Coverage, Disclosure, Leaf
from dateline.page.models import BlockDependencyRow, BlockRow
from tests.people import publish, seq_of

from . import histories

# A value of each type of column that no history has.
WRONG = {
    models.BigIntegerField: 900,
    models.BooleanField: True,
    models.CharField: "Old.",
    models.DateTimeField: datetime(2000, 1, 1, tzinfo=UTC),
    models.IntegerField: 900,
    models.JSONField: {"type": "Old"},
    models.TextField: "Old.",
}


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
    assert {CoverageRow, PostRow, CreditRow, ChangeRow, BlockRow, BlockDependencyRow} <= folded


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
        assert {each.table for each in rebuild.differences()} == {
            table._meta.db_table for each in projections.registered() for table in each.tables
        }
        rebuild.rebuild()
        assert tables() == live
        transaction.set_rollback(True)


def test_entries_that_come_during_a_rebuild_are_folded_once(coverage, monkeypatch):
    folded = rebuild._Folded(coverage)
    added = []
    monkeypatch.setattr(folded, "_add", lambda entry: added.append(entry.seq))
    for words in ("One.", "Two."):
        publish(coverage, words)
        folded.catch_up(read.head().seq)
    assert added == [2, 3]


def _spoil() -> None:
    """Makes every table wrong: rows that are missing, that are changed, and that are too many."""
    coverage = Coverage.objects.get(slug="west")
    for table in (each for projection in projections.registered() for each in projection.tables):
        half = list(table.objects.order_by("?").values_list("pk", flat=True))
        table.objects.filter(pk__in=half[: len(half) // 2]).delete()
        wrong = {each.name: WRONG[type(each)] for each in table._meta.fields if type(each) in WRONG}
        key = {"coverage", *rebuild._key_columns(table)}
        table.objects.update(**{name: value for name, value in wrong.items() if name not in key})
        if key != {"coverage"}:
            table.objects.create(coverage=coverage, **wrong)


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
    histories.one_of_each(coverage)
    assert set(Leaf.objects.values_list("kind", flat=True)) == {
        each.kind for each in (*KINDS, *KINDS_ABOUT_CLAIMS, EntryErased)
    }

    Disclosure.objects.update(text=None)
    rebuild.rebuild()
    assert BlockRow.objects.filter(coverage=coverage).count() > 5
    assert "Headline removed" in BlockRow.objects.get(coverage=coverage, name="headline").html


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
