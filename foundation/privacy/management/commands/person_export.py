from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError
from foundation.privacy.actions import export_person
from foundation.privacy.queries import find


class Command(BaseCommand):
    help = "Writes everything that is kept on a natural person into a ZIP file (Art. 15 and 20 DSGVO)."

    def add_arguments(self, parser):
        parser.add_argument("person", help="an e-mail address, or a key such as contacts.partnercontact:17")
        parser.add_argument("--out", type=Path, required=True, help="the ZIP file to write; it must not exist yet")

    def handle(self, *, person, out, **options):
        try:
            export_person(find(person), out)
        except (BusinessError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Written to {path}.").format(path=out))
