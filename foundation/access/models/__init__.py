from .address import AddressChange
from .approval import Approval, ApprovalVote
from .attempt import Attempt
from .grant import RoleGrant, RoleRequest
from .help import SignInHelp
from .role import ConflictPair, Role, SeparationRule
from .user import User

__all__ = [
    "AddressChange",
    "Approval",
    "ApprovalVote",
    "ConflictPair",
    "Attempt",
    "Role",
    "RoleGrant",
    "RoleRequest",
    "SeparationRule",
    "SignInHelp",
    "User",
]
