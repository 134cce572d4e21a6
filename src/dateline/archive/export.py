"""Writes a coverage out whole: what stands, and the entries that it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state
from dateline.journal.models import Coverage, Leaf
from dateline.journal.serialize import to_json

# Rows that are in memory at a time, however many there are.
_CHUNK: Final = 50


def export(coverage: Coverage) -> Iterator[str]:
    """The coverage as the text of one JSON object, in pieces, each post and entry in a line.

    `coverage` and `posts` are what stands now, the posts from the oldest; `entries` are the leaves
    in order with their disclosures (None for one that was erased), from which all else follows.
    """
    yield f'{{\n "format": {_text("dateline-export/1")},\n "uid": {_text(coverage.uid)},\n'
    yield f' "coverage": {_text(to_json(coverage_state(coverage)))},\n "posts": ['
    yield from _lines(_posts(coverage))
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


def _entries(coverage: Coverage) -> Iterator[dict[str, Any]]:
    # Models that were fetched with their disclosures are cycles, which stay until they are looked
    # for: the memory of an export went up with its length.
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
