import hashlib
import secrets
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from backoffice.safekeeping.databases import let_the_portal_in
from foundation.desk.actions import code_file, founding_is_open
from foundation.organisation.models import Company


class Command(BaseCommand):
    help = "Brings tables, guards, standard data and static files in step with the code; loads the demo company once."
    requires_system_checks = []  # it mends what the checks complain about, and asks them at the end

    def add_arguments(self, parser):
        parser.add_argument("--static", action="store_true", help="static files only: for the build of an image")

    def handle(self, *, static=False, **options):
        if not static:
            self.bring_up_to_date()
        self.collect_static()
        if not static:
            self.found()
            call_command("check", databases=["default"], stdout=StringIO())

    def bring_up_to_date(self):
        self.say(_("Database: tables, guards and standard data"))
        call_command("migrate", interactive=False, verbosity=0)
        let_the_portal_in()

    def found(self):
        if settings.DEMO and not Company.objects.exists():
            self.say(_("Demo company: three years of invented business"))
            call_command("demo", stdout=self.stdout)
        if not settings.DEMO and founding_is_open():
            self.say(
                _("Open /setup/ to name the first administrators. The code is in %(file)s") % {"file": setup_code()}
            )

    def collect_static(self):
        stamp, wanted = settings.STATIC_ROOT / "stamp.txt", static_fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.say(_("Static files"))
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(wanted)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def setup_code():
    """The file with the code for /setup/, made once and readable by its owner alone."""
    file = code_file()
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file


def static_fingerprint():
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
