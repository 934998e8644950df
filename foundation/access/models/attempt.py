from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """Something that may be done only so often: guessing a password or a code, asking for mails and files. Written
    before it is done, so that what happens at the same moment is counted too."""

    audit_exempt = "counts what is too much; what was done is an event of its own"

    key = models.CharField(max_length=64, db_index=True)
    address = models.CharField(max_length=45, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("limited attempt")
        verbose_name_plural = _("limited attempts")

    def __str__(self):
        return f"{self.key} {self.at}"
