"""Renders the blocks that an entry changes, in the transaction that appends it.

Each block is rendered once. The pages, streams, embeds and feeds all send the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from dateline.coverage.folded import FoldedCoverage
from dateline.coverage.posts import StoredPosts
from dateline.coverage.projection import CoverageFold, CoverageOutcome, CoverageProjection
from dateline.journal import sql
from dateline.journal.entry import Entry
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection

from .blocks import BlockRef, Rendering, changed_by
from .models import BlockRow, BlockSourceRow


class PageFold(Fold):
    """The data and the rendered rows of all blocks of a coverage.

    A block is rendered only when its row is needed. Rendering it for every entry made a rebuild
    quadratic in the number of key events.
    """

    def __init__(self, coverage: Coverage, folded: FoldedCoverage) -> None:
        self.coverage = coverage
        self._folded = folded
        self._renderings: dict[BlockRef, Rendering] = {}
        self._dependents: dict[str, set[BlockRef]] = {}
        self._rows: dict[BlockRef, BlockRow] = {}

    def add(self, entry: Entry) -> None:
        dependents = self._dependents.get(str(entry.object), ())
        for block in {*changed_by(entry), *dependents}:
            self._change(block, entry.seq)

    def rows(self, table: type[Model]) -> Iterable[Model]:
        if table is BlockRow:
            return map(self._row, self._renderings.values())
        return [
            row
            for block, rendering in self._renderings.items()
            if block.definition.has_sources
            for row in _source_rows(self.coverage, str(block), rendering.other_objects())
        ]

    def _change(self, block: BlockRef, seq: int) -> None:
        assert self._folded.state is not None
        before = self._renderings.get(block)
        now = Rendering.of(block, self._folded.state, self._folded, seq)
        self._renderings[block] = now
        self._rows.pop(block, None)
        for name in before.other_objects() if before else ():
            self._dependents[name].discard(block)
        for name in now.other_objects():
            self._dependents.setdefault(name, set()).add(block)

    def _row(self, rendering: Rendering) -> BlockRow:
        if rendering.block not in self._rows:
            self._rows[rendering.block] = _block_row(self.coverage, rendering)
        return self._rows[rendering.block]


class PageProjection(Projection):
    """Fills `BlockRow`, and `BlockSourceRow` with the sources of each block."""

    name = "page"
    version = 2
    kinds = CoverageProjection.kinds
    tables = (BlockRow, BlockSourceRow)

    def project(
        self, entry: Entry, coverage: Coverage | None, before: tuple[Outcome, ...]
    ) -> Outcome:
        for now in before:
            if coverage is not None and isinstance(now, CoverageOutcome):
                posts = StoredPosts(coverage, known=now.post)
                for block in dict.fromkeys([*changed_by(entry), *_dependents(entry, coverage)]):
                    _store(coverage, Rendering.of(block, now.state, posts, entry.seq))
        return Outcome()

    def new_fold(self, coverage: Coverage | None, before: tuple[Fold, ...]) -> Fold:
        for each in before:
            if coverage is not None and isinstance(each, CoverageFold):
                return PageFold(coverage, each.folded)
        return Fold()


def _dependents(entry: Entry, coverage: Coverage) -> list[BlockRef]:
    """The blocks that have the object of an entry as a source."""
    # No block can have been rendered from an object before its first entry.
    if entry.revision == 1:
        return []
    found = sql.rows(
        "SELECT block FROM page_blocksourcerow WHERE coverage_id = %s AND object = %s"
        " ORDER BY block",
        coverage.pk,
        str(entry.object),
    )
    return [BlockRef.parse(name) for (name,) in found]


def _store(coverage: Coverage, rendering: Rendering) -> None:
    sql.insert(_block_row(coverage, rendering), over=("coverage_id", "name"))
    if not rendering.block.definition.has_sources:
        return
    name, objects = str(rendering.block), rendering.other_objects()
    rows = BlockSourceRow.objects.filter(coverage=coverage, block=name)
    before = set(rows.values_list("object", flat=True))
    if before != objects:
        rows.exclude(object__in=objects).delete()
        BlockSourceRow.objects.bulk_create(_source_rows(coverage, name, objects - before))


def _block_row(coverage: Coverage, rendering: Rendering) -> BlockRow:
    post = rendering.own_post()
    return BlockRow(
        coverage=coverage,
        name=str(rendering.block),
        seq=rendering.seq,
        sort_key=post.sort_key if post else "",
        page=post.page if post else 0,
        html=rendering.html(),
    )


def _source_rows(coverage: Coverage, block: str, objects: set[str]) -> list[BlockSourceRow]:
    return [BlockSourceRow(coverage=coverage, block=block, object=each) for each in sorted(objects)]
