from django.core.checks import Error

from foundation.organisation.choices import Side

from . import permissions
from .standard import ROLES


def permissions_stay_on_their_side(app_configs, **kwargs):
    """R01, R05, R09, R28 for the roles themselves: no role holds a permission of another side."""
    return [
        Error(f"{role.code} ({role.side}) must not hold {permission.code} ({permission.side})", id="access.E001")
        for role in ROLES
        for permission in permissions.of_role(role.code)
        if not fits(role.side, permission)
    ]


def fits(side, permission):
    if permission.side == Side.NEUTRAL:
        return side != Side.AUDIT or permission.reads or permission.roles == permissions.EVERYBODY
    if side == Side.AUDIT:
        return permission.reads
    if side == Side.RISK and permission.side == Side.BACK:
        return permission.reads
    return side == permission.side


def emergencies_are_technical(app_configs, **kwargs):
    """R10: what a broken glass lends moves no money, and is nothing of the front office or of risk control."""
    return [
        Error(f"{permission.code} must not be lent in an emergency", id="access.E002")
        for permission in permissions.declared()
        if permission.emergency and (permission.money or permission.side in (Side.FRONT, Side.RISK))
    ]
