"""The command that sets the relations of a post to earlier ones, and their rules."""

from __future__ import annotations

from typing import Final

from dateline.accounts.policy import Person
from dateline.coverage import objects
from dateline.coverage.kinds import RELATION_NAMES, PostRelationsSet, Relation
from dateline.coverage.models import RelationRow
from dateline.desk.errors import CommandRefused
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .changeable import changeable_post
from .citing import require_standing
from .command import Completed, run_command

# A post with more would be a list of links, and the block of an earlier post would be one.
MAX_RELATIONS: Final = 5
MAX_REFERRING: Final = 20


def set_relations(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    relations: tuple[Relation, ...],
) -> Completed:
    """Replaces the relations of a post to earlier posts; without any, removes them."""

    def body(transaction: WriteTransaction) -> None:
        before = changeable_post(coverage, number, expected_seq)
        if in_order(relations) == before.relations:
            raise CommandRefused("Nothing was changed.")
        append_relations(transaction, coverage, number, relations, before.relations)

    content = (coverage.slug, number, expected_seq, relations)
    return run_command(
        "set relations", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def append_relations(
    transaction: WriteTransaction,
    coverage: Coverage,
    number: int,
    relations: tuple[Relation, ...],
    before: tuple[Relation, ...] = (),
) -> None:
    """Appends the relations of a post under the write lock, if the rules allow them.

    Those in `before` are not looked at again: what a post answers may have been withdrawn since.
    """
    if len(relations) > MAX_RELATIONS:
        raise CommandRefused(
            f"A post has at most {MAX_RELATIONS} relations, and this one {len(relations)}.",
            field=relations[-1].name,
        )
    named: set[int] = set()
    for each in relations:
        if each.post in named:
            raise CommandRefused(f"Post {each.post} is named twice.", field=each.name)
        named.add(each.post)
        if each not in before:
            _require_earlier(coverage, number, each)
    payload = PostRelationsSet(relations=in_order(relations))
    append(transaction, coverage, objects.post(number), payload)


def in_order(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Returns relations in the order in which they are stored and shown."""
    return tuple(sorted(relations, key=lambda each: (RELATION_NAMES.index(each.name), each.post)))


def _require_earlier(coverage: Coverage, number: int, relation: Relation) -> None:
    """Raises CommandRefused unless the other post is an earlier one that stands."""
    require_standing(coverage, relation.post, field=relation.name)
    if relation.post >= number:
        raise CommandRefused(
            f"Post {relation.post} was not published before post {number}.", field=relation.name
        )
    others = RelationRow.objects.filter(coverage=coverage, other=relation.post)
    if others.exclude(post=number).count() >= MAX_REFERRING:
        raise CommandRefused(
            f"{MAX_REFERRING} posts refer to post {relation.post} already. Refer to one of them.",
            field=relation.name,
        )
