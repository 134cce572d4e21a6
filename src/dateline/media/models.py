"""The tables of stored pictures, and of where they are shown."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class Picture(models.Model):
    """The renditions of an upload, as JSON. Their bytes are in files named by their SHA-256."""

    key = models.CharField(max_length=32, primary_key=True)
    renditions = models.JSONField()
    stored_at = models.DateTimeField(auto_now_add=True)


class PictureUseRow(models.Model):
    """A rendition that an object of a coverage has shown; not public once the object is withdrawn.

    It is folded from the journal.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    object = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    public = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "object", "sha256"], name="picture_use")
        ]
        indexes = [models.Index(fields=["sha256"])]


class PictureRemoval(models.Model):
    """A rendition whose file is to be deleted, or was: the entry that showed it was erased.

    Once it is `done` the row stays, so that the address of the picture answers that it is gone.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    done = models.BooleanField(default=False)
