"""Entries about the relations of a post to earlier posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from dateline.journal.entry import Erased, Payload, entry_kind

RelationName: TypeAlias = Literal["updates", "answers", "contradicts", "follows"]
RELATION_NAMES: Final[tuple[RelationName, ...]] = get_args(RelationName)


@dataclass(frozen=True)
class Relation:
    """What a post says of an earlier post of its coverage, by the number of that post."""

    name: RelationName
    post: int


# Structural: relations are numbers, and links at other posts depend on them.
@entry_kind("post.relations_set", about_type="post", structural=("relations",))
@dataclass(frozen=True, kw_only=True)
class PostRelationsSet(Payload):
    """A post updates, answers, contradicts or follows earlier posts. None removes all relations."""

    relations: tuple[Relation, ...] | Erased
