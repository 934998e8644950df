"""The department of `docs/developer.md`, built from that very page and used."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.race, pytest.mark.once]
FILE = re.compile(r"^```python\n# (parking/\w+\.py)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SETTINGS = """
from backoffice.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "parking"]
ROOT_URLCONF = "addresses"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
"""
ADDRESSES = """
from django.urls import include, path
from backoffice.urls import handler403, handler500, urlpatterns
urlpatterns = [*urlpatterns, path("parking/", include("parking.urls"))]
"""
USE = """
import json
from uuid import uuid4
from django.db import DatabaseError, transaction
from django.test import Client
from foundation.access.models import User
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent
from parking.models import Space

def person(name):
    return Person.objects.get(email=f"{name}@nordlicht.example")

def visit(name, address, **data):
    client = Client(SERVER_NAME="localhost")
    with acting("system:test"):
        client.force_login(User.objects.get(person=person(name)))
    return client.post(address, data).status_code if data else client.get(address).status_code

with acting("system:test"):
    space = Space.objects.create(company=Company.objects.get(), number=7)
address = space.get_absolute_url()
seen = {name: visit(name, "/parking/") for name in ("front", "other", "manager", "auditor")}
opened = {name: visit(name, address) for name in ("front", "other", "manager")}
assigned = visit("other", address, person=person("back").pk, command_id=uuid4())
try:
    with acting("system:test"):
        Space.objects.update(number=8)
    repainted = True
except DatabaseError:
    repainted = False
space.refresh_from_db()
events = AuditEvent.objects.filter(table="parking_space").order_by("pk").values_list("operation", "verb", "person_id")
told = [(operation, verb, str(Person.objects.get(pk=who)) if who else "") for operation, verb, who in events]
print(json.dumps([seen, opened, assigned, str(space.person), repainted, told]))
"""


@pytest.fixture
def department(tmp_path):
    pages = dict(FILE.findall((settings.BASE_DIR / "docs" / "developer.md").read_text(encoding="utf-8")))
    pages |= {"parking/__init__.py": "", "parking/migrations/__init__.py": ""}
    pages |= {"with_parking.py": SETTINGS, "addresses.py": ADDRESSES}
    for name, text in pages.items():
        path = tmp_path / "department" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "department"


def test_the_department_of_the_guide_works(portal, department):
    def manage(*arguments):
        found = os.pathsep.join([str(department), str(settings.BASE_DIR)])
        env = portal.environment(DJANGO_SETTINGS_MODULE="with_parking", PYTHONPATH=found)
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("makemigrations", "parking", "-v0")
    manage("migrate", "-v0")
    seen, opened, assigned, holder, repainted, told = json.loads(manage("shell", "--no-imports", "-c", USE))
    assert seen == {"front": 403, "other": 200, "manager": 200, "auditor": 403}
    assert opened == {"front": 403, "other": 200, "manager": 403}
    assert (assigned, holder, repainted) == (302, "Bert Buch", False)
    assert told == [
        ["insert", "", ""],
        ["update", "", "Olaf Other"],
        ["event", "parking.space.assigned", "Olaf Other"],
    ]
