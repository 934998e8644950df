from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import EVERYBODY, Permission

PERMISSIONS = (Permission("reports.run:view", _("See one's own reports"), roles=EVERYBODY),)
