"""The tables of the current state. A rebuild restores all of them from the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.db import models

from dateline.journal.models import Coverage

# No column of a projection may contain NULL.
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


class CoverageRow(models.Model):
    """A coverage, with its `state.CoverageState` as JSON.

    `under_way` and `dated` are copies of that state, for sorting. `modified_at` is the time of the
    last modification: see `fold.modified_by`. `pin_ends` is when the first of its pins ends, and
    NEVER if none does.
    """

    coverage = models.OneToOneField(Coverage, models.CASCADE, primary_key=True, related_name="row")
    state = models.JSONField()
    under_way = models.BooleanField(default=False)
    dated = models.DateTimeField()
    modified_at = models.DateTimeField()
    pin_ends = models.DateTimeField(default=NEVER)

    class Meta:
        indexes = [
            models.Index(fields=["under_way", "dated", "coverage"], name="coverage_order"),
            models.Index(fields=["pin_ends"]),
        ]


class PostRow(models.Model):
    """A post, with its `state.PostState` as JSON. Its number, page and sort key never change."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    number = models.IntegerField()
    sort_key = models.CharField(max_length=40)
    page = models.IntegerField()
    seq = models.BigIntegerField()
    state = models.JSONField()
    key_event = models.BooleanField(default=False)
    # The stems by which search finds the post. The database indexes this column: see `full_text`.
    words = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "number"], name="post_number")]
        indexes = [
            models.Index(fields=["coverage", "sort_key"]),
            models.Index(fields=["coverage", "page", "sort_key"]),
            models.Index(fields=["coverage", "seq"]),
            models.Index(
                fields=["coverage", "sort_key"],
                condition=models.Q(key_event=True),
                name="post_key_events",
            ),
        ]


class CreditRow(models.Model):
    """A name or a place in the bylines of a post, or a tag; `kind` is "name", "place" or "tag".

    A name in the bylines of the coverage itself has the kind "whole", and 0 as its post.

    `text` is as it was written, and `folded` is the form in which search compares it. Without this
    table, the search for a name and the list of names read the JSON of every post.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    post = models.IntegerField()
    sort_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=5)
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "post", "kind", "text"], name="post_credit")
        ]
        indexes = [
            models.Index(fields=["coverage", "kind", "text"]),
            models.Index(fields=["coverage", "kind", "folded", "sort_key"]),
        ]


class RelationRow(models.Model):
    """A relation of a post to the post `other`, by their numbers: see `kinds.relations`.

    Without this table, the posts that refer to a post would be found in the JSON of every post.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    post = models.IntegerField()
    name = models.CharField(max_length=11)
    other = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coverage", "post", "name", "other"], name="post_relation"
            )
        ]
        indexes = [models.Index(fields=["coverage", "other"])]


class ChangeRow(models.Model):
    """A `state.Change` to a post or to the front matter, for the list of all changes.

    `object` is the reference to the object that changed, such as `post-31` or `summary`.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    object = models.CharField(max_length=80, default="")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "seq"], name="change_seq")]
        indexes = [
            models.Index(fields=["coverage", "object"]),
            models.Index(
                fields=["coverage", "seq"],
                condition=~models.Q(kind="revised"),
                name="change_of_meaning",
            ),
        ]
