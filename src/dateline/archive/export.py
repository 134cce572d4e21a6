"""Writes a coverage out whole: what stands, and the entries that it came from."""

from __future__ import annotations

import json
from typing import Any

from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state
from dateline.journal.models import Coverage, Leaf
from dateline.journal.serialize import to_json


def export(coverage: Coverage) -> dict[str, Any]:
    """The coverage as JSON values.

    `coverage` and `posts` are what stands now, the posts from the oldest; `entries` are the leaves
    in order with their disclosures (None for one that was erased), from which all else follows.
    """
    posts = PostRow.objects.filter(coverage=coverage).order_by("sort_key")
    leaves = Leaf.objects.filter(coverage=coverage).order_by("seq")
    return {
        "format": "dateline-export/1",
        "uid": coverage.uid,
        "coverage": to_json(coverage_state(coverage)),
        "posts": [post.state | {"page": post.page, "sort_key": post.sort_key} for post in posts],
        "entries": [_entry(leaf) for leaf in leaves.prefetch_related("disclosures")],
    }


def _entry(leaf: Leaf) -> dict[str, Any]:
    rows = sorted(leaf.disclosures.all(), key=lambda row: row.ordinal)
    return {
        "seq": leaf.seq,
        "leaf": json.loads(bytes(leaf.leaf)),
        "disclosures": {row.digest: row.text for row in rows},
    }
