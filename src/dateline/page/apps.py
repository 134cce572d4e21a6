"""The page as a Django app."""

from django.apps import AppConfig


class PageConfig(AppConfig):
    name = "dateline.page"
    default_auto_field = "django.db.models.BigAutoField"
