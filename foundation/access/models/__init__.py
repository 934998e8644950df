from .address import AddressChange
from .approval import Approval, ApprovalVote
from .attempt import Attempt
from .breakglass import BreakGlass
from .cooloff import CoolOff
from .deputy import Deputy
from .exception import ProfileChange, SeparationException
from .grant import RoleGrant, RoleRequest
from .help import SignInHelp
from .leave import BlockLeave
from .position import Appointment, Position
from .recertification import Recertification, RecertificationItem
from .role import ConflictPair, Role, SeparationRule
from .takeover import Takeover
from .term import Term, TermChange
from .user import User
from .viewing import Viewing

__all__ = [
    "AddressChange",
    "Appointment",
    "Approval",
    "ApprovalVote",
    "ConflictPair",
    "Attempt",
    "BlockLeave",
    "BreakGlass",
    "ProfileChange",
    "SeparationException",
    "Viewing",
    "CoolOff",
    "Deputy",
    "Recertification",
    "RecertificationItem",
    "Position",
    "Role",
    "RoleGrant",
    "RoleRequest",
    "SeparationRule",
    "SignInHelp",
    "Takeover",
    "Term",
    "TermChange",
    "User",
]
