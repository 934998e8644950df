"""Which passwords are too easy for this house."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.organisation.models import Company

LEAST_OF_ONES_OWN = 8
SHORTEST_WORD = 4


class OwnWordsValidator:
    """The names of the product, the companies and the person are the first that somebody tries; what is left of the
    password without them must be long enough by itself."""

    def validate(self, password, user=None):
        left = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEAST_OF_ONES_OWN:
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self):
        return _("A password is more than the name of the company, the portal or yourself.")


def _words(user):
    texts = [settings.MFA_TOTP_ISSUER, *Company.objects.values_list("name", flat=True)]
    if user is not None:
        texts += [user.email, str(user.person or "")]
    return {word for word in re.findall(r"\w+", " ".join(texts).casefold()) if len(word) >= SHORTEST_WORD}
