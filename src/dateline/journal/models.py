"""The journal's tables. `Leaf` and `Disclosure` are append-only: see `triggers`."""

from __future__ import annotations

from django.db import models


class Newsroom(models.Model):
    """The single row that a writer locks. `Cursor` describes when the epoch changes."""

    epoch = models.CharField(max_length=16)
    head = models.BigIntegerField(default=0)


class Coverage(models.Model):
    """A coverage: its name in leaves (`uid`), its name in URLs (`slug`), and its last seq.

    Without entries, while its `head` is 0, it is prepared at the desk, and not public.
    """

    uid = models.CharField(max_length=34, unique=True)
    slug = models.CharField(max_length=80, unique=True)
    head = models.BigIntegerField(default=0)


class Leaf(models.Model):
    """A leaf: its canonical bytes, and its fields as columns for queries.

    An entry about the journal itself has no coverage.
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
    """A content field of a leaf. `ordinal` is its position; `text` is NULL after an erasure."""

    digest = models.CharField(max_length=43, primary_key=True)
    leaf = models.ForeignKey(Leaf, models.PROTECT, related_name="disclosures")
    ordinal = models.IntegerField()
    name = models.CharField(max_length=40)
    text = models.TextField(null=True)  # noqa: DJ001  NULL is "erased", '' would be a value


class CompletedCommand(models.Model):
    """A command that was completed, by its idempotency key, so that a retry does nothing.

    `person` never becomes public. `digest` is a keyed hash of the content. The content itself is
    not stored, because text that is erased from the journal must not remain here. `digest` is ''
    after any part of the content was erased.
    """

    idempotency_key = models.CharField(max_length=64, primary_key=True)
    person = models.CharField(max_length=150)
    action = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        # The desk looks for what a person published last.
        indexes = [models.Index(fields=["person", "action", "first_seq"], name="command_of_person")]


class ProjectionVersion(models.Model):
    """The version of the projection code that wrote the tables of a projection."""

    name = models.CharField(max_length=100, primary_key=True)
    version = models.IntegerField()


class FollowerPosition(models.Model):
    """A seq up to which a follower has completed all entries. It may have passed later ones."""

    name = models.CharField(max_length=100, primary_key=True)
    seq = models.BigIntegerField()
