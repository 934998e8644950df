from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import RequestState


class AddressChange(models.Model):
    """Whoever reads the mail of an address can set the password: so one administrator asks for a new one, another approves."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="address_changes", verbose_name=_("person"))
    old_email = models.EmailField(_("old address"))
    new_email = models.EmailField(_("new address"))
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)

    class Meta:
        verbose_name = _("change of a sign-in address")
        verbose_name_plural = _("changes of sign-in addresses")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="address_not_for_oneself"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="requested"), name="address_asked_once"),
        ]

    def __str__(self):
        return f"{self.person}: {self.old_email} → {self.new_email}"

    def approval_payload(self):
        return {
            "person": self.person_id,
            "old_email": self.old_email,
            "new_email": self.new_email,
            "requested_by": self.requested_by_id,
        }
