from django.db import models
from django.utils.translation import gettext_lazy as _


class Retention(models.TextChoices):
    """How long the law wants a paper kept. § 147 Abs. 3 AO, § 257 Abs. 4 HGB."""

    BOOK = "book", _("Books and accounts (10 years)")
    VOUCHER = "voucher", _("Vouchers (8 years)")
    LETTER = "letter", _("Business letters (6 years)")


class ImportState(models.TextChoices):
    """How far a file is that comes in stages."""

    READING = "reading", _("being read")
    STAGED = "staged", _("to be checked")
    IMPORTING = "importing", _("importing")
    IMPORTED = "imported", _("imported")
    DISCARDED = "discarded", _("discarded")
