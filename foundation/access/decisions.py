from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allow:
    """`principal`: whose deputy the person is in this, if it is not by a role of his own."""

    principal: object = field(default=None, compare=False)

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Deny:
    """No, by which rule, in a sentence that the person understands; and to what."""

    rule: str
    sentence: str
    permission: str = field(default="", compare=False)

    def __bool__(self):
        return False


class Denied(PermissionDenied):
    def __init__(self, decision):
        super().__init__(decision.sentence)
        self.decision = decision

    @property
    def rule(self):
        return self.decision.rule

    @property
    def sentence(self):
        return self.decision.sentence

    @property
    def permission(self):
        return self.decision.permission
