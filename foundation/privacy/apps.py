from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "foundation.privacy"
    label = "privacy"
    verbose_name = _("Data protection")

    def ready(self):
        from foundation.screens import history

        history.register_words("privacy.person.exported", _("handed out what is kept on this person"))
        history.register_words("privacy.person.erased", _("erased what is kept on this person"))
