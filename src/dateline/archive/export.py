"""Writes a coverage out whole: what stands, and the entries that it came from."""

from __future__ import annotations

import json
from typing import Any

from dateline.journal.models import Coverage, Leaf
from dateline.journal.plain import to_plain
from dateline.page.models import Post
from dateline.page.projection import masthead


def export(coverage: Coverage) -> dict[str, Any]:
    """The coverage as JSON values.

    `coverage` and `posts` are what stands now, the posts from the oldest; `entries` are the leaves
    in order with their disclosures (None for one that was erased), from which all else follows.
    """
    posts = Post.objects.filter(coverage=coverage).order_by("place")
    leaves = Leaf.objects.filter(coverage=coverage).order_by("seq")
    return {
        "format": "dateline-export/1",
        "uid": coverage.uid,
        "coverage": to_plain(masthead(coverage)),
        "posts": [post.now | {"page": post.page, "place": post.place} for post in posts],
        "entries": [_entry(leaf) for leaf in leaves.prefetch_related("disclosures")],
    }


def _entry(leaf: Leaf) -> dict[str, Any]:
    rows = sorted(leaf.disclosures.all(), key=lambda row: row.place)
    return {
        "seq": leaf.seq,
        "leaf": json.loads(bytes(leaf.leaf)),
        "disclosures": {row.digest: row.text for row in rows},
    }
