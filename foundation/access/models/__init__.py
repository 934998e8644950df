from .approval import Approval, ApprovalVote
from .attempt import LoginAttempt
from .grant import RoleGrant, RoleRequest
from .role import ConflictPair, Role, SeparationRule
from .user import User

__all__ = [
    "Approval",
    "ApprovalVote",
    "ConflictPair",
    "LoginAttempt",
    "Role",
    "RoleGrant",
    "RoleRequest",
    "SeparationRule",
    "User",
]
