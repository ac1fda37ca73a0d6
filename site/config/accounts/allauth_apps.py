"""allauth's tables of accounts, which allauth.mfa's modules need: none of its pages, and no middleware."""

from django.apps import AppConfig


class AccountTablesConfig(AppConfig):
    """Without allauth's own `ready`, which demands its middleware."""

    name = "allauth.account"
    default_auto_field = "django.db.models.AutoField"  # as its migrations were made
