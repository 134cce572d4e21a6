"""Drafts as a Django app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "dateline.drafts"
    default_auto_field = "django.db.models.BigAutoField"
