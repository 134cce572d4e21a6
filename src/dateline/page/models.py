"""The page's tables: all of them are folded from the journal and may be dropped at any time."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class Masthead(models.Model):
    """What the fold knows of a coverage as a whole: a `fold.CoverageNow` in plain JSON."""

    coverage = models.OneToOneField(Coverage, models.CASCADE, primary_key=True)
    now = models.JSONField()
    opened_at = models.DateTimeField(db_index=True)


class Post(models.Model):
    """What the fold knows of a post, a `fold.PostNow`; number, page and place never change."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    number = models.IntegerField()
    place = models.CharField(max_length=40)
    page = models.IntegerField()
    seq = models.BigIntegerField()
    now = models.JSONField()
    # What posts are found by: all words, in small letters; names and places between bars.
    key = models.BooleanField(default=False)
    words = models.TextField(default="")
    bylines = models.TextField(default="")
    places = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "number"], name="post_number")]
        indexes = [
            models.Index(fields=["coverage", "place"]),
            models.Index(fields=["coverage", "page", "place"]),
        ]


class Change(models.Model):
    """One change to a post, for the list of all of a coverage: a `fold.Change` and whose it is."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    post = models.IntegerField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "seq"], name="change_seq")]


class Block(models.Model):
    """A named piece of the page, rendered once by the entry `seq`. Emptied, never deleted.

    `place` sorts posts and is '' for the other blocks, whose places the page's template fixes.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    name = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    place = models.CharField(max_length=40, default="")
    page = models.IntegerField(default=0)
    html = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "name"], name="block_name")]
        indexes = [
            models.Index(fields=["coverage", "seq"]),
            models.Index(fields=["coverage", "page", "place"]),
        ]
