from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError
from foundation.organisation.models import Person
from foundation.privacy.actions import erase_person
from foundation.privacy.queries import find, plan_of


class Command(BaseCommand):
    help = (
        "Shows what is kept on a natural person and which law keeps it; erases the rest with --commit (Art. 17 DSGVO)."
    )

    def add_arguments(self, parser):
        parser.add_argument("person", help="an e-mail address, or a key such as contacts.partnercontact:17")
        parser.add_argument("--commit", action="store_true", help="really erase; without it nothing is changed")
        parser.add_argument("--approved-by", help="e-mail address of the administrator of access who approved it")

    def handle(self, *, person, commit, approved_by, **options):
        today = timezone.localdate()
        try:
            subject = find(person)
            plan = (
                erase_person(subject, approved_by=_approver(approved_by), on=today)
                if commit
                else plan_of(subject, today)
            )
        except BusinessError as error:
            raise CommandError(str(error)) from error
        self._tell(_("Erased:") if commit else _("Would be erased:"), plan.to_erase)
        self._tell(_("Still kept:"), plan.kept)
        if not commit:
            self.stdout.write(_("Nothing was changed. Add --commit and --approved-by to erase."))

    def _tell(self, title, lines):
        self.stdout.write(title)
        for line in lines or [_("nothing")]:
            self.stdout.write(f"  {line}")


def _approver(email):
    approver = Person.objects.filter(email__iexact=email or "").first()
    if not approver:
        raise BusinessError("privacy.approver", _("Name in --approved-by the second person who approved it."))
    return approver
