"""The bare pages as an application of their own, for this process and for gunicorn."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

get_wsgi_application()  # allauth looks for its own middleware once, now
settings.ROOT_URLCONF = __name__.replace("wsgi", "plain")  # the addresses of the portal are among it
with override_settings(MIDDLEWARE=MIDDLEWARE):
    application = WSGIHandler()
