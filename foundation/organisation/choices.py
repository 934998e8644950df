from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """On which side of the wall somebody stands. MaRisk BTO Tz. 2-4."""

    FRONT = "front", _("Front office")
    BACK = "back", _("Back office")
    RISK = "risk", _("Risk control")
    AUDIT = "audit", _("Internal audit")
    ADMIN = "admin", _("Administration")
    NEUTRAL = "neutral", _("Neutral")
