"""The page's tables. A rebuild restores all of them from the journal."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class BlockRow(models.Model):
    """A block, rendered once for the entry `seq`. A block can become empty but is never deleted.

    `sort_key` orders posts. It is '' for the other blocks, whose order is in the page's template.
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


class BlockDependencyRow(models.Model):
    """A post or a claim from which the block of something else was rendered, such as the pin.

    The block is rendered again when that changes. The own object of a block is not stored.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    block = models.CharField(max_length=40)
    object = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "object", "block"], name="block_source")
        ]
        indexes = [models.Index(fields=["coverage", "block"])]
