from .audit import AuditEvent, AuditPayload, AuditSeal
from .commands import Command
from .numbers import NumberRange
from .outbox import OutboxEvent

__all__ = ["AuditEvent", "AuditPayload", "AuditSeal", "Command", "NumberRange", "OutboxEvent"]
