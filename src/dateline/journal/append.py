"""The only write to the journal. Commands call it, within their turn, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from . import sql
from .canonical import LeafHead, disclose, leaf_bytes
from .kinds import Entry, Kind
from .models import Coverage, Disclosure, Leaf
from .read import last_of
from .turn import Turn


def append(turn: Turn, coverage: Coverage, name: str, said: Kind) -> Entry:
    """Takes the next seq for `said` about the object `name`, and folds it into every projection.

    Raises TooManyParts. Nothing stands until the turn's transaction commits.
    """
    before, revision = last_of(coverage, name)
    head = LeafHead(
        kind=said.kind,
        at=turn.at,
        coverage=coverage.uid,
        object=name,
        revision=revision + 1,
        before=before,
    )
    seq = turn.head + 1
    _write(seq, coverage, head, said)
    turn.head = coverage.head = seq
    sql.run("UPDATE journal_newsroom SET head = %s", seq)
    sql.run("UPDATE journal_coverage SET head = %s WHERE id = %s", seq, coverage.pk)
    turn.appended.append(seq)
    entry = Entry(seq, turn.at, coverage.uid, name, head.revision, head.before, said)
    for project in projections():
        project(entry, coverage)
    return entry


@lru_cache(maxsize=1)
def projections() -> tuple[Callable[[Entry, Coverage], None], ...]:
    """The folds of settings.DATELINE_PROJECTIONS, top to bottom."""
    return tuple(import_string(name) for name in settings.DATELINE_PROJECTIONS)


def _write(seq: int, coverage: Coverage, head: LeafHead, said: Kind) -> None:
    disclosures = disclose(said)
    sql.insert(
        Leaf(
            seq=seq,
            kind=head.kind,
            at=head.at,
            coverage=coverage,
            object=head.object,
            revision=head.revision,
            before=head.before,
            leaf=leaf_bytes(head, [each.digest for each in disclosures]),
        )
    )
    sql.insert(
        *(
            Disclosure(digest=each.digest, leaf_id=seq, place=place, name=each.name, text=each.text)
            for place, each in enumerate(disclosures)
        )
    )
