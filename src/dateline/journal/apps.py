"""The journal as a Django app: its tables and the checks on its triggers."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "dateline.journal"
    default_auto_field = "django.db.models.BigAutoField"
