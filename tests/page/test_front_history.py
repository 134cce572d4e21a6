"""The versions of the front matter, and the list of all changes, as readers see them."""

from __future__ import annotations

import pytest

from dateline.coverage import objects
from dateline.desk.commands import erasure
from dateline.desk.commands.revision import ChangeNote
from tests.coverage.test_front_changes import retitle, set_points, summarise
from tests.people import act, seq_of


@pytest.fixture
def changed(coverage):
    summarise(coverage, "Nobody is hurt.")
    summarise(coverage, "Three people are dead.", ChangeNote("corrected", "Three died."))
    set_points(coverage, "The dam holds.")
    retitle(coverage, "The Orrin falls", "Rain in the hills.")
    return coverage


def test_each_text_has_its_versions_with_their_differences(client, changed):
    page = client.get("/flood/history/summary/").content.decode()
    assert "<del>Nobody is hurt</del>" in page
    assert "<ins>Three people are dead</ins>" in page
    assert "Three died." in page
    assert "<ins>falls</ins>" in client.get("/flood/history/headline/").content.decode()
    assert "The dam holds." in client.get("/flood/history/key-points/").content.decode()


@pytest.mark.parametrize("block", ["pin", "nothing"])
def test_what_has_no_versions_is_not_found(client, changed, block):
    assert client.get(f"/flood/history/{block}/").status_code == 404


def test_a_coverage_without_a_summary_has_no_versions_of_one(client, coverage):
    assert client.get("/flood/history/summary/").status_code == 404


def test_the_list_of_changes_names_each_text_and_leads_to_its_versions(client, changed):
    page = client.get("/flood/corrections/").content.decode()
    assert "Three died." in page
    for block in ("summary", "headline"):
        assert f'href="/flood/history/{block}/"' in page
    # The first key points are no change.
    assert "/flood/history/key-points/" not in page


def test_an_erasure_of_a_summary_is_on_the_list(client, changed):
    erasure.erase_entry(
        **act(),
        coverage=changed,
        about=objects.SUMMARY,
        seq=seq_of(changed, "summary"),
        reason="data_protection",
    )
    answer = client.get("/flood/corrections/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Removed" in page
    # The sentence on the reason speaks of a post.
    assert "of this post" not in page
