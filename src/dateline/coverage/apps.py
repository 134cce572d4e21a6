"""Coverage as a Django app. Its kinds of entry are registered before anybody reads the journal."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "dateline.coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds  # noqa: F401  importing them registers them
