"""The table of stored pictures."""

from __future__ import annotations

from django.db import models


class Picture(models.Model):
    """The renditions of an upload, as JSON. Their bytes are in files named by their SHA-256."""

    key = models.CharField(max_length=32, primary_key=True)
    renditions = models.JSONField()
    stored_at = models.DateTimeField(auto_now_add=True)
