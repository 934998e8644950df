from django.utils.translation import gettext_lazy as _

UNDECLARED = _("This page declares no permission and is therefore closed.")
