import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import resolve

from backoffice import doctor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backoffice.settings")
application = get_wsgi_application()
doctor.refuse_unsafe()
resolve("/")  # loads every page before gunicorn forks its workers: they share them, and no first click waits
connections.close_all()  # which they must never share
