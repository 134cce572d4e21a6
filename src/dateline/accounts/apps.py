"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dateline.accounts"
    default_auto_field = "django.db.models.BigAutoField"
