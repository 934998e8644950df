from django.db import models

from foundation.organisation.models import Company, Person


class KeptTyping(models.Model):
    """What somebody is typing into the entry form and has not saved yet."""

    audit_exempt = "an unsaved form"

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    content = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "company"], name="typing_once")]

    def __str__(self):
        return f"{self.person_id}"
