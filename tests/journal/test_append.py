"""Entries that no projection knows, and entries without a coverage."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dateline.coverage import objects
from dateline.coverage.kinds import PinSet
from dateline.journal import entry, projections, read, rebuild
from dateline.journal.append import append
from dateline.journal.entry import Entry, Erased, ObjectRef, Payload, entry_kind
from dateline.journal.models import Coverage, Leaf
from dateline.journal.projections import Fold, Outcome, Projection, UnknownKind
from dateline.journal.write_lock import write_lock

STATE = ObjectRef("state")
projected: list[tuple[int, Coverage | None]] = []
folded: list[int] = []


class StateFold(Fold):
    def add(self, entry: Entry) -> None:
        folded.append(entry.seq)


class StateProjection(Projection):
    """A small projection of a kind of entry that belongs to no coverage."""

    name = "test-state"
    version = 1
    kinds = frozenset({"test.state_set"})
    tables = ()

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        projected.append((entry.seq, coverage))
        return Outcome()

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        return StateFold()


@pytest.fixture
def state_set(monkeypatch):
    """A kind of entry about the newsroom's state, registered for one test."""
    monkeypatch.setattr(entry, "_KINDS", dict(entry._KINDS))

    @entry_kind("test.state_set", about_type="state")
    @dataclass(frozen=True, kw_only=True)
    class StateSet(Payload):
        words: str | Erased

    return StateSet


@pytest.fixture
def projection(settings, state_set):
    """`StateProjection`, registered for one test."""
    settings.DATELINE_PROJECTIONS = [
        *settings.DATELINE_PROJECTIONS,
        "tests.journal.test_append.StateProjection",
    ]
    _forget()
    yield
    _forget()


def _forget() -> None:
    projections.registered.cache_clear()
    projections._by_kind.cache_clear()
    projected.clear()
    folded.clear()


def test_an_entry_that_no_projection_folds_is_refused(coverage, state_set):
    head = read.head()
    with pytest.raises(UnknownKind, match=r"test\.state_set"), write_lock() as transaction:
        append(transaction, coverage, STATE, state_set(words="Open."))
    assert read.head() == head
    assert Leaf.objects.filter(kind="test.state_set").count() == 0


def test_an_entry_is_about_an_object_of_the_type_of_its_kind(coverage):
    head = read.head()
    payload = PinSet(post=0)
    with pytest.raises(ValueError, match=r"pin\.set is about a pin"), write_lock() as transaction:
        append(transaction, coverage, ObjectRef("post", "1"), payload)
    assert read.head() == head


def test_an_entry_may_belong_to_no_coverage(coverage, state_set, projection):
    heads = dict(Coverage.objects.values_list("slug", "head"))
    seq = read.head().seq
    with write_lock() as transaction:
        first = append(transaction, None, STATE, state_set(words="Open."))
        second = append(transaction, None, STATE, state_set(words="Shut."))
    assert projected == [(seq + 1, None), (seq + 2, None)]
    assert read.head().seq == seq + 2
    assert dict(Coverage.objects.values_list("slug", "head")) == heads

    assert list(read.entries_of(None, 0, seq + 2)) == [first, second]
    assert (second.coverage_uid, second.object, second.revision) == ("", STATE, 2)
    assert second.previous == first.seq
    assert second.payload == state_set(words="Shut.")
    rebuild.rebuild()
    assert folded == [seq + 1, seq + 2]


def test_a_payload_that_could_not_be_read_again_is_not_stored(coverage):
    head = read.head()
    wrong = PinSet(post="1")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a"), write_lock() as transaction:
        append(transaction, coverage, objects.PIN, wrong)
    assert read.head() == head
