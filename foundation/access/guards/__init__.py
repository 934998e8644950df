"""The wall in the database: what no role, shell or raw statement gets past."""

from . import (
    address,
    approval,
    breakglass,
    cooloff,
    deputy,
    exception,
    grant,
    help,
    leave,
    position,
    recertification,
    request,
    role,
    takeover,
    term,
)

NOUNS = (
    address,
    approval,
    breakglass,
    cooloff,
    deputy,
    exception,
    grant,
    help,
    leave,
    position,
    recertification,
    request,
    role,
    takeover,
    term,
)


def register():
    for noun in NOUNS:
        noun.register()
