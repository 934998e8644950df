from .order import ClockPause, WorkOrder, WorkOrderMessage
from .service import Service, ServiceLevel

__all__ = ["ClockPause", "Service", "ServiceLevel", "WorkOrder", "WorkOrderMessage"]
