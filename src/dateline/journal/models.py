"""The journal's tables. `Leaf` and `Disclosure` are append-only: triggers.py refuses the rest."""

from __future__ import annotations

from django.db import models


class Newsroom(models.Model):
    """The one row that a writer locks. `epoch` changes whenever bytes change without an entry."""

    epoch = models.CharField(max_length=16)
    head = models.BigIntegerField(default=0)


class Coverage(models.Model):
    """What a coverage is called in leaves (`uid`) and in addresses (`slug`), and its last seq."""

    uid = models.CharField(max_length=34, unique=True)
    slug = models.CharField(max_length=80, unique=True)
    head = models.BigIntegerField(default=0)


class Leaf(models.Model):
    """A leaf's canonical bytes, with what it says openly as columns to look it up by."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    coverage = models.ForeignKey(Coverage, models.PROTECT, related_name="leaves")
    object = models.CharField(max_length=40)
    revision = models.IntegerField()
    before = models.BigIntegerField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["coverage", "object", "seq"])]


class Disclosure(models.Model):
    """A content field of a leaf, in its place among them; `text` is NULL once it was erased."""

    digest = models.CharField(max_length=43, primary_key=True)
    leaf = models.ForeignKey(Leaf, models.PROTECT, related_name="disclosures")
    place = models.IntegerField()
    name = models.CharField(max_length=40)
    text = models.TextField(null=True)  # noqa: DJ001  NULL is "erased", '' would be a value


class Act(models.Model):
    """What a key was used for, so that a retry is the same act. `by` never becomes public."""

    key = models.CharField(max_length=64, primary_key=True)
    by = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    content = models.TextField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    at = models.DateTimeField()
