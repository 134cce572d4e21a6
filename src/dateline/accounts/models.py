"""The members of the newsroom, their roles, and the rules of each coverage."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dateline.journal.models import Coverage


class Member(models.Model):
    """A user's role in the newsroom, which holds on every coverage without a role of its own.

    `undo_seconds` is how long a post of theirs waits before it is published. `keys` has the keys of
    the desk that they changed: the name of an act and its key, '' for none.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    role = models.CharField(max_length=20)
    undo_seconds = models.IntegerField(default=5)
    keys = models.JSONField(default=dict)


class CoverageRole(models.Model):
    """A member's role on one coverage, in place of their role in the newsroom."""

    member = models.ForeignKey(Member, models.CASCADE)
    coverage = models.ForeignKey(Coverage, models.CASCADE)
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "coverage"], name="one_role_on_a_coverage")
        ]


class AccessChange(models.Model):
    """A change of a role on a coverage, or of its rules: who made it, when, and what it was.

    `about` is the name of the member whose role changed, '' for the rules.
    """

    coverage = models.ForeignKey(Coverage, models.CASCADE)
    at = models.DateTimeField()
    person = models.CharField(max_length=150)
    about = models.CharField(max_length=150, default="", blank=True)
    before = models.CharField(max_length=100)
    after = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["coverage", "at"], name="access_changes")]


class CoverageRules(models.Model):
    """For which acts on a coverage two different people are needed: names of `policy.TwoPeople`."""

    coverage = models.OneToOneField(Coverage, models.CASCADE, primary_key=True)
    two_people = models.JSONField(default=list)
