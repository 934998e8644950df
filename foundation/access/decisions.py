from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allow:
    def __bool__(self):
        return True


@dataclass(frozen=True)
class Deny:
    """No, by which rule, in a sentence that the person understands."""

    rule: str
    sentence: str

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
