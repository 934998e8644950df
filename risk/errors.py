from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import Conflict


class DecidedMeanwhile(Conflict):
    def __init__(self):
        super().__init__("risk.decided", _("This was decided meanwhile. Please look again."))
