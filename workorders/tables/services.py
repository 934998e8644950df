from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Table

from ..choices import Priority
from ..queries.services import levels_of
from .orders import in_words

SERVICES = Table(
    Column("kind", _("Kind"), value=str, sort="pk", link=lambda service: service.get_absolute_url()),
    Column("team", _("Team")),
    *(
        Column(
            priority.value,
            priority.label,
            value=lambda service, priority=priority: in_words(timedelta(minutes=levels_of(service)[priority])),
        )
        for priority in Priority
    ),
    order="kind",
)
