"""The journal as a Django app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class JournalConfig(AppConfig):
    name = "dateline.journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import database_file

        connection_created.connect(database_file.remember)
