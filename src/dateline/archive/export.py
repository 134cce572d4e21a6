"""Exports a coverage as JSON: its current state and all of its entries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from dateline.claims.models import ClaimRow, SourceRow
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state
from dateline.journal.models import Coverage, Leaf
from dateline.journal.serialize import format_time, to_json

# The number of rows in memory at a time.
_CHUNK: Final = 50


def export(coverage: Coverage) -> Iterator[str]:
    """Yields the text of one JSON object in pieces. Each post and each entry is on its own line.

    `coverage`, `posts`, `claims` and `sources` are the current state: the oldest post first, and
    the last two in the order of their ids, which are random. `entries` are the leaves in order,
    each with its disclosures by their digests (null for an erased one). Everything else can be
    computed from the entries.
    """
    yield f'{{\n "format": {_text("dateline-export/1")},\n "uid": {_text(coverage.uid)},\n'
    yield f' "coverage": {_text(to_json(coverage_state(coverage)))},\n "posts": ['
    yield from _lines(_posts(coverage))
    yield '],\n "claims": ['
    yield from _lines(_claims(coverage))
    yield '],\n "sources": ['
    yield from _lines(_sources(coverage))
    yield '],\n "entries": ['
    yield from _lines(_entries(coverage))
    yield "]\n}\n"


def _lines(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield f"{',' if number else ''}\n  {_text(value)}"


def _posts(coverage: Coverage) -> Iterator[dict[str, Any]]:
    rows = PostRow.objects.filter(coverage=coverage).order_by("sort_key")
    for state, page, sort_key in rows.values_list("state", "page", "sort_key").iterator(_CHUNK):
        yield state | {"page": page, "sort_key": sort_key}


def _claims(coverage: Coverage) -> Iterator[dict[str, Any]]:
    rows = ClaimRow.objects.filter(coverage=coverage).order_by("claim")
    found = rows.values_list("record", "state", "moved_at")
    for record, state, moved_at in found.iterator(_CHUNK):
        yield json.loads(record) | {"state": state, "since": format_time(moved_at)}


def _sources(coverage: Coverage) -> Iterator[dict[str, Any]]:
    rows = SourceRow.objects.filter(coverage=coverage).order_by("source")
    yield from map(json.loads, rows.values_list("record", flat=True).iterator(_CHUNK))


def _entries(coverage: Coverage) -> Iterator[dict[str, Any]]:
    # Rows of values and not models. Models with prefetched disclosures are reference cycles, which
    # stay in memory until a garbage collection, so an export's memory grew with its length.
    rows = (
        Leaf.objects.filter(coverage=coverage)
        .order_by("seq", "disclosures__ordinal")
        .values_list("seq", "leaf", "disclosures__digest", "disclosures__text")
    )
    for seq, grouped in groupby(rows.iterator(_CHUNK), itemgetter(0)):
        disclosed = list(grouped)
        yield {
            "seq": seq,
            "leaf": json.loads(bytes(disclosed[0][1])),
            "disclosures": {digest: text for _, _, digest, text in disclosed if digest},
        }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
