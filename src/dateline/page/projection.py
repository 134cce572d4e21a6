"""Renders the blocks that an entry changes, in the transaction that appends it.

Each block is rendered once. The pages, streams, embeds and feeds all send the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from dateline.claims.kinds import PositionRecorded, claim_ref
from dateline.claims.ledger import Ledger
from dateline.claims.projection import ClaimsFold, ClaimsOutcome, ClaimsProjection
from dateline.claims.read import Claims, StoredClaims
from dateline.claims.view import ClaimChange
from dateline.coverage import objects
from dateline.coverage.folded import FoldedCoverage
from dateline.coverage.objects import POST_TYPE
from dateline.coverage.posts import StoredPosts
from dateline.coverage.projection import CoverageFold, CoverageOutcome, CoverageProjection
from dateline.journal import sql
from dateline.journal.entry import Entry
from dateline.journal.models import Coverage
from dateline.journal.projections import Fold, Outcome, Projection

from .blocks import BlockInput, BlockRef, changed_by
from .models import BlockDependencyRow, BlockRow


class PageFold(Fold):
    """The data and the rendered rows of all blocks of a coverage.

    A block is rendered only when its row is needed. Rendering it for every entry made a rebuild
    quadratic in the number of key events.
    """

    def __init__(self, coverage: Coverage, folded: FoldedCoverage, claims: ClaimsFold) -> None:
        self.coverage = coverage
        self._folded = folded
        self._claims = claims
        self._inputs: dict[BlockRef, BlockInput] = {}
        self._dependents: dict[str, set[BlockRef]] = {}
        self._rows: dict[BlockRef, BlockRow] = {}

    def add(self, entry: Entry) -> None:
        # The claims have seen the entry only if it is one of their kinds.
        is_theirs = entry.payload.kind in ClaimsProjection.kinds
        about = _objects(entry, self._claims.last if is_theirs else ())
        dependents = {block for name in about for block in self._dependents.get(name, ())}
        for block in {*changed_by(entry), *dependents}:
            self._change(block, entry.seq)

    def rows(self, table: type[Model]) -> Iterable[Model]:
        if table is BlockRow:
            return map(self._row, self._inputs.values())
        return [
            row
            for block, block_input in self._inputs.items()
            if block.definition.depends_on_others
            for row in _dependency_rows(self.coverage, str(block), block_input.other_objects())
        ]

    def _change(self, block: BlockRef, seq: int) -> None:
        assert self._folded.state is not None
        before = self._inputs.get(block)
        now = BlockInput.of(block, self._folded.state, self._folded, self._claims.ledger, seq)
        self._inputs[block] = now
        self._rows.pop(block, None)
        for name in before.other_objects() if before else ():
            self._dependents[name].discard(block)
        for name in now.other_objects():
            self._dependents.setdefault(name, set()).add(block)

    def _row(self, block_input: BlockInput) -> BlockRow:
        if block_input.block not in self._rows:
            self._rows[block_input.block] = _block_row(self.coverage, block_input)
        return self._rows[block_input.block]


class PageProjection(Projection):
    """Fills `BlockRow`, and `BlockDependencyRow` with what each block depends on."""

    name = "page"
    version = 12
    kinds = CoverageProjection.kinds | ClaimsProjection.kinds
    tables = (BlockRow, BlockDependencyRow)

    def project(
        self, entry: Entry, coverage: Coverage | None, earlier: tuple[Outcome, ...]
    ) -> Outcome:
        if coverage is not None:
            now = CoverageOutcome.of(earlier, coverage)
            posts = StoredPosts(coverage, known=now.post)
            about = _objects(entry, ClaimsOutcome.of(earlier))
            blocks = dict.fromkeys([*changed_by(entry), *_dependents(entry, coverage, about)])
            stored = StoredClaims(coverage, _numbers(blocks, entry))
            for block in blocks:
                is_first = entry.revision == 1 and block.about == entry.object
                # A post that was just published has no claim. So a publish has no query for them.
                is_new_post = is_first and entry.object.type == objects.POST_TYPE
                claims: Claims = Ledger() if is_new_post else stored
                block_input = BlockInput.of(block, now.state, posts, claims, entry.seq)
                _store(coverage, block_input, is_first=is_first)
        return Outcome()

    def new_fold(self, coverage: Coverage | None, earlier: tuple[Fold, ...]) -> Fold:
        if coverage is None:
            return Fold()
        (fold,) = (each for each in earlier if isinstance(each, CoverageFold))
        (claims,) = (each for each in earlier if isinstance(each, ClaimsFold))
        return PageFold(coverage, fold.result, claims)


def _objects(entry: Entry, changes: Iterable[ClaimChange]) -> set[str]:
    """The objects that an entry changes: its own, and the claims whose state depends on that.

    A position that moves no state changes nothing that other posts show of its claim. When they
    were all rendered again, a position on a claim with a hundred posts took half a second.
    """
    if isinstance(entry.payload, PositionRecorded):
        return {str(claim_ref(each.claim)) for each in changes if each.moved}
    return {str(entry.object), *(str(claim_ref(each.claim)) for each in changes)}


def _numbers(blocks: Iterable[BlockRef], entry: Entry) -> set[int]:
    """The posts whose blocks an entry changes, without one that was just published."""
    return {
        each.about.number
        for each in blocks
        if each.about.type == POST_TYPE and not (entry.revision == 1 and each.about == entry.object)
    }


def _dependents(entry: Entry, coverage: Coverage, about: set[str]) -> list[BlockRef]:
    """The blocks that have one of the objects that an entry changes as a source."""
    # No block can have been rendered from an object before its first entry.
    if entry.revision == 1 or not about:
        return []
    placeholders = ", ".join(["%s"] * len(about))
    found = sql.rows(
        "SELECT DISTINCT block FROM page_blockdependencyrow"
        f" WHERE coverage_id = %s AND object IN ({placeholders}) ORDER BY block",
        coverage.pk,
        *sorted(about),
    )
    return [BlockRef.parse(name) for (name,) in found]


def _store(coverage: Coverage, block_input: BlockInput, *, is_first: bool) -> None:
    """Stores a block and what it depends on. With `is_first` it was never stored before."""
    sql.insert(_block_row(coverage, block_input), over=("coverage_id", "name"))
    if not block_input.block.definition.depends_on_others:
        return
    name, objects = str(block_input.block), block_input.other_objects()
    if is_first and not objects:
        # Most posts. To build the query alone took a tenth of the time of a publish.
        return
    rows = BlockDependencyRow.objects.filter(coverage=coverage, block=name)
    before = set() if is_first else set(rows.values_list("object", flat=True))
    if before != objects:
        rows.exclude(object__in=objects).delete()
        BlockDependencyRow.objects.bulk_create(_dependency_rows(coverage, name, objects - before))


def _block_row(coverage: Coverage, block_input: BlockInput) -> BlockRow:
    post = block_input.own_post()
    return BlockRow(
        coverage=coverage,
        name=str(block_input.block),
        seq=block_input.seq,
        sort_key=post.sort_key if post else "",
        page=post.page if post else 0,
        html=block_input.html(),
    )


def _dependency_rows(coverage: Coverage, block: str, objects: set[str]) -> list[BlockDependencyRow]:
    return [
        BlockDependencyRow(coverage=coverage, block=block, object=each) for each in sorted(objects)
    ]
