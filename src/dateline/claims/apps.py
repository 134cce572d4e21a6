"""Claims as a Django app. It registers its kinds of entry when Django starts."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "dateline.claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds  # noqa: F401  importing them registers them
