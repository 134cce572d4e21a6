"""The desk sees which claims need a look, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dateline.claims.review import reasons_to_look
from dateline.journal.entry import value_or
from tests.people import publish

from .acts import NOON, assess, named, record, says, source_id, take, unnamed, view

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def flood(coverage):
    publish(coverage, "The dam holds, says Varn.")
    return coverage


def reasons(flood, claim, hours=0.0, *, proposed=False, gone=(), changed=None):
    found = view(flood, claim)
    now = found.record.recorded_at + timedelta(hours=hours)
    return reasons_to_look(found, now, proposed=proposed, gone=gone, changed=changed or {})


def test_a_new_claim_needs_no_look(flood):
    claim = record(flood, "The dam holds", says(named("Varn")))
    assert reasons(flood, claim, 5.9) == []
    assert reasons(flood, claim, proposed=True) == ["proposed"]
    assert reasons(flood, claim, gone={1}) == ["post_gone"]
    assert reasons(flood, claim, gone={2}) == []
    assert reasons(flood, claim, changed={1: 99}) == ["post_changed"]
    assert reasons(flood, claim, changed={1: 2}) == []


def test_after_six_hours_one_source_is_too_few(flood):
    claim = record(flood, "The dam holds", says(named("Varn")))
    assert reasons(flood, claim, 6) == ["single"]
    take(flood, claim, says(named("The mayor")))
    assert reasons(flood, claim, 6) == []


def test_who_assessed_a_claim_has_looked(flood):
    claim = record(flood, "The dam holds", says(unnamed("An engineer")))
    assert reasons(flood, claim, 7) == ["single"]
    assess(flood, claim, "unverified")
    assert reasons(flood, claim, 7) == []


def test_a_state_that_moved_asks_for_a_look_until_somebody_assesses(flood):
    claim = record(flood, "The dam holds", says(named("Varn")))
    take(flood, claim, says(named("The mayor"), "denies"))
    assert reasons(flood, claim) == ["moved"]
    assess(flood, claim, "checking")
    assert reasons(flood, claim) == []
    take(flood, claim, says(source_id(flood, "The mayor"), "retracts"))
    assert reasons(flood, claim) == ["moved"]


def test_a_denial_of_what_we_confirmed_comes_first(flood):
    claim = record(flood, "The dam holds", says(named("Varn")))
    later = NOON.replace(year=2099)
    assess(flood, claim, "verified", basis=("geolocated",), review_after=later)
    take(flood, claim, says(named("The mayor"), "denies"))
    assert reasons(flood, claim, proposed=True)[:2] == ["contradicted", "proposed"]


def test_a_review_that_is_due_asks_for_a_look(flood):
    claim = record(flood, "The dam holds", says(named("Varn")))
    due = view(flood, claim).record.recorded_at + timedelta(hours=1)
    assess(flood, claim, "unverified", review_after=due)
    assessed = view(flood, claim).record.assessment.assessed
    assert value_or(assessed.review_after, None) == due
    assert reasons(flood, claim, 0.9) == []
    assert reasons(flood, claim, 1) == ["due"]
