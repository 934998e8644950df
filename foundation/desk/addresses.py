"""A new address to sign in with: one administrator of access asks for it, another one lets it take effect.

Whoever reads the mail of an address can set the password, so nobody may change it alone. The old address is told when it is
asked for, and both when it takes effect.
"""

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.actions.people import change_person, free_address, move_sign_in
from foundation.access.actions.requests import move_request
from foundation.access.choices import RequestState
from foundation.access.models import AddressChange
from foundation.jobs.actions import enqueue
from foundation.lib.errors import Conflict
from foundation.notices.actions import language_of, notify
from foundation.records.actor import acting
from foundation.records.audit import happened

TELL = "access.address"
WAITS = _("The new address counts when a second administrator has approved it. Until then the old one does.")
CHANGED = _("Your sign-in address was changed")
NOW_WITH = _(
    "You now sign in to the portal with {new} instead of {old}. If you know nothing of this, tell the administration at once."
)
ASKED = _("A new sign-in address was asked for you: {email}. If you know nothing of it, tell the administration.")


def change_data(person, *, by, email, **facts):
    """All at once, but the address of who can sign in: the request for it, or None."""
    with acting(by):
        email = free_address(email, of=person)
        if email == person.email or not person.users.exists():
            change_person(person, by=by, email=email, **facts)
            return None
        change_person(person, by=by, **facts)
        return _request_address(person, by=by, email=email)


def waiting_address(person):
    """The request that waits for its second administrator, or None."""
    return AddressChange.objects.filter(person=person, state=RequestState.REQUESTED).first()


def tell(job, progress):
    """The owner of either address; what was mailed once is mailed again only after a kill in between."""
    change = AddressChange.objects.select_related("person").get(pk=job.args["change"])
    with translation.override(language_of(change.person)):
        subject, body = str(CHANGED), NOW_WITH.format(old=change.old_email, new=change.new_email)
    EmailMessage(subject, body, to=[getattr(change, job.args["address"])]).send()
    return {}


def _request_address(person, *, by, email):
    if waiting_address(person):
        raise Conflict("access.address_asked", _("A new address of this person waits for approval already."))
    change = AddressChange.objects.create(person=person, old_email=person.email, new_email=email, requested_by=by)
    approvals.ask(ADDRESS, change, by=by)
    notify(person, format_lazy(ASKED, email=email), reverse("mfa_index"), kind="access.address")
    return change


def _approved(change, approval, by):
    move_request(change, "grant")
    move_sign_in(change)
    for address in ("old_email", "new_email"):
        enqueue(TELL, key=f"{TELL}:{change.pk}:{address}", change=change.pk, address=address)
    happened("access.address.changed", subject=change.person, requested_by=change.requested_by_id)


def _rejected(change, approval, by):
    move_request(change, "refuse")


ADDRESS = approvals.Kind(
    code="access.address",
    label=_("Change of a sign-in address"),
    permission="access.address:approve",
    approved=_approved,
    rejected=_rejected,
    url=lambda change: reverse("desk:person", args=[change.person_id]),
)
