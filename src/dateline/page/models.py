"""The page's tables. They are folded from the journal and may be dropped at any time."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class BlockRow(models.Model):
    """A named piece of the page, rendered once by the entry `seq`. Emptied, never deleted.

    `sort_key` orders posts. It is '' for the other blocks, whose places the page's template fixes.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    name = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    sort_key = models.CharField(max_length=40, default="")
    page = models.IntegerField(default=0)
    html = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "name"], name="block_name")]
        indexes = [
            models.Index(fields=["coverage", "seq"]),
            models.Index(fields=["coverage", "page", "sort_key"]),
        ]


class BlockSourceRow(models.Model):
    """Another object that a block was rendered from: when it changes, so does the block."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    block = models.CharField(max_length=40)
    object = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "object", "block"], name="block_source")
        ]
        indexes = [models.Index(fields=["coverage", "block"])]
