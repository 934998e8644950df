from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import Permission

PERMISSIONS = [
    Permission(
        "backoffice.system:view",
        _("See how the installation is"),
        roles=("admin.access", "admin.system", "audit.internal"),
    ),
]
