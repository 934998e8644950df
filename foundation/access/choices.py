from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantSource(models.TextChoices):
    REQUEST = "request", _("request")
    FOUNDING = "founding", _("founding of the installation")


class RequestState(models.TextChoices):
    REQUESTED = "requested", _("waiting for approval")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ApprovalState(models.TextChoices):
    PENDING = "pending", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    VOID = "void", _("void: changed meanwhile")


class Vote(models.TextChoices):
    YES = "yes", _("approve")
    NO = "no", _("reject")


class Lost(models.TextChoices):
    FACTOR = "factor", _("second factor")
    PASSWORD = "password", _("password")


class UserKind(models.TextChoices):
    HUMAN = "human", _("person")
    SERVICE = "service", _("service")
