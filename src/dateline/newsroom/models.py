"""The newsroom's private tables. No page, stream, feed or export reads them."""

from __future__ import annotations

from django.db import models

from dateline.journal.models import Coverage


class DeskHead(models.Model):
    """The number of the last change at the desk of a coverage. Whoever changes it locks the row.

    Changes of one desk are therefore committed in the order of their numbers.
    """

    coverage = models.OneToOneField(Coverage, models.CASCADE, primary_key=True)
    seq = models.BigIntegerField(default=0)


class DeskChange(models.Model):
    """Says that a panel of a desk, such as `drafts`, has changed. It carries no content.

    Old rows are deleted. A desk that missed them reads all of its panels again.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    seq = models.BigIntegerField()
    panel = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "seq"], name="desk_change")]


class Presence(models.Model):
    """An open tab at the desk of a coverage.

    `about` is what its person writes in, such as `draft:<uid>` or `post:12`, or ''. `since` is when
    they began with that, and `took_over_at` when they took it over from somebody else. The row
    counts until half a minute after `seen_at`.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    person = models.CharField(max_length=150)
    tab = models.CharField(max_length=32)
    about = models.CharField(max_length=50, default="", blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    took_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coverage", "person", "tab"], name="presence_of_tab")
        ]


class CommitTime(models.Model):
    """When an entry about a post was stored, while somebody was at the desk of its coverage.

    It is taken just before the commit, so the time until readers had the entry is never too short.
    The time in the entry itself has only whole seconds. Rows are deleted after a day.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    seq = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "seq"], name="commit_time")]


class Delivery(models.Model):
    """How many readers one process had brought an entry to, and when: `stream.broadcast`."""

    commit = models.ForeignKey(CommitTime, models.CASCADE, related_name="deliveries")
    readers = models.IntegerField()
    ended_at = models.DateTimeField()


class Note(models.Model):
    """A remark of one person for the others, about a post, a draft, a question or the coverage.

    `about` is `post:12`, `draft:<uid>`, `question:3` or ''.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    about = models.CharField(max_length=50, default="", blank=True)
    person = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["coverage", "about", "at"], name="notes_about")]


class Question(models.Model):
    """An open question of the desk, such as who confirms something, and its answer."""

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    text = models.TextField()
    # Who looks into it, and since when.
    taken_by = models.CharField(max_length=150, default="", blank=True)
    taken_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    answered_by = models.CharField(max_length=150, default="", blank=True)
    answered_at = models.DateTimeField(null=True)


class ProposedAssessment(models.Model):
    """What somebody proposes to say of a claim, for which two people are needed.

    `verdict` is a `desk.commands.assessments.Verdict`. Another proposal is another row.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    claim = models.CharField(max_length=32)
    verdict = models.JSONField()
    person = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coverage", "claim"], name="one_proposal")]


class WaitingPosition(models.Model):
    """A position that was proposed for a post and not decided on when the post was published.

    `proposal` is a `desk.commands.proposed.ProposedPosition`. `why` says why it could not be
    recorded, if its writer had accepted it. `person` is its writer, or '' for a command.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    post = models.IntegerField()
    proposal = models.JSONField()
    why = models.TextField(default="", blank=True)
    person = models.CharField(max_length=150, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["coverage", "post"])]


class PreparedCoverage(models.Model):
    """A coverage that is not public yet. It has no entries; they begin when it is opened.

    `fields` are those of the form that opens it, as they were sent. Its posts are drafts.
    """

    coverage = models.OneToOneField(Coverage, models.CASCADE, primary_key=True)
    fields = models.JSONField()
    person = models.CharField(max_length=150)
    version = models.IntegerField(default=1)
    at = models.DateTimeField()
