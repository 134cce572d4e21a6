"""An export is complete, and a longer coverage takes no more memory."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime

from dateline.archive.export import export
from dateline.coverage import objects
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state
from dateline.desk.commands import erasure, posts
from dateline.journal.models import Disclosure, Leaf
from dateline.journal.serialize import to_json
from tests.page import claim_steps
from tests.people import act, copy, publish, seq_of


def test_an_export_is_one_json_document_with_posts_and_entries_in_order(coverage):
    assert json.loads("".join(export(coverage)))["posts"] == []
    publish(coverage, "Вода “at” 4.2 m.\n\nمياه", "A <headline> \\ with “quotes”")
    publish(coverage, "Second, and dated back.", dated=datetime(2015, 10, 2, tzinfo=UTC))
    seen = seq_of(coverage, "post-1")
    change = {"coverage": coverage, "number": 1, "expected_seq": seen}
    posts.correct(**act(), **change, copy=copy("Water at 2.4 m."), note="2.4.")
    erasure.erase_entry(
        **act(), coverage=coverage, about=objects.post(1), seq=seen, reason="court_order"
    )
    rows = PostRow.objects.order_by("sort_key")
    assert json.loads("".join(export(coverage))) == {
        "format": "dateline-export/1",
        "uid": coverage.uid,
        "coverage": to_json(coverage_state(coverage)),
        "posts": [row.state | {"page": row.page, "sort_key": row.sort_key} for row in rows],
        "claims": [],
        "sources": [],
        "entries": [
            {
                "seq": leaf.seq,
                "leaf": json.loads(bytes(leaf.leaf)),
                "disclosures": dict(
                    Disclosure.objects.filter(leaf=leaf).values_list("digest", "text")
                ),
            }
            for leaf in Leaf.objects.order_by("seq")
        ],
    }


def test_an_export_has_the_claims_as_they_stand_and_their_sources(coverage):
    publish(coverage, "The dam holds.")
    claim = claim_steps.claim(coverage, "The dam holds.", claim_steps.named("The river service"))
    claim_steps.say(coverage, claim, claim_steps.named("The union", standing=True), stance="denies")
    whole = json.loads("".join(export(coverage)))
    found, sources = whole["claims"], whole["sources"]
    assert [(each["id"], each["state"]) for each in found] == [(claim, "disputed")]
    assert [each["recorded"]["stance"] for each in found[0]["positions"]] == ["asserts", "denies"]
    labels = {each["described"]["label"] for each in sources}
    assert labels == {"The river service", "The union"}


def peak_of_export(coverage) -> int:
    """The most bytes that the allocations of an export held at one time."""
    tracemalloc.start()
    try:
        for _ in export(coverage):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_export_takes_no_more_memory_for_a_longer_coverage(coverage, open_coverage_named):
    longer = open_coverage_named("longer")
    for count, each in ((150, coverage), (450, longer)):
        for _ in range(count):
            publish(each, "Water rises at the bridge. " * 100)
    peak_of_export(coverage)  # The first export also loads modules.
    assert peak_of_export(longer) < 1.2 * peak_of_export(coverage)
