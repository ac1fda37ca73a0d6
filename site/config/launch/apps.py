from django.apps import AppConfig


class LaunchConfig(AppConfig):
    name = "config.launch"
    verbose_name = "From sample to live"
