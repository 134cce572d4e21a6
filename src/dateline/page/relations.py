"""The links between related posts, as readers see them at both ends.

Words are in the active language.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from dateline.coverage.kinds import RelationName
from dateline.coverage.state import PostState

from .titles import title


class RelatedPost(NamedTuple):
    """A related post: what it is to the other one, in words, and its title.

    The title says if the post was retracted or withdrawn.
    """

    label: str
    post: PostState
    title: str


def to_earlier(post: PostState, others: list[PostState]) -> list[RelatedPost]:
    """Returns the posts to which a post is related, as far as they are among `others`."""
    found = {each.number: each for each in others}
    return [
        RelatedPost(label(each.name), found[each.post], title(found[each.post]))
        for each in post.relations
        if each.post in found
    ]


def to_later(post: PostState, others: list[PostState]) -> list[RelatedPost]:
    """Returns those of `others` that are related to a post."""
    return [
        RelatedPost(_label_of_later(relation.name), each, title(each))
        for each in others
        for relation in each.relations
        if relation.post == post.number
    ]


def label(name: RelationName) -> str:
    return {
        "updates": _("Updates"),
        "answers": _("Answers"),
        "contradicts": _("Contradicts"),
        "follows": _("Follows"),
    }[name]


def _label_of_later(name: RelationName) -> str:
    return {
        "updates": _("Updated by"),
        "answers": _("Answered by"),
        "contradicts": _("Contradicted by"),
        "follows": _("Followed by"),
    }[name]
