from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounting.queries.chain import verify_books
from backoffice.demo.company import found
from backoffice.sign_in import demo_logins
from foundation.organisation.models import Company
from foundation.records import seals


class Command(BaseCommand):
    help = "Loads the invented company Nordlicht Handel GmbH into an empty demo installation."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError(_("Demo data comes only into an installation with DEMO=true."))
        if Company.objects.exists():
            raise CommandError(_("There is a company already. Demo data comes only into an empty installation."))
        company = found(timezone.localdate())
        seals.seal()
        if broken := next(verify_books(), None):
            raise CommandError(broken.sentence)
        self.stdout.write(
            _("%(company)s is ready. Password of all logins: %(password)s")
            % {"company": company, "password": settings.DEMO_PASSWORD}
        )
        for login in demo_logins():
            self.stdout.write(f"  {login['email']:42} {login['role']}")
