"""R21: to look as another person sees it, without acting as that person."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..gate import check
from ..models import Viewing
from ..policy import roles_of

VIEW_AS = "access.view_as:run"
# Whose files an administrator has no business to read; the audit reads everything anyway.
CLOSED_TO_ADMINISTRATORS = {"back.hr", "back.payroll", "compliance.officer", "audit.internal"}


def begin_viewing(person, *, by, reason):
    with acting(by, reason):
        check(by, VIEW_AS, person)
        if person.pk == by.pk:
            raise BusinessError("access.viewing", _("That is what you see anyway."), field="person")
        if not person.is_employed(timezone.localdate()):
            raise BusinessError("access.viewing", _("Access ended with the employment."), field="person")
        closed = roles_of(person) & CLOSED_TO_ADMINISTRATORS
        if closed and "audit.internal" not in roles_of(by):
            sentence = _("What this person reads is not for the administration.")
            raise BusinessError("rule.R20", sentence, field="person", rule="R20")
        viewing = Viewing.objects.create(viewer=by, person=person, reason=reason, began_at=timezone.now())
        happened("access.viewing.begun", subject=viewing, viewer=str(by), person=str(person), reason=reason)
        return viewing


def end_viewing(viewing, *, by):
    with acting(by):
        if Viewing.objects.filter(pk=viewing.pk, viewer=by, ended_at=None).update(ended_at=timezone.now()):
            happened("access.viewing.ended", subject=viewing, viewer=str(viewing.viewer), person=str(viewing.person))
