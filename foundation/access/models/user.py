from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import UserKind


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """The login of one person. There is no superuser column: rights come from the person's grants alone.

    A service user has no person and therefore no business permission.
    """

    audit_secrets = ("password",)

    class Theme(models.TextChoices):
        AUTO = "auto", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=UserKind, default=UserKind.HUMAN)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=2, default="de")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=UserKind.HUMAN, person__isnull=False)
                | models.Q(kind=UserKind.SERVICE, person__isnull=True),
                name="user_human_has_person",
            )
        ]

    def __str__(self):
        return str(self.person or self.email)

    def get_full_name(self):
        return str(self)
