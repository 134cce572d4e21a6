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
    """A leaf's canonical bytes, with what it says openly as columns to look it up by.

    An entry about the journal itself, a key say, has no coverage.
    """

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    coverage = models.ForeignKey(Coverage, models.PROTECT, related_name="leaves", null=True)
    object = models.CharField(max_length=80)
    revision = models.IntegerField()
    previous = models.BigIntegerField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["coverage", "object", "seq"])]


class Disclosure(models.Model):
    """A content field of a leaf, with its ordinal among them; `text` is NULL once it was erased."""

    digest = models.CharField(max_length=43, primary_key=True)
    leaf = models.ForeignKey(Leaf, models.PROTECT, related_name="disclosures")
    ordinal = models.IntegerField()
    name = models.CharField(max_length=40)
    text = models.TextField(null=True)  # noqa: DJ001  NULL is "erased", '' would be a value


class CompletedCommand(models.Model):
    """What an idempotency key was used for, so that a retry is the same act.

    `person` never becomes public. `digest` is a keyed hash of the content, not the content: text
    that is erased from the journal must not live on here. It is '' once any of it was erased.
    """

    idempotency_key = models.CharField(max_length=64, primary_key=True)
    person = models.CharField(max_length=150)
    action = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    at = models.DateTimeField()


class ProjectionVersion(models.Model):
    """The version of a projection's code that made its tables as they are now."""

    name = models.CharField(max_length=100, primary_key=True)
    version = models.IntegerField()


class FollowerPosition(models.Model):
    """The seq of the last entry that a follower has dealt with."""

    name = models.CharField(max_length=100, primary_key=True)
    seq = models.BigIntegerField()
