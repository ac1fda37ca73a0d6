"""The ASGI application, for servers that prefer it."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from granian.utils.proxies import wrap_asgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = wrap_asgi_with_proxy_headers(get_asgi_application(), settings.TRUSTED_PROXIES)
