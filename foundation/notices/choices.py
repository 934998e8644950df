from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    NOW = "now", _("by e-mail at once")
    DIGEST = "digest", _("in one e-mail a day")
    PORTAL = "portal", _("only in the portal")
