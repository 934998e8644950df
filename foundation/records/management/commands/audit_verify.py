from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.records import seals


class Command(BaseCommand):
    help = "Check the audit chain. Names the first event that was changed, deleted or slipped in, and exits 1."

    def handle(self, **options):
        for broken in seals.verify():
            raise CommandError(broken.sentence)
        last = seals.last_seal()
        self.stdout.write(
            _("The audit trail is whole. Last seal: {seal}").format(seal=last.hash if last else _("none yet"))
        )
