"""The members of the newsroom."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Member(models.Model):
    """A user's role in the newsroom."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    role = models.CharField(max_length=20, choices=[("reporter", "reporter"), ("editor", "editor")])
