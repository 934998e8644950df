from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GrantSource(models.TextChoices):
    REQUEST = "request", _("request")
    DEPUTY = "deputy", _("deputy")
    FOUNDING = "founding", _("founding of the installation")


class RequestState(models.TextChoices):
    REQUESTED = "requested", _("waiting for approval")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


# {event: {state before: state after}}, here and below; the guards read the same tables.
REQUEST_MOVES = {
    "grant": {RequestState.REQUESTED: RequestState.GRANTED},
    "refuse": {RequestState.REQUESTED: RequestState.REFUSED},
    "withdraw": {RequestState.REQUESTED: RequestState.WITHDRAWN},
}


class ApprovalState(models.TextChoices):
    PENDING = "pending", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    VOID = "void", _("void: changed meanwhile")


APPROVAL_MOVES = {
    "approve": {ApprovalState.PENDING: ApprovalState.APPROVED},
    "reject": {ApprovalState.PENDING: ApprovalState.REJECTED},
    "withdraw": {ApprovalState.PENDING: ApprovalState.WITHDRAWN},
    "void": {ApprovalState.PENDING: ApprovalState.VOID},
}


class Vote(models.TextChoices):
    YES = "yes", _("approve")
    NO = "no", _("reject")


class VotingSide(models.TextChoices):
    """Whose votes a decision that bears risk needs (R24), as credit business calls the two: Markt and Marktfolge."""

    FRONT = "front", pgettext_lazy("vote", "front office")
    BACK = "back", pgettext_lazy("vote", "back office")


class Lost(models.TextChoices):
    FACTOR = "factor", _("second factor")
    PASSWORD = "password", _("password")


class UserKind(models.TextChoices):
    HUMAN = "human", _("person")
    SERVICE = "service", _("service")


class CoolOffKind(models.TextChoices):
    MOVE = "move", _("after a move")
    AUDIT = "audit", _("before auditing")


class TermCode(models.TextChoices):
    """How long, in days; what the installation begins with stands in `standard`."""

    COOL_OFF_MOVE = "cool_off.move", _("Cool-off after a move")
    COOL_OFF_AUDIT = "cool_off.audit", _("Cool-off after a move to internal audit")
    DEPUTY = "deputy.longest", _("Longest time of a deputy")
    BLOCK_LEAVE = "block_leave.shortest", _("Block leave, trading days in a row")


class Decision(models.TextChoices):
    """What a reviewer says of a role that somebody holds."""

    KEEP = "keep", _("keep")
    REMOVE = "remove", pgettext_lazy("role", "remove")
    CHANGE = "change", _("change")


class AppointmentState(models.TextChoices):
    PLANNED = "planned", _("roles not requested yet")
    REQUESTED = "requested", _("waiting for approval")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


APPOINTMENT_MOVES = {
    "ask": {AppointmentState.PLANNED: AppointmentState.REQUESTED},
    "grant": {AppointmentState.REQUESTED: AppointmentState.GRANTED},
    "refuse": {AppointmentState.REQUESTED: AppointmentState.REFUSED},
    "withdraw": {
        AppointmentState.PLANNED: AppointmentState.WITHDRAWN,
        AppointmentState.REQUESTED: AppointmentState.WITHDRAWN,
    },
}


class Glass(models.TextChoices):
    """Where a break-glass access stands."""

    REQUESTED = "requested", _("waiting for approval")
    OPEN = "open", _("in force")
    ENDED = "ended", _("ended")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Whoever breaks the glass alone begins in force.
GLASS_MOVES = {
    "begin": {Glass.REQUESTED: Glass.OPEN},
    "refuse": {Glass.REQUESTED: Glass.REFUSED},
    "withdraw": {Glass.REQUESTED: Glass.WITHDRAWN},
    "end": {Glass.OPEN: Glass.ENDED},
}


class Finding(models.TextChoices):
    """What the review of a privileged use found."""

    IN_ORDER = "in_order", _("in order")
    MISUSE = "misuse", _("not in order")


class Profile(models.TextChoices):
    """How strictly an installation separates. The strict one asks for the wall inside the database and for block leave in
    each year; only in the smallest may an exception be written."""

    STRICT = "strict", _("strict")
    STANDARD = "standard", _("standard")
    SMALL = "small", _("very small firm")


class Way(models.TextChoices):
    """By which way somebody comes to take over what a leaver leaves behind, in this order."""

    SUCCESSOR = "successor", _("named as successor")
    HEAD = "head", _("head of the unit")
    DEPUTY = "deputy", _("deputy of the leaver")
    HOLDER = "holder", _("holds such a role too")
    ADMINISTRATOR = "administrator", _("administration, finds somebody")
