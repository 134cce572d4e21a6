"""Media as a Django app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "dateline.media"
    default_auto_field = "django.db.models.BigAutoField"
