"""A kind of entry that another package defines, with a projection of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dateline.content.tree import Part, Photograph
from dateline.coverage import read as coverage_read
from dateline.coverage.projection import CoverageOutcome
from dateline.desk.commands.erasure import erase_entry
from dateline.journal import checks, entry, projections, read, rebuild
from dateline.journal.append import append
from dateline.journal.entry import EntryErased, Erased, ObjectRef, Payload, entry_kind
from dateline.journal.projections import Fold, Outcome, Projection, UnknownKind
from dateline.journal.write_lock import write_lock
from dateline.media.models import PictureUseRow
from tests.people import act, publish

from . import histories

RUMOUR = ObjectRef("rumour", "1")
headlines: list[str] = []
folded: list[str] = []


class RumourFold(Fold):
    def add(self, entry):
        folded.append(entry.payload.kind)


class RumourProjection(Projection):
    """It reads the state of the coverage, as a projection of another package does."""

    name = "test-rumours"
    version = 1
    kinds = frozenset({"rumour.made", EntryErased.kind})
    tables = ()

    def project(self, entry, coverage, earlier) -> Outcome:
        headlines.append(CoverageOutcome.of(earlier, coverage).state.headline)
        return Outcome()

    def new_fold(self, coverage, earlier) -> Fold:
        return RumourFold()


@pytest.fixture
def rumour_made(monkeypatch):
    monkeypatch.setattr(entry, "_KINDS", dict(entry._KINDS))

    @entry_kind("rumour.made", about_type="rumour")
    @dataclass(frozen=True, kw_only=True)
    class RumourMade(Payload):
        words: str | Erased
        parts: tuple[Part | Erased, ...]

    return RumourMade


@pytest.fixture
def projection(settings, rumour_made):
    settings.DATELINE_PROJECTIONS = [
        *settings.DATELINE_PROJECTIONS,
        "tests.coverage.test_other_packages.RumourProjection",
    ]
    _forget()
    yield
    _forget()


def _forget() -> None:
    projections.registered.cache_clear()
    projections._by_kind.cache_clear()
    headlines.clear()
    folded.clear()


def _photograph() -> Photograph:
    return Photograph(histories.RENDITIONS, "A river.", "", "")


def test_its_entries_are_appended_erased_and_rebuilt(coverage, rumour_made, projection):
    publish(coverage, "Water at 4.2 m.")
    state = coverage_read.coverage_state(coverage)
    post = coverage_read.post_state(coverage, 1)
    modified = coverage_read.modified_at(coverage)
    payload = rumour_made(words="4.2 m, said Zoltan.", parts=(_photograph(),))
    with write_lock() as transaction:
        seq = append(transaction, coverage, RUMOUR, payload).seq
        append(transaction, coverage, RUMOUR, payload)
    assert list(rebuild.differences()) == []

    erase_entry(**act(), coverage=coverage, about=RUMOUR, seq=seq, reason="safety")
    made, again, erased = read.history(coverage, RUMOUR)
    assert (made.payload.words, again.payload) == (entry.ERASED, payload)
    assert isinstance(erased.payload, EntryErased)
    assert headlines == [state.headline] * 3

    # None of them changed what the coverage shows.
    assert coverage_read.coverage_state(coverage) == state
    assert coverage_read.post_state(coverage, 1) == post
    assert coverage_read.modified_at(coverage) == modified
    assert not PictureUseRow.objects.filter(object=str(RUMOUR)).exists()
    assert list(rebuild.differences()) == []
    folded.clear()
    rebuild.rebuild()
    assert folded == ["rumour.made", "rumour.made", "entry.erased"]
    # An erasure of another object folds the whole coverage again, with this entry in it.
    (opened, *_) = read.history(coverage, ObjectRef("coverage"))
    erase_entry(
        **act(), coverage=coverage, about=opened.object, seq=opened.seq, reason="court_order"
    )
    assert coverage_read.coverage_state(coverage).headline == ""
    assert list(rebuild.differences()) == []


def test_a_start_refuses_a_kind_that_no_projection_uses(db, rumour_made):
    with pytest.raises(UnknownKind, match=r"rumour\.made"):
        checks.require_projections()


def test_a_start_accepts_every_kind_of_the_code(projection):
    checks.require_projections()
