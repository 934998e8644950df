"""The evidence on rights and on the trail, and each recertification by itself. Registered in `apps.ready()`."""

from .campaign import CampaignReport
from .concept import AuthorisationConceptReport
from .deputies import DeputyReport
from .exceptions import ExceptionReport
from .numbers import NumberReport
from .privileged import PrivilegedUseReport
from .recertification import RecertificationReport
from .requirements import RequirementReport
from .role_matrix import RoleMatrixReport

REPORTS = (
    RoleMatrixReport,
    RecertificationReport,
    AuthorisationConceptReport,
    PrivilegedUseReport,
    DeputyReport,
    RequirementReport,
    ExceptionReport,
    NumberReport,
)

__all__ = [
    "REPORTS",
    "AuthorisationConceptReport",
    "CampaignReport",
    "DeputyReport",
    "ExceptionReport",
    "NumberReport",
    "PrivilegedUseReport",
    "RecertificationReport",
    "RequirementReport",
    "RoleMatrixReport",
]
