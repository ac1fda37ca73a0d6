"""allauth's account tables, which allauth.mfa needs, without its views and middleware."""

from django.apps import AppConfig


class AccountTablesConfig(AppConfig):
    """allauth's app without its `ready`, which requires its middleware."""

    name = "allauth.account"
    default_auto_field = "django.db.models.AutoField"  # as in its migrations
