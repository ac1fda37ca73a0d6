"""Moves the clinic to a time zone other than its server's."""

from django.apps import apps
from django.test import TestCase


def move_clinic(zone: str) -> None:
    clinic = apps.get_model("content", "ClinicSettings").objects.get()
    clinic.time_zone = zone
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()
