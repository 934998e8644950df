from django.utils.translation import gettext_lazy as _

OWN_MATTER = _("Who asked for the work does not close it. Only the back office accepts, works and closes.")  # R25
