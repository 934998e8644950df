"""Who may: users, roles, grants, separation rules, approvals, `can()`."""
