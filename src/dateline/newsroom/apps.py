"""The newsroom's private tables as a Django app."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "dateline.newsroom"
    default_auto_field = "django.db.models.BigAutoField"
