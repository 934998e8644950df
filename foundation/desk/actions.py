"""Founding: the first two administrators of a new installation, who approve each other."""

from hmac import compare_digest

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Role, RoleGrant
from foundation.calendars.actions import open_workplace
from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting

FIRST_ROLES = ("staff", "admin.access")


def founding_is_open():
    return not RoleGrant.objects.exists()


def code_file():
    return settings.VAR_DIR / "setup-code"


def found_company(*, code, company, land="", **founder):
    """The company and its first administrator, who holds no role before there is a second one."""
    with acting("system:setup", "founding"):
        _may_found(code)
        if Person.objects.exists():
            raise Conflict("desk.founded", _("The company was founded already."))
        today = timezone.localdate()
        place = open_workplace(name=company[:80], land=land, on=today)
        code = slugify(company)[:20] or "company"
        made = Company.objects.create(name=company, code=code, land=land, workplace=place)
        return create_person_with_login(company=made, joined_on=today, **founder)


def found_second(*, code, **founder):
    """The second administrator; now both receive their roles, each approved by the other."""
    with acting("system:setup", "founding"):
        _may_found(code)
        first = Person.objects.select_for_update().get()
        second = create_person_with_login(company=first.company, joined_on=timezone.localdate(), **founder)
        for person, other in ((first, second), (second, first)):
            for role in Role.objects.filter(pk__in=FIRST_ROLES):
                grant_founding(
                    person=person, role=role, approved_by=other, valid_from=timezone.localdate(), reason="founding"
                )
        code_file().unlink()
        return second


def _may_found(code):
    if not founding_is_open():
        raise Conflict("desk.founded", _("The company was founded already."))
    if not code_file().exists() or not compare_digest(code_file().read_text().strip().encode(), code.strip().encode()):
        raise BusinessError("desk.setup_code", _("This is not the setup code."), field="code")
