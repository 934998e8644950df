from django.db import models


class LoginAttempt(models.Model):
    """A sign-in that has not succeeded. Written before the password is looked at, so parallel guesses are counted too."""

    audit_exempt = "counts guesses; sign-ins are events of their own"

    account = models.CharField(max_length=64, db_index=True)
    address = models.CharField(max_length=45, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self):
        return f"{self.account} {self.at}"
