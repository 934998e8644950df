"""Errors that belong to the trade: a code for programs, a sentence for the clerk."""


class BusinessError(Exception):
    """A rule of the house says no. `message` may be lazily translated; `field` names the form field it belongs to,
    `rule` the separation or accounting rule behind it. `status` is what the page answers."""

    status = 409

    def __init__(self, code, message, field=None, rule=None):
        super().__init__(code, message, field, rule)
        self.code = code
        self.message = message
        self.field = field
        self.rule = rule

    def __str__(self):
        return str(self.message)


class Conflict(BusinessError):
    """The state changed meanwhile: somebody else was faster, look again."""


class TooLarge(BusinessError):
    status = 413


class NoSpace(BusinessError):
    """The disk of the portal is full."""

    status = 507


class Unavailable(BusinessError):
    """Something that the portal stands on does not answer."""

    status = 503


class TooMany(BusinessError):
    """Asked for too often within a short time."""

    status = 429
