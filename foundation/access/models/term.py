from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import RequestState, TermCode


class Term(models.Model):
    """How many days a rule of separation asks for. The law names no number, so two administrators may set another."""

    code = models.CharField(_("term"), max_length=20, choices=TermCode, primary_key=True)
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 1095)), name="term_days")]

    def __str__(self):
        return str(self.get_code_display())


class TermChange(models.Model):
    """One administrator asks for another number of days, another one lets it take effect."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="changes", verbose_name=_("term"))
    old_days = models.PositiveSmallIntegerField(_("days until now"))
    new_days = models.PositiveSmallIntegerField(_("new days"))
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)

    class Meta:
        verbose_name = _("change of a term")
        verbose_name_plural = _("changes of terms")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(old_days=F("new_days")), name="term_change_changes"),
            models.CheckConstraint(condition=Q(new_days__range=(1, 1095)), name="term_change_days"),
            models.UniqueConstraint(fields=["term"], condition=Q(state="requested"), name="term_change_asked_once"),
        ]

    def __str__(self):
        return _("{term}: {new} days instead of {old}").format(term=self.term, new=self.new_days, old=self.old_days)

    def approval_payload(self):
        return {
            "term": self.term_id,
            "old_days": self.old_days,
            "new_days": self.new_days,
            "reason": self.reason,
            "requested_by": self.requested_by_id,
        }
