"""Alerts sent to ALERT_WEBHOOK_URL when email, a backup, or the disk is in trouble. They contain numbers only."""

import logging
import os
import shutil
import threading
import time
import traceback
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.template.defaultfilters import pluralize
from django.utils import timezone

from inquiries.mail.delivery_health import DeliveryHealth, delivery_health
from inquiries.models import Inquiry, Stamp

logger = logging.getLogger("pinpoint.alerts")

TIMEOUT = (3, 5)  # seconds to connect and to respond
REPEAT_AFTER = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(minutes=1)
ALARM_PAUSE_SECONDS = 600
STAMP = "alert "
LEAST_FREE_MIB = 200
BACKED_UP = "backup"  # the stamp of the last good backup
_last_alarm: dict[str, float] = {}


def log_error(what: str, error: BaseException) -> None:
    """Log what failed, with the error's type and location, but never its message: a database may quote user input.

    The message is preformatted, since error reports leave out log arguments.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{frame[0].filename}:{frame[0].lineno}" if frame else "?"
    logger.error(f"{what}: {type(error).__name__} at {place}")


def post_alert(kind: str, text: str, **numbers: Any) -> bool:
    """Post an alert to the webhook and return whether it was accepted. Chat services show `text`."""
    if not settings.ALERT_WEBHOOK_URL:
        return False
    data = {"text": f"{settings.SITE_URL or 'Pinpoint'}: {text}", "kind": kind, **numbers}
    try:
        with requests.post(
            settings.ALERT_WEBHOOK_URL, json=data, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            taken = answer.status_code < 300
    except requests.RequestException as error:
        log_error("The alert webhook can't be reached", error)
        return False
    if not taken:
        logger.error("The alert webhook answered %s", answer.status_code)
    return taken


def find_problems(health: DeliveryHealth) -> dict[str, str]:
    found = {}
    if health.worker_away_seconds:
        minutes = int(health.worker_away_seconds // 60)
        found["worker_away"] = f"No delivery worker was seen for {minutes} minutes: no mail goes out."
    if health.is_stuck:
        minutes = int(health.oldest_seconds // 60)
        found["mail_stuck"] = (
            f"Mails are waiting to be sent, the oldest for {minutes} minutes ({health.backlog} in all)."
        )
    if health.needs_attention:
        lost = health.needs_attention
        found["mail_needs_attention"] = (
            f"{lost} mail{pluralize(lost)} could not be delivered and need{pluralize(lost, 's,')} someone’s attention."
        )
    return found


def find_old_backup(now: datetime) -> dict[str, str]:
    """Return the problem if the last good backup is too old. Before the first one, time counts from the first check."""
    hours = settings.BACKUP_ALERT_HOURS
    if not hours:
        return {}
    last, _ = Stamp.objects.get_or_create(name=BACKED_UP, defaults={"at": now})
    if now - last.at <= timedelta(hours=hours):
        return {}
    return {"backup_old": f"No backup was made for {int((now - last.at).total_seconds() // 3600)} hours."}


def find_full_disk() -> dict[str, str]:
    """Return the problem if little more can be written to a folder that the site writes to."""
    free, folder = least_free()
    return {"disk_full": f"Only {free} MiB can be written to {folder}."} if free < LEAST_FREE_MIB else {}


def find_missing_key() -> dict[str, str]:
    """Return the problem if FIELD_KEYS can't decrypt the newest inquiry."""
    newest = Inquiry.objects.order_by("-pk").first()
    if newest is None or newest.is_readable:
        return {}
    return {"key_missing": "The newest inquiry can't be decrypted: its key is not in FIELD_KEYS."}


def least_free() -> tuple[int, Path]:
    """Return how many MiB can still be written to DATA_DIR or PUBLIC_DIR, and which: 0 if it is missing or closed."""
    return min(
        (shutil.disk_usage(folder).free // 2**20 if os.access(folder, os.W_OK | os.X_OK) else 0, folder)
        for folder in (settings.DATA_DIR, settings.STATIC_ROOT.parent)
    )


def watch(now: datetime | None = None) -> dict[str, str]:
    """Send an alert for each problem at most once an hour, and one when it is solved. Returns the problems by kind.

    Called often by the workers, and by `manage.py watch`, which also notices that no worker runs.
    """
    now = now or timezone.now()
    health = delivery_health(now)
    wrong = find_problems(health) | find_old_backup(now) | find_full_disk() | find_missing_key()
    if not settings.ALERT_WEBHOOK_URL:
        return wrong
    numbers = {key: round(value) if value is not None else None for key, value in asdict(health).items()}
    for kind, text in wrong.items():
        if Stamp.claim(STAMP + kind, REPEAT_AFTER, now) and not post_alert(kind, text, **numbers):
            Stamp.release(STAMP + kind, now + TRY_AGAIN_AFTER, REPEAT_AFTER)
    over = Stamp.objects.filter(name__startswith=STAMP).exclude(name__in=[STAMP + kind for kind in wrong])
    solved = sorted(name.removeprefix(STAMP) for name in over.values_list("name", flat=True))
    if over.delete()[0]:
        still = f" Still open: {', '.join(wrong)}." if wrong else ""
        post_alert("recovered", f"Over: {', '.join(solved)}.{still}".replace("_", " "), **numbers)
    return wrong


def alarm(kind: str, text: str) -> None:
    """Send an alert from its own thread, without using the database; at most one per kind every ten minutes."""
    if not settings.ALERT_WEBHOOK_URL or time.monotonic() - _last_alarm.get(kind, -1e9) < ALARM_PAUSE_SECONDS:
        return
    _last_alarm[kind] = time.monotonic()
    threading.Thread(target=post_alert, args=(kind, text), daemon=True).start()
