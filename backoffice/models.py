from django.db import models

from .doctor import State


class Condition(models.Model):
    """How a part of the installation is, and since when: the doctor's findings, remembered."""

    audit_exempt = "how a machine is, no business fact"

    part = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=4, choices=[(state.value, state.value) for state in State])
    since = models.DateTimeField()
    checked_at = models.DateTimeField()

    def __str__(self):
        return f"{self.part}: {self.state}"
