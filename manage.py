#!/usr/bin/env python
"""Django's command line for Pinpoint."""

import os
import sys
from pathlib import Path


def main() -> None:
    # Python owns the name `site`, so that folder can never be a package: it goes on the path instead.
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    if sys.argv[1:2] == ["deliver"]:
        from config.data_lock import hold_lock  # noqa: PLC0415 (found on the path that was just set)
        from config.environment import DATA_DIR  # noqa: PLC0415 (likewise)

        hold_lock(DATA_DIR)
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (after the lock is held)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (likewise)

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # a traceback would bury which variable is wrong


if __name__ == "__main__":
    main()
