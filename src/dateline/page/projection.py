"""Renders the blocks that an entry changes, in the transaction that appends it.

Each is rendered once. The same bytes go to the page, the stream, the embed and the feeds.
"""

from __future__ import annotations

from dateline.coverage import objects, read
from dateline.coverage.projection import CoverageProjection
from dateline.journal import sql
from dateline.journal.entry import Entry
from dateline.journal.models import Coverage
from dateline.journal.projections import Projection

from .blocks import BLOCKS, Target, definition_of
from .models import BlockRow, BlockSourceRow


class PageProjection(Projection):
    """Keeps `BlockRow`, and in `BlockSourceRow` what each block was rendered from."""

    name = "page"
    version = 1
    kinds = CoverageProjection.kinds
    tables = (BlockSourceRow, BlockRow)

    def project(self, entry: Entry, coverage: Coverage | None) -> None:
        if coverage is None:
            return
        state = read.coverage_state(coverage)
        for name in dict.fromkeys([*_blocks_of(entry), *_dependents(entry, coverage)]):
            _render(Target(coverage, state, name, entry.seq))


def _blocks_of(entry: Entry) -> list[str]:
    """The names of the blocks that an entry changes by what it is about, and by its kind."""
    return [
        str(entry.object) if each.about == objects.POST else each.name
        for each in BLOCKS
        if each.about == entry.object.type or entry.payload.kind in each.kinds
    ]


def _dependents(entry: Entry, coverage: Coverage) -> list[str]:
    """The names of the blocks that were rendered from the object that an entry is about."""
    if entry.revision == 1:
        return []
    found = sql.rows(
        "SELECT block FROM page_blocksourcerow WHERE coverage_id = %s AND object = %s"
        " ORDER BY block",
        coverage.pk,
        str(entry.object),
    )
    return [name for (name,) in found]


def _render(target: Target) -> None:
    definition = definition_of(target.name)
    rendering = definition.render(target)
    sql.insert(
        BlockRow(
            coverage=target.coverage,
            name=target.name,
            seq=target.seq,
            sort_key=rendering.sort_key,
            page=rendering.page,
            html=rendering.html,
        ),
        over=("coverage_id", "name"),
    )
    if definition.has_sources:
        _store_sources(target, {str(each) for each in rendering.sources})


def _store_sources(target: Target, sources: set[str]) -> None:
    rows = BlockSourceRow.objects.filter(coverage=target.coverage, block=target.name)
    before = set(rows.values_list("object", flat=True))
    if before != sources:
        rows.exclude(object__in=sources).delete()
        BlockSourceRow.objects.bulk_create(
            BlockSourceRow(coverage=target.coverage, block=target.name, object=each)
            for each in sorted(sources - before)
        )
