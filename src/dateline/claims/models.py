"""The tables of claims and sources. A rebuild restores all of them from the journal."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class ClaimRow(models.Model):
    """A claim, with its `view.ClaimRecord` as the text of JSON, which is decoded once.

    `text` is its sentence. `state` is the name of its state, which it has had since the entry
    `moved_seq` of `moved_at`. `merged_into` is the id of another claim, or ''.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    claim = models.CharField(max_length=32)
    seq = models.BigIntegerField()
    record = models.TextField()
    text = models.TextField()
    state = models.CharField(max_length=20)
    moved_seq = models.BigIntegerField()
    moved_at = models.DateTimeField()
    merged_into = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "claim"], name="claim_id")]
        indexes = [
            models.Index(fields=["coverage", "merged_into", "moved_seq"], name="claims_in_order"),
        ]


class SourceRow(models.Model):
    """A source, with its `view.SourceRecord` as the text of JSON."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    source = models.CharField(max_length=32)
    seq = models.BigIntegerField()
    record = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "source"], name="source_id")]


class PositionRow(models.Model):
    """Which source took a position on which claim, and in which post.

    The position itself is in the record of its claim. A claim has another row, without a position,
    for the post in which it first appeared.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    claim = models.CharField(max_length=32)
    position = models.CharField(max_length=32)
    source = models.CharField(max_length=32)
    post = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "claim", "position"], name="position_id")
        ]
        indexes = [
            models.Index(fields=["coverage", "post"]),
            models.Index(fields=["coverage", "source"]),
        ]


class PinnedClaimRow(models.Model):
    """A claim that the page of its coverage lists first, and its place among those, from 0."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    claim = models.CharField(max_length=32)
    place = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "claim"], name="pinned_claim")]


class ClaimChangeRow(models.Model):
    """A `view.ClaimChange`: what an entry did to a claim."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    claim = models.CharField(max_length=32)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    detail = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "seq", "claim"], name="claim_change")
        ]
        indexes = [models.Index(fields=["coverage", "claim", "seq"])]
