"""The tables of drafts. No page, stream, feed or export reads them."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class Draft(models.Model):
    """A post, or a change of a post, on its way to publication.

    `fields` are those of the composer's form, by name, as they were sent: a draft need not be
    valid. `version` is incremented by each save, and a save names the version that it replaces.
    `post` is the number of the post that the draft changes, 0 for a new post, and `expected_seq`
    the entry of that post which the writer saw.

    `state` is one of `workflow.State`, since `since`. `writers` are those who wrote in it, before
    or after it was submitted; none of them can be the second of two people. `due` is when the draft
    is to be published. It is published with `idempotency_key`, so that it is published once,
    whichever processes try.
    """

    uid = models.CharField(max_length=32, unique=True)
    coverage = models.ForeignKey(Coverage, models.CASCADE)
    owner = models.CharField(max_length=150)
    shared = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="draft")
    since = models.DateTimeField()
    writers = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    post = models.IntegerField(default=0)
    expected_seq = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)
    submitted_by = models.CharField(max_length=150, default="", blank=True)
    submitted_at = models.DateTimeField(null=True)
    # Who approved it, or sent it back. `remark` is for its writer, and never public.
    decided_by = models.CharField(max_length=150, default="", blank=True)
    remark = models.TextField(default="", blank=True)
    due = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    # The number of the post and its entry, once the draft is published.
    number = models.IntegerField(default=0)
    seq = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["coverage", "state", "saved_at"], name="drafts_by_state"),
            models.Index(fields=["state", "due"], name="drafts_due"),
        ]


class DraftVersion(models.Model):
    """A version of a draft, which can be brought back.

    One is kept for each person and minute, and one for each state that the draft entered: `state`.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    version = models.IntegerField()
    fields = models.JSONField()
    person = models.CharField(max_length=150)
    at = models.DateTimeField()
    state = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="draft_version")]
