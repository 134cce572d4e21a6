"""The stems of long texts are computed before the write lock is taken, for nobody to wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from dateline.coverage import objects, stems
from dateline.desk.commands import command, erasure, imports, posts
from dateline.desk.commands.coverages import Opening
from dateline.journal.write_lock import WriteTransaction
from tests.people import act, copy, publish, seq_of


@pytest.fixture
def computed_under_lock(monkeypatch) -> list[int]:
    """How many stems each command computed while it had the lock."""
    found: list[int] = []
    run = command.run_command

    def counted(*arguments: object, body: Callable[[WriteTransaction], None], **more: object):
        def counted_body(transaction: WriteTransaction) -> None:
            before = stems._stem.cache_info().misses
            body(transaction)
            found.append(stems._stem.cache_info().misses - before)

        return run(*arguments, body=counted_body, **more)

    for module in (imports, erasure, posts):
        monkeypatch.setattr(module, "run_command", counted)
    return found


def test_those_of_an_import(db, computed_under_lock):
    opening = Opening("old", "The flood", "", (), "Europe/London", language="ar")
    copies = [copy(f"ارتفعت مياه النهر {number}") for number in range(3)]
    noon = datetime(2015, 10, 2, 12, tzinfo=UTC)
    imported = imports.ImportedCoverage(
        opening, (), "", (), (), tuple((noon, each) for each in copies)
    )
    stems._stem.cache_clear()
    imports.import_coverage(**act(), imported=imported)
    assert computed_under_lock == [0]


def test_those_of_the_words_that_an_erasure_leaves(coverage, computed_under_lock):
    publish(coverage, "The name is Quill.")
    first = seq_of(coverage, "post-1")
    words = copy("The water is at the old door of the mill.")
    change = {"coverage": coverage, "number": 1, "expected_seq": first, "copy": words}
    posts.correct(**act(), **change, note="No name.")
    computed_under_lock.clear()
    stems._stem.cache_clear()
    erasure.erase_entry(
        **act(), coverage=coverage, about=objects.post(1), seq=first, reason="safety"
    )
    assert computed_under_lock == [0]


def test_those_of_a_correction(coverage, computed_under_lock):
    publish(coverage, "The water is at the door.")
    computed_under_lock.clear()
    seen = seq_of(coverage, "post-1")
    posts.correct(
        **act(), coverage=coverage, number=1, expected_seq=seen, copy=copy("Wine."), note="No."
    )
    assert computed_under_lock == [0]
